"""CSL-JSON as programs export it, made ready to be read like CSL-YAML.

Nobody types such a file, so what CSL has no word for is passed over here instead of blamed: fields
of Crossref and of managers of references, names without a name, dates without a year. What is left
keeps its place and is checked as any reference is.

Sources: the CSL-JSON schema (citation-style-language/schema, csl-data.json); Crossref, "REST API
format", for its types.
"""

from __future__ import annotations

from collections.abc import Callable

from citewell import csl
from citewell.cslitem import DATE_FIELDS, FIELDS, NAME_FIELDS
from citewell.jsontree import parse_json
from citewell.model import Source
from citewell.record import replace
from citewell.yamltree import Listing, Node, Scalar, Table

_TYPES = {
    "book-chapter": "chapter",
    "dissertation": "thesis",
    "edited-book": "book",
    "journal": "periodical",
    "journal-article": "article-journal",
    "monograph": "book",
    "posted-content": "article",
    "proceedings": "book",
    "proceedings-article": "paper-conference",
    "reference-book": "book",
    "reference-entry": "entry-encyclopedia",
}
_LISTS = frozenset({"items", "references"})


def parse_csl_json(source: Source) -> Node:
    """Parse a file of CSL-JSON: a list of items, `{"items": [...]}`, or a single item.

    Returns the list, without what CSL does not know. Raises `CitewellError` where the JSON breaks.
    """
    node = parse_json(source)
    if isinstance(node, Table):
        lists = [value for name, value in node.fields if name.text in _LISTS]
        node = lists[0] if lists else node
    items = node.items if isinstance(node, Listing) else (node,)
    if isinstance(node, Scalar):
        return node
    known = tuple(_item(item) if isinstance(item, Table) else item for item in items)
    return Listing(source, node.span, known)


def _item(node: Table) -> Table:
    """Keep the fields that CSL knows; what writers cite by is the id."""
    values = {name.text: value for name, value in node.fields}
    key = values.get("citation-key")
    fields = []
    for name, value in node.fields:
        if name.text in FIELDS and not _is_null(value):
            written = key if name.text == "id" and key and _is_address(value) else value
            known = _reader(name.text)(written)
            if known is not None:
                fields.append((name, known))
    return replace(node, fields=tuple(fields))


def _is_address(node: Node) -> bool:
    """Tell whether an id is Zotero's address of the item, which no one can remember."""
    return isinstance(node, Scalar) and node.text.startswith(("http://", "https://"))


def _reader(name: str) -> Callable[[Node], Node | None]:
    if name == "type":
        return _kind
    if name in csl.NAME_VARIABLES:
        return _names
    return _date if name in csl.DATE_VARIABLES else _text


def _is_null(node: Node) -> bool:
    return isinstance(node, Scalar) and node.empty


def _kind(node: Node) -> Node:
    if not isinstance(node, Scalar) or node.text in csl.TYPES:
        return node
    return replace(node, text=_TYPES.get(node.text, "document"))


def _text(node: Node) -> Node | None:
    """Keep a text; of a list, as Crossref gives it, its texts."""
    if isinstance(node, Listing):
        words = [item.text for item in node.items if isinstance(item, Scalar) and item.text]
        return Scalar(node.source, node.span, ", ".join(words), quoted=True) if words else None
    return None if isinstance(node, Table) else node


def _names(node: Node) -> Node | None:
    items = node.items if isinstance(node, Listing) else (node,)
    names = [_name(item) if isinstance(item, Table) else item for item in items]
    known = tuple(name for name in names if not isinstance(name, Table) or name.fields)
    return Listing(node.source, node.span, known) if known else None


def _name(node: Table) -> Table:
    renamed = [
        (replace(name, text="literal") if name.text == "name" else name, value)
        for name, value in node.fields
    ]
    fields = [(name, value) for name, value in renamed if name.text in NAME_FIELDS]
    named = any(name.text in {"family", "given", "literal"} for name, _ in fields)
    return replace(node, fields=tuple(fields) if named else ())


def _date(node: Node) -> Node | None:
    """Keep a date that has a year; Crossref writes `[[null]]` where it knows none."""
    if not isinstance(node, Table):
        return node
    fields = tuple(
        (name, value)
        for name, value in node.fields
        if name.text in DATE_FIELDS and not _is_null(value) and not _has_null(value)
    )
    dated = any(name.text in {"date-parts", "raw", "literal", "year"} for name, _ in fields)
    return replace(node, fields=fields) if dated else None


def _has_null(node: Node) -> bool:
    """Tell whether a list holds nothing, or a null anywhere."""
    if isinstance(node, Listing):
        return not node.items or any(_has_null(item) for item in node.items)
    return _is_null(node)
