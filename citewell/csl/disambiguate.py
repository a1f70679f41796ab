"""Telling cites apart (specification, "Disambiguation").

Cites that print alike though they mean different items are told apart by the steps that the style
allows, in the specification's order: given names, more names, the `disambiguate` condition, year
suffixes. Every step renders only the cites still in doubt, so 500 authors of one surname cost 500
renderings and not 500 squared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from citewell.csl.context import CITATION, NO_HINTS, Hints
from citewell.csl.document import Document
from citewell.csl.initials import initialize
from citewell.csl.items import Name
from citewell.csl.names import NAME
from citewell.csl.personal import FULL, INITIALS
from citewell.csl.rich import NAMES, Inline, Node, find_tag, join, plain_text
from citewell.csl.style import Layout

AllHints = dict[str, Hints]
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"


def disambiguate(document: Document, order: Sequence[str]) -> Mapping[str, Hints]:
    """Return what each item's cites must show to be told apart; `order` is the bibliography's."""
    layout = document.style.citation
    wanted = [
        layout.flag(f"disambiguate-add-{step}") for step in ("names", "givenname", "year-suffix")
    ]
    if not any(wanted) and not _has_condition(document):
        return {}
    work = _Work(document, order, layout)
    work.run()
    return work.hints


def _has_condition(document: Document) -> bool:
    return document.style.has_disambiguate_condition


class _Work:
    """The hints of one document while they grow; never leaves this module."""

    def __init__(self, document: Document, order: Sequence[str], layout: Layout) -> None:
        self.document = document
        self.order = order
        self.layout = layout
        self.hints: AllHints = dict.fromkeys(order, NO_HINTS)
        self.rule = layout.option("givenname-disambiguation-rule", "by-cite")
        self.adds_given = layout.flag("disambiguate-add-givenname")

    def run(self) -> None:
        """Take the steps in order; each works on the groups that are still ambiguous."""
        if self.adds_given and self.rule != "by-cite":
            given = self.given_of_all()
            self.hints = {key: Hints(given=given) for key in self.order}
        if self.layout.flag("disambiguate-add-names"):
            self.each_group(self.add_names)
        if self.adds_given and self.rule == "by-cite":
            self.each_group(self.add_given)
        if self.document.style.has_disambiguate_condition:
            self.each_group(self.add_condition)
        if self.layout.flag("disambiguate-add-year-suffix"):
            self.each_group(self.add_year_suffix)

    def each_group(self, step: Callable[[list[str]], None]) -> None:
        for group in self.ambiguous(self.order):
            step(group)

    def ambiguous(self, keys: Iterable[str]) -> list[list[str]]:
        """Return the groups of keys whose cites print alike, in order."""
        groups: dict[str, list[str]] = {}
        for key in keys:
            groups.setdefault(self.text(key, self.hints[key]), []).append(key)
        return [group for text, group in groups.items() if len(group) > 1 and text]

    def tree(self, key: str, hints: Hints) -> Inline | None:
        context = self.document.context(key, CITATION, hints=hints)
        parts = [part for element in self.layout.elements if (part := element(context))]
        return join(parts) if parts else None

    def text(self, key: str, hints: Hints) -> str:
        tree = self.tree(key, hints)
        return plain_text(tree) if tree else ""

    def names(self, key: str) -> list[tuple[Name, ...]]:
        """Return the lists of names that a cite prints."""
        tree = self.tree(key, NO_HINTS)
        return [names for node in _tagged(tree) for names in _people(node)] if tree else []

    # Given names for all names of the document (every rule but by-cite).

    def given_of_all(self) -> Mapping[Name, int]:
        primary = self.rule.startswith("primary-name")
        distinct: dict[Name, None] = {}
        for key in self.order:
            for people in self.names(key):
                distinct.update(dict.fromkeys(people[:1] if primary else people))
        families: dict[tuple[str, str], list[Name]] = {}
        for name in distinct:
            if not name.literal:
                families.setdefault((name.non_dropping_particle, name.family), []).append(name)
        given: dict[Name, int] = {}
        for alike in families.values():
            if len(alike) > 1:
                given.update(self.given_of(alike))
        return given

    def given_of(self, alike: Sequence[Name]) -> dict[Name, int]:
        """Return how much of each given name tells names of one family apart."""
        initials = {name: self.initials(name) for name in alike}
        counts: dict[str, int] = {}
        for text in initials.values():
            counts[text] = counts.get(text, 0) + 1
        only_initials = self.rule.endswith("with-initials")
        return {
            name: INITIALS if counts[text] == 1 or only_initials else FULL
            for name, text in initials.items()
        }

    def initials(self, name: Name) -> str:
        return initialize(name.given, ".", every=True, hyphen=True)

    # More names than et-al-use-first.

    def add_names(self, group: list[str]) -> None:
        longest = max((len(people) for key in group for people in self.names(key)), default=0)
        rest = group
        for count in range(2, longest + 1):
            tried = {key: self.hints[key]._replace(names_shown=count) for key in rest}
            texts = {key: self.text(key, tried[key]) for key in rest}
            parts = _by_text(texts)
            if len(parts) == 1:
                continue
            for part in parts:
                if len(part) == 1:
                    self.hints[part[0]] = tried[part[0]]
            rest = [key for part in parts if len(part) > 1 for key in part]
            if not rest:
                return

    # Given names where they tell this cite apart (by-cite).

    def add_given(self, group: list[str]) -> None:
        shown = {key: self.names(key) for key in group}
        longest = max((len(people) for lists in shown.values() for people in lists), default=0)
        rest = group
        for index in range(longest):
            here = {key: [p[index] for p in shown[key] if index < len(p)] for key in rest}
            distinct = list(dict.fromkeys(name for names in here.values() for name in names))
            if len(distinct) == 1:
                continue
            given = self.given_of(distinct)
            for key in rest:
                hints = self.hints[key]
                own = {name: given[name] for name in here[key]}
                self.hints[key] = hints._replace(given={**hints.given, **own})
            rest = [key for part in self.ambiguous(rest) for key in part]
            if not rest:
                return

    def add_condition(self, group: list[str]) -> None:
        for key in group:
            self.hints[key] = self.hints[key]._replace(condition=True)

    def add_year_suffix(self, group: list[str]) -> None:
        for number, key in enumerate(group):
            self.hints[key] = self.hints[key]._replace(year_suffix=year_suffix(number))


def _by_text(texts: Mapping[str, str]) -> list[list[str]]:
    groups: dict[str, list[str]] = {}
    for key, text in texts.items():
        groups.setdefault(text, []).append(key)
    return list(groups.values())


def _tagged(tree: Inline) -> list[Node]:
    node = find_tag(tree, NAMES)
    return [node] if node else []


def _people(node: Node) -> list[tuple[Name, ...]]:
    data = node.data
    return list(data) if isinstance(data, list) else []


def year_suffix(number: int) -> str:
    """Return the suffix of the nth item of a year, from 0: a to z, then aa, ab ..."""
    suffix = ""
    number += 1
    while number:
        number, letter = divmod(number - 1, len(_ALPHABET))
        suffix = _ALPHABET[letter] + suffix
    return suffix


__all__ = ["NAME", "disambiguate", "year_suffix"]
