"""CSL-YAML and CSL-JSON to `Reference`, as pandoc and Zotero write it.

Checked field by field against the vocabulary of CSL 1.0.2, so that a misspelt field has an
address. Knows nothing of files, of styles or of how a reference will look.

Sources: CSL 1.0.2, appendix III (types) and IV (variables); pandoc's manual, "Specifying
bibliographic data".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from citewell import csl, yamltree
from citewell.model import STATUSES, Reference, Status
from citewell.problems import did_you_mean
from citewell.settings import is_web_address
from citewell.yamltree import Listing, Node, Scalar, Table

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
_CODES = ("DOI", "ISBN", "ISSN", "PMCID", "PMID", "URL")
_OLD_NAMES = ("shortTitle", "journalAbbreviation", "archive-location")


def reference(node: Node) -> Reference:
    """Read one reference: its `id`, its `type` and the variables of CSL."""
    table = yamltree.table(node, "a reference")
    item: dict[str, Any] = yamltree.read_record(dict, table, _READERS, required=("id", "type"))
    spans = {name.text: value.span for name, value in table.fields}
    archived, status = item.pop("archived", ""), take_status(item)
    return Reference(
        item["id"], item, node.source.path, spans["id"], archived=archived, status=status
    )


def take_status(item: dict[str, Any]) -> Status:
    """Take out of a CSL record that it should not be relied on as it is, if it says so.

    Any other status is one of publication, which is what the variable means to a style.
    """
    words = str(item.get("status", "")).strip().lower()
    status: Status = next((status for status in STATUSES if status == words), "")
    if status:
        item.pop("status")
    return status


def _web_address(node: Node) -> str:
    words = yamltree.code(node)
    if words and not is_web_address(words):
        raise node.error(f"'{words}' is no web address", "write the whole address: https://...")
    return words


def _kind(node: Node) -> str:
    words = yamltree.filled(node)
    if words not in csl.TYPES:
        hint = did_you_mean(words, csl.TYPES)
        raise node.error(f"unknown type '{words}'", hint or "see the list in docs/writing.md")
    return words


def _key(node: Node) -> str:
    words = yamltree.key(node).name
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
    if not isinstance(node, Listing):
        return _date_table(node)
    if not any(isinstance(item, Table) for item in node.items):
        return {"date-parts": _date_parts(node)}
    ends = yamltree.gather(_date_table, node.items)
    parts = [end["date-parts"][0] for end in ends if "date-parts" in end]
    return {**{name: value for end in ends for name, value in end.items()}, "date-parts": parts}


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


def _list_or_text(node: Node) -> str:
    """Read words that may come as a list: `keyword: [grief, loss]`."""
    return ", ".join(yamltree.listing(yamltree.optional_text)(node))


def _ids(node: Node) -> list[str]:
    return list(yamltree.listing(_key)(node))


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
    "archived": _web_address,
    "type": _kind,
    **dict.fromkeys(sorted(csl.NAME_VARIABLES), _names),
    **dict.fromkeys(sorted(csl.DATE_VARIABLES), _date),
    **dict.fromkeys(sorted(csl.NUMBER_VARIABLES | csl.STANDARD_VARIABLES), yamltree.optional_text),
    **dict.fromkeys(_OLD_NAMES, yamltree.optional_text),
    **dict.fromkeys(_CODES, yamltree.code),
    "categories": _list_or_text,
    "keyword": _list_or_text,
    "other-ids": _ids,
}

FIELDS = frozenset(_READERS)
NAME_FIELDS = frozenset({*_NAME_FIELDS, *_NAME_FLAGS})
DATE_FIELDS = frozenset(_DATE_READERS)
