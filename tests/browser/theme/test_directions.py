"""Pages in languages from the right: nothing sticks out, and a way out keeps its place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page
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
    page = open_page(hebrew, viewport={"width": 1280, "height": 800})

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
