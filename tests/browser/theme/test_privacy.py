"""Reading leaves no trace: no other host is asked, nothing is kept, nothing breaks."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

Open = Callable[..., Page]
KEPT = """async () => [
  ...Object.keys(localStorage), ...Object.keys(sessionStorage), document.cookie,
  ...(await indexedDB.databases()).map(base => base.name),
  ...(await caches.keys()), ...(await navigator.serviceWorker.getRegistrations()),
].filter(Boolean)"""


def _paths(folder: Path) -> list[str]:
    pages = [
        path for path in folder.rglob("*.html") if 'http-equiv="refresh' not in path.read_text()
    ]
    return sorted(re.sub("index.html$", "", path.relative_to(folder).as_posix()) for path in pages)


@pytest.mark.parametrize("which", ["own", "full"])
def test_a_reader_is_told_to_no_one(
    open_page: Open, request: pytest.FixtureRequest, which: str
) -> None:
    site = request.getfixturevalue(f"{which}_site")
    paths = _paths(request.getfixturevalue(f"{which}_folder"))
    said: list[str] = []
    asked: set[str] = set()
    page = open_page("about:blank")
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda sent: asked.add(sent.url))

    for path in paths:
        page.goto(site + path)
        assert page.evaluate(KEPT) == [], path

    assert len(paths) > 15
    assert said == []
    assert [url for url in asked if not url.startswith(site)] == []
    assert page.context.cookies() == []


def test_links_do_not_say_where_a_reader_comes_from(open_page: Open, own_site: str) -> None:
    page = open_page(own_site)
    sent: list[str | None] = []
    page.route("https://www.facebook.com/", lambda route: route.fulfill(body="Hello"))
    page.on("request", lambda request: sent.append(request.header_value("referer")))

    page.get_by_role("link", name="Facebook").click()
    page.wait_for_url("https://www.facebook.com/")

    assert set(sent) == {None}


def test_the_page_itself_forbids_other_hosts(open_page: Open, full_site: str) -> None:
    page = open_page(full_site)

    blocked = page.evaluate("""() => new Promise(tell => {
      addEventListener("securitypolicyviolation", event => tell(event.blockedURI));
      const picture = new Image();
      picture.src = "https://example.org/spy.gif";
    })""")

    assert blocked == "https://example.org/spy.gif"
