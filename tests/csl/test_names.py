from __future__ import annotations

from collections.abc import Callable

import pytest

from citewell.csl.context import SortNames
from citewell.csl.element import parse_xml
from citewell.csl.formatting import NO_FORMATTING
from citewell.csl.items import Name
from citewell.csl.names import inherited_options, names_parts, parse_options, sort_names

PEOPLE = (Name("Gogh", "Vincent", non_dropping_particle="van"), Name("Doe", "Ann"), Name("Roe"))


def test_options_of_the_nearer_element_win() -> None:
    root = parse_xml('<style and="text" name-form="short" et-al-min="5"/>')
    citation = parse_xml('<citation et-al-min="3" name-delimiter="/" collapse="year"/>')

    assert inherited_options(root, citation) == {
        "and": "text",
        "form": "short",
        "et-al-min": "3",
        "delimiter": "/",
    }


def test_an_area_that_is_not_there_hands_nothing_down() -> None:
    assert inherited_options(parse_xml('<style and="text"/>'), None) == {"and": "text"}


def test_options_have_defaults() -> None:
    options = parse_options({}, NO_FORMATTING, NO_FORMATTING, {})

    assert (options.form, options.delimiter, options.precedes_last) == ("long", ", ", "contextual")
    assert options.et_al_min == 0
    assert options.name_form.sort_separator == ", "


def test_subsequent_limits_default_to_the_first_ones() -> None:
    given = {"et-al-min": "4", "et-al-use-first": "2"}
    options = parse_options(given, NO_FORMATTING, NO_FORMATTING, {})

    assert (options.subsequent_min, options.subsequent_use_first) == (4, 2)


@pytest.mark.parametrize("text", ["many", "-1", "", "99999999999999999999"])
def test_a_count_that_is_none_is_passed_over(text: str) -> None:
    options = parse_options({"et-al-min": text}, NO_FORMATTING, NO_FORMATTING, {})

    assert options.et_al_min == 0


def test_names_without_children_take_those_of_the_names_round_them() -> None:
    outer = names_parts(parse_xml('<names><name form="short"/><label/></names>'), None)

    inner = names_parts(parse_xml("<names/>"), outer)

    assert inner is outer


def test_names_with_children_of_their_own_inherit_no_label() -> None:
    outer = names_parts(parse_xml('<names><name form="short"/><label/></names>'), None)

    inner = names_parts(parse_xml("<names><et-al/></names>"), outer)

    assert inner.name is outer.name
    assert inner.label is None


@pytest.mark.parametrize(
    ("xml", "first"),
    [
        ("<names><label/><name/></names>", True),
        ("<names><name/><label/></names>", False),
        ("<names><label/></names>", False),
    ],
)
def test_a_label_stands_where_the_style_puts_it(xml: str, first: bool) -> None:
    assert names_parts(parse_xml(xml), None).label_first is first


@pytest.mark.parametrize(
    ("demote", "key", "text"),
    [
        ("never", SortNames(), "van Gogh, Vincent, Doe, Ann, Roe"),
        ("sort-only", SortNames(), "Gogh, Vincent, van, Doe, Ann, Roe"),
        ("never", SortNames(2, 1), "van Gogh, Vincent"),
        ("never", SortNames(2, 1, True), "van Gogh, Vincent, Roe"),
        ("never", SortNames(9, 1), "van Gogh, Vincent, Doe, Ann, Roe"),
    ],
)
def test_names_as_a_sort_key(demote: str, key: SortNames, text: str) -> None:
    assert sort_names(PEOPLE, demote, key) == text


@pytest.mark.parametrize(
    ("layout", "text"),
    [
        ('<names variable="editor translator"><label/></names>', "Aeditor &amp; translator"),
        ('<names variable="editor"><label prefix=" "/></names>', "A editor"),
        ('<names variable="author"/>', ""),
        ('<names variable="editor"><name/><label form="verb"/></names>', "Aedited by"),
        ('<names variable="editor" prefix="by "/>', "by A"),
        ('<names variable="editor"><name font-style="italic"/></names>', "<i>A</i>"),
    ],
)
def test_names_and_their_labels(cited: Callable[..., str], layout: str, text: str) -> None:
    people = [{"family": "A"}]

    assert cited(layout, {"editor": people, "translator": people}) == text
