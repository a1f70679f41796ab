# ruff: noqa: RUF001 - typographic marks are what is printed

from __future__ import annotations

import pytest

from citewell.csl.citation import Cite
from citewell.csl.collapse import RenderedCite, join_cites, join_trees
from citewell.csl.context import CiteState
from citewell.csl.formatting import NO_FORMATTING
from citewell.csl.rich import Inline, plain_text
from citewell.csl.style import Layout


def _layout(**options: str) -> Layout:
    named = {name.replace("_", "-"): value for name, value in options.items()}
    return Layout((), "; ", NO_FORMATTING, (), named)


def _one(text: str, author: str = "", number: int = 0, locator: str = "") -> RenderedCite:
    state = CiteState(locator=locator, number=number)
    return RenderedCite(Cite(text, locator=locator), state, text, author, "", number)


def _without_author(one: RenderedCite) -> Inline:
    return plain_text(one.tree).removeprefix(one.author).lstrip()


def _joined(cites: list[RenderedCite], **options: str) -> str:
    return plain_text(join_cites(cites, _layout(**options), _without_author))


@pytest.mark.parametrize(
    ("numbers", "text"),
    [
        ([1], "1"),
        ([1, 2], "1; 2"),
        ([1, 2, 3], "1–3"),
        ([1, 2, 3, 5], "1–3; 5"),
        ([1, 3, 5], "1; 3; 5"),
        ([3, 2, 1], "3; 2; 1"),
        ([1, 2, 3, 7, 8, 9], "1–3; 7–9"),
    ],
)
def test_numbers_collapse_from_three_on(numbers: list[int], text: str) -> None:
    cites = [_one(str(number), number=number) for number in numbers]

    assert _joined(cites, collapse="citation-number") == text


def test_a_range_is_followed_by_the_delimiter_for_it() -> None:
    cites = [_one(str(number), number=number) for number in (1, 2, 3, 5)]

    assert _joined(cites, collapse="citation-number", after_collapse_delimiter=" / ") == "1–3 / 5"


def test_a_number_with_a_locator_is_in_no_range() -> None:
    cites = [_one("1", number=1), _one("2", number=2, locator="4"), _one("3", number=3)]

    assert _joined(cites, collapse="citation-number") == "1; 2; 3"


AUTHORS = [_one("W 2014", "W"), _one("A 2001", "A"), _one("W 2015", "W")]


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({}, "W 2014; A 2001; W 2015"),
        ({"cite_group_delimiter": " + "}, "W 2014 + W 2015; A 2001"),
        ({"collapse": "year"}, "W 2014, 2015; A 2001"),
        ({"collapse": "year", "cite_group_delimiter": "/"}, "W 2014/2015; A 2001"),
    ],
)
def test_cites_of_one_author_stand_together(options: dict[str, str], text: str) -> None:
    assert _joined(AUTHORS, **options) == text


def test_a_locator_in_a_group_needs_more_than_a_comma() -> None:
    cites = [_one("W 2014, 3", "W", locator="3"), _one("W 2015", "W")]

    assert _joined(cites, collapse="year") == "W 2014, 3; 2015"


@pytest.mark.parametrize(
    ("trees", "text"),
    [
        (["a", "b"], "a; b"),
        (["a", "", "b"], "a; b"),
        (["a,", "b"], "a, b"),
        (["a", ", b"], "a, b"),
        (["a;", "b"], "a; b"),
        ([], ""),
    ],
)
def test_a_delimiter_gives_way_to_what_a_writer_put_there(trees: list[Inline], text: str) -> None:
    assert plain_text(join_trees(trees, "; ")) == text
