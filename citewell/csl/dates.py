"""Dates: cs:date and cs:date-part (specification, "Date", "Date-part", "Date Ranges").

An element is compiled to a closure that renders one date variable of an item. Localized dates
take their parts from the locale and only their formatting and `date-parts` from the style.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from citewell.csl.context import Context, Renderer
from citewell.csl.edtf import OPEN_END, Date, Day
from citewell.csl.element import Element
from citewell.csl.errors import CslError
from citewell.csl.fields import parse_field
from citewell.csl.formatting import Formatting, parse_formatting
from citewell.csl.locale import Locale
from citewell.csl.numbers import EN_DASH
from citewell.csl.rich import DATE, YEAR_SUFFIX, Inline, Node, join

_PARTS = ("year", "month", "day")


class DatePart(NamedTuple):
    """One compiled cs:date-part."""

    name: str
    form: str
    formatting: Formatting
    range_delimiter: str
    write: Callable[[Day, str], str]


def compile_date(element: Element, locale: Locale, *, implicit_suffix: bool) -> Renderer:
    """Return the closure of a cs:date.

    `implicit_suffix` says that the style nowhere prints the year-suffix itself, so that the year
    carries it. Raises CslError if the element has no variable or an unknown form.
    """
    variable = element.get("variable")
    if not variable:
        raise CslError("a date needs a variable", element.line)
    parts, delimiter = _date_parts(element, locale)
    formatting = parse_formatting(element.attributes)

    def render(context: Context) -> Inline | None:
        context.called += 1
        date = context.item.dates.get(variable)
        if date is None or variable in context.suppressed:
            return None
        if context.sorting is not None:
            context.filled += 1
            return _sortable(date, parts)
        out = _render_date(date, parts, delimiter)
        if not out:
            return None
        context.filled += 1
        context.printed.append(variable)
        if implicit_suffix and context.hints.year_suffix and variable != "accessed":
            out = _with_year_suffix(out, context)
        content = Node([part for _, part in out], (), DATE, variable)
        return formatting.apply(content, language=context.language)

    return render


def _date_parts(element: Element, locale: Locale) -> tuple[list[DatePart], str]:
    """Return the parts of the date in order, and the delimiter between them."""
    form = element.get("form")
    own = {child.get("name"): child for child in element.every("date-part")}
    if not form:
        parts = [_compile_part(part, {}, locale) for part in element.every("date-part")]
        return parts, element.get("delimiter")
    localized = locale.dates.get(form)
    if localized is None:
        raise CslError(f"there is no date of the form “{form}”", element.line)
    wanted = _wanted(element)
    parts = [
        _compile_part(part, _overrides(own.get(part.get("name"))), locale)
        for part in localized.every("date-part")
        if part.get("name") in wanted
    ]
    return parts, localized.get("delimiter")


def _wanted(element: Element) -> tuple[str, ...]:
    return tuple(element.get("date-parts", "year-month-day").split("-"))


def _overrides(own: Element | None) -> Mapping[str, str]:
    """What a localized date lets the style change of a part: everything but its affixes."""
    if own is None:
        return {}
    return {k: v for k, v in own.attributes.items() if k not in ("prefix", "suffix", "name")}


def _compile_part(element: Element, overrides: Mapping[str, str], locale: Locale) -> DatePart:
    attributes = {**element.attributes, **overrides}
    name = attributes.get("name", "")
    if name not in _WRITERS:
        raise CslError(f"there is no part of a date called “{name}”", element.line)
    form = attributes.get("form", "")
    return DatePart(
        name=name,
        form=form,
        formatting=parse_formatting(attributes),
        range_delimiter=attributes.get("range-delimiter", EN_DASH),
        write=_WRITERS[name](form, locale),
    )


def _write_year(form: str, locale: Locale) -> Callable[[Day, str], str]:
    ad, bc = locale.term("ad") or "AD", locale.term("bc") or "BC"

    def write(day: Day, _season: str) -> str:
        if not day.year:
            return ""
        if day.year < 0:
            return f"{-day.year}{bc}"
        if form == "short":
            return f"{day.year % 100:02}"
        # Years before 1000 are told to be AD ("Date-part": AD and BC).
        return f"{day.year}{ad}" if day.year < 1000 else str(day.year)  # noqa: PLR2004

    return write


def _write_month(form: str, locale: Locale) -> Callable[[Day, str], str]:
    term_form = "short" if form == "short" else "long"
    names = [""] + [locale.term(f"month-{n:02}", term_form) or str(n) for n in range(1, 13)]
    seasons = [""] + [locale.term(f"season-{n:02}") or "" for n in range(1, 5)]

    def write(day: Day, season: str) -> str:
        if not day.month:
            return seasons[day.season] or season
        if form == "numeric":
            return str(day.month)
        if form == "numeric-leading-zeros":
            return f"{day.month:02}"
        return names[day.month]

    return write


def _write_day(form: str, locale: Locale) -> Callable[[Day, str], str]:
    def write(day: Day, _season: str) -> str:
        if not day.day:
            return ""
        if form == "numeric-leading-zeros":
            return f"{day.day:02}"
        if form == "ordinal" and (day.day == 1 or not locale.limit_day_ordinals):
            gender = locale.gender(f"month-{day.month:02}")
            return f"{day.day}{locale.ordinal_suffix(day.day, gender)}"
        return str(day.day)

    return write


_WRITERS = {"year": _write_year, "month": _write_month, "day": _write_day}

_Out = list[tuple[str, Inline]]  # the name of the part and its rendering


def _render_date(date: Date, parts: list[DatePart], delimiter: str) -> _Out:
    if date.literal:
        # Words stand for the whole date: once, where a style prints year and day apart.
        has_year = any(part.name == "year" for part in parts)
        return [("year", parse_field(date.literal))] if has_year else []
    if date.start is None:
        return []
    if date.end is None or date.end == date.start:
        return _delimited(_render_day(date.start, parts, date.season_text), delimiter)
    return _render_range(date.start, date.end, parts, delimiter)


def _render_day(day: Day, parts: list[DatePart], season: str = "") -> _Out:
    out: _Out = []
    for part in parts:
        text = part.write(day, season)
        if text:
            out.append((part.name, part.formatting.apply(parse_field(text), language="en")))
    return out


def _delimited(out: _Out, delimiter: str) -> _Out:
    if not delimiter or len(out) < 2:  # noqa: PLR2004
        return out
    spaced: _Out = []
    for piece in out:
        spaced += [piece, ("", delimiter)]
    return spaced[:-1]


def _render_range(start: Day, end: Day, parts: list[DatePart], delimiter: str) -> _Out:
    """Render both ends of a range; parts that they share are printed once ("Date Ranges")."""
    present = [part for part in parts if part.write(start, "") or part.write(end, "")]
    differing = _differing(start, end, present)
    if not differing:
        return _delimited(_render_day(start, present), delimiter)
    first = min(i for i, part in enumerate(present) if part.name in differing)
    last = max(i for i, part in enumerate(present) if part.name in differing)
    middle = present[first : last + 1]
    range_delimiter = next(p.range_delimiter for p in present if p.name == differing[0])
    opening = _delimited(_render_day(start, present[:first] + _without_suffix(middle)), delimiter)
    if end == OPEN_END:
        return [*opening, ("", range_delimiter)]
    closing = _delimited(_render_day(end, _without_prefix(middle) + present[last + 1 :]), delimiter)
    return [*opening, ("", range_delimiter), *closing]


def _differing(start: Day, end: Day, present: list[DatePart]) -> list[str]:
    """Return the names of the parts from the largest one that differs downwards."""
    names = {part.name for part in present}
    values = {
        "year": (start.year, end.year),
        "month": ((start.month, start.season), (end.month, end.season)),
        "day": (start.day, end.day),
    }
    ordered = [name for name in _PARTS if name in names]
    for index, name in enumerate(ordered):
        if values[name][0] != values[name][1]:
            return ordered[index:]
    return []


def _without_suffix(parts: list[DatePart]) -> list[DatePart]:
    last = parts[-1]
    return [*parts[:-1], last._replace(formatting=last.formatting._replace(suffix=""))]


def _without_prefix(parts: list[DatePart]) -> list[DatePart]:
    first = parts[0]
    return [first._replace(formatting=first.formatting._replace(prefix="")), *parts[1:]]


def _with_year_suffix(out: _Out, context: Context) -> _Out:
    """Let the last year printed carry the year suffix, once in a cite."""
    if YEAR_SUFFIX in context.suppressed:
        return out
    years = [index for index, (name, _) in enumerate(out) if name == "year"]
    if not years:
        return out
    context.suppressed.add(YEAR_SUFFIX)
    suffix = Node((context.hints.year_suffix,), (), YEAR_SUFFIX)
    index = years[-1]
    year = out[index][1]
    if isinstance(year, Node) and not year.marks and len(year.children) == len(("p", "y", "s")):
        prefix, content, after = year.children
        changed: Inline = Node((prefix, content, suffix, after))
    else:
        changed = Node((year, suffix))
    return [*out[:index], ("year", changed), *out[index + 1 :]]


def _sortable(date: Date, parts: list[DatePart]) -> Inline | None:
    """Return a date as a sort key sees it: YYYYMMDD of the parts that the macro asks for."""
    if date.start is None:
        return date.literal or None
    names = {part.name for part in parts}
    return join([sort_day(day, names) for day in (date.start, date.end) if day], "-")


def sort_day(day: Day, names: set[str]) -> str:
    """Return a day as digits that sort as text does; BC counts backwards."""
    # 5 digits hold any year that is written, shifted so that BC sorts before AD.
    year = f"{day.year + 50000:05}" if "year" in names else "00000"
    month = day.month or (3 * day.season if day.season else 0)
    rest = f"{month:02}" if "month" in names else "00"
    return f"{year}{rest}{day.day:02}" if "day" in names else f"{year}{rest}00"
