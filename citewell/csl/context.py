"""What a rendering element sees while one cite or one entry is rendered.

A Context is made for each cite and each entry and thrown away with it. Elements read the item and
the cite from it; the tally of variables (for groups) and the variables already printed by
`cs:substitute` are the only things that they write.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeAlias

from citewell.csl.citation_label import citation_label
from citewell.csl.items import Item, Name
from citewell.csl.rich import Inline

CITATION, BIBLIOGRAPHY = 0, 1


class CiteState(NamedTuple):
    """What is known of a cite beyond its item ("Position", "Locators")."""

    locator: str = ""
    label: str = "page"
    positions: frozenset[str] = frozenset({"first"})
    first_note: int = 0
    number: int = 0
    is_narrative: bool = False


class Hints(NamedTuple):
    """What disambiguation decided for an item ("Disambiguation")."""

    names_shown: int = 0
    given: Mapping[Name, int] = {}
    first_only: bool = False
    condition: bool = False
    year_suffix: str = ""


class SortNames(NamedTuple):
    """`names-min`, `names-use-first` and `names-use-last` of a sort key; None where not given."""

    minimum: int | None = None
    use_first: int | None = None
    use_last: bool | None = None


NO_HINTS = Hints()
NO_CITE = CiteState()


class Context:
    """One rendering of one item; it counts what was called for and what was filled."""

    __slots__ = (
        *("area", "called", "cite", "filled", "hints", "item", "language", "omits_author"),
        *("printed", "sorting", "substituting", "suppressed"),
    )

    def __init__(  # noqa: PLR0913  made in one place, with each fact by its name
        self,
        item: Item,
        area: int,
        cite: CiteState = NO_CITE,
        hints: Hints = NO_HINTS,
        *,
        language: str = "en",
        sorting: SortNames | None = None,
    ) -> None:
        self.item = item
        self.area = area
        self.cite = cite
        self.hints = hints
        self.language = language
        self.sorting = sorting
        self.substituting = 0
        self.omits_author = False
        self.suppressed: set[str] = set()
        self.printed: list[str] = []
        self.called = 0
        self.filled = 0

    def text(self, variable: str) -> str:
        """Return the text of a variable for printing, and count it for the group round it."""
        value = self.item.text.get(variable)
        if value is None:
            value = self.peek(variable)
        if value or variable != "year-suffix":
            # A year suffix that is not needed must not empty the group of a date ("n.d.").
            self.called += 1
        if not value or variable in self.suppressed:
            return ""
        self.filled += 1
        self.printed.append(variable)
        return value

    def peek(self, variable: str) -> str:
        """Return the text of a variable, as the cite or the item has it, or ""."""
        value = self.item.text.get(variable)
        if value is not None:
            return value
        own = OTHERWISE.get(variable)
        return own(self) if own else ""


def _citation_number(context: Context) -> str:
    return str(context.cite.number) if context.cite.number else ""


def _first_note(context: Context) -> str:
    return str(context.cite.first_note) if context.cite.first_note else ""


# Variables that an item need not bring: the cite has them, they are made up, or they have changed
# their name.
OTHERWISE: Mapping[str, Callable[[Context], str]] = {
    "locator": lambda context: context.cite.locator,
    "citation-label": lambda context: citation_label(context.item),
    "citation-number": _citation_number,
    "first-reference-note-number": _first_note,
    "event": lambda context: context.item.text.get("event-title", ""),
    "year-suffix": lambda context: context.hints.year_suffix,
}

Renderer: TypeAlias = "Callable[[Context], Inline | None]"
Test: TypeAlias = "Callable[[Context], bool]"
