from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
import trial_site as trial
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from citewell.model import Source
from citewell.new import new_post
from citewell.parse import parse_post
from citewell.problems import CitewellError

_DAY = dt.date(2024, 6, 1)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return trial.make(tmp_path)


def test_a_post_is_named_after_its_day_and_title(site: Path) -> None:
    path = new_post(site, "On keeping a diary", _DAY)

    assert path == site / "content/posts/2024-06-01-on-keeping-a-diary.md"


@pytest.mark.parametrize(
    "title",
    [
        "Grief: a beginning",
        'She said "no"',
        "It's 'quoted' \\ and more",
        "🧠 & 👩‍⚕️",
        "# no comment",
        "- no list",
        "{no: table}",
        "@nobody",
        "No",
        "2024",
        "Über Trauer",
        "悲しみ",
    ],
)
def test_any_title_makes_a_post_that_is_built(title: str, site: Path) -> None:
    path = new_post(site, title, _DAY)

    report = trial.run(site, drafts=True)

    text = path.read_text(encoding="utf-8")
    post = parse_post(Source("content/posts/x.md", text), "post")
    assert (post.meta.title, post.meta.date) == (title, _DAY)
    assert report.problems == ()


def test_a_new_post_is_kept_back_until_its_line_is_gone(site: Path) -> None:
    path = new_post(site, "Grief", _DAY)
    name = path.relative_to(site).as_posix()

    assert trial.run(site).left_out == (name,)
    written = path.read_text(encoding="utf-8")
    path.write_text(re.sub("draft: .*\n", "", written), encoding="utf-8")
    assert trial.run(site).left_out == ()


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=20))
@example("line\nbreak\u2028and\x85more")
@example("\udcff bytes")
@example("\x07bell\x7f\ufffe\ufeff")
def test_a_title_of_any_characters_is_read_again_or_refused(tmp_path: Path, title: str) -> None:
    trial.write(tmp_path, {"content/site.yaml": "title: Trial\n"})
    try:
        path = new_post(tmp_path, title, _DAY)
    except CitewellError as error:
        assert error.problems[0].message == "a post needs a title"  # noqa: PT017  either may be
        return

    text = path.read_text(encoding="utf-8")
    path.unlink()
    read = parse_post(Source("content/posts/x.md", text), "post").meta.title
    assert read == " ".join(read.split())
    assert [letter for letter in title if letter.isalnum()] == [
        letter for letter in read if letter.isalnum()
    ]


def test_a_line_break_in_a_title_becomes_a_space(site: Path) -> None:
    path = new_post(site, "On grief\nand loss ", _DAY)

    assert 'title: "On grief and loss"\n' in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("title", ["", "  ", "\n", "\x07"])
def test_a_post_without_a_title_is_refused(title: str, site: Path) -> None:
    before = trial.read_all(site)

    with pytest.raises(CitewellError, match="a post needs a title"):
        new_post(site, title, _DAY)
    assert trial.read_all(site) == before


def test_a_title_without_letters_has_a_name_all_the_same(site: Path) -> None:
    assert new_post(site, "?!", _DAY).name == "2024-06-01-untitled.md"


def test_a_post_that_is_there_is_left_as_it_is(site: Path) -> None:
    path = new_post(site, "Grief", _DAY)
    path.write_text("mine", encoding="utf-8")

    with pytest.raises(CitewellError, match="there is such a post already"):
        new_post(site, "grief!", _DAY)
    assert path.read_text(encoding="utf-8") == "mine"


def test_a_title_that_leads_out_of_the_folder_stays_in_it(site: Path) -> None:
    path = new_post(site, "../../etc/passwd", _DAY)

    assert path.parent == site / "content/posts"


def test_the_folder_of_posts_is_made(tmp_path: Path) -> None:
    trial.write(tmp_path, {"content/site.yaml": "title: Trial\n"})

    assert new_post(tmp_path, "First", _DAY).is_file()


def test_a_folder_without_a_site_gets_no_post(tmp_path: Path) -> None:
    with pytest.raises(CitewellError, match="there is no such file"):
        new_post(tmp_path, "First", _DAY)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_may_not_be_written_to_gets_a_sentence(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, *_: Any, **__: Any) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "open", refuse)

    with pytest.raises(CitewellError, match="cannot be written: Permission denied"):
        new_post(site, "First", _DAY)


@pytest.mark.parametrize("title", ["long " * 100, "long" * 100, "悲しみ" * 100, "𒀀" * 100])
def test_a_long_title_has_a_short_name(title: str, site: Path) -> None:
    path = new_post(site, title, _DAY)

    report = trial.run(site, drafts=True)

    assert path.name.removesuffix(".md").removeprefix("2024-06-01-") in str(report.written)
    assert len(path.stem) <= len("2024-06-01-") + 80
    assert f'title: "{title.strip()}"\n' in path.read_text(encoding="utf-8")


def test_the_example_in_a_new_post_can_be_taken_in(site: Path) -> None:
    path = new_post(site, "First", _DAY)
    text = path.read_text(encoding="utf-8")
    lines = [line.removeprefix("# ") for line in text.split("\n") if "draft" not in line]
    (site / "content/downloads").mkdir()
    trial.write(site, {"content/downloads/sleep-diary.pdf": "%PDF"})
    path.write_text(
        "\n".join(lines).replace("To use", "# To use").replace("`", ""), encoding="utf-8"
    )

    report = trial.run(site)

    assert report.problems == ()
    assert "downloads/sleep-diary/index.html" in report.written
