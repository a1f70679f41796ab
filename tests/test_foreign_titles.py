"""Titles in another language than the page say so, wherever they stand (WCAG 2.2, 3.1.2)."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from small_site import build_site, post_of, text_of, write_site

SOURCE = {"id": "a", "type": "book", "title": "A book"}
FILE = {"title": "A sheet", "file": "a.txt"}
LINK = re.compile(r'<a[^>]*?(?: lang="(?P<lang>[\w-]*)")?(?: dir="auto")?>(?P<title>[^<]*)</a>')
TURN = re.compile(r'<bdi(?: lang="(?P<lang>[\w-]*)")?(?: dir="auto")?>(?P<title>[^<]*)</bdi>')
ENGLISH, GERMAN = {("First", ""), ("Last", "")}, ("Trauer", "de")


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished site in English, with a post and a page in German."""
    root = tmp_path_factory.mktemp("foreign")
    shared = {"references": [SOURCE], "downloads": [FILE], "tags": ["grief"], "series": "Days"}
    body = "A diary [@a]."
    files = {
        "content/site.yaml": "title: A site\nlang: en\n",
        "content/glossary.yaml": "- {term: diary, definition: A book.}\n",
        "content/downloads/a.txt": "a",
        "content/posts/first.md": post_of(body, title="First", date="2020-01-01", **shared),
        "content/posts/de.md": post_of(
            body, title="Trauer", date="2020-02-02", lang="de", **shared
        ),
        "content/posts/last.md": post_of(body, title="Last", date="2020-03-03", **shared),
        "content/pages/ich.md": text_of(body, title="Ich", lang="de", references=[SOURCE]),
    }
    write_site(root, files)
    build_site(root, root / "output")
    return root / "output"


def _titles(output: Path, page: str, pattern: re.Pattern[str] = LINK) -> set[tuple[str, str]]:
    """Return the titles of posts that are links on a page, each with the language it says."""
    text = (output / page / "index.html").read_text("utf-8").partition("<main")[2]
    found = {(link["title"], link["lang"] or "") for link in pattern.finditer(text)}
    return {(title, lang) for title, lang in found if title in {"First", "Last", "Trauer", "Ich"}}


@pytest.mark.parametrize("page", ["", "archive", "archive/2020", "tags/grief", "downloads/a-sheet"])
def test_a_foreign_title_in_a_list_says_its_language(output: Path, page: str) -> None:
    assert _titles(output, page) == ENGLISH | {GERMAN}


@pytest.mark.parametrize("page", ["library", "glossary"])
def test_a_foreign_title_beside_what_it_uses_says_its_language(output: Path, page: str) -> None:
    assert _titles(output, page) == ENGLISH | {GERMAN, ("Ich", "de")}


def test_a_foreign_title_says_its_language_in_series_and_related_posts(output: Path) -> None:
    assert _titles(output, "posts/first") == ENGLISH | {GERMAN}


def test_a_foreign_title_says_its_language_where_posts_follow(output: Path) -> None:
    assert _titles(output, "posts/first", TURN) == {GERMAN}


def test_beside_a_foreign_post_it_is_the_others_that_are_foreign(output: Path) -> None:
    others = {("First", "en"), ("Last", "en")}

    assert _titles(output, "posts/de") == {*others, ("Trauer", "")}
    assert _titles(output, "posts/de", TURN) == others


def test_the_search_is_told_of_foreign_titles(output: Path) -> None:
    posts = json.loads((output / "search.json").read_text("utf-8"))["posts"]

    assert [(post["title"], post.get("language")) for post in posts] == [
        ("Last", None),
        ("Trauer", "de"),
        ("First", None),
    ]
