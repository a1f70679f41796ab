from __future__ import annotations

from collections.abc import Mapping

import pytest

from citewell.csl.choose import compile_choose, compile_test
from citewell.csl.context import BIBLIOGRAPHY, CITATION, NO_HINTS, CiteState, Context
from citewell.csl.element import parse_xml
from citewell.csl.errors import CslError
from citewell.csl.items import parse_item


def _holds(condition: str, fields: Mapping[str, object], cite: CiteState | None = None) -> bool:
    context = Context(parse_item("a", fields), CITATION, cite or CiteState())
    return compile_test(parse_xml(f"<if {condition}/>"))(context)


@pytest.mark.parametrize(
    ("condition", "fields"),
    [
        ('type="book"', {"type": "book"}),
        ('type="book song" match="any"', {"type": "song"}),
        ('type="book song" match="none"', {"type": "map"}),
        ('variable="title"', {"title": "T"}),
        ('variable="author"', {"author": [{"family": "A"}]}),
        ('variable="issued"', {"issued": 2014}),
        ('variable="title volume"', {"title": "T", "volume": 1}),
        ('variable="title volume" match="any"', {"volume": 1}),
        ('variable="title volume" match="none"', {"issue": 1}),
        ('is-numeric="edition"', {"edition": "2nd"}),
        ('is-uncertain-date="issued"', {"issued": "1850~"}),
        ('disambiguate="false"', {}),
        ('type="book" variable="title"', {"type": "book", "title": "T"}),
    ],
)
def test_a_condition_holds(condition: str, fields: Mapping[str, object]) -> None:
    assert _holds(condition, fields)


@pytest.mark.parametrize(
    ("condition", "fields"),
    [
        ('type="book"', {"type": "song"}),
        ('type="book song"', {"type": "book"}),
        ('variable="title"', {"title": ""}),
        ('variable="title volume"', {"title": "T"}),
        ('is-numeric="edition"', {"edition": "second"}),
        ('is-numeric="edition"', {}),
        ('is-uncertain-date="issued"', {"issued": 1850}),
        ('is-uncertain-date="issued"', {}),
        ('disambiguate="true"', {}),
        ('type="book" variable="title"', {"type": "book"}),
        ('locator="page"', {}),
    ],
)
def test_a_condition_does_not_hold(condition: str, fields: Mapping[str, object]) -> None:
    assert not _holds(condition, fields)


def test_a_locator_is_tested_by_its_label() -> None:
    state = CiteState(locator="3", label="sub-verbo")

    assert _holds('locator="sub-verbo"', {}, state)
    assert not _holds('locator="page"', {}, state)


def test_positions_hold_in_citations_only() -> None:
    item = parse_item("a", {})
    test = compile_test(parse_xml('<if position="first"/>'))

    assert test(Context(item, CITATION))
    assert not test(Context(item, BIBLIOGRAPHY))


def test_a_cite_in_doubt_meets_the_condition_of_disambiguation() -> None:
    test = compile_test(parse_xml('<if disambiguate="true"/>'))
    hints = NO_HINTS._replace(condition=True)

    assert test(Context(parse_item("a", {}), CITATION, hints=hints))


def test_else_always_holds() -> None:
    assert compile_test(parse_xml("<else/>"))(Context(parse_item("a", {}), CITATION))


def test_the_first_branch_whose_test_holds_renders() -> None:
    choose = compile_choose(
        [
            (lambda _context: False, lambda _context: "never"),
            (lambda _context: True, lambda _context: "first"),
            (lambda _context: True, lambda _context: "second"),
        ]
    )

    assert choose(Context(parse_item("a", {}), CITATION)) == "first"


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        ('colour="red"', "there is no condition called “colour”"),
        ("", "<if> has no condition"),
        ('type="book" match="most"', "match should be all, any or none, not “most”"),
    ],
)
def test_a_faulty_condition_is_an_error_with_its_line(condition: str, message: str) -> None:
    with pytest.raises(CslError, match=f"line 1: {message}"):
        compile_test(parse_xml(f"<if {condition}/>"))
