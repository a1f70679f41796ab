"""References to `Reference`: from front matter and from files beside the posts.

CSL-YAML as pandoc reads it, checked field by field against the vocabulary of CSL 1.0.2, so that a
misspelt field has an address. Knows nothing of styles or of how a reference will look.

Sources: CSL 1.0.2, appendix III (types) and IV (variables); pandoc's manual, "Specifying
bibliographic data".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from citewell import csl, yamltree
from citewell.model import Reference, Source, Span
from citewell.problems import CitewellError, Problem, did_you_mean
from citewell.yamltree import Listing, Node, Scalar, Table

Library = Mapping[str, Reference]

_DATE_PART = re.compile(r"-?[0-9]{1,4}")
_NAME_FIELDS = (
    "family",
    "given",
    "literal",
    "suffix",
    "dropping-particle",
    "non-dropping-particle",
)
_NAME_FLAGS = ("comma-suffix", "static-ordering", "parse-names", "isInstitution")
_PLAIN_FIELDS = ("categories", "custom", "keyword", "shortTitle", "journalAbbreviation")


def parse_references(source: Source) -> tuple[Reference, ...]:
    """Parse a file of references: a list, or a list under `references:`.

    Raises `CitewellError` with every fault of the file.
    """
    node = yamltree.parse_yaml(source, Span(0, len(source.text)))
    if isinstance(node, Table):
        readers = {"references": references}
        fields: dict[str, tuple[Reference, ...]] = yamltree.read_record(dict, node, readers)
        return fields.get("references", ())
    return references(node)


def references(node: Node) -> tuple[Reference, ...]:
    """Read a list of references; a key that stands there twice is a fault."""
    found = yamltree.listing(reference)(node)
    first: dict[str, Reference] = {}
    problems = []
    for entry in found:
        if entry.key in first:
            line = node.source.locate(first[entry.key].span.start)[0]
            message = f"two references have the id '{entry.key}'"
            hint = f"the first stands in line {line}; give one of them another id"
            problems.append(node.source.problem(entry.span, message, hint))
        first.setdefault(entry.key, entry)
    if problems:
        raise CitewellError(*problems)
    return found


def reference(node: Node) -> Reference:
    """Read one reference: its `id`, its `type` and the variables of CSL."""
    table = yamltree.table(node, "a reference")
    item: dict[str, Any] = yamltree.read_record(dict, table, _READERS, required=("id", "type"))
    spans = {name.text: value.span for name, value in table.fields}
    return Reference(item["id"], item, node.source.path, spans["id"])


def merge(first: Iterable[Reference], *others: Iterable[Reference]) -> Library:
    """Make one library of several lists.

    The same reference may stand in more than one; two different ones under one key are a fault
    that names both places. Raises `CitewellError`.
    """
    library = {entry.key: entry for entry in first}
    problems: list[Problem] = []
    for entry in (entry for entries in others for entry in entries):
        known = library.setdefault(entry.key, entry)
        if known.item != entry.item:
            problems.append(_conflict(known, entry))
    if problems:
        raise CitewellError(*problems)
    return library


def _conflict(one: Reference, other: Reference) -> Problem:
    message = f"'{one.key}' stands for another source in {other.path}"
    hint = "give one of the two another id, or delete one"
    return Problem(one.path, 0, 0, message, hint=hint)


def _kind(node: Node) -> str:
    words = yamltree.filled(node)
    if words not in csl.TYPES:
        hint = did_you_mean(words, csl.TYPES)
        raise node.error(f"unknown type '{words}'", hint or "see the list in docs/writing.md")
    return words


def _key(node: Node) -> str:
    words = yamltree.filled(node)
    if re.search(r"[\s\[\]{};]", words):
        hint = "write letters, digits and - _ . : only, such as weitz2014"
        raise node.error(f"'{words}' cannot be cited by this id", hint)
    return words


def _names(node: Node) -> list[dict[str, str | bool]]:
    items = node.items if isinstance(node, Listing) else (node,)
    return yamltree.gather(_name, items)


def _name(node: Node) -> dict[str, str | bool]:
    """Read one name: its parts, or a text. `Weitz, P.` has parts, other texts stay whole."""
    if isinstance(node, Table):
        name = _name_parts(node)
        if not {"family", "given", "literal"} & name.keys():
            raise node.error("a name needs `family` and `given`, or `literal`")
        return name
    words = yamltree.filled(node)
    family, comma, given = words.partition(",")
    if comma and given.strip():
        return {"family": family.strip(), "given": given.strip()}
    return {"literal": words}


def _name_parts(node: Table) -> dict[str, str | bool]:
    readers: dict[str, Callable[[Node], str | bool]] = dict.fromkeys(
        _NAME_FIELDS, yamltree.optional_text
    )
    parts: dict[str, str | bool] = yamltree.read_record(
        dict, node, readers | dict.fromkeys(_NAME_FLAGS, yamltree.flag)
    )
    return {name: part for name, part in parts.items() if part != ""}


def _date(node: Node) -> dict[str, Any]:
    """Read a date in any of the forms that pandoc knows; returns CSL-JSON's form of it."""
    if isinstance(node, Scalar):
        return _date_text(node)
    if isinstance(node, Listing):
        parts = yamltree.gather(_date_table, node.items)
        return {"date-parts": [part["date-parts"][0] for part in parts if "date-parts" in part]}
    return _date_table(node)


def _date_text(node: Scalar) -> dict[str, Any]:
    words = yamltree.filled(node)
    if csl.is_date(words):
        return {"raw": words}
    hint = "write 2015, 2015-12 or 2015-12-07; other words as {literal: in press}"
    raise node.error(f"expected a date, found '{words}'", hint)


def _date_table(node: Node) -> dict[str, Any]:
    table = yamltree.table(node, "a date")
    fields: dict[str, Any] = yamltree.read_record(dict, table, _DATE_READERS)
    if "year" in fields:
        parts = [fields.pop(part) for part in ("year", "month", "day") if part in fields]
        return {"date-parts": [parts], **fields}
    if not {"date-parts", "raw", "literal"} & fields.keys():
        raise node.error("this date has no year", "write 2015-12-07, or {year: 2015}")
    return fields


def _date_parts(node: Node) -> list[list[int]]:
    if not isinstance(node, Listing):
        raise node.error("expected [[year, month, day]]")
    nested = isinstance(node.items[0], Listing) if node.items else False
    rows = node.items if nested else (node,)
    return [list(yamltree.listing(_date_part)(row)) for row in rows]


def _date_part(node: Node) -> int:
    words = yamltree.text(node)
    if not _DATE_PART.fullmatch(words):
        raise node.error(f"expected a number, found '{words}'")
    return int(words)


def _circa(node: Node) -> bool:
    return yamltree.text(node).lower() in {"true", "yes", "1"}


_DATE_READERS: Mapping[str, Callable[[Node], Any]] = {
    "date-parts": _date_parts,
    "raw": yamltree.filled,
    "literal": yamltree.filled,
    "season": yamltree.filled,
    "circa": _circa,
    "year": _date_part,
    "month": _date_part,
    "day": _date_part,
}

_READERS: Mapping[str, Callable[[Node], Any]] = {
    "id": _key,
    "type": _kind,
    **dict.fromkeys(sorted(csl.NAME_VARIABLES), _names),
    **dict.fromkeys(sorted(csl.DATE_VARIABLES), _date),
    **dict.fromkeys(sorted(csl.NUMBER_VARIABLES | csl.STANDARD_VARIABLES), yamltree.optional_text),
    **dict.fromkeys(_PLAIN_FIELDS, yamltree.optional_text),
}
