"""Files that are published as they are, or nearly: where they go, and what their names tell."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from citewell.statics import assets, read_scripts
from citewell.survey import list_site, read_known, theme_folder


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with the smallest site."""
    _put(tmp_path, "content/site.yaml", "title: Trial\n")
    return tmp_path


def _put(root: Path, name: str, text: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())


def test_pictures_and_handouts_have_their_own_folders(root: Path) -> None:
    _put(root, "content/images/a/b.png", "picture")
    _put(root, "content/downloads/diary.pdf", "handout")
    site = list_site(root)

    copied = assets(site, read_known(site.files(), {}))

    assert copied.images["a/b.png"].path == "images/a/b.png"
    assert copied.downloads["diary.pdf"].path == "downloads/files/diary.pdf"
    assert copied.downloads["diary.pdf"].sha256 == hashlib.sha256(b"handout").hexdigest()


def test_a_style_sheet_is_published_joined_under_a_name_that_tells_its_contents(root: Path) -> None:
    _put(root, "static/theme.css", ":root { --x: red }")
    _put(root, "static/style.css", "a { color: var(--x) }")
    inventory = list_site(root)
    files = [*inventory.static.values()]

    sheets = assets(inventory, read_known(files, {})).sheets

    assert sheets["style.css"].data == b":root{--x:red}a{color:var(--x)}"
    assert sheets["style.css"].path == f"style.{sheets['style.css'].sha256[:8]}.css"
    assert "theme.css" not in sheets


def test_a_script_is_published_short_under_a_name_that_tells_its_contents(root: Path) -> None:
    _put(root, "static/find.js", "// A word\nfind();\n")
    inventory = list_site(root)

    sheets = assets(inventory, read_known([*inventory.static.values()], {})).sheets

    assert sheets["find.js"].data == b"find();"
    assert sheets["find.js"].path == f"find.{sheets['find.js'].sha256[:8]}.js"


def test_a_script_of_the_theme_is_no_script_of_the_site_where_it_was_copied(root: Path) -> None:
    script = (theme_folder() / "static/find.js").read_text(encoding="utf-8")
    _put(root, "static/find.js", script)
    copied = read_scripts(list_site(root))
    _put(root, "static/find.js", f"{script}other();\n")

    assert copied[0] == []
    assert read_scripts(list_site(root))[0] == [f"{script}other();\n"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("static/own.js", "f()"),
        ("static/quiz.html", "<SCRIPT>f()</SCRIPT>"),
        ("content/images/a.svg", "<svg><script>f()</script></svg>"),
        ("content/images/b.SVG", "<s:svg><s:script>f()</s:script></s:svg>"),
        ("content/downloads/form.xml", '<a><script xmlns="http://www.w3.org/1999/xhtml"/></a>'),
    ],
)
def test_whatever_runs_in_a_browser_is_a_script(root: Path, name: str, text: str) -> None:
    _put(root, name, text)

    own, _ = read_scripts(list_site(root))

    assert own == [text]


def test_pictures_and_files_without_scripts_are_none(root: Path) -> None:
    _put(root, "content/images/a.svg", "<svg><title>scripts</title></svg>")
    _put(root, "content/downloads/form.xml", "<a><scripture/></a>")

    own, _ = read_scripts(list_site(root))

    assert own == []
