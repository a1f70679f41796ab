"""What scripts do to readers, and what the page about privacy says of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_site import ROOT, WORDS, build_site, post_of, write_site

from citewell.scripts import THEME, Conduct, judge_scripts

COOKIE = 'document.cookie = "seen=1";'
ONLY, OWN = WORDS.say("privacy_scripts", "en"), WORDS.say("privacy_own_scripts", "en")
NONE, STORES = WORDS.say("privacy_no_cookies", "en"), WORDS.say("privacy_stores", "en")
SENDS = WORDS.say("privacy_sends", "en")


@pytest.mark.parametrize(
    "script",
    [
        COOKIE,
        'document["cookie"]',
        "cookieStore.set(a, b)",
        "window.localStorage.a = 1",
        "sessionStorage.setItem(a, b)",
        'indexedDB.open("a")',
        'caches.open("a")',
        'navigator.serviceWorker.register("a.js")',
        "navigator.storage.getDirectory()",
    ],
)
def test_a_script_that_stores_is_found(script: str) -> None:
    assert judge_scripts([script]) == Conduct(own=True, stores=True)
    assert judge_scripts([], [script]) == Conduct(stores=True)


@pytest.mark.parametrize(
    "script",
    [
        "navigator.sendBeacon(url)",
        "fetch (url)",
        "new XMLHttpRequest()",
        'new WebSocket("wss://a")',
        "new EventSource(url)",
        "document.forms[0].submit()",
        "form.requestSubmit ()",
        "new Image().src = url",
    ],
)
def test_a_script_of_the_site_that_sends_is_found(script: str) -> None:
    assert judge_scripts([script]) == Conduct(own=True, sends=True)


def test_other_words_are_no_matter() -> None:
    words = "let cookies = 1, prefetched = 2, submit = new Images();"

    assert judge_scripts([words]) == Conduct(own=True)
    assert judge_scripts([]) == Conduct()


def test_the_scripts_of_the_theme_are_known_by_their_names_and_store_nothing() -> None:
    scripts = {path.name: path.read_text("utf-8") for path in (ROOT / "static").glob("*.js")}

    assert scripts.keys() == THEME
    assert judge_scripts([], scripts.values()) == Conduct()


def privacy_of(root: Path, files: dict[str, str], settings: str = "title: A site\n") -> str:
    write_site(root, {"content/site.yaml": settings, "content/posts/a.md": post_of(), **files})
    build_site(root, root / "output")
    return (root / "output/privacy/index.html").read_text(encoding="utf-8")


def test_without_scripts_of_its_own_a_site_names_the_pages_that_run_some(tmp_path: Path) -> None:
    page = privacy_of(tmp_path, {"static/words.html": "<p>Words.</p>"})

    assert all(words in page for words in (ONLY, NONE))
    assert not any(words in page for words in (OWN, STORES, SENDS))


@pytest.mark.parametrize(
    "name",
    ["static/own.js", "static/deep/own.MJS", "static/cite.js", "content/downloads/own.js"],
)
def test_a_script_of_its_own_may_run_anywhere(tmp_path: Path, name: str) -> None:
    page = privacy_of(tmp_path, {name: "fetch('x')"})

    assert all(words in page for words in (OWN, NONE, SENDS))
    assert ONLY not in page


@pytest.mark.parametrize(
    ("name", "text"),
    [("static/own.js", COOKIE), ("static/own.html", f"<SCRIPT>{COOKIE}</SCRIPT>")],
)
def test_a_script_that_sets_cookies_is_told(tmp_path: Path, name: str, text: str) -> None:
    page = privacy_of(tmp_path, {name: text})

    assert all(words in page for words in (OWN, STORES))
    assert not any(words in page for words in (ONLY, NONE))


def test_of_what_other_hosts_do_nothing_is_promised(tmp_path: Path) -> None:
    settings = "title: A site\nallow_hosts: [x.example.com]\n"

    page = privacy_of(tmp_path, {}, settings)

    assert WORDS.say("privacy_hosts", "en", hosts="x.example.com") in page
    assert not any(words in page for words in (ONLY, NONE, OWN, STORES))
