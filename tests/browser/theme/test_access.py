"""Pages serve those who use a keyboard or a screen reader, or who cannot see faint text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

Open = Callable[..., Page]
PATHS = {
    "home": "",
    "older posts": "page/2/",
    "post": "posts/everything/",
    "draft": "posts/not-ready/",
    "page": "about/",
    "archive": "archive/",
    "year": "archive/2020/",
    "tags": "tags/?tags=one",
    "tag": "tags/one/",
    "search": "search/?q=words",
    "downloads": "downloads/",
    "download": "downloads/diary/",
    "library": "library/?q=a&order=year",
    "privacy": "privacy/",
    "glossary": "glossary/",
    "wrong address": "404.html",
}
EMPTY = ("", "archive/", "tags/", "downloads/", "search/", "privacy/")
SCREENS = {
    "phone": {"viewport": {"width": 360, "height": 740}},
    "desk": {"viewport": {"width": 1280, "height": 800}},
}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Text at 7:1 is a rule of AAA, and asked for all the same.
COLOURS = ["color-contrast", "color-contrast-enhanced", "link-in-text-block"]
ALL = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "tag", "values": TAGS},
    "rules": {"color-contrast-enhanced": {"enabled": True}},
}
OF_COLOUR = {"resultTypes": ["violations"], "runOnly": {"type": "rule", "values": COLOURS}}
each_page = pytest.mark.parametrize("path", PATHS.values(), ids=PATHS)


def _faults(page: Page, rules: dict[str, Any]) -> list[Any]:
    found = Axe().run(page, options=rules).response["violations"]
    return [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in found]


def _settle(page: Page) -> None:
    """Wait for what a search finds."""
    if "?" in page.url:
        expect(page.get_by_role("status")).not_to_be_empty()


@pytest.mark.parametrize("screen", SCREENS)
def test_axe_finds_nothing(open_page: Open, full_site: str, screen: str) -> None:
    page = open_page("about:blank", **SCREENS[screen])

    faults = {}
    for name, path in PATHS.items():
        page.emulate_media(color_scheme="light")
        page.goto(full_site + path)
        _settle(page)
        faults[name, "light"] = _faults(page, ALL)
        page.emulate_media(color_scheme="dark")
        faults[name, "dark"] = _faults(page, OF_COLOUR)

    assert {name: found for name, found in faults.items() if found} == {}


def test_axe_finds_nothing_in_empty_lists(open_page: Open, empty_site: str) -> None:
    page = open_page(empty_site)

    for path in EMPTY:
        page.goto(empty_site + path)

        assert _faults(page, ALL) == [], path


@each_page
def test_the_first_key_leads_to_the_text(open_page: Open, full_site: str, path: str) -> None:
    page = open_page(full_site + path)
    skip = page.get_by_role("link", name="Skip to content")
    expect(skip).not_to_be_in_viewport()

    page.keyboard.press("Tab")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    before = "document.activeElement.compareDocumentPosition(document.querySelector('main'))"
    assert not page.evaluate(before) & 4  # Node.DOCUMENT_POSITION_FOLLOWING


@each_page
def test_one_always_sees_where_one_is(open_page: Open, full_site: str, path: str) -> None:
    page = open_page(full_site + path)
    ring = """() => {
      const node = document.activeElement;
      if (node === document.body) return null;
      const style = getComputedStyle(node);
      return [style.outlineStyle, parseFloat(style.outlineWidth), node.outerHTML];
    }"""

    stops = 0
    page.keyboard.press("Tab")
    while seen := page.evaluate(ring):
        line, width, html = seen
        assert (line, width >= 2) == ("solid", True), html
        stops += 1
        page.keyboard.press("Tab")

    assert stops > 5


@each_page
def test_a_page_has_one_frame(open_page: Open, full_site: str, path: str) -> None:
    page = open_page(full_site + path)

    expect(page.get_by_role("main")).to_have_count(1)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
