"""Entries of the bibliography (specification, "Bibliography").

Takes a document with its items in order; gives each entry's tree, the parts that
`second-field-align` sets apart, and what `subsequent-author-substitute` leaves of repeated names.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from citewell.csl.context import BIBLIOGRAPHY
from citewell.csl.document import Document
from citewell.csl.formatting import BLOCKS
from citewell.csl.names import NAME, PEOPLE
from citewell.csl.rich import NAMES, Inline, Node, find_tag, join, plain_text, replace_node
from citewell.csl.style import Layout


class RenderedEntry(NamedTuple):
    """An entry's tree, and its first field and the rest if these are set apart."""

    key: str
    tree: Inline
    margin: Inline = ""
    inline: Inline = ""


def render_bibliography(document: Document, keys: Sequence[str]) -> list[RenderedEntry]:
    """Return the entries of the items with those keys, in that order."""
    layout = document.style.bibliography
    if layout is None:
        return []
    contents = [(key, _content(document, key, layout)) for key in keys]
    contents = _substitute_authors(contents, layout)
    return [_entry(key, parts, layout) for key, parts in contents if parts]


_Contents = list[tuple[str, list[Inline]]]


def _content(document: Document, key: str, layout: Layout) -> list[Inline]:
    """Render each element of the layout that prints something."""
    context = document.context(key, BIBLIOGRAPHY, document.number_state(key))
    parts = []
    for element in layout.elements:
        part = element(context)
        if part:
            parts.append(part)
    return parts


def _entry(key: str, parts: list[Inline], layout: Layout) -> RenderedEntry:
    formatting = layout.formatting
    parts = _with_suffix(parts, formatting.suffix)
    whole = [part for part in (formatting.prefix, *_delimited(parts, layout)) if part]
    bare = formatting._replace(prefix="", suffix="")
    tree = bare.apply(join(whole), language="en")
    if not layout.option("second-field-align"):
        return RenderedEntry(key, tree)
    margin = Node([formatting.prefix, parts[0]], ("left-margin",))
    rest = Node(_delimited(parts[1:], layout), ("right-inline",))
    aligned = bare.apply(Node([margin, rest]), language="en")
    return RenderedEntry(key, aligned, margin, rest)


def _with_suffix(parts: list[Inline], suffix: Inline) -> list[Inline]:
    """Let the suffix of the layout follow the last part, within its block if it has one."""
    if not suffix:
        return parts
    last = parts[-1]
    if isinstance(last, Node) and last.marks and last.marks[0] in BLOCKS:
        return [*parts[:-1], last._replace(children=[*last.children, suffix])]
    return [*parts[:-1], Node([last, suffix])]


def _delimited(parts: Sequence[Inline], layout: Layout) -> list[Inline]:
    if not layout.delimiter or not parts:
        return list(parts)
    return [join(parts, layout.delimiter)]


def _substitute_authors(contents: _Contents, layout: Layout) -> _Contents:
    """Replace names that the entry before has too ("Reference Grouping")."""
    substitute = layout.options.get("subsequent-author-substitute")
    if substitute is None:
        return contents
    rule = layout.option("subsequent-author-substitute-rule", "complete-all")
    out: _Contents = []
    before: Node | None = None
    for key, parts in contents:
        whole = Node(parts)
        names = find_tag(whole, NAMES)
        changed = parts
        if names is not None and before is not None:
            replaced = _replace_names(names, before, substitute, rule)
            if replaced is not names:
                changed = [replace_node(part, names, replaced) for part in parts]
        before = names
        out.append((key, changed))
    return out


def _replace_names(names: Node, before: Node, substitute: str, rule: str) -> Node:
    """Return the names with the substitute for what they share with those before."""
    if rule.startswith("complete"):
        if _texts(names) != _texts(before):
            return names
        if rule == "complete-all":
            return _replace_all(names, substitute)
        return _replace_each(names, len(_people(names)), substitute)
    if not _people(names):
        return _replace_all(names, substitute) if _texts(names) == _texts(before) else names
    shared = _shared(names, before)
    if not shared:
        return names
    return _replace_each(names, shared if rule == "partial-each" else 1, substitute)


def _replace_all(names: Node, substitute: str) -> Node:
    """Replace the whole list of names; a label after it stays."""
    lists = _tagged(names, PEOPLE)
    if len(lists) != 1:
        return names._replace(children=[substitute])
    changed = replace_node(names, lists[0], substitute)
    return changed if isinstance(changed, Node) else names


def _people(names: Node) -> list[Node]:
    return _tagged(names, NAME)


def _tagged(node: Node, tag: str) -> list[Node]:
    found: list[Node] = []
    for child in node.children:
        if isinstance(child, Node):
            found.extend([child] if child.tag == tag else _tagged(child, tag))
    return found


def _texts(names: Node) -> list[str]:
    people = _people(names)
    return [plain_text(person) for person in people] or [plain_text(names)]


def _shared(names: Node, before: Node) -> int:
    """Count the names from the first that are the same in both."""
    count = 0
    for here, there in zip(_people(names), _people(before), strict=False):
        if plain_text(here) != plain_text(there):
            break
        count += 1
    return count


def _replace_each(names: Node, count: int, substitute: str) -> Node:
    changed: Inline = names
    for person in _people(names)[:count]:
        changed = replace_node(changed, person, substitute)
    return changed if isinstance(changed, Node) else names
