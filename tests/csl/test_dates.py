# ruff: noqa: RUF001 - typographic marks are what is printed

from __future__ import annotations

from collections.abc import Callable

import pytest

from citewell.csl.dates import sort_day
from citewell.csl.edtf import Day

PARTS = {"year", "month", "day"}


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        (Day(-100), Day(-44)),
        (Day(-44), Day(79)),
        (Day(79), Day(2014)),
        (Day(2014), Day(2014, 1)),
        (Day(2014, 5), Day(2014, 5, 1)),
        (Day(2014, 5, 9), Day(2014, 5, 10)),
        (Day(2014, season=1), Day(2014, season=2)),
        (Day(2014, 9), Day(2014, 10)),
    ],
)
def test_an_earlier_day_sorts_before_a_later_one(earlier: Day, later: Day) -> None:
    assert sort_day(earlier, PARTS) < sort_day(later, PARTS)


def test_a_day_sorts_by_the_parts_that_are_asked_for() -> None:
    assert sort_day(Day(2014, 5, 6), {"year"}) == sort_day(Day(2014, 7, 8), {"year"})


@pytest.mark.parametrize(
    ("issued", "text"),
    [
        ("2014-05-06/2014-05-06", "6 May 2014"),
        ("2014-05-06/2014-05-09", "6–9 May 2014"),
        ("2014-05-06/2014-06-09", "6 May–9 June 2014"),
        ("2013-05-06/2014-06-09", "6 May 2013–9 June 2014"),
        ("2013/2014", "2013–2014"),
        ("2014-05-06/..", "6 May 2014–"),
        ("spring 2014", "Spring 2014"),
        ("soon", "soon"),
    ],
)
def test_ends_of_a_range_share_what_they_can(
    cited: Callable[..., str], issued: str, text: str
) -> None:
    layout = (
        '<date variable="issued"><date-part name="day" suffix=" "/>'
        '<date-part name="month" suffix=" "/><date-part name="year"/></date>'
    )

    assert cited(layout, {"issued": issued}) == text


def test_a_part_takes_its_text_case(cited: Callable[..., str]) -> None:
    layout = '<date variable="issued"><date-part name="month" text-case="uppercase"/></date>'

    assert cited(layout, {"issued": "2014-05"}) == "MAY"


def test_a_style_may_reformat_a_part_of_a_localized_date_but_for_its_affixes(
    cited: Callable[..., str],
) -> None:
    layout = (
        '<date variable="issued" form="text">'
        '<date-part name="month" form="short" prefix="never"/></date>'
    )

    assert cited(layout, {"issued": "2014-10-06"}) == "Oct. 6, 2014"


def test_a_season_in_words_is_printed_in_them(cited: Callable[..., str]) -> None:
    layout = '<date variable="issued" form="text"/>'
    issued = {"date-parts": [[2014]], "season": "Trinity"}

    assert cited(layout, {"issued": issued}) == "Trinity 2014"


def test_a_date_whose_parts_are_not_asked_for_prints_nothing(cited: Callable[..., str]) -> None:
    layout = '<date variable="issued" prefix="on "><date-part name="day"/></date>'

    assert cited(layout, {"issued": 2014}) == ""
