"""A reader opens a post, looks up a source and comes back."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

Open = Callable[..., Page]
POST = "posts/everything/"


def test_a_citation_leads_to_its_entry(open_page: Open, full_site: str) -> None:
    page = open_page(full_site + POST)

    page.locator(".citation a").first.click()

    expect(page.locator("li:target")).to_be_in_viewport()
    expect(page.locator("li:target .csl-entry")).to_contain_text("Bowlby, J. (1969)")


def test_a_back_link_leads_to_the_very_place(open_page: Open, full_site: str) -> None:
    page = open_page(full_site + POST)
    page.locator(".citation a").first.click()

    page.locator("li:target .backlink").last.click()

    assert urlsplit(page.url).fragment == "cite-5"
    expect(page.locator(".citation:target")).to_be_in_viewport()
    expect(page.locator(".citation:target")).to_have_text("(Bowlby, 1969, p. 7)")


def test_the_place_one_comes_to_is_marked(open_page: Open, full_site: str) -> None:
    page = open_page(f"{full_site}{POST}#cite-1")
    plain = page.locator(".citation").nth(1)

    marked = page.locator(".citation:target")

    shade = "node => getComputedStyle(node).backgroundColor"
    assert marked.evaluate(shade) != plain.evaluate(shade)


def test_there_is_a_back_link_for_each_citation(open_page: Open, full_site: str) -> None:
    page = open_page(full_site + POST)

    entry = page.locator(".references li").first

    assert entry.locator(".backlink").all_inner_texts() == ["\u21a9\ufe0e 1", "2", "3", "4"]
    expect(entry.get_by_role("link", name="Back to citation 2 of entry 1")).to_be_visible()


def test_a_note_leads_down_and_back(open_page: Open, full_site: str) -> None:
    page = open_page(full_site + POST)

    page.locator(".footnote-ref").last.click()
    expect(page.locator("li:target")).to_contain_text("Another note.")
    page.locator("li:target .backlink").click()

    expect(page.locator(".footnote-ref").last).to_be_in_viewport()


def test_the_owners_post_can_be_read_and_checked(open_page: Open, own_site: str) -> None:
    page = open_page(own_site)
    page.get_by_role("link", name="Skype or Vsee").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Skype or Vsee")

    page.get_by_role("link", name="PlusGuidance, 2015").click()

    expect(page.locator("li:target")).to_be_in_viewport()


def test_a_post_says_its_tags_once(open_page: Open, full_site: str) -> None:
    page = open_page(full_site + POST)

    expect(page.locator("main a[href*='tags/one/']")).to_have_count(1)


def test_a_draft_says_so(open_page: Open, full_site: str) -> None:
    page = open_page(f"{full_site}posts/not-ready/")

    expect(page.locator("article > header")).to_contain_text("Draft")


def test_the_text_is_the_same_without_script(open_page: Open, full_site: str) -> None:
    with_script = open_page(full_site)
    without = open_page(full_site, java_script_enabled=False)

    for path in ("", POST, "about/", "archive/", "downloads/diary/", "tags/one/"):
        with_script.goto(full_site + path)
        without.goto(full_site + path)

        text = with_script.locator("body").inner_text()
        assert without.locator("body").inner_text() == text, path


def test_an_old_address_leads_to_the_post(open_page: Open, full_site: str) -> None:
    page = open_page(full_site)

    page.goto(f"{full_site}old/place/", wait_until="commit")

    page.wait_for_url(full_site + POST)


def test_the_foot_leaves_out_what_the_menu_names(open_page: Open, own_site: str) -> None:
    page = open_page(own_site)

    addresses = page.eval_on_selector_all("nav a", "links => links.map(link => link.href)")

    assert len(addresses) == len(set(addresses))


def test_the_page_for_wrong_addresses_works_at_any_depth(open_page: Open, full_site: str) -> None:
    page = open_page(f"{full_site}404.html")
    body = page.content()
    page.route("**/no/such/**", lambda route: route.fulfill(status=404, body=body))
    failed: list[str] = []
    page.on("response", lambda answer: failed.append(answer.url) if not answer.ok else None)

    wrong = urljoin(full_site, "no/such/deep/place")
    page.goto(wrong)

    links = page.eval_on_selector_all("a, link", "links => links.map(link => link.href)")
    own = [link for link in links if link.startswith(full_site) and not link.startswith(wrong)]
    assert failed == [wrong]
    assert {page.request.get(link).status for link in own} == {200}
    page.get_by_role("main").get_by_role("link", name="Archive").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Archive")


def test_every_link_holds_in_a_folder_of_the_host(open_page: Open, full_site: str) -> None:
    page = open_page(full_site)
    waiting, seen = [full_site], set[str]()

    while waiting:
        address = waiting.pop()
        seen.add(address)
        assert page.goto(address, wait_until="commit") is not None
        found = page.eval_on_selector_all("[href]", "all => all.map(node => node.href)")
        own = {urljoin(link, urlsplit(link).path) for link in found if link.startswith(full_site)}
        waiting += [link for link in own - seen if link.endswith("/") and link not in waiting]
        assert {page.request.get(link).status for link in own - seen} <= {200}

    assert len(seen) > 15
