"""CSL-JSON or CSL-YAML values -> items: the variables of one reference, typed.

Takes whatever shape an item comes in (numbers as text, text as numbers, dates five ways) and makes
one. Names are parsed by `particles`, dates by `edtf`. Knows nothing of styles or locales, and
passes over fields that CSL does not know: whoever read the item says what is misspelt.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from citewell.csl.edtf import Date, parse_date, parse_edtf
from citewell.csl.errors import CslError
from citewell.csl.particles import split_particles
from citewell.csl.vocabulary import (
    DATE_VARIABLES,
    NAME_VARIABLES,
    NUMBER_VARIABLES,
    STANDARD_VARIABLES,
)

Value = object  # str, int, float, bool, None, list or mapping, as JSON or YAML gives them

# Fields of older data and of citeproc-js, under the variable they mean now.
SYNONYMS = {
    "shortTitle": "title-short",
    "journalAbbreviation": "container-title-short",
    "event": "event-title",
    "archive-location": "archive_location",
}

_NOTE_LINE = re.compile(r"([A-Za-z_-]+):\s*(\S.*)")
_NOTE_TEXTS = NUMBER_VARIABLES | STANDARD_VARIABLES | {"type"}
_FIRST_PAGE = re.compile(r"\s*(\w+)")


class Name(NamedTuple):
    """One name: personal in parts, or a `literal` one that is printed as it is."""

    family: str = ""
    given: str = ""
    dropping_particle: str = ""
    non_dropping_particle: str = ""
    suffix: str = ""
    literal: str = ""
    comma_suffix: bool = False
    static_ordering: bool = False


class Item(NamedTuple):
    """One reference: its type, its variables by kind, and the names of all that it has."""

    key: str
    type: str
    text: Mapping[str, str]
    names: Mapping[str, tuple[Name, ...]]
    dates: Mapping[str, Date]
    language: str
    variables: frozenset[str]

    def has(self, variable: str) -> bool:
        """Tell whether the variable is there and not empty."""
        return variable in self.variables


def parse_item(key: str, fields: Mapping[str, Value]) -> Item:
    """Return the Item that the fields of a CSL-JSON or CSL-YAML record describe.

    Raises CslError naming the field if a value has no possible meaning.
    """
    text: dict[str, str] = {}
    names: dict[str, tuple[Name, ...]] = {}
    dates: dict[str, Date] = {}
    for field, value in fields.items():
        variable = SYNONYMS.get(field, field)
        if variable in NAME_VARIABLES:
            if parsed := parse_names(variable, value):
                names[variable] = parsed
        elif variable in DATE_VARIABLES:
            if date := parse_date(variable, value):
                dates[variable] = date
        elif (written := parse_text(variable, value)) and not written.isspace():
            text[variable] = written
    _read_note(text, names, dates)
    _derive(text, names)
    return Item(
        key=key,
        type=text.pop("type", ""),
        text=text,
        names=names,
        dates=dates,
        language=text.get("language", ""),
        variables=frozenset((*text, *names, *dates)),
    )


def _read_note(
    text: dict[str, str], names: dict[str, tuple[Name, ...]], dates: dict[str, Date]
) -> None:
    """Take variables from the head of the note, where reference managers keep what they lack.

    One to a line, "event-date: 2004-10-01"; names as "Hall || W. C.". A variable that the item has
    is left as it is. (Zotero's and citeproc-js's convention for the field "Extra".)
    """
    note = text.get("note", "")
    for line in note.splitlines():
        found = _NOTE_LINE.fullmatch(line.strip())
        if found is None:
            return
        variable, value = found.groups()
        if variable in NAME_VARIABLES:
            family, _, given = value.partition("||")
            name = Name(family=family.strip(), given=given.strip())
            names[variable] = (*names.get(variable, ()), _split(name))
        elif variable in DATE_VARIABLES:
            dates.setdefault(variable, parse_edtf(value))
        elif variable.removesuffix("-short") in _NOTE_TEXTS:
            text.setdefault(variable, value)
        else:
            return


def _derive(text: dict[str, str], names: dict[str, tuple[Name, ...]]) -> None:
    """Fill the variables that follow from others: `page-first`, `editor-translator`."""
    if "page" in text and "page-first" not in text:
        found = _FIRST_PAGE.match(text["page"])
        if found:
            text["page-first"] = found.group(1)
    editor = names.get("editor")
    if editor and editor == names.get("translator"):
        names.setdefault("editor-translator", editor)


def parse_text(variable: str, value: Value) -> str:
    """Return the text of a standard or number variable; numbers become text, nothing ""."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, str | int | float):
        return str(value)
    if isinstance(value, list | tuple):
        return ", ".join(filter(None, (parse_text(variable, part) for part in value)))
    if variable in NUMBER_VARIABLES:
        raise CslError(f"{variable} should be a number or text")
    return ""


def parse_names(variable: str, value: Value) -> tuple[Name, ...]:
    """Return the names of a name variable, given as a list, one record, or plain text."""
    if value is None:
        return ()
    records = value if isinstance(value, list | tuple) else [value]
    names = (_parse_name(variable, record) for record in records)
    return tuple(name for name in names if name.family or name.given or name.literal)


def _parse_name(variable: str, record: Value) -> Name:
    if isinstance(record, str):
        return Name(literal=record)
    if record is None:
        return Name()
    if not isinstance(record, Mapping):
        raise CslError(f"{variable} should hold names, each with family and given, or literal")
    part = {str(field): parse_text(str(field), value) for field, value in record.items()}
    literal = part.get("literal", "").strip() or part.get("name", "").strip()
    if literal:
        return Name(literal=literal)
    name = Name(
        family=part.get("family", "").strip(),
        given=part.get("given", "").strip(),
        dropping_particle=part.get("dropping-particle", "").strip(),
        non_dropping_particle=part.get("non-dropping-particle", "").strip(),
        suffix=part.get("suffix", "").strip(),
        comma_suffix=_is_true(part.get("comma-suffix")),
        static_ordering=_is_true(part.get("static-ordering")),
    )
    return _split(name)


def _is_true(text: str | None) -> bool:
    return text not in (None, "", "0", "false")


def _split(name: Name) -> Name:
    """Take particles and suffix out of the family and given names of an unsplit name."""
    if name.family.startswith('"') and name.family.endswith('"') and len(name.family) > 1:
        # Quotation marks round a family name protect its particles.
        return name._replace(family=name.family.strip('"'))
    given, comma, suffix = name.given.partition(",")
    if comma and not name.suffix:
        forced = suffix.startswith("!")
        name = name._replace(
            given=given.strip(), suffix=suffix.lstrip("!").strip(), comma_suffix=forced
        )
    if name.dropping_particle or name.non_dropping_particle:
        return name
    parts = split_particles(name.family, name.given)
    if not (parts.dropping or parts.non_dropping):
        return name
    return name._replace(
        family=parts.family,
        given=parts.given,
        dropping_particle=parts.dropping,
        non_dropping_particle=parts.non_dropping,
    )
