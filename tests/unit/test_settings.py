from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given as forall
from hypothesis import strategies as st

from citewell.model import Menu, Settings, Source, Target
from citewell.persons import Person
from citewell.problems import CitewellError, Place, Problem
from citewell.settings import READERS, parse_settings

VALUES = ("x", "[a]", "{b: c}", "", "é", "|\n  First.\n\n  [@a @b]")
LINES = st.sampled_from([f"{name}: {value}\n" for name in (*READERS, "mood") for value in VALUES])
TEXTS = st.lists(LINES).map("".join)


def _parse(text: str) -> Settings:
    return parse_settings(Source("content/site.yaml", text))


def _fault(text: str) -> Problem:
    with pytest.raises(CitewellError) as error:
        _parse(f"title: Trial\n{text}\n")
    (problem,) = error.value.problems
    return problem


@forall(st.text() | TEXTS)
def test_any_text_parses_or_has_problems_in_the_file(
    lies_in: Callable[[Problem, Source], bool], text: str
) -> None:
    source = Source("content/site.yaml", text)
    problems: tuple[Problem, ...] = ()

    try:
        parse_settings(source)
    except CitewellError as error:
        problems = error.problems

    assert all(lies_in(problem, source) for problem in problems)


def test_a_title_is_all_that_a_site_needs() -> None:
    assert _parse("title: Trial") == Settings("Trial")


def test_an_empty_file_lacks_a_title() -> None:
    with pytest.raises(CitewellError, match="the field 'title' is missing"):
        _parse("")


@pytest.mark.parametrize(
    ("line", "name", "value"),
    [
        ("tagline: Words about feelings", "tagline", "Words about feelings"),
        ("tagline:", "tagline", ""),
        ("lang: de-CH", "lang", "de-CH"),
        ("posts_per_page: 5", "posts_per_page", 5),
        ("url: https://example.org", "url", "https://example.org/"),
        ("url: https://example.org/blog/", "url", "https://example.org/blog/"),
        ("author: No", "author", Person("No")),
        ("author: 'Doe, Jane'", "author", Person("Jane Doe", "Doe", "Jane")),
        ("author: {given: Jane, family: Doe}", "author", Person("Jane Doe", "Doe", "Jane")),
    ],
)
def test_a_setting_is_read(line: str, name: str, value: Any) -> None:
    assert getattr(_parse(f"title: Trial\n{line}\n"), name) == value


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("url: example.org", "'example.org' is no web address"),
        ("url: ftp://example.org/", "'ftp://example.org/' is no web address"),
        ("url: https://exa mple.org/", "'https://exa mple.org/' is no web address"),
        ("url: 'https://[example.org/'", "'https://[example.org/' is no web address"),
        ("url: https://example.org/?a=b", "the site's address must not hold ? or #"),
        ("lang: english language", "'english language' is no language tag"),
        ("posts_per_page: 0", "expected a whole number from 1 to 1000, found '0'"),
        ("menu: about.md", "expected title and url: lines of the form `name: value`"),
        ("follow: [{name: Me, url: me}]", "'me' is no whole address"),
        ("title: Another", "the field 'title' stands here a second time"),
        ("footer: As in @weitz2014", "sources are cited in posts and pages only"),
    ],
)
def test_a_setting_that_is_wrong_is_named(line: str, message: str) -> None:
    problem = _fault(line)

    assert problem.message == message
    assert problem.line == 2


def test_the_menu_remembers_where_its_addresses_stand() -> None:
    text = "title: Trial\nmenu:\n  - title: About\n    url: about.md\n"

    place = Place("content/site.yaml", 4, 10, len("about.md"), "    url: about.md")
    assert _parse(text).menu == (Menu("About", "about.md", place),)


@pytest.mark.parametrize("url", ["https://example.org/me", "mailto:me@example.org", "tel:+4412345"])
def test_readers_follow_by_web_mail_or_telephone(url: str) -> None:
    (follow,) = _parse(f"title: Trial\nfollow:\n  - name: Me\n    url: {url}\n").follow

    assert (follow.title, follow.url) == ("Me", url)


def test_the_footer_is_markdown() -> None:
    footer = _parse("title: Trial\nfooter: See [the *terms*](terms.md).\n").footer

    words = "".join(piece for piece in footer if isinstance(piece, str))
    assert words == '<p>See <a href="">the <em>terms</em></a>.</p>'
    assert [piece.address for piece in footer if isinstance(piece, Target)] == ["terms.md"]


def test_a_footer_may_hold_an_at_sign() -> None:
    assert _parse("title: Trial\nfooter: me@example.org\n").footer == ("<p>me@example.org</p>",)


def test_the_search_is_one_of_two() -> None:
    assert _parse("title: T").search == "summaries"
    assert _parse("title: T\nsearch: full-text").search == "full-text"
    assert _fault("search: fulltext").message == "there is no search 'fulltext'"
