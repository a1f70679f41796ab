"""Telling cites apart (specification, "Disambiguation").

Cites that print alike though they mean different items are told apart by the steps that the style
allows, in the specification's order: given names, more names, the `disambiguate` condition, year
suffixes. Every step renders only the cites still in doubt, so 500 authors of one surname cost 500
renderings and not 500 squared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from citewell.csl.context import CITATION, NO_CITE, NO_HINTS, CiteState, Hints
from citewell.csl.document import Document
from citewell.csl.initials import initialize
from citewell.csl.items import Name
from citewell.csl.personal import FULL, INITIALS, NOT_SHOWN
from citewell.csl.rich import NAMES, Inline, Node, find_tag, join, plain_text
from citewell.csl.style import Layout

AllHints = dict[str, Hints]
_SUBSEQUENT = CiteState(positions=frozenset({"subsequent"}))
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"


def disambiguate(document: Document, order: Sequence[str]) -> Mapping[str, Hints]:
    """Return what each item's cites must show to be told apart; `order` is the bibliography's."""
    layout = document.style.citation
    wanted = [
        layout.flag(f"disambiguate-add-{step}") for step in ("names", "givenname", "year-suffix")
    ]
    if not any(wanted) and not document.style.has_disambiguate_condition:
        return {}
    work = _Work(document, order, layout)
    work.run()
    return work.hints


class _Work:
    """The hints of one document while they grow; never leaves this module."""

    def __init__(self, document: Document, order: Sequence[str], layout: Layout) -> None:
        self.document = document
        self.order = order
        self.layout = layout
        # Short forms may be ambiguous where first cites are not.
        self.states = (NO_CITE, _SUBSEQUENT) if document.has_short_forms else (NO_CITE,)
        self.state = NO_CITE
        self.trees: dict[tuple[str, CiteState], tuple[Hints, Inline | None]] = {}
        self.hints: AllHints = dict.fromkeys(order, NO_HINTS)
        self.rule = layout.option("givenname-disambiguation-rule", "by-cite")
        self.adds_given = layout.flag("disambiguate-add-givenname")

    def run(self) -> None:
        """Take the steps in order; each works on the groups that are still ambiguous."""
        if self.adds_given and self.rule != "by-cite":
            self.give_names_to_all()
        if self.layout.flag("disambiguate-add-names"):
            self.each_group(self.add_names)
        if self.adds_given and self.rule == "by-cite":
            self.each_group(self.add_given)
        if self.document.style.has_disambiguate_condition:
            self.each_group(self.add_condition)
        if self.layout.flag("disambiguate-add-year-suffix"):
            self.each_group(self.add_year_suffix)

    def each_group(self, step: Callable[[list[str]], None]) -> None:
        for state in self.states:
            self.state = state
            for group in self.ambiguous(self.order):
                step(group)
        self.state = self.states[0]

    def ambiguous(self, keys: Iterable[str]) -> list[list[str]]:
        """Return the groups of keys whose cites print alike, in order."""
        groups: dict[str, list[str]] = {}
        for key in keys:
            groups.setdefault(self.text(key, self.hints[key]), []).append(key)
        return [group for text, group in groups.items() if len(group) > 1 and text]

    def tree(self, key: str, hints: Hints) -> Inline | None:
        """Return a cite as it prints with the hints; the last one of each is remembered."""
        known = self.trees.get((key, self.state))
        if known is None or known[0] is not hints:
            known = self.trees[key, self.state] = (hints, self.render(key, hints))
        return known[1]

    def render(self, key: str, hints: Hints) -> Inline | None:
        state = self.state._replace(first_note=self.document.first_notes.get(key, 0))
        context = self.document.context(key, CITATION, state, hints=hints)
        parts = [part for element in self.layout.elements if (part := element(context))]
        return join(parts) if parts else None

    def text(self, key: str, hints: Hints) -> str:
        tree = self.tree(key, hints)
        return plain_text(tree) if tree else ""

    def names(self, key: str) -> list[tuple[Name, ...]]:
        """Return the lists of names that a cite prints."""
        is_plain = self.hints[key] is NO_HINTS
        tree = self.tree(key, NO_HINTS) if is_plain else self.render(key, NO_HINTS)
        return [names for node in _tagged(tree) for names in _people(node)] if tree else []

    # Given names for all names of the document (every rule but by-cite).

    def give_names_to_all(self) -> None:
        first_only = self.rule.startswith("primary-name")
        printed = {
            key: [
                name
                for people in self.names(key)
                for name in (people[:1] if first_only else people)
            ]
            for key in self.order
        }
        given = self.given_of_all(name for names in printed.values() for name in names)
        hints = Hints(given=given, first_only=first_only)
        for key, names in printed.items():
            if not given.keys().isdisjoint(names):
                self.hints[key] = hints

    def given_of_all(self, names: Iterable[Name]) -> Mapping[Name, int]:
        distinct = dict.fromkeys(names)
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
        spellings = {name: _spelling(name) for name in alike}
        if len(set(spellings.values())) == 1:
            return dict.fromkeys(alike, NOT_SHOWN)
        initials = {name: self.initials(name) for name in alike}
        bearers: dict[str, set[str]] = {}
        for name, text in initials.items():
            bearers.setdefault(text, set()).add(spellings[name])
        # Initials that tell nothing apart are not shown where a style allows no more.
        otherwise = NOT_SHOWN if self.rule.endswith("with-initials") else FULL
        return {
            name: INITIALS if len(bearers[text]) == 1 else otherwise
            for name, text in initials.items()
        }

    def initials(self, name: Name) -> str:
        return initialize(name.given, ".", every=True, hyphen=True)

    # More names than et-al-use-first.

    def add_names(self, group: list[str]) -> None:
        longest = max((len(people) for key in group for people in self.names(key)), default=0)
        self.refine(group, 2, longest)

    def refine(self, group: list[str], first: int, longest: int) -> None:
        """Show as many names as part the group; parts still ambiguous are refined in turn."""
        for count in range(first, longest + 1):
            shown = {key: self.hints[key]._replace(names_shown=count) for key in group}
            for tried in (shown, self.with_given(shown, count - 1)):
                parts = _by_text({key: self.text(key, tried[key]) for key in group})
                if len(parts) > 1:
                    self.hints.update(tried)
                    for part in parts:
                        if len(part) > 1:
                            self.refine(part, count, longest)
                    return

    def with_given(self, hints: AllHints, index: int) -> AllHints:
        """Return the hints with the given name shown of the name with that index (by-cite)."""
        if not self.adds_given or self.rule != "by-cite":
            return hints
        here = {key: [p[index] for p in self.names(key) if index < len(p)] for key in hints}
        given = self.given_of(list(dict.fromkeys(name for own in here.values() for name in own)))
        return {
            key: old._replace(given={**old.given, **{name: given[name] for name in here[key]}})
            for key, old in hints.items()
        }

    # Given names where they tell this cite apart (by-cite).

    def add_given(self, group: list[str]) -> None:
        longest = max((len(people) for key in group for people in self.names(key)), default=0)
        rest = group
        for index in range(longest):
            tried = self.with_given({key: self.hints[key] for key in rest}, index)
            if len(_by_text({key: self.text(key, tried[key]) for key in rest})) == 1:
                continue
            self.hints.update(tried)
            rest = [key for part in self.ambiguous(rest) for key in part]
            if not rest:
                return

    def add_condition(self, group: list[str]) -> None:
        for key in group:
            self.hints[key] = self.hints[key]._replace(condition=True)

    def add_year_suffix(self, group: list[str]) -> None:
        for number, key in enumerate(group):
            self.hints[key] = self.hints[key]._replace(year_suffix=year_suffix(number))


def _spelling(name: Name) -> str:
    """Return a given name as a reader takes it: "J. J." and "J.J." are one."""
    return name.given.replace(". ", ".")


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
