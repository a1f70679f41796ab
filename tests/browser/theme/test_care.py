"""A reader in danger finds help; every reader sees who speaks, and when it was looked through."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import FloatRect, Locator, Page, expect

pytestmark = pytest.mark.browser

Open = Callable[..., Page]
POST = "posts/everything/"
OTHER = "posts/cafe/"


def _box(locator: Locator) -> FloatRect:
    box = locator.bounding_box()
    assert box
    return box


def _meet(one: FloatRect, other: FloatRect) -> bool:
    return (
        one["x"] < other["x"] + other["width"]
        and other["x"] < one["x"] + one["width"]
        and one["y"] < other["y"] + other["height"]
        and other["y"] < one["y"] + one["height"]
    )


@pytest.mark.parametrize("path", ["", POST, "about/", "tags/", "library/", "404.html"])
def test_help_is_on_every_page(open_page: Open, full_site: str, path: str) -> None:
    page = open_page(full_site + path)

    help_now = page.get_by_role("region", name="If you need help now")
    call = help_now.get_by_role("link", name="116 123")

    expect(call).to_be_visible()
    expect(call).to_have_attribute("href", "tel:116-123")
    expect(help_now.get_by_role("link", name="85258")).to_have_attribute(
        "href", "sms:85258?body=SHOUT"
    )


@pytest.mark.parametrize("path", [POST, OTHER])
def test_help_is_on_paper(open_page: Open, full_site: str, path: str) -> None:
    page = open_page(full_site + path)

    page.emulate_media(media="print")

    expect(page.get_by_text("116 123")).to_be_visible()
    expect(page.get_by_text("www.befrienders.org")).to_be_visible()


def test_a_reader_sees_who_speaks(open_page: Open, full_site: str) -> None:
    foot = open_page(full_site + POST).get_by_role("contentinfo")

    expect(foot).to_contain_text("What stands here is no therapy")
    expect(foot).to_contain_text("UK Council for Psychotherapy, no. 2011161234")
    expect(foot.locator("address")).to_have_text(
        re.compile(r"^Ada Okafor\s+Registered psychotherapist, UK Council"), use_inner_text=True
    )
    phone = foot.get_by_role("link", name="+44 20 7946 0000")
    expect(phone).to_have_attribute("href", "tel:+44-20-7946-0000")


@pytest.mark.parametrize(("path", "name"), [(POST, "Another Author"), (OTHER, "Ada Okafor")])
def test_a_post_names_its_author(open_page: Open, full_site: str, path: str, name: str) -> None:
    page = open_page(full_site + path)
    expect(page.locator("article > header")).to_contain_text(f"by {name}")

    page.emulate_media(media="print")

    expect(page.locator(".printed")).to_contain_text(f"{name}, Everything, ")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
@pytest.mark.parametrize("width", [320, 1280])
def test_a_reader_can_leave_at_once(
    open_page: Open, full_site: str, width: int, script: bool
) -> None:
    page = open_page(
        full_site + POST, viewport={"width": width, "height": 640}, java_script_enabled=script
    )
    page.route("https://weather.example/", lambda route: route.fulfill(body="Rain"))

    leave = page.get_by_role("link", name="Leave this page")
    expect(leave).to_be_in_viewport(ratio=1)
    expect(leave).to_have_attribute("rel", "noreferrer noopener")
    leave.click()

    page.wait_for_url("https://weather.example/")


@pytest.mark.parametrize("width", [320, 390, 1000, 1280, 1600])
def test_the_way_out_stays_in_sight(open_page: Open, full_site: str, width: int) -> None:
    page = open_page(full_site + POST, viewport={"width": width, "height": 640})
    leave = page.get_by_role("link", name="Leave this page")
    place = leave.bounding_box()

    for name in ("A heading of the third level", "References", "If you need help now"):
        page.get_by_role("heading", name=name).scroll_into_view_if_needed()

        expect(leave).to_be_in_viewport(ratio=1)
        assert leave.bounding_box() == place
        leave.click(trial=True)


@pytest.mark.parametrize("path", ["", POST])
@pytest.mark.parametrize("width", [320, 390, 1000, 1280, 1440])
def test_the_way_out_covers_nothing(open_page: Open, full_site: str, width: int, path: str) -> None:
    page = open_page(full_site + path, viewport={"width": width, "height": 640})
    page.keyboard.press("Tab")
    own = _box(page.locator(".leave"))

    for other in (".skip", ".site-name", ".tagline", "h1", "main", ".sidebar"):
        if page.locator(other).count():
            assert not _meet(own, _box(page.locator(other).first)), other


@pytest.mark.parametrize("width", [390, 1280])
def test_the_way_out_is_the_second_stop_of_the_keys(
    open_page: Open, full_site: str, width: int
) -> None:
    page = open_page(full_site + POST, viewport={"width": width, "height": 640})

    page.keyboard.press("Tab")
    page.keyboard.press("Tab")

    expect(page.get_by_role("link", name="Leave this page")).to_be_focused()


def test_what_the_keys_come_to_is_not_under_the_way_out(open_page: Open, full_site: str) -> None:
    """WCAG 2.2, 2.4.11."""
    page = open_page(full_site + POST, viewport={"width": 390, "height": 640})
    page.get_by_role("link", name="Back to the top").focus()

    for _ in range(25):
        page.keyboard.press("Shift+Tab")

        assert not _meet(_box(page.locator(".leave")), _box(page.locator(":focus")))


def test_the_way_out_is_not_on_paper(open_page: Open, full_site: str) -> None:
    page = open_page(full_site + POST)

    page.emulate_media(media="print")

    expect(page.get_by_text("Leave this page")).to_be_hidden()


def test_a_reader_is_warned_and_can_go_past_the_text(open_page: Open, full_site: str) -> None:
    page = open_page(full_site + POST)
    expect(page.get_by_text("Speaks of the death of a parent.")).to_be_visible()

    page.get_by_role("link", name="Skip the text").click()

    expect(page.get_by_role("heading", name="Downloads")).to_be_in_viewport()


def test_plain_words_stand_before_the_text(open_page: Open, full_site: str) -> None:
    page = open_page(full_site + POST)

    plain = page.get_by_role("region", name="In plain words")

    expect(plain).to_contain_text("It is short, and it is plain.")
    assert plain.evaluate("box => box.compareDocumentPosition(document.querySelector('.text'))") & 4


def test_the_end_tells_of_review_and_changes(open_page: Open, full_site: str) -> None:
    article = open_page(full_site + POST).get_by_role("article")

    expect(article).to_contain_text("Last reviewed 6 May 2022 by Dr Bee Second")
    changes = article.locator(".changes li").all_inner_texts()
    assert changes == [
        "4 March 2021: A figure was wrong and is right now.",
        "7 June 2020: A source was added.",
    ]


def test_a_handout_is_a_clean_sheet(open_page: Open, full_site: str) -> None:
    page = open_page(full_site + POST)
    expect(page.get_by_text("This page is made to be given away")).to_be_visible()

    page.emulate_media(media="print")

    for hidden in (".masthead", ".meta", ".offers", ".changes", "address", ".exports", ".kin"):
        for node in page.locator(hidden).all():
            expect(node).to_be_hidden()
    for shown in ("h1", ".text", ".csl-entry", ".crisis", ".printed"):
        expect(page.locator(shown).first).to_be_visible()


def test_a_series_leads_from_part_to_part(open_page: Open, full_site: str) -> None:
    page = open_page(full_site + OTHER)
    series = page.get_by_role("navigation", name="Series: Trying things out")
    expect(series).to_contain_text("Part 1 of 2")

    series.get_by_role("link", name="All that a post may hold").click()

    expect(page.get_by_text("Part 2 of 2")).to_be_visible()


def test_posts_like_it_are_named(open_page: Open, full_site: str) -> None:
    page = open_page(full_site + POST)

    related = page.get_by_role("navigation", name="Related posts")

    expect(related.get_by_role("link", name="Words in a café")).to_be_visible()
