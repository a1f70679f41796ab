"""A reader looks for posts: by tag, by month, by words; with a script and without."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

Open = Callable[..., Page]


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_tag_beside_the_posts_leads_to_its_posts(
    open_page: Open, full_site: str, script: bool
) -> None:
    page = open_page(full_site, java_script_enabled=script)

    page.get_by_role("complementary").get_by_role("link", name="two words").click()
    page.get_by_role("link", name="Words in a café").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Words in a café")


def test_the_tag_page_is_a_list_of_links_without_script(open_page: Open, full_site: str) -> None:
    page = open_page(f"{full_site}tags/", java_script_enabled=False)

    expect(page.locator("form")).to_be_hidden()
    page.get_by_role("main").get_by_role("link", name="two words").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Posts on two words")


def test_several_tags_are_searched_at_once(open_page: Open, full_site: str) -> None:
    page = open_page(f"{full_site}tags/")

    page.get_by_role("button", name="one").click()
    expect(page.locator("[data-found] > li")).to_have_count(3)
    page.get_by_role("button", name="two words").click()

    expect(page.get_by_role("status")).to_have_text("2 posts on one and two words")
    expect(page.locator("[data-found] > li")).to_have_count(2)


def test_a_tag_search_can_be_sent_to_someone(open_page: Open, full_site: str) -> None:
    page = open_page(f"{full_site}tags/")
    page.get_by_role("button", name="two words").click()
    expect(page.get_by_role("status")).to_have_text("2 posts on two words")

    other = open_page(page.url)

    expect(other.get_by_role("status")).to_have_text("2 posts on two words")
    expect(other.get_by_role("button", name="two words")).to_have_attribute("aria-pressed", "true")


def test_typing_narrows_the_tags(open_page: Open, full_site: str) -> None:
    page = open_page(f"{full_site}tags/")

    page.get_by_label("Find a tag").fill("word")

    expect(page.get_by_role("status")).to_have_text("1 tag found")
    expect(page.get_by_role("main").get_by_role("button")).to_have_count(1)


def test_what_was_typed_for_tags_stands_in_the_address(open_page: Open, full_site: str) -> None:
    page = open_page(f"{full_site}tags/?tags=one")
    expect(page.get_by_role("status")).to_have_text("3 posts on one")
    page.get_by_label("Find a tag").fill("word")
    page.wait_for_url(f"{full_site}tags/?tags=one&q=word")

    page.reload()

    expect(page.get_by_label("Find a tag")).to_have_value("word")
    expect(page.get_by_role("main").get_by_role("button")).to_have_text(
        ["one (3)", "two words (2)"]
    )
    page.get_by_label("Find a tag").fill("")
    page.wait_for_url(f"{full_site}tags/?tags=one")


def test_words_find_posts_whatever_their_accents(open_page: Open, full_site: str) -> None:
    page = open_page(f"{full_site}search/")

    page.get_by_role("searchbox").fill("CAFE words")
    expect(page.get_by_role("status")).to_have_text("1 post found")
    page.get_by_role("link", name="Words in a café").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Words in a café")


def test_a_search_can_be_sent_to_someone(open_page: Open, full_site: str) -> None:
    page = open_page(f"{full_site}search/?q=listen")

    expect(page.get_by_role("searchbox")).to_have_value("listen")
    expect(page.get_by_role("status")).to_have_text("1 post found")


def test_a_search_in_vain_says_so(open_page: Open, full_site: str) -> None:
    page = open_page(f"{full_site}search/")

    page.get_by_role("searchbox").fill("zebra")

    expect(page.get_by_role("status")).to_have_text("0 posts found")


def test_the_search_without_script_leads_elsewhere(open_page: Open, full_site: str) -> None:
    page = open_page(f"{full_site}search/", java_script_enabled=False)

    expect(page.locator("form")).to_be_hidden()
    expect(page.get_by_text("The search needs a script")).to_be_visible()
    page.get_by_role("main").get_by_role("link", name="archive").click()

    expect(page.get_by_role("link", name="Words in a café")).to_be_visible()


def test_a_month_leads_to_its_posts(open_page: Open, full_site: str) -> None:
    page = open_page(full_site)

    page.get_by_role("complementary").get_by_role("link", name="January 2020").click()

    month = page.locator("section:target")
    expect(month.get_by_role("heading")).to_contain_text("January 2020")
    expect(month.get_by_role("link", name="All that a post may hold")).to_be_visible()


def test_older_posts_are_on_the_next_page(open_page: Open, full_site: str) -> None:
    page = open_page(full_site)

    page.get_by_role("link", name="Older posts").click()

    expect(page.get_by_role("link", name="Words in a café")).to_be_visible()
    page.get_by_role("link", name="Newer posts").click()
    assert page.url == full_site


def test_words_narrow_the_library(open_page: Open, full_site: str) -> None:
    page = open_page(f"{full_site}library/")

    page.get_by_label("Find a source").fill("ATTACHMENT")

    expect(page.get_by_role("status")).to_have_text("1 of 3 sources")
    expect(page.locator(".library > li:visible")).to_have_count(1)


@pytest.mark.parametrize(("order", "first"), [("newest first", "Long"), ("by author", "Bowlby")])
def test_the_library_is_put_in_order(
    open_page: Open, full_site: str, order: str, first: str
) -> None:
    page = open_page(f"{full_site}library/?order=cited")

    page.get_by_label("Order").select_option(order)

    expect(page.locator(".library > li").first).to_contain_text(first)


def test_a_look_at_the_library_can_be_sent_to_someone(open_page: Open, full_site: str) -> None:
    page = open_page(f"{full_site}library/?q=a&order=year")

    expect(page.get_by_label("Find a source")).to_have_value("a")
    expect(page.get_by_label("Order")).to_have_value("year")
    expect(page.locator(".library > li").first).to_contain_text("Long")


def test_the_library_without_script_is_a_list(open_page: Open, full_site: str) -> None:
    page = open_page(f"{full_site}library/", java_script_enabled=False)

    expect(page.locator("form")).to_be_hidden()
    expect(page.locator(".library > li:visible")).to_have_count(3)


def test_the_library_is_in_the_navigation_where_there_are_sources(
    open_page: Open, full_site: str, empty_site: str
) -> None:
    page = open_page(full_site)
    expect(page.get_by_role("navigation").get_by_role("link", name="Library")).to_be_visible()

    page.goto(empty_site)

    expect(page.get_by_role("link", name="Library")).to_have_count(0)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("", "No posts yet."),
        ("archive/", "No posts yet."),
        ("tags/", "No tags yet."),
        ("downloads/", "No downloads yet."),
    ],
)
def test_an_empty_list_says_so(open_page: Open, empty_site: str, path: str, words: str) -> None:
    page = open_page(empty_site + path)

    expect(page.get_by_text(words).first).to_be_visible()


def test_a_handout_arrives_as_it_was_given(open_page: Open, full_site: str) -> None:
    page = open_page(f"{full_site}posts/everything/")
    page.get_by_role("link", name="Diary", exact=True).click()

    link = page.get_by_role("link", name="diary.txt").evaluate("link => link.href")

    assert page.request.get(link).body() == b"Sleep diary\n\nMonday:\nTuesday:\n"
