"""The search through whole texts, for eyes, keys and screen readers, and under its own policy."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from citewell.cli import run

pytestmark = pytest.mark.browser

Open = Callable[..., Page]
ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def searched(tmp_path_factory: pytest.TempPathFactory, serve_folder: Callable[[Path], str]) -> str:
    """The address of the search page of the project's own site, in a folder of its host."""
    folder = tmp_path_factory.mktemp("texts")
    shutil.copytree(ROOT / "content", folder / "content")
    settings = folder / "content" / "site.yaml"
    settings.write_text(f"{settings.read_text('utf-8')}\nsearch: full-text\n", encoding="utf-8")
    output = folder / "host" / "blog"
    arguments = ["--quiet", "--no-cache", "--source", str(folder), "--output", str(output)]
    assert run(["build", *arguments]) == 0
    return f"{serve_folder(output.parent)}blog/search/"


def _first(page: Page) -> Any:
    return page.locator("[data-found] > li").first


def test_a_word_of_a_text_finds_its_post(open_page: Open, searched: str) -> None:
    page = open_page(searched)
    page.get_by_role("searchbox").press_sequentially("trolley")

    link = page.get_by_role("link", name="What happens in a panic attack")

    expect(link).to_have_attribute(
        "href", searched.replace("search/", "posts/what-happens-in-a-panic-attack/")
    )
    expect(page.locator("mark").first).to_contain_text("trolley")
    expect(page.get_by_role("status")).to_have_text("1 text found")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_was_found_is_marked_in_colours_of_the_theme(
    open_page: Open, searched: str, scheme: str
) -> None:
    page = open_page(f"{searched}?q=grief", color_scheme=scheme)
    mark = page.locator("mark").first
    expect(mark).to_be_visible()

    shown = mark.evaluate("""mark => {
      const look = () => getComputedStyle(mark).color + getComputedStyle(mark).backgroundColor;
      const own = look();
      mark.style.cssText = "color: var(--ink); background: var(--glow)";
      return own === look();
    }""")

    assert shown


def test_lists_are_not_searched(open_page: Open, searched: str) -> None:
    page = open_page(f"{searched}?q=consulting")

    expect(page.get_by_role("status")).to_contain_text("found")
    addresses = [link.get_attribute("href") or "" for link in page.locator("[data-found] a").all()]
    assert not [address for address in addresses if "/tags/" in address or "/archive/" in address]


def test_nothing_is_refused_to_the_page(open_page: Open, searched: str) -> None:
    page = open_page("about:blank")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))

    page.goto(f"{searched}?q=grief")

    expect(_first(page)).to_be_visible()
    assert said == []


def test_a_search_stands_in_the_address(open_page: Open, searched: str) -> None:
    page = open_page(searched)

    page.get_by_role("searchbox").fill("grief")

    expect(_first(page)).to_be_visible()
    assert page.url == f"{searched}?q=grief"


def test_axe_finds_nothing_in_what_was_found(open_page: Open, searched: str) -> None:
    page = open_page(f"{searched}?q=grief")
    expect(_first(page)).to_be_visible()

    assert Axe().run(page).response["violations"] == []


def test_without_a_script_there_are_other_ways(open_page: Open, searched: str) -> None:
    page = open_page(searched, java_script_enabled=False)

    expect(page.get_by_role("searchbox")).to_be_hidden()
    expect(page.locator("main").get_by_role("link", name="tags")).to_be_visible()
