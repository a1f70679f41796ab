"""Pages in languages from the right: all keeps its place and order."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from small_site import build_site, post_of, write_site

pytestmark = pytest.mark.browser

Open = Callable[..., Page]
Serve = Callable[[Path], str]
SETTINGS = "title: אתר\ntagline: מילים\nlang: {0}\nleave: https://example.org/\n"
SOURCE = {"id": "a", "type": "book", "title": "ספר", "URL": f"https://example.org/{'a' * 90}"}
SIDES = """[...document.querySelectorAll("h1, .up a")].map((element) => {
  const range = new Range();
  range.selectNodeContents(element);
  const { left, right } = range.getBoundingClientRect();
  return left < innerWidth - right ? "left" : "right";
})"""
ENGLISH, HEBREW = "posts/english/", "posts/hebrew/"
CARE: dict[str, Any] = {
    "crisis": {"text": "?", "lines": [{"title": "עזרה", "url": "tel:+44-116-123", "note": "24/7"}]},
    "credentials": [{"name": "פסיכולוג", "register": "UKCP (UK)", "number": "2011-1234"}],
    "contact": {"phone": "+44 (0)20 7946 0000", "address": "1 High Street, London"},
}
NUMBERS = ("+44 116 123", "24/7", "UKCP (UK)", "2011-1234", "+44 (0)20 7946 0000", "1 High Street")
# The signs of a text of the foot in the order in which they are seen.
SEEN = """text => {
  const nodes = document.createTreeWalker(document.querySelector("footer.foot"), 4);
  const plain = (words) => words.replaceAll("\\u00a0", " ");
  while (nodes.nextNode() && !plain(nodes.currentNode.data).includes(text));
  const signs = [...text].map((sign, number) => {
    const range = new Range();
    const start = plain(nodes.currentNode.data).indexOf(text) + number;
    range.setStart(nodes.currentNode, start);
    range.setEnd(nodes.currentNode, start + 1);
    return [range.getBoundingClientRect().left, sign];
  });
  return signs.sort(([one], [other]) => one - other).map(([, sign]) => sign).join("");
}"""


def _build(language: str, root: Path) -> Path:
    """Build a site in a language, with a post in Hebrew and one in English."""
    source = {"references": [SOURCE], "tags": ["אבל"]}
    files = {
        "content/site.yaml": SETTINGS.format(language),
        "content/posts/hebrew.md": post_of("מילים [@a].", lang="he", **source),
        "content/posts/english.md": post_of("Words.", lang="en", tags=["אבל"]),
    }
    write_site(root, files)
    build_site(root, root / "output")
    return root / "output"


@pytest.fixture(scope="module")
def hebrew(tmp_path_factory: pytest.TempPathFactory, serve_folder: Serve) -> str:
    """The address of a site in Hebrew, with a post in English."""
    return serve_folder(_build("he", tmp_path_factory.mktemp("hebrew")))


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory, serve_folder: Serve) -> str:
    """The address of a site in English, with a post in Hebrew."""
    return serve_folder(_build("en", tmp_path_factory.mktemp("english")))


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_scrolls_sideways_from_the_right(open_page: Open, hebrew: str, width: int) -> None:
    page = open_page(hebrew, viewport={"width": width, "height": 800})

    for path in ("", HEBREW, ENGLISH, "archive/", "tags/", "search/", "library/"):
        page.goto(hebrew + path)

        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path


def test_text_begins_at_the_side_of_its_language(open_page: Open, hebrew: str) -> None:
    page = open_page(hebrew, viewport={"width": 1280, "height": 800})
    found = {}
    for path in (HEBREW, ENGLISH):
        page.goto(hebrew + path)
        found[path] = page.evaluate(SIDES)

    assert found == {HEBREW: ["right", "right"], ENGLISH: ["left", "right"]}


def test_the_way_out_is_at_one_place_in_posts_of_all_languages(
    open_page: Open, hebrew: str, english: str
) -> None:
    page = open_page(hebrew, viewport={"width": 1600, "height": 800})

    sides = {}
    for site in (hebrew, english):
        places = []
        for path in ("", HEBREW, ENGLISH):
            page.goto(site + path)
            place = page.locator(".leave").bounding_box()
            assert place is not None
            places.append(place)
        assert places == [places[0]] * 3
        sides[site] = places[0]["x"] < places[0]["width"]

    assert sides == {hebrew: True, english: False}


@pytest.mark.parametrize("language", ["ar", "he"])
@pytest.mark.parametrize("style", [True, False], ids=["with style", "without style"])
def test_a_number_reads_forwards_among_words_from_the_right(
    open_page: Open, tmp_path: Path, serve_folder: Serve, language: str, style: bool
) -> None:
    settings = {"title": "אתר", "lang": language, **CARE}
    files = {"content/site.yaml": json.dumps(settings), "content/posts/a.md": post_of()}
    write_site(tmp_path, files)
    build_site(tmp_path, tmp_path / "output")
    page = open_page("about:blank", viewport={"width": 1280, "height": 800})
    if not style:
        page.route("**/*.css", lambda route: route.abort())
    page.goto(serve_folder(tmp_path / "output"))

    for media in ("screen", "print"):
        page.emulate_media(media=media)
        assert [page.evaluate(SEEN, number) for number in NUMBERS] == [*NUMBERS]


def test_a_source_shows_in_the_margin_at_the_end_of_the_line(
    open_page: Open, hebrew: str, english: str
) -> None:
    page = open_page(hebrew + HEBREW, viewport={"width": 1280, "height": 800})

    sides = {}
    for site in (hebrew, english):
        page.goto(site + HEBREW)
        page.locator(".citation a").first.focus()
        expect(page.locator(".preview")).to_be_in_viewport(ratio=1)
        text, box = page.locator("main").bounding_box(), page.locator(".preview").bounding_box()
        assert text
        assert box
        sides[site] = box["x"] + box["width"] < text["x"]

    assert sides == {hebrew: True, english: True}
