"""A reader sees a source beside its citation, and can take it along."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

Open = Callable[..., Page]
POST = "posts/everything/"


def _mark(page: Page, words: str) -> Locator:
    return page.locator(".citation a").filter(has_text=words).first


def test_a_source_shows_beside_its_citation(open_page: Open, full_site: str) -> None:
    page = open_page(full_site + POST)
    height = page.evaluate("document.documentElement.scrollHeight")

    _mark(page, "Long, 2015").hover()

    preview = page.locator(".preview")
    expect(preview).to_contain_text("A page with a long address")
    expect(preview).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollHeight") == height


def test_a_preview_says_that_a_source_was_retracted(open_page: Open, full_site: str) -> None:
    page = open_page(full_site + POST)

    _mark(page, "Gone").hover()

    expect(page.locator(".preview")).to_contain_text("[retracted]")


def test_the_pointer_can_move_onto_the_preview(open_page: Open, full_site: str) -> None:
    """WCAG 2.2, 1.4.13."""
    page = open_page("about:blank")
    page.clock.install()
    page.goto(full_site + POST)
    _mark(page, "Long, 2015").hover()
    page.clock.run_for(200)

    page.locator(".preview a").first.hover()
    page.clock.run_for(2000)
    expect(page.locator(".preview")).to_be_visible()
    page.get_by_role("heading", level=1).hover()
    page.clock.run_for(400)

    expect(page.locator(".preview")).to_have_count(0)


def test_the_preview_stands_in_the_margin_beside_its_line(open_page: Open, full_site: str) -> None:
    page = open_page(full_site + POST, viewport={"width": 1280, "height": 800})
    mark = _mark(page, "Long, 2015")
    mark.scroll_into_view_if_needed()
    text = page.locator("main").bounding_box()

    mark.hover()

    preview = page.locator(".preview")
    expect(preview).to_be_in_viewport(ratio=1)
    box, line = preview.bounding_box(), mark.bounding_box()
    assert text
    assert box
    assert line
    assert box["x"] > text["x"] + text["width"]
    assert abs(box["y"] - line["y"]) < 1
    assert page.locator("main").bounding_box() == text


@pytest.mark.parametrize("width", [390, 1000])
def test_the_preview_covers_no_mark_where_there_is_no_margin(
    open_page: Open, full_site: str, width: int
) -> None:
    page = open_page(full_site + POST, viewport={"width": width, "height": 500})
    for place in ("start", "end"):
        mark = _mark(page, "Long, 2015")
        mark.evaluate("(mark, block) => (mark.blur(), mark.scrollIntoView({ block }))", place)

        mark.focus()

        preview = page.locator(".preview")
        expect(preview).to_be_in_viewport(ratio=1)
        box, line = preview.bounding_box(), mark.bounding_box()
        assert box
        assert line
        is_below = box["y"] >= line["y"] + line["height"]
        assert is_below or box["y"] + box["height"] < line["y"] + 1
        page.keyboard.press("Escape")


@pytest.mark.parametrize("width", [390, 1280])
def test_a_long_note_stays_in_the_window(open_page: Open, full_site: str, width: int) -> None:
    page = open_page(full_site + POST, viewport={"width": width, "height": 500})
    page.locator("#fn-1 .note-text").evaluate("note => note.append(' words'.repeat(500))")
    mark = page.locator(".footnote-ref").first
    for place in ("start", "end"):
        mark.evaluate("(mark, block) => (mark.blur(), mark.scrollIntoView({ block }))", place)

        mark.focus()

        expect(page.locator(".preview")).to_be_in_viewport(ratio=1)
        page.keyboard.press("Escape")


def test_the_pointer_may_take_its_time_on_the_way_to_the_margin(
    open_page: Open, full_site: str
) -> None:
    """WCAG 2.2, 1.4.13."""
    page = open_page("about:blank", viewport={"width": 1280, "height": 800})
    page.clock.install()
    page.goto(full_site + POST)
    mark = _mark(page, "Long, 2015")
    mark.hover()
    page.clock.run_for(200)
    line, box = mark.bounding_box(), page.locator(".preview").bounding_box()
    assert line
    assert box

    height = line["y"] + line["height"] / 2
    for step in range(1, 11):
        page.mouse.move(line["x"] + (box["x"] + 5 - line["x"]) * step / 10, height)
        page.clock.run_for(3000)
        expect(page.locator(".preview")).to_be_visible()
    page.locator("blockquote").hover()
    page.clock.run_for(400)

    expect(page.locator(".preview")).to_have_count(0)


def test_a_link_in_the_preview_can_be_followed(open_page: Open, full_site: str) -> None:
    page = open_page(full_site + POST)
    _mark(page, "Long, 2015").hover()

    with page.expect_request("https://example.org/**"):
        page.locator(".preview a").first.click()


def test_the_preview_follows_the_keys_and_escape_ends_it(open_page: Open, full_site: str) -> None:
    page = open_page(full_site + POST)
    mark = _mark(page, "Long, 2015")

    mark.focus()
    expect(page.locator(".preview")).to_be_visible()
    page.keyboard.press("Escape")

    expect(page.locator(".preview")).to_have_count(0)
    expect(mark).to_be_focused()


def test_the_keys_still_lead_to_the_entry(open_page: Open, full_site: str) -> None:
    page = open_page(full_site + POST)

    _mark(page, "Long, 2015").focus()
    page.keyboard.press("Enter")

    expect(page.locator("li:target")).to_be_in_viewport()
    expect(page.locator(".preview")).to_have_count(0)


def test_the_first_touch_shows_and_the_second_follows(open_page: Open, full_site: str) -> None:
    page = open_page(full_site + POST, has_touch=True, viewport={"width": 390, "height": 740})

    _mark(page, "Long, 2015").tap()
    expect(page.locator(".preview")).to_be_in_viewport(ratio=1)
    assert "#" not in page.url
    _mark(page, "Long, 2015").tap()

    expect(page.locator("li:target")).to_be_in_viewport()


def test_a_footnote_shows_beside_its_mark(open_page: Open, full_site: str) -> None:
    page = open_page(full_site + POST)

    page.locator(".footnote-ref").first.hover()

    preview = page.locator(".preview")
    expect(preview).to_have_text("The note, with a link.", use_inner_text=True)


def test_a_source_that_a_note_cites_is_one_touch_away(open_page: Open, full_site: str) -> None:
    page = open_page(full_site + POST, has_touch=True, viewport={"width": 390, "height": 740})
    _mark(page, "Long, 2015").evaluate(
        "mark => document.querySelector('.note-text').append(mark.cloneNode(true))"
    )
    page.locator(".footnote-ref").first.tap()

    page.locator(".preview [role=doc-biblioref]").tap()

    expect(page.locator("li:target .csl-entry")).to_contain_text("A page with a long address")


def test_a_listening_reader_hears_a_source_once(open_page: Open, full_site: str) -> None:
    page = open_page(full_site + POST)

    _mark(page, "Long, 2015").focus()

    expect(page.locator(".preview")).to_have_attribute("aria-hidden", "true")
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert [fault["id"] for fault in found] == []


def test_without_script_a_citation_is_a_link(open_page: Open, full_site: str) -> None:
    page = open_page(full_site + POST, java_script_enabled=False)

    _mark(page, "Long, 2015").click()

    expect(page.locator("li:target .csl-entry")).to_contain_text("A page with a long address")
    expect(page.locator("li:target").get_by_role("link", name="Archived copy")).to_be_visible()


def test_a_post_without_sources_runs_no_script(open_page: Open, full_site: str) -> None:
    page = open_page(f"{full_site}posts/cafe/")

    expect(page.locator("script[src]")).to_have_count(0)


def test_a_post_takes_three_requests(open_page: Open, full_site: str) -> None:
    page = open_page("about:blank")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(full_site + POST)

    own = [url for url in asked if not url.endswith(".svg")]
    assert len(own) == len({"page", "style", "script"}), own


def test_a_reader_is_told_how_to_cite_a_post(open_page: Open, full_site: str) -> None:
    page = open_page(full_site + POST)

    page.get_by_text("How to cite this post").click()

    expect(page.locator("details p")).to_be_visible()
    expect(page.locator("details p")).to_contain_text("(2020")


def test_the_sources_of_a_post_can_be_taken_along(open_page: Open, full_site: str) -> None:
    page = open_page(full_site + POST)

    address = page.get_by_role("link", name=".bib").evaluate("link => link.href")

    assert "Attachment and loss" in page.request.get(address).text()


def test_a_post_says_what_it_rests_on(open_page: Open, full_site: str) -> None:
    page = open_page(full_site + POST)

    page.get_by_role("link", name="3 sources: 1 book, 1 article, 1 website; 1969\u20132015").click()

    expect(page.get_by_role("heading", name="References")).to_be_in_viewport()


def test_reference_managers_are_told_of_the_day(open_page: Open, full_site: str) -> None:
    page = open_page(full_site + POST)

    day = page.locator("meta[name=citation_publication_date]")
    expect(day).to_have_attribute("content", "2020/01/02")


def _data(page: Page) -> Any:
    return json.loads(page.locator("script[type='application/ld+json']").inner_text())


def test_the_data_of_a_post_name_sources_and_review(open_page: Open, full_site: str) -> None:
    data = _data(open_page(full_site + POST))

    assert [source["@type"] for source in data["citation"]] == [
        "Book",
        "ScholarlyArticle",
        "WebPage",
    ]
    assert data["mainEntityOfPage"]["lastReviewed"] == "2022-05-06"
    assert data["mainEntityOfPage"]["reviewedBy"]["name"] == "Dr Bee Second"
    assert "hasCredential" not in data["author"]


def test_credentials_are_those_of_the_sites_author(open_page: Open, full_site: str) -> None:
    data = _data(open_page(f"{full_site}posts/cafe/"))

    first = data["author"]["hasCredential"][0]
    assert first["recognizedBy"]["name"] == "UK Council for Psychotherapy"
