"""Sort keys and their order (specification, "Sorting").

A cs:key is compiled to a closure from a Context to a value that compares; items without a value
come last whichever way the key sorts. Letters are compared without ICU: base letters first, then
accents, then case.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from citewell.csl.context import Context, Renderer, SortNames
from citewell.csl.dates import sort_day
from citewell.csl.element import Element
from citewell.csl.errors import CslError
from citewell.csl.fields import parse_field
from citewell.csl.names import sort_names
from citewell.csl.rich import plain_text
from citewell.csl.vocabulary import DATE_VARIABLES, NAME_VARIABLES, NUMBER_VARIABLES

Key = tuple[object, ...]
Entry = TypeVar("Entry")

_ALL_PARTS = {"year", "month", "day"}
_SILENT = re.compile(r"[^\w\s-]|_")
_DIGITS = re.compile(r"(\d+)")
_LETTERS = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "\u0131": "i", "þ": "th"}
)


class SortKey(NamedTuple):
    """One compiled cs:key."""

    value: Callable[[Context], Key | None]
    descending: bool
    names: SortNames


def compile_sort(
    element: Element | None, macros: Mapping[str, Renderer], demote: str
) -> tuple[SortKey, ...]:
    """Return the compiled keys of a cs:sort; CslError for a key with neither variable nor macro."""
    if element is None:
        return ()
    return tuple(_compile_key(key, macros, demote) for key in element.every("key"))


def _compile_key(element: Element, macros: Mapping[str, Renderer], demote: str) -> SortKey:
    attributes = element.attributes
    names = SortNames(
        _count(attributes.get("names-min")),
        _count(attributes.get("names-use-first")),
        attributes["names-use-last"] == "true" if "names-use-last" in attributes else None,
    )
    if "macro" in attributes:
        value = _macro_value(attributes["macro"], macros)
    elif "variable" in attributes:
        value = _variable_value(attributes["variable"], demote)
    else:
        raise CslError("a sort key needs a variable or a macro", element.line)
    return SortKey(value, attributes.get("sort") == "descending", names)


def _count(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < len("12345") else None


def _macro_value(name: str, macros: Mapping[str, Renderer]) -> Callable[[Context], Key | None]:
    def value(context: Context) -> Key | None:
        tree = macros[name](context)
        return collation_key(plain_text(tree)) if tree else None

    return value


def _variable_value(variable: str, demote: str) -> Callable[[Context], Key | None]:
    if variable in DATE_VARIABLES:
        return lambda context: _date_value(variable, context)
    if variable in NAME_VARIABLES:
        return lambda context: _names_value(variable, demote, context)
    if variable in NUMBER_VARIABLES:
        return lambda context: _number_value(context.peek(variable))
    return lambda context: _text_value(context.peek(variable))


def _text_value(text: str) -> Key | None:
    return collation_key(plain_text(parse_field(text))) if text else None


def _number_value(text: str) -> Key | None:
    if not text:
        return None
    return tuple(
        (0, int(part[-18:]), "") if part.isdecimal() else (1, 0, part)
        for part in _DIGITS.split(text)
        if part.strip()
    )


def _date_value(variable: str, context: Context) -> Key | None:
    date = context.item.dates.get(variable)
    if date is None:
        return None
    if date.start is None:
        return collation_key(date.literal)
    days = [sort_day(day, _ALL_PARTS) for day in (date.start, date.end) if day]
    return collation_key("-".join(days))


def _names_value(variable: str, demote: str, context: Context) -> Key | None:
    people = context.item.names.get(variable)
    if not people:
        return None
    return collation_key(sort_names(people, demote, context.sorting or SortNames()))


def collation_key(text: str) -> Key | None:
    """Return what a text sorts by: base letters, then accents, then case; None if it is empty."""
    heard = _SILENT.sub("", text).strip()
    if not heard:
        return None
    if heard.isascii():
        return (heard.lower(), "", heard.swapcase())
    decomposed = unicodedata.normalize("NFKD", heard.casefold()).translate(_LETTERS)
    base = "".join(c for c in decomposed if not unicodedata.combining(c))
    return (base, decomposed, heard.swapcase())


def sort_by(
    entries: Sequence[Entry],
    keys: Sequence[SortKey],
    context_of: Callable[[Entry, SortNames], Context],
) -> list[Entry]:
    """Return the entries in the order of the keys; entries that compare alike keep theirs.

    A key is worked out only for entries that the keys before it leave undecided.
    """
    if not keys or len(entries) == 1:
        return list(entries)
    key, rest = keys[0], keys[1:]
    alike: dict[Key | None, list[Entry]] = {}
    for entry in entries:
        alike.setdefault(key.value(context_of(entry, key.names)), []).append(entry)
    last = alike.pop(None, [])
    ordered = [alike[value] for value in sorted(filter(None, alike), reverse=key.descending)]
    return [
        entry for group in (*ordered, last) if group for entry in sort_by(group, rest, context_of)
    ]
