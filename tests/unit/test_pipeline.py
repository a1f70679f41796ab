from __future__ import annotations

import datetime as dt
import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
import trial_site as trial

from citewell import survey
from citewell.disk import Stamp
from citewell.identity import fingerprint
from citewell.memo import FOLDER, Memo, MemoDamagedError
from citewell.problems import CitewellError, Level
from citewell.survey import MANIFEST

_POST, _OTHER = "content/posts/one.md", "content/posts/two.md"
_HOME = Path(survey.__file__).parent.parent


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return trial.make(tmp_path / "site")


@pytest.fixture
def built(site: Path) -> Path:
    trial.run(site)
    return site


def _check(site: Path) -> None:
    """Compare the output with what is built from nothing."""
    assert trial.read_all(site / "output") == trial.clean(site, site.parent / "fresh")


def _make_settled(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Build until every stamp is trusted, by a clock on which all files are old."""
    monkeypatch.setattr(survey, "_TICK", -(10**15))
    monkeypatch.setattr(survey, "_COARSE_TICK", -(10**15))
    trial.run(site)
    trial.run(site)


def test_a_build_writes_every_page(site: Path) -> None:
    report = trial.run(site)

    assert {"index.html", "posts/one/index.html", "about/index.html", "plain.txt"} <= {
        *report.written
    }
    assert report.removed == ()
    assert report.unchanged == 0


def test_a_build_without_changes_writes_nothing(built: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in (built / "output").rglob("*")}

    report = trial.run(built)

    assert report.written == report.removed == ()
    assert {path: path.stat().st_mtime_ns for path in (built / "output").rglob("*")} == before


def test_a_build_without_changes_counts_the_same_files(built: Path) -> None:
    first = trial.run(built, built / "elsewhere")

    assert trial.run(built, built / "elsewhere").unchanged == len(first.written)


def test_a_build_without_changes_reads_no_file_again(
    built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _make_settled(built, monkeypatch)

    def read(path: Path) -> str:
        raise AssertionError(path)

    monkeypatch.setattr(survey, "read_digest", read)

    assert trial.run(built).written == ()


def test_a_build_without_changes_imports_no_stage(built: Path) -> None:
    modules = trial.run_by_itself(built)

    assert "citewell.pipeline" in modules
    assert not modules & {"jinja2", "markdown", "yaml", "babel", "livereload", "citewell.stages"}


def test_a_file_that_is_only_touched_changes_nothing(built: Path) -> None:
    os.utime(built / _POST)

    assert trial.run(built).written == ()


def test_a_change_within_the_same_tick_is_noticed(
    built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stamp = Stamp(1, 10**18, 10**18, 1)
    monkeypatch.setattr(survey, "_stamp", lambda _: stamp)
    monkeypatch.setattr("time.time_ns", lambda: stamp.changed + 1)
    trial.run(built)
    text = (built / _POST).read_text(encoding="utf-8")

    (built / _POST).write_text(text.replace("said", "told"), encoding="utf-8")

    assert "posts/one/index.html" in trial.run(built).written


def test_a_change_that_keeps_size_and_time_is_noticed(
    built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _make_settled(built, monkeypatch)
    status = (built / _POST).stat()
    text = (built / _POST).read_text(encoding="utf-8")

    (built / _POST).write_text(text.replace("said", "told"), encoding="utf-8")
    os.utime(built / _POST, ns=(status.st_atime_ns, status.st_mtime_ns))

    assert "posts/one/index.html" in trial.run(built).written


@pytest.mark.parametrize("tail", [0, 1])
def test_a_stamp_near_the_clock_is_not_trusted(tail: int) -> None:
    stamp = Stamp(1, 10**18 + tail, 10**18, 1)

    assert not survey.is_settled(stamp, 10**18 + 1_000_000)
    assert survey.is_settled(stamp, 10**18 + 3_000_000_000)


def test_a_draft_is_left_out_and_named(site: Path) -> None:
    trial.write(site, {_POST: trial.post(head="draft: true\n")})

    report = trial.run(site)

    assert report.left_out == (_POST,)
    assert not (site / "output/posts/one").exists()
    assert trial.run(site).left_out == (_POST,)


def test_a_draft_is_shown_by_request(site: Path) -> None:
    trial.write(site, {_POST: trial.post(head="draft: true\n")})
    trial.run(site)

    assert "posts/one/index.html" in trial.run(site, drafts=True).written
    assert "posts/one/index.html" in trial.run(site).removed


def test_a_post_of_the_future_appears_when_its_day_comes(site: Path) -> None:
    trial.write(site, {_POST: trial.post(date="2024-06-03")})
    trial.run(site)

    before = trial.run(site, today=dt.date(2024, 6, 2))
    after = trial.run(site, today=dt.date(2024, 6, 3))

    assert before.written == ()
    assert before.left_out == (_POST,)
    assert "posts/one/index.html" in after.written
    assert after.left_out == ()


def test_a_post_goes_when_the_clock_is_put_back(site: Path) -> None:
    trial.write(site, {_POST: trial.post(date="2024-06-01")})
    trial.run(site)

    assert "posts/one/index.html" in trial.run(site, today=dt.date(2024, 5, 31)).removed


def test_a_post_of_the_future_is_shown_by_request(site: Path) -> None:
    trial.write(site, {_POST: trial.post(date="2030-01-01")})
    trial.run(site)

    assert "posts/one/index.html" in trial.run(site, future=True).written


@pytest.mark.parametrize(
    "spoil",
    [
        lambda place: place.write_text("spoilt", encoding="utf-8"),
        lambda place: place.unlink(),
        lambda place: shutil.rmtree(place.parent),
    ],
    ids=["changed", "deleted", "folder deleted"],
)
@pytest.mark.parametrize("name", ["posts/one/index.html", "plain.txt"])
def test_an_output_spoilt_by_hand_is_mended(
    name: str, spoil: Callable[[Path], None], built: Path
) -> None:
    spoil(built / "output" / name)

    assert name in trial.run(built).written
    _check(built)


def test_a_list_of_files_that_was_deleted_comes_back(built: Path) -> None:
    (built / "output" / MANIFEST).unlink()

    trial.run(built)

    assert trial.run(built).written == ()
    _check(built)


def test_an_output_folder_that_was_deleted_comes_back(built: Path) -> None:
    shutil.rmtree(built / "output")

    trial.run(built)

    _check(built)


def test_a_strangers_file_in_the_output_stays(built: Path) -> None:
    trial.write(built / "output", {"posts/one/mine.txt": "mine"})
    (built / _POST).unlink()

    trial.run(built)

    assert (built / "output/posts/one/mine.txt").read_text(encoding="utf-8") == "mine"
    assert not (built / "output/posts/one/index.html").exists()


def test_another_output_folder_gets_the_same_bytes(built: Path) -> None:
    trial.run(built, built.parent / "elsewhere")

    assert trial.read_all(built.parent / "elsewhere") == trial.read_all(built / "output")


def test_a_site_copied_to_another_folder_gives_the_same_bytes(built: Path) -> None:
    copied = built.parent / "copy"
    shutil.copytree(built, copied)

    trial.write(copied, {_POST: trial.post("Changed there")})
    trial.run(copied)

    assert trial.read_all(copied / "output") == trial.clean(copied, built.parent / "fresh")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("content/posts/three.md", trial.post("Three")),
        (_POST, trial.post("Changed")),
        ("content/site.yaml", "title: Changed\ncsl: tiny\n"),
        ("content/references.yaml", "- {id: weitz2014, type: book, title: Changed}\n"),
        ("content/pages/about.md", trial.page("Changed")),
        ("templates/post.html", trial.template("post", "Changed")),
        ("templates/404.html", trial.template("", "Changed")),
        ("static/plain.txt", "changed\n"),
        ("static/new.txt", "new\n"),
        ("styles/tiny.csl", trial.frame()["styles/square.csl"]),
    ],
)
def test_a_change_shows(name: str, text: str, built: Path) -> None:
    trial.write(built, {name: text})

    assert trial.run(built).written
    _check(built)


def test_a_post_that_is_gone_takes_its_pages_along(built: Path) -> None:
    (built / _POST).unlink()

    removed = trial.run(built).removed

    assert {"posts/one/index.html", "tags/grief/index.html"} <= {*removed}
    _check(built)


def test_a_post_that_is_renamed_moves(built: Path) -> None:
    (built / _POST).rename(built / "content/posts/uno.md")

    report = trial.run(built)

    assert "posts/uno/index.html" in report.written
    assert "posts/one/index.html" in report.removed
    _check(built)


def test_a_link_follows_a_post_that_moves(built: Path) -> None:
    third = trial.post("Three", "2023-01-01", body="See [the first](one.md).")
    trial.write(built, {"content/posts/three.md": third})
    trial.run(built)

    trial.write(built, {_POST: trial.post(head="slug: moved\n")})
    trial.run(built)

    assert b"../moved/" in (built / "output/posts/three/index.html").read_bytes()
    _check(built)


def test_references_that_are_renamed_are_no_longer_shared(built: Path) -> None:
    (built / "content/references.yaml").rename(built / "content/others.yaml")

    with pytest.raises(CitewellError, match="weitz2014"):
        trial.run(built)


def test_a_style_that_is_renamed_is_no_longer_there(built: Path) -> None:
    (built / "styles/tiny.csl").rename(built / "styles/other.csl")

    with pytest.raises(CitewellError, match="no style called tiny"):
        trial.run(built)


@pytest.mark.parametrize("place", ["mine.csl", "content/mine.csl", "../mine.csl"])
def test_a_style_outside_of_its_folder_is_refused(place: str, site: Path) -> None:
    style = trial.frame()["styles/tiny.csl"]
    trial.write(site, {place: style, "content/site.yaml": f"title: Trial\ncsl: {place}\n"})

    with pytest.raises(CitewellError, match="no style called"):
        trial.run(site)


def test_an_error_leaves_the_last_good_site(built: Path) -> None:
    before = trial.read_all(built / "output")
    trial.write(built, {_POST: trial.post(body="[@nobody]"), "static/new.txt": "new"})

    with pytest.raises(CitewellError, match="nobody"):
        trial.run(built)

    assert trial.read_all(built / "output") == before


def test_an_error_is_told_again(built: Path) -> None:
    trial.write(built, {_POST: trial.post(body="[@nobody]")})

    for _ in range(2):
        with pytest.raises(CitewellError, match="nobody"):
            trial.run(built)


def test_an_error_that_is_mended_is_forgotten(built: Path) -> None:
    trial.write(built, {_POST: trial.post(body="[@nobody]")})
    with pytest.raises(CitewellError):
        trial.run(built)

    trial.write(built, {_POST: trial.post(body="Mended.")})

    assert trial.run(built).problems == ()
    _check(built)


def test_a_post_changed_beside_an_error_shows_when_that_is_mended(built: Path) -> None:
    other = (built / _OTHER).read_text(encoding="utf-8")
    text = (built / _POST).read_text(encoding="utf-8")
    trial.write(built, {_POST: text.replace("said", "told"), _OTHER: "no head\n"})
    with pytest.raises(CitewellError):
        trial.run(built)

    trial.write(built, {_OTHER: other})

    assert "posts/one/index.html" in trial.run(built).written
    _check(built)


@pytest.mark.parametrize("is_spoilt", [False, True])
def test_a_post_that_is_saved_during_each_build_shows_as_it_was_read(
    is_spoilt: bool, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("citewell.articles.has_moved_on", lambda _: True)

    for word in ("said", "told", "wrote"):
        text = trial.post(head="summary: In short.\n", body=f"As he {word}.")
        trial.write(built, {_POST: text})
        if is_spoilt:
            trial.write(built, {"output/404.html": "spoilt"})

        assert "posts/one/index.html" in trial.run(built).written


def test_an_output_spoilt_while_a_post_changes_is_mended(built: Path) -> None:
    text = (built / _POST).read_text(encoding="utf-8")
    trial.write(built, {_POST: text.replace("said", "told"), "output/404.html": "spoilt"})

    assert {"posts/one/index.html", "404.html"} <= {*trial.run(built).written}
    _check(built)


def test_a_warning_is_told_again(site: Path) -> None:
    trial.write(site, {"content/posts/picture.png": "no post"})

    first = trial.run(site)
    warm = trial.run(site)
    trial.write(site, {"static/new.txt": "new"})
    changed = trial.run(site)

    assert [problem.level for problem in first.problems] == [Level.WARNING]
    assert first.problems == warm.problems == changed.problems


def test_a_warning_in_a_post_is_told_again_when_another_changes(site: Path) -> None:
    source = "references: [{id: own, type: book, title: Never cited}]\n"
    trial.write(site, {_POST: trial.post(head=source)})
    first = trial.run(site)
    trial.write(site, {"content/posts/two.md": trial.post("Changed")})

    assert first.problems
    assert trial.run(site).problems == first.problems


@pytest.mark.parametrize(
    "name",
    [
        ".",
        "..",
        "content",
        "content/posts/new",
        "templates",
        "static/out",
        "styles",
        "locales/x",
        FOLDER,
    ],
)
def test_an_output_folder_among_the_sources_is_refused(name: str, site: Path) -> None:
    before = trial.read_all(site.parent)

    with pytest.raises(CitewellError, match="own sources lie in this folder"):
        trial.run(site, site / name)
    assert trial.read_all(site.parent) == before


def test_an_output_folder_beside_linked_content_is_refused(site: Path) -> None:
    (site / "content").rename(site.parent / "notes")
    (site / "content").symlink_to(site.parent / "notes")

    with pytest.raises(CitewellError, match="own sources lie in this folder"):
        trial.run(site, site.parent / "notes/out")


def test_an_output_folder_that_is_a_link_is_written_to(site: Path) -> None:
    (site.parent / "disk").mkdir()
    (site / "output").symlink_to(site.parent / "disk")

    trial.run(site)

    assert (site.parent / "disk/index.html").is_file()


def test_a_folder_without_settings_is_no_site(tmp_path: Path) -> None:
    with pytest.raises(CitewellError, match="there is no such file"):
        trial.run(tmp_path)
    assert list(tmp_path.rglob("index.html")) == []


@pytest.mark.parametrize("noise", [b"", b"no database at all", b"\0" * 9000])
def test_a_damaged_memory_is_begun_anew(noise: bytes, built: Path) -> None:
    (built / FOLDER / "memo.sqlite").write_bytes(noise)
    trial.write(built, {_POST: trial.post("Changed")})

    report = trial.run(built)

    assert [problem.level for problem in report.problems] == [Level.WARNING] * bool(noise)
    assert trial.run(built).problems == ()
    _check(built)


def test_sealed_data_of_another_shape_are_damage(
    built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memo = Memo(built, fingerprint())
    memo.open()
    memo.keep("lists", {"sources": [["too short"]], "build": {"no": "list"}})
    memo.commit()
    memo.close()

    report = trial.run(built)

    assert [problem.path for problem in report.problems] == [FOLDER]
    monkeypatch.chdir(built)
    _check(built)


def test_a_memory_that_cannot_be_kept_gets_a_sentence(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: Memo) -> None:
        raise MemoDamagedError("database or disk is full")

    monkeypatch.setattr(Memo, "commit", full)

    with pytest.raises(CitewellError, match="database or disk is full"):
        trial.run(site)


def test_a_build_without_memory_leaves_none(site: Path) -> None:
    trial.run(site, cache=False)

    assert not (site / FOLDER).exists()


def test_the_memory_forgets_posts_that_are_gone(built: Path) -> None:
    (built / _POST).unlink()
    trial.run(built)

    connection = sqlite3.connect(built / FOLDER / "memo.sqlite")
    names = {row[0] for row in connection.execute("SELECT name FROM contents")}
    connection.close()
    assert names == {"content/posts/two.md", "content/pages/about.md"}


def test_an_output_folder_whose_name_is_no_utf8_is_remembered(site: Path) -> None:
    output = site / os.fsdecode(b"out-\xff")
    trial.run(site, output)

    assert trial.run(site, output).written == ()


def test_a_file_that_cannot_be_read_gets_a_sentence(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> str:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(survey, "read_digest", refuse)

    with pytest.raises(CitewellError, match="cannot be read: Permission denied"):
        trial.run(site)


def test_a_link_that_leads_to_itself_gets_a_sentence(site: Path) -> None:
    (site / "static/loop").symlink_to("loop")

    with pytest.raises(CitewellError, match=r"^static/loop: error: this cannot be read"):
        trial.run(site)


@pytest.mark.parametrize("name", [b"two\nlines.txt", b"latin-\xe9.txt"])
def test_a_name_that_is_no_name_gets_a_sentence(name: bytes, site: Path) -> None:
    (site / "static" / os.fsdecode(name)).write_text("x", encoding="utf-8")

    with pytest.raises(CitewellError, match="the name of this file"):
        trial.run(site)


@pytest.mark.parametrize("name", [".hidden", "README.md", "Icon\r"])
def test_a_file_that_belongs_to_its_folder_is_not_copied(name: str, site: Path) -> None:
    trial.write(site, {f"static/{name}": "x"})

    assert trial.run(site).problems == ()
    assert not (site / "output" / name).exists()


def test_names_with_spaces_accents_and_colons_are_copied(site: Path) -> None:
    names = ("static/a b.txt", "static/grün/Ü.txt", "static/a: b.txt", "static/👩‍⚕️.txt")
    trial.write(site, dict.fromkeys(names, "x"))
    trial.run(site)

    trial.write(site, dict.fromkeys(names, "changed"))

    assert len(trial.run(site).written) == len(names)
