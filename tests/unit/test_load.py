from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as forall
from hypothesis import strategies as st

from citewell.disk import File, Inventory, Stamp
from citewell.load import read_text, read_texts
from citewell.problems import CitewellError, Level
from citewell.survey import (
    is_settled,
    list_scene,
    list_site,
    look_at,
    read_known,
    theme_folder,
)

LETTERS = st.characters(codec="utf-8", exclude_characters="\r\n")
LINES = st.lists(st.text(LETTERS))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with the smallest site."""
    _put(tmp_path, "content/site.yaml", "title: Trial\n")
    return tmp_path


def _put(root: Path, name: str, text: str | bytes) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())


def _file(path: Path) -> File:
    return File("post.md", str(path), Stamp(0, 0, 0, 0))


def _names(site: Inventory) -> list[str]:
    return [file.name for file in (*site.posts, *site.pages, *site.references)]


@pytest.fixture(scope="session")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file to be written again and again."""
    return tmp_path_factory.mktemp("load") / "post.md"


@forall(LINES, st.sampled_from([b"", b"\xef\xbb\xbf"]), st.sampled_from(["\n", "\r\n", "\r"]))
def test_marks_and_line_ends_make_no_difference(
    file: Path, lines: list[str], mark: bytes, end: str
) -> None:
    text = "".join(f"{line}\n" for line in lines).removeprefix("\ufeff")
    file.write_bytes(mark + text.replace("\n", end).encode())

    assert read_text(_file(file)).text == text


def test_the_first_byte_that_is_no_text_has_its_place(tmp_path: Path) -> None:
    _put(tmp_path, "post.md", "Grüße\r\n漢 Caf".encode() + b"\xe9 \xe8\r\nmore\r\n")

    with pytest.raises(CitewellError) as error:
        read_text(_file(tmp_path / "post.md"))

    (problem,) = error.value.problems
    assert problem.message == "the file is not UTF-8 text (byte 0xe9)"
    assert (problem.line, problem.column, problem.length) == (2, 6, 1)
    assert problem.excerpt == "漢 Caf\ufffd \ufffd"


def test_a_file_that_cannot_be_opened_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(CitewellError) as read:
        read_text(_file(tmp_path / "post.md"))
    with pytest.raises(CitewellError) as known:
        read_known([_file(tmp_path / "post.md")], {})

    (problem,) = read.value.problems
    assert problem.message == "this cannot be read: No such file or directory"
    assert (problem.path, problem.line) == ("post.md", 0)
    assert known.value.problems == (problem,)


def test_a_folder_without_settings_is_no_site(tmp_path: Path) -> None:
    with pytest.raises(CitewellError) as error:
        list_site(tmp_path)

    (problem,) = error.value.problems
    assert problem.path == "content/site.yaml"


def test_the_smallest_site_has_settings_and_the_theme(root: Path) -> None:
    sources = list_site(root)

    assert sources.settings.name == "content/site.yaml"
    assert _names(sources) == []
    assert {"base.html", "post.html", "partials/sidebar.html"} <= sources.templates.keys()
    assert "style.css" in sources.static


def test_files_have_an_order_and_a_room(root: Path) -> None:
    for name in ("posts/b.md", "posts/a/c.md", "posts/B.markdown", "pages/x.md", "references.yaml"):
        _put(root, f"content/{name}", "words")

    assert _names(list_site(root)) == [
        "content/posts/B.markdown",
        "content/posts/a/c.md",
        "content/posts/b.md",
        "content/pages/x.md",
        "content/references.yaml",
    ]


def test_the_glossary_is_no_file_of_references(root: Path) -> None:
    _put(root, "content/glossary.yaml", "words")

    inventory = list_site(root)

    assert [file.name for file in inventory.glossary] == ["content/glossary.yaml"]
    assert inventory.references == ()
    assert inventory.glossary[0] in inventory.files()


def test_hidden_files_and_signs_are_not_read(root: Path) -> None:
    for name in ("posts/.a.md", "posts/.git/b.md", "posts/README.md", "images/.DS_Store"):
        _put(root, f"content/{name}", "words")

    sources = list_site(root)

    assert _names(sources) == []
    assert not sources.images
    assert not sources.problems


def test_a_file_that_is_not_published_is_a_warning(root: Path) -> None:
    _put(root, "content/posts/notes.docx", b"\xff")

    (problem,) = list_site(root).problems

    assert (problem.path, problem.level) == ("content/posts/notes.docx", Level.WARNING)


def test_a_file_that_is_no_text_leaves_the_others_alone(root: Path) -> None:
    _put(root, "content/posts/a.md", b"\xff")
    _put(root, "content/posts/b.md", "words")

    sources, problems = read_texts(list_site(root).posts)

    assert [source.path for source in sources] == ["content/posts/b.md"]
    assert [problem.path for problem in problems] == ["content/posts/a.md"]


def test_a_template_of_the_site_stands_before_the_default(root: Path) -> None:
    _put(root, "templates/post.html", "mine")

    templates = list_site(root).templates

    assert templates["post.html"].origin == root / "templates/post.html"
    assert templates["post.html"].name == "templates/post.html"
    assert templates["base.html"].origin == theme_folder() / "templates/base.html"


def test_a_static_file_of_the_site_stands_before_the_default(root: Path) -> None:
    _put(root, "static/style.css", "a{}")

    file = list_site(root).static["style.css"]

    assert file.origin == root / "static/style.css"
    assert file.stamp.size == 3


def test_a_file_is_not_read_again_while_its_stamp_stands(root: Path) -> None:
    file = list_site(root).settings
    (known,) = read_known([file], {}).values()
    settled = known._replace(settled=True)
    file.origin.write_text("other\n", encoding="utf-8")

    assert read_known([file], {file.name: settled}) == {file.name: settled}


def test_a_file_is_read_again_when_its_stamp_is_young(root: Path) -> None:
    file = list_site(root).settings
    (known,) = read_known([file], {}).values()
    young = known._replace(settled=False)
    file.origin.write_text("other\n", encoding="utf-8")

    (again,) = read_known([file], {file.name: young}).values()

    assert again.digest == hashlib.sha256(b"other\n").hexdigest()


@pytest.mark.parametrize(
    ("modified", "age", "settled"),
    [(1_500_000_001, 1_000, False), (1_500_000_001, 10**9, True), (10**9, 10**9, False)],
)
def test_a_stamp_is_trusted_when_the_clock_has_gone_on(
    modified: int, age: int, settled: bool
) -> None:
    assert is_settled(Stamp(1, modified, modified, 1), modified + age) is settled


_TOUCHED = st.sets(
    st.sampled_from(
        ["content/site.yaml", "content/posts/a.md", "content/images/a.png", "static/style.css"]
    )
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@forall(_TOUCHED, st.binary())
def test_looking_at_what_was_touched_is_like_looking_at_all(
    root: Path, touched: set[str], data: bytes
) -> None:
    for name in ("content/posts/a.md", "content/images/a.png", "static/style.css"):
        _put(root, name, "words")
    before = list_scene(root, root / "output")
    for name in touched:
        _put(root, name, data)

    seen = look_at(before, [str(root / name) for name in (*touched, "content/.a.md.swp")])

    assert seen == list_scene(root, root / "output")


@pytest.mark.parametrize("name", ["content/posts/new.md", "content/posts/a.md"])
def test_what_came_or_went_makes_a_scene_unsure(root: Path, name: str) -> None:
    _put(root, "content/posts/a.md", "words")
    before = list_scene(root, root / "output")
    if name.endswith("new.md"):
        _put(root, name, "words")
    else:
        (root / name).unlink()

    assert look_at(before, [str(root / name)]) is None


def test_a_folder_that_went_makes_a_scene_unsure(root: Path) -> None:
    _put(root, "content/images/deep/a.png", "words")
    before = list_scene(root, root / "output")
    (root / "content/images/deep/a.png").unlink()
    (root / "content/images/deep").rmdir()

    assert look_at(before, [str(root / "content/images/deep")]) is None
