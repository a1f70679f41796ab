"""Date values -> Date: CSL-JSON parts, years, ISO 8601, EDTF level 0 and much of level 1.

What an author writes as a date comes as a number (2014), text ("2014-05-06", "2014-05~/2014-07"),
a YAML date, or CSL-JSON parts. Text that means no date is kept as a literal. Knows no language but
the English names of the months, which old data is full of.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import NamedTuple

from citewell.csl.errors import CslError


class Day(NamedTuple):
    """One end of a date; 0 stands for a part that is not known. `season` runs from 1 to 4."""

    year: int = 0
    month: int = 0
    day: int = 0
    season: int = 0


class Date(NamedTuple):
    """A date, a range of two, or a literal text; `end` is None where there is no range."""

    start: Day | None = None
    end: Day | None = None
    is_uncertain: bool = False
    literal: str = ""
    season_text: str = ""


# What takes the place of a missing end in an open range ("2014/..").
OPEN_END = Day()

_SEASONS = {"spring": 1, "summer": 2, "autumn": 3, "fall": 3, "winter": 4}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LAST_MONTH, _LAST_DAY = 12, 31
# Seasons may stand in a month's place: 13 to 16 in old data, 21 to 24 in EDTF.
_MONTH_SEASONS = {month + base: month for base in (12, 16, 20) for month in (1, 2, 3, 4)}
_ISO = re.compile(
    r"(?P<year>[-+]?\d{1,6})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2})(?:T[\d:.Z+-]*)?)?)?"
)
_SLASHED = re.compile(r"(?P<month>\d{1,2})/(?:(?P<day>\d{1,2})/)?(?P<year>\d{4})")
_WORDED = re.compile(
    r"(?:(?P<day>\d{1,2})\.?\s+)?(?P<name>[A-Za-z]{3,9})\.?"
    r"(?:\s+(?P<late>\d{1,2})(?:st|nd|rd|th)?,?)?,?\s+(?P<year>\d{3,4})"
)


def parse_date(variable: str, value: object) -> Date | None:
    """Return the Date that the value of a date variable means, or None for an empty one.

    Raises CslError naming the variable if the value is no date at all.
    """
    if value is None or value == "":
        return None
    if isinstance(value, Mapping):
        return _from_record(variable, value)
    if isinstance(value, dt.date):
        return Date(Day(value.year, value.month, value.day))
    if isinstance(value, int) and not isinstance(value, bool):
        return Date(Day(value))
    if isinstance(value, str):
        return parse_edtf(value)
    if isinstance(value, list | tuple):
        return _from_list(variable, value)
    raise CslError(f"{variable} should be a date such as 2014, 2014-05-06 or 2014-05/2014-07")


def _from_list(variable: str, value: list[object] | tuple[object, ...]) -> Date | None:
    """Read date-parts that came bare: [2014, 5] or [[2014, 5], [2014, 7]]."""
    if value and all(isinstance(part, Mapping) for part in value):
        # CSL-YAML of pandoc 1: a list of records {year, month, day}.
        days = [_day_of_record(variable, part) for part in value if isinstance(part, Mapping)]
    elif value and all(isinstance(part, list | tuple) for part in value):
        days = [_day_of_parts(variable, part) for part in value]
    else:
        days = [_day_of_parts(variable, value)]
    return _from_days(days)


def _from_days(days: list[Day | None]) -> Date | None:
    if not days or all(day is None for day in days):
        return None
    start, end = days[0] or OPEN_END, days[1] or OPEN_END if len(days) > 1 else None
    return Date(start, end)


def _from_record(variable: str, record: Mapping[object, object]) -> Date | None:
    parts = record.get("date-parts")
    literal = str(record.get("literal") or "")
    uncertain = str(record.get("circa") or "") not in ("", "0", "false", "False")
    date: Date | None = None
    if parts:
        if not isinstance(parts, list | tuple):
            raise CslError(f"the date-parts of {variable} should be a list such as [[2014, 5]]")
        date = _from_list(variable, parts)
    elif record.get("raw"):
        date = parse_edtf(str(record["raw"]))
    elif "year" in record:
        date = _from_days([_day_of_record(variable, record)])
    if date is None:
        season = str(record.get("season") or "")
        return Date(literal=literal, is_uncertain=uncertain) if literal or season else None
    return _with_season(date, record.get("season"))._replace(
        is_uncertain=uncertain or date.is_uncertain, literal=literal or date.literal
    )


def _with_season(date: Date, season: object) -> Date:
    if not season or date.start is None:
        return date
    number = _SEASONS.get(str(season).lower()) or (int(str(season)) if _is_count(season) else 0)
    number = _MONTH_SEASONS.get(number, number)
    if 1 <= number <= len(_SEASONS) - 1:
        return date._replace(start=date.start._replace(season=number))
    return date._replace(season_text=str(season))


def _is_count(value: object) -> bool:
    return str(value).strip().isdecimal() and len(str(value)) < len("12345")


def _day_of_record(variable: str, record: Mapping[object, object]) -> Day | None:
    day = _day_of_parts(variable, [record.get(part) for part in ("year", "month", "day")])
    date = Date(day)
    return _with_season(date, record.get("season")).start


def _day_of_parts(variable: str, parts: object) -> Day | None:
    if not isinstance(parts, list | tuple):
        parts = [parts]
    numbers = [_number(variable, part) for part in parts[:3]]
    while numbers and not numbers[-1]:
        numbers.pop()
    return _day(*numbers) if numbers else None


def _number(variable: str, part: object) -> int:
    if part is None or part == "":
        return 0
    try:
        number = int(str(part).strip())
    except ValueError:
        raise CslError(f"{variable} holds “{part}”, which is no number of a date") from None
    return number


def _day(year: int, month: int = 0, day: int = 0) -> Day:
    season = _MONTH_SEASONS.get(month, 0)
    if season or not 1 <= month <= _LAST_MONTH:
        return Day(year, season=season)
    return Day(year, month, day if 1 <= day <= _LAST_DAY else 0)


def parse_edtf(text: str) -> Date:
    """Return the Date that a text means; what is no date becomes a literal."""
    text = text.strip()
    uncertain = any(mark in text for mark in "~?%") or text.lower().startswith(("ca.", "circa "))
    plain = re.sub(r"[~?%]|^(?:circa|ca\.)\s*", "", text, flags=re.IGNORECASE)
    whole = _parse_day(plain)
    if whole:
        return Date(whole, is_uncertain=uncertain)
    for separator in ("/", "_", " - ", "\u2013", "-"):
        start, found, end = plain.partition(separator)
        if found and (days := _parse_range(start.strip(), end.strip())):
            return Date(*days, is_uncertain=uncertain)
    return Date(literal=text)


def is_date(text: str) -> bool:
    """Tell whether a text means a date, a range or a season: "2014", "2014-05/..", "May 2014"."""
    return parse_edtf(text).start is not None


def _parse_range(start: str, end: str) -> tuple[Day, Day] | None:
    first = _parse_day(start)
    last = OPEN_END if end in ("", "..", "open") else _parse_day(end)
    if start in ("", "..") and last:
        return OPEN_END, last
    return (first, last) if first and last is not None else None


def _parse_day(text: str) -> Day | None:
    if found := _ISO.fullmatch(text):
        year = int(found["year"])
        # EDTF and ISO 8601 count a year 0, which is 1 BC; CSL-JSON does not.
        year = year - 1 if year <= 0 and found["year"].startswith(("-", "0000")) else year
        return _day(year, int(found["month"] or 0), int(found["day"] or 0))
    if found := _SLASHED.fullmatch(text):
        return _day(int(found["year"]), int(found["month"]), int(found["day"] or 0))
    if found := _WORDED.fullmatch(text):
        return _worded(found)
    return None


def _worded(found: re.Match[str]) -> Day | None:
    name = found["name"].lower()
    year = int(found["year"])
    if name in _SEASONS:
        return Day(year, season=_SEASONS[name])
    if name[:3] not in _MONTHS:
        return None
    return _day(year, _MONTHS.index(name[:3]) + 1, int(found["day"] or found["late"] or 0))
