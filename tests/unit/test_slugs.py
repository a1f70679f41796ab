from __future__ import annotations

import re
from urllib.parse import quote, unquote, urljoin

import pytest
from hypothesis import given as forall
from hypothesis import strategies as st

from citewell.slugs import cut_slug, is_too_long, is_whole, make_slug, relative

BASE = "https://example.org/blog/"
PARTS = st.text(min_size=1).map(make_slug)
PATHS = st.lists(PARTS, max_size=3).map(lambda parts: "".join(f"{part}/" for part in parts))
FILES = st.tuples(PATHS, PARTS).map(lambda parts: f"{parts[0]}{parts[1]}.html")


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        ("Skype or VSee?", "skype-or-vsee"),
        ("Café crème", "cafe-creme"),
        ("Straße", "strasse"),
        ("It's Weitz\u2019s", "its-weitzs"),
        ("snake_case  and\tmore", "snake-case-and-more"),
        ("悲伤", "悲伤"),
        ("Αθήνα", "αθήνα"),
        ("Йога", "йога"),
        ("İstanbul", "istanbul"),
        ("\u210c", "h"),
        ("?!", "untitled"),
    ],
)
def test_words_become_part_of_an_address(words: str, slug: str) -> None:
    assert make_slug(words) == slug


def test_the_fallback_is_for_words_without_letters() -> None:
    assert make_slug("?!", "") == ""


@forall(st.text())
def test_a_slug_is_its_own_slug(words: str) -> None:
    slug = make_slug(words)

    assert make_slug(slug) == slug


@forall(st.text())
def test_a_slug_is_safe_in_an_address(words: str) -> None:
    slug = make_slug(words)

    assert slug
    assert not re.search(r"[\s/?#%:.\\\"'<>&_]", slug)
    assert unquote(quote(slug)) == slug


@forall(st.text())
def test_a_slug_has_no_capitals(words: str) -> None:
    slug = make_slug(words)

    assert slug == slug.lower()


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        ("On keeping a diary", "on-keeping-a-diary"),
        ("a" * 80, "a" * 80),
        ("a" * 81, "a" * 80),
        (f"{'a' * 40} {'b' * 39} c", f"{'a' * 40}-{'b' * 39}"),
        (f"{'a' * 40} {'b' * 40}", "a" * 40),
        ("", "untitled"),
    ],
)
def test_a_long_slug_is_cut_behind_a_word(words: str, slug: str) -> None:
    assert cut_slug(words) == slug


@forall(st.text(min_size=100))
def test_a_cut_slug_is_the_beginning_of_the_whole(words: str) -> None:
    slug = cut_slug(words)

    assert slug
    assert make_slug(words).startswith(slug)
    assert not is_too_long(slug)


@forall(PATHS | FILES, PATHS | FILES)
def test_a_relative_link_leads_to_its_target(url: str, page: str) -> None:
    link = relative(url, page)

    assert urljoin(f"{BASE}{quote(page)}", link) == f"{BASE}{quote(url)}"


@forall(PATHS.filter(bool), PATHS, PARTS)
def test_a_relative_link_keeps_its_place(url: str, page: str, place: str) -> None:
    assert relative(f"{url}#{place}", page) == f"{relative(url, page)}#{place}"


def test_a_relative_link_is_never_empty() -> None:
    assert relative("", "") == "./"
    assert relative("posts/one/", "posts/one/") == "./"


@pytest.mark.parametrize("url", ["https://example.org/", "mailto:a@example.org", "//cdn.org", "#a"])
def test_an_address_of_elsewhere_stays_as_it_is(url: str) -> None:
    assert is_whole(url)
    assert relative(url, "posts/one/") == url
