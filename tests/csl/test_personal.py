from __future__ import annotations

import pytest

from citewell.csl.formatting import NO_FORMATTING
from citewell.csl.items import Name
from citewell.csl.personal import (
    FULL,
    INITIALS,
    NOT_SHOWN,
    NameForm,
    may_invert,
    render_name,
    sort_name,
    unspaced_glue,
)
from citewell.csl.rich import plain_text

LONG = NameForm(
    is_short=False,
    initialize=True,
    initialize_with=None,
    initialize_with_hyphen=True,
    sort_separator=", ",
    demote="display-and-sort",
    family=NO_FORMATTING,
    given=NO_FORMATTING,
    family_affixes=NO_FORMATTING,
    given_affixes=NO_FORMATTING,
)
SHORT = LONG._replace(is_short=True, initialize_with=". ")
GOGH = Name("Gogh", "Vincent", non_dropping_particle="van")
HUMBOLDT = Name("Humboldt", "Alexander", dropping_particle="von")
KING = Name("King", "Martin", suffix="Jr.")
WHO = Name(literal="World Health Organization")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (GOGH, "Vincent van Gogh"),
        (HUMBOLDT, "Alexander von Humboldt"),
        (KING, "Martin King Jr."),
        (KING._replace(comma_suffix=True), "Martin King, Jr."),
        (WHO, "World Health Organization"),
        (Name("Plato"), "Plato"),
        (Name(given="Plato"), "Plato"),
        (Name("田中", "太郎"), "田中太郎"),
        (Name("Tanaka", "Taro", static_ordering=True), "Tanaka Taro"),
    ],
)
def test_a_name_in_reading_order(name: Name, text: str) -> None:
    assert plain_text(render_name(name, LONG, inverted=False)) == text


@pytest.mark.parametrize(
    ("name", "demote", "text"),
    [
        (GOGH, "never", "van Gogh, Vincent"),
        (GOGH, "sort-only", "van Gogh, Vincent"),
        (GOGH, "display-and-sort", "Gogh, Vincent van"),
        (HUMBOLDT, "never", "Humboldt, Alexander von"),
        (KING, "never", "King, Martin, Jr."),
        (WHO, "never", "World Health Organization"),
    ],
)
def test_a_name_in_sort_order(name: Name, demote: str, text: str) -> None:
    form = LONG._replace(demote=demote)

    assert plain_text(render_name(name, form, inverted=True)) == text


@pytest.mark.parametrize(
    ("shown", "text"),
    [(NOT_SHOWN, "van Gogh"), (INITIALS, "V. van Gogh"), (FULL, "Vincent van Gogh")],
)
def test_a_short_name_shows_as_much_of_the_given_name_as_is_needed(shown: int, text: str) -> None:
    assert plain_text(render_name(GOGH, SHORT, inverted=False, shown=shown)) == text


@pytest.mark.parametrize(
    ("name", "demote", "text"),
    [
        (GOGH, "never", "van Gogh, Vincent"),
        (GOGH, "sort-only", "Gogh, Vincent, van"),
        (HUMBOLDT, "never", "Humboldt, Alexander, von"),
        (WHO, "never", "World Health Organization"),
    ],
)
def test_a_name_as_it_is_sorted(name: Name, demote: str, text: str) -> None:
    assert plain_text(sort_name(name, LONG._replace(demote=demote))) == text


def test_a_name_of_punctuation_sorts_as_nothing() -> None:
    assert plain_text(sort_name(Name(given="."), LONG._replace(initialize_with="."))) == ""


@pytest.mark.parametrize(
    ("name", "inverts"),
    [(GOGH, True), (WHO, False), (Name("Plato"), False), (Name("田中", "太郎"), False)],
)
def test_only_names_with_an_order_can_be_inverted(name: Name, inverts: bool) -> None:
    assert may_invert(name) is inverts


@pytest.mark.parametrize(
    ("word", "glue"), [("et al.", " "), ("и др.", " "), ("& others", " "), ("等", "")]
)
def test_a_word_in_a_script_without_spaces_takes_none(word: str, glue: str) -> None:
    assert unspaced_glue(word) == glue
