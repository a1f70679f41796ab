"""The inline tree that every rendering element returns.

Strings are made last: until then italics can flip-flop, quotation marks can nest and punctuation
can collide without anyone having to undo what was printed. Knows nothing of CSL files; `settle`
turns a tree into what is printed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeAlias

# What a node may be tagged with, for those who look for parts of a rendered cite.
NAMES = "names"  # the output of a cs:names, or of what was substituted for it
TITLE = "title"
DATE = "date"
YEAR_SUFFIX = "year-suffix"
CITATION_NUMBER = "citation-number"
LOCATOR = "locator"
TERM = "term"
CITE = "cite"  # data: the key
AFFIX = "affix"  # what a writer put before or after a cite
LINK = "link"  # data: where the variable's text leads to


class Node(NamedTuple):
    """Children with what applies to them all: marks (`italic`, `quotes` ...), a tag, its data."""

    children: Sequence[Inline]
    marks: tuple[str, ...] = ()
    tag: str = ""
    data: object = None


Inline: TypeAlias = "str | Node"


def join(parts: Sequence[Inline], delimiter: str = "") -> Inline:
    """Return the parts as one, the delimiter between each two."""
    if len(parts) == 1:
        return parts[0]
    if not delimiter or not parts:
        return Node(parts)
    children: list[Inline] = []
    for part in parts:
        children.append(part)
        children.append(delimiter)
    children.pop()
    return Node(children)


def map_text(tree: Inline, change: Callable[[str], str]) -> Inline:
    """Return the tree with every text in it changed."""
    if isinstance(tree, str):
        return change(tree)
    return tree._replace(children=[map_text(child, change) for child in tree.children])


def plain_text(tree: Inline) -> str:
    """Return the text of a tree, without marks and without quotation marks."""
    if isinstance(tree, str):
        return tree
    return "".join([plain_text(child) for child in tree.children])


def find_tag(tree: Inline, tag: str) -> Node | None:
    """Return the first node with that tag, in the order of the text."""
    if isinstance(tree, str):
        return None
    if tree.tag == tag:
        return tree
    for child in tree.children:
        found = find_tag(child, tag)
        if found is not None:
            return found
    return None


def replace_node(tree: Inline, old: Node, new: Inline) -> Inline:
    """Return the tree with one node of it, found by identity, replaced."""
    if tree is old:
        return new
    if isinstance(tree, str):
        return tree
    children = [replace_node(child, old, new) for child in tree.children]
    if all(before is after for before, after in zip(tree.children, children, strict=True)):
        return tree
    return tree._replace(children=children)


def first_leaf(tree: Inline) -> Node | None:
    """Return the innermost node round the first text, or None if that stands bare."""
    node: Node | None = None
    while not isinstance(tree, str):
        node = tree
        found = next((child for child in tree.children if plain_text(child)), None)
        if found is None:
            return None
        tree = found
    return node
