"""Pictures of whole sites: what is published of them, and what is remembered."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from camera import SECRET, draw, film, look, photograph, save
from small_site import SETTINGS, TODAY, faults_of, post_of, write_site

from citewell import images
from citewell.job import Options, Report
from citewell.pipeline import build
from citewell.problems import CitewellError, Level, Problem

CHAIR = "![A chair](../images/chair.jpg)"
WIDE = (700, 500)
_SHOWN = (".jpg", ".png", ".webp", ".gif", ".svg")
Files = dict[str, str | bytes]


def make(root: Path, files: Files, *, cache: bool = True, jobs: int = 1) -> Report:
    write_site(root, {"content/site.yaml": SETTINGS, **files})
    return build(root, root / "output", Options(TODAY, cache=cache, jobs=jobs))


def pictures(root: Path) -> dict[str, bytes]:
    output = root / "output"
    return {
        path.relative_to(output).as_posix(): path.read_bytes()
        for path in sorted(output.rglob("*"))
        if path.suffix in _SHOWN and path.name != "favicon.svg"
    }


def darkroom(root: Path) -> dict[str, bytes]:
    folder = root / ".citewell" / "pictures"
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def refused(root: Path, files: Files) -> list[Problem]:
    with pytest.raises(CitewellError) as error:
        make(root, files)
    return list(error.value.problems)


def site(body: str = CHAIR) -> Files:
    return {
        "content/posts/one.md": post_of(body),
        "content/images/chair.jpg": photograph(size=WIDE, turn=3),
    }


@pytest.fixture
def _no_making(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise AssertionError("a picture was made")

    monkeypatch.setattr(images, "make_prints", fail)
    monkeypatch.setattr(images, "make_stripped", fail)


def test_a_picture_that_a_text_shows_is_published_with_copies(tmp_path: Path) -> None:
    make(tmp_path, site())

    kinds = sorted(
        (look(data).width, look(data).format, path.rpartition("/")[0])
        for path, data in pictures(tmp_path).items()
    )
    assert kinds == [
        (480, "JPEG", "images/sized"),
        (480, "WEBP", "images/sized"),
        (700, "JPEG", "images"),
        (700, "WEBP", "images/sized"),
    ]
    assert faults_of(tmp_path / "output") == []


def test_copies_may_be_kept_by_browsers_for_ever(tmp_path: Path) -> None:
    make(tmp_path, site())

    headers = (tmp_path / "output/_headers").read_text("utf-8")
    assert "/blog/images/sized/*\n  Cache-Control: public, max-age=31536000, immutable\n" in headers


def test_nothing_that_a_camera_wrote_is_published(tmp_path: Path) -> None:
    taken: Files = {
        f"{room}/{kind.lower()}.{kind.lower()}": photograph(kind)
        for room in ("content/images", "content/downloads", "static")
        for kind in ("JPEG", "PNG", "WEBP", "GIF")
    }

    make(tmp_path, {**site(), **taken})

    published = [path.read_bytes() for path in (tmp_path / "output").rglob("*") if path.is_file()]
    assert len(published) > len(taken)
    assert not [data for data in published if SECRET in data]


def test_originals_are_never_touched(tmp_path: Path) -> None:
    make(tmp_path, site())

    assert (tmp_path / "content/images/chair.jpg").read_bytes() == photograph(size=WIDE, turn=3)


def test_a_picture_that_no_text_shows_has_no_copies(tmp_path: Path) -> None:
    make(tmp_path, site("[a chair](../images/chair.jpg)"))

    assert [*pictures(tmp_path)] == ["images/chair.jpg"]


def test_a_handout_keeps_its_pixels(tmp_path: Path) -> None:
    taken = photograph(turn=6)

    make(tmp_path, {"content/downloads/diary.jpg": taken})

    (published,) = pictures(tmp_path).values()
    assert look(published).tobytes() == look(taken).tobytes()


def test_a_drawing_in_svg_is_copied_as_it_is(tmp_path: Path) -> None:
    drawing = b"<svg xmlns='http://www.w3.org/2000/svg'/>"

    make(tmp_path, {**site("![A](../images/a.svg)"), "content/images/a.svg": drawing})

    assert pictures(tmp_path)["images/a.svg"] == drawing


def test_a_picture_that_moves_goes_on_to_move(tmp_path: Path) -> None:
    make(tmp_path, {**site("![A](../images/a.gif)"), "content/images/a.gif": film()})

    assert getattr(look(pictures(tmp_path)["images/a.gif"]), "n_frames", 1) == 3


def test_a_picture_for_shared_links_is_named_by_its_whole_address(tmp_path: Path) -> None:
    make(tmp_path, {**site(), "content/posts/one.md": post_of(image="../images/chair.jpg")})

    page = (tmp_path / "output/posts/one/index.html").read_text("utf-8")
    address = "https://example.org/blog/images/chair.jpg"
    assert f'<meta property="og:image" content="{address}">' in page
    assert len(pictures(tmp_path)) == 4


def test_a_picture_for_shared_links_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    (problem,) = refused(tmp_path, {"content/posts/one.md": post_of(image="../images/chiar.jpg")})

    assert "leads nowhere" in problem.message
    assert problem.path == "content/posts/one.md"


@pytest.mark.parametrize("jobs", [1, 2])
def test_cold_and_warm_and_parallel_builds_are_the_same(tmp_path: Path, jobs: int) -> None:
    more: Files = {
        f"content/images/{number}.png": save(draw(500 + number, 30), "PNG") for number in range(7)
    }
    body = " ".join(f"![A](../images/{number}.png)" for number in range(7))
    files = {**site(f"{CHAIR} {body}"), **more}

    make(tmp_path / "cold", files, cache=False)
    make(tmp_path / "warm", {**files, "content/posts/one.md": post_of("Text.")}, jobs=jobs)
    make(tmp_path / "warm", files, jobs=jobs)

    assert pictures(tmp_path / "warm") == pictures(tmp_path / "cold")
    pages = [tmp_path / name / "output/posts/one/index.html" for name in ("cold", "warm")]
    assert pages[0].read_bytes() == pages[1].read_bytes()


def test_what_was_made_is_not_made_again(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    make(tmp_path, site())
    before = pictures(tmp_path)
    request.getfixturevalue("_no_making")

    make(tmp_path, {**site(), "content/posts/two.md": post_of(f"{CHAIR} once more")})

    assert pictures(tmp_path) == before


def test_a_page_changes_with_the_picture_that_it_shows(tmp_path: Path) -> None:
    make(tmp_path, site())

    report = make(tmp_path, {**site(), "content/images/chair.jpg": photograph(size=(600, 500))})

    assert "posts/one/index.html" in report.written
    assert {"posts/one/index.html", "feed.xml"} <= {*report.written}


def test_what_no_text_shows_any_more_is_swept_out(tmp_path: Path) -> None:
    make(tmp_path, site())
    assert len(darkroom(tmp_path)) == 5

    make(tmp_path, {**site(), "content/posts/one.md": post_of("Text.")})

    assert len(darkroom(tmp_path)) == 2
    assert [*pictures(tmp_path)] == ["images/chair.jpg"]


@pytest.mark.parametrize("damage", ["", "{", "[1]", "cut", "gone"])
def test_what_was_damaged_is_made_again(tmp_path: Path, damage: str) -> None:
    make(tmp_path, site())
    whole = darkroom(tmp_path)
    for path in (tmp_path / ".citewell/pictures").iterdir():
        if damage == "gone" and path.suffix == ".jpg":
            path.unlink()
        elif damage == "cut" and path.suffix == ".webp":
            path.write_bytes(path.read_bytes()[:-1])
        elif damage not in {"gone", "cut"} and path.suffix == ".json":
            path.write_text(damage)

    make(tmp_path, {**site(), "content/posts/two.md": post_of("Text.")})

    assert darkroom(tmp_path) == whole


def test_without_a_memory_nothing_is_left_behind(tmp_path: Path) -> None:
    make(tmp_path, site(), cache=False)

    assert not (tmp_path / ".citewell").exists()


@pytest.mark.parametrize("room", ["content/images", "content/downloads"])
@pytest.mark.parametrize(
    ("data", "said"),
    [
        (photograph()[:400], "too early"),
        (b"", "known format"),
        (b"\0\0\0\x18ftypheic", "known format"),
    ],
)
def test_a_broken_picture_is_a_problem_with_its_name(
    tmp_path: Path, room: str, data: bytes, said: str
) -> None:
    (problem,) = refused(tmp_path, {**site(), f"{room}/broken.jpg": data})

    assert problem.path == f"{room}/broken.jpg"
    assert problem.message.startswith("this picture cannot be published: ")
    assert said in problem.message


def test_all_broken_pictures_are_told_at_once(tmp_path: Path) -> None:
    broken: Files = {f"content/images/{name}.png": name.encode() for name in "abcdefg"}

    assert len(refused(tmp_path, {**site(), **broken})) == 7
    assert not (tmp_path / "output").exists()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("content/downloads/a.HEIC", b"any"),
        ("content/images/a.tiff", b"any"),
        ("static/a.avif", b"\0\0\0\x15infe\x02\0\0\0\0\x02\0\0Exif"),
    ],
)
def test_a_photograph_that_cannot_be_stripped_is_not_published(
    tmp_path: Path, name: str, data: bytes
) -> None:
    (problem,) = refused(tmp_path, {**site(), name: data})

    assert (problem.path, problem.level) == (name, Level.ERROR)
    assert not (tmp_path / "output").exists()


def test_an_avif_that_says_nothing_is_published(tmp_path: Path) -> None:
    report = make(tmp_path, {**site(), "content/images/a.avif": b"\0\0\0\x18ftypavif"})

    assert not report.problems
    assert (tmp_path / "output/images/a.avif").exists()


def test_a_picture_without_words_is_a_warning(tmp_path: Path) -> None:
    report = make(tmp_path, site("Text.\n\n![](../images/chair.jpg)"))

    (problem,) = report.problems
    assert (problem.path, problem.line) == ("content/posts/one.md", 7)


def test_two_pictures_of_one_name_have_copies_of_their_own(tmp_path: Path) -> None:
    body = f"{CHAIR} ![Another](../images/chair.png)"
    drawn = {"content/images/chair.png": save(draw(700, 400), "PNG")}

    report = make(tmp_path, {**site(body), **drawn})

    assert not report.problems
    assert len(pictures(tmp_path)) >= 6


def test_the_list_of_parts_is_plain_data(tmp_path: Path) -> None:
    make(tmp_path, site())

    (listed,) = [data for name, data in darkroom(tmp_path).items() if name.endswith(".json")]

    whole, copies, webp = json.load(io.BytesIO(listed))
    assert whole[:3] == ["whole.jpg", 700, 500]
    assert [len(copies), len(webp)] == [1, 2]
