"""One document while it is rendered: its style, its items, and what was settled about them.

Made by `process` step by step, each step a new value. Hands out contexts to whoever renders.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from citewell.csl.context import NO_CITE, NO_HINTS, CiteState, Context, Hints, SortNames
from citewell.csl.items import Item
from citewell.csl.style import Style

_NONE: Mapping[str, Any] = MappingProxyType({})


class Document(NamedTuple):
    """The items of a document and what is known of each by key.

    `numbers` are citation numbers, `first_notes` the notes of first cites; `has_short_forms` says
    that later cites may be shorter.
    """

    style: Style
    items: Mapping[str, Item]
    numbers: Mapping[str, int] = _NONE
    first_notes: Mapping[str, int] = _NONE
    hints: Mapping[str, Hints] = _NONE
    has_short_forms: bool = False

    def context(
        self,
        key: str,
        area: int,
        cite: CiteState = NO_CITE,
        sorting: SortNames | None = None,
        hints: Hints | None = None,
    ) -> Context:
        """Return a fresh context for one rendering of one item."""
        item = self.items[key]
        return Context(
            item=item,
            area=area,
            cite=cite,
            hints=self.hints.get(key, NO_HINTS) if hints is None else hints,
            language=item.language or self.style.language,
            sorting=sorting,
        )

    def number_state(self, key: str) -> CiteState:
        """Return the state of an item outside any cite: its citation number only."""
        return NO_CITE._replace(number=self.numbers.get(key, 0))
