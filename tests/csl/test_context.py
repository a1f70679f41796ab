from __future__ import annotations

import pytest

from citewell.csl.context import CITATION, CiteState, Context, Hints
from citewell.csl.items import parse_item


def _context(cite: CiteState | None = None, hints: Hints | None = None) -> Context:
    item = parse_item("a", {"title": "T", "event-title": "E", "author": [{"family": "Doe"}]})
    return Context(item, CITATION, cite or CiteState(), hints or Hints())


def test_a_variable_that_is_printed_counts_as_called_and_filled() -> None:
    context = _context()

    assert context.text("title") == "T"
    assert (context.called, context.filled, context.printed) == (1, 1, ["title"])


def test_a_variable_that_is_empty_counts_as_called_only() -> None:
    context = _context()

    assert context.text("volume") == ""
    assert (context.called, context.filled, context.printed) == (1, 0, [])


def test_a_year_suffix_that_is_not_needed_does_not_count() -> None:
    context = _context()

    assert context.text("year-suffix") == ""
    assert context.called == 0


def test_a_variable_that_stood_in_for_names_is_not_printed_again() -> None:
    context = _context()
    context.suppressed.add("title")

    assert context.text("title") == ""


def test_a_look_at_a_variable_counts_nothing() -> None:
    context = _context()

    assert context.peek("title") == "T"
    assert context.called == 0


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("locator", "35"),
        ("citation-number", "7"),
        ("first-reference-note-number", "2"),
        ("year-suffix", "b"),
        ("event", "E"),
        ("citation-label", "Doe"),
        ("no-such-variable", ""),
    ],
)
def test_some_variables_come_from_the_cite(variable: str, value: str) -> None:
    context = _context(CiteState(locator="35", first_note=2, number=7), Hints(year_suffix="b"))

    assert context.peek(variable) == value


def test_numbers_that_are_not_known_are_empty() -> None:
    context = _context()

    assert context.peek("citation-number") == ""
    assert context.peek("first-reference-note-number") == ""
