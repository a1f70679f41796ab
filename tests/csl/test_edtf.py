from __future__ import annotations

import datetime as dt

import pytest

from citewell.csl.edtf import OPEN_END, Date, Day, is_date, parse_date, parse_edtf
from citewell.csl.errors import CslError


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2014", Date(Day(2014))),
        ("2014-05", Date(Day(2014, 5))),
        ("2014-05-06", Date(Day(2014, 5, 6))),
        ("2014-05-06T12:00:00Z", Date(Day(2014, 5, 6))),
        ("5/6/2014", Date(Day(2014, 5, 6))),
        ("5/2014", Date(Day(2014, 5))),
        ("6 May 2014", Date(Day(2014, 5, 6))),
        ("May 6, 2014", Date(Day(2014, 5, 6))),
        ("May 6th 2014", Date(Day(2014, 5, 6))),
        ("Sept. 2014", Date(Day(2014, 9))),
        ("spring 2014", Date(Day(2014, season=1))),
        ("2014-21", Date(Day(2014, season=1))),
        ("2012/2014", Date(Day(2012), Day(2014))),
        ("2014-05/2014-07", Date(Day(2014, 5), Day(2014, 7))),
        ("2012/..", Date(Day(2012), OPEN_END)),
        ("../2014", Date(OPEN_END, Day(2014))),
        ("1850~", Date(Day(1850), is_uncertain=True)),
        ("circa 1850", Date(Day(1850), is_uncertain=True)),
        ("-0043", Date(Day(-44))),
        ("in press", Date(literal="in press")),
        ("2014-13-45", Date(Day(2014, season=1))),
        ("2014-02-99", Date(Day(2014, 2))),
    ],
)
def test_a_text_means_a_date(text: str, date: Date) -> None:
    assert parse_edtf(text) == date


@pytest.mark.parametrize(
    ("value", "date"),
    [
        (2014, Date(Day(2014))),
        (dt.date(2014, 5, 6), Date(Day(2014, 5, 6))),
        ([2014, 5], Date(Day(2014, 5))),
        ([[2014, 5], [2014, 7]], Date(Day(2014, 5), Day(2014, 7))),
        ({"date-parts": [["2014", "05"]]}, Date(Day(2014, 5))),
        ({"date-parts": [[2014]], "circa": True}, Date(Day(2014), is_uncertain=True)),
        ({"date-parts": [[2014]], "season": "2"}, Date(Day(2014, season=2))),
        ({"date-parts": [[2014]], "season": "Trinity"}, Date(Day(2014), season_text="Trinity")),
        ({"literal": "soon"}, Date(literal="soon")),
        ({"raw": "2014-05"}, Date(Day(2014, 5))),
        ({"year": 2014, "month": 5}, Date(Day(2014, 5))),
        ([{"year": 2014}, {"year": 2015}], Date(Day(2014), Day(2015))),
        ("", None),
        (None, None),
        ({}, None),
        ({"date-parts": [[]]}, None),
        ([], None),
    ],
)
def test_a_value_of_any_shape_means_a_date(value: object, date: Date | None) -> None:
    assert parse_date("issued", value) == date


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (True, "issued should be a date such as"),
        (2014.5, "issued should be a date such as"),
        ({"date-parts": "2014"}, "the date-parts of issued should be a list"),
        ([["May"]], "issued holds “May”, which is no number of a date"),
    ],
)
def test_a_value_without_meaning_is_an_error_that_names_the_field(
    value: object, message: str
) -> None:
    with pytest.raises(CslError, match=message):
        parse_date("issued", value)


def test_a_caller_can_ask_whether_a_text_is_a_date() -> None:
    assert is_date("2014-05/..")
    assert not is_date("soon")
