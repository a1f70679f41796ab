"""What the citation engine is given to print for one text, and what it prints: plain data.

Between `cite`, which writes the one and reads the other, and `printing`, which has the engine. What
is printed follows from the manuscript and the style alone, so that it can be remembered.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

from citewell.identity import identify
from citewell.model import Body, Call, Cite, CiteItem, Prose
from citewell.record import Record

# What may stand in the part of an address behind `#` (RFC 3986, 3.5).
_PLACE = "/?:@!$&'()*+,;=-._~"


class Standing(Record, frozen=True):
    """A citation in its place among all that are read.

    `note` is the number of the note that it is, or stands in, under a style of notes. `within`
    tells that it stands in a footnote of the author.
    """

    cite: Cite
    note: int
    within: bool


class Manuscript(Record, frozen=True):
    """The citations of a text as they are read, and their sources.

    `items` are the CSL variables of all sources by key, `uncited` are those to be listed although
    nothing cites them. `own` is the record of the text itself, if others are to cite it.
    """

    citations: tuple[Standing, ...]
    items: Mapping[str, Mapping[str, Any]]
    uncited: tuple[str, ...] = ()
    own: Mapping[str, Any] | None = None

    @property
    def identity(self) -> str:
        """What stands for all of it; where in its file a citation was written is no part of it."""
        citations = [
            (one.note, one.within, one.cite.narrative, [_words(item) for item in one.cite.items])
            for one in self.citations
        ]
        return identify(citations, self.items, self.uncited, self.own)


def _words(item: CiteItem) -> tuple[str, str, str, bool]:
    return item.key, item.prefix, item.suffix, item.suppress_author


class PrintedCitation(Record, frozen=True):
    """A citation as HTML; `lead` stands in the sentence before the mark of its note."""

    words: str
    lead: str = ""


class PrintedEntry(Record, frozen=True):
    """An entry of the list of references as HTML."""

    key: str
    html: str


class Print(Record, frozen=True):
    """What a style makes of a manuscript: a citation for each, and the list of references.

    `hanging`, `columns` and `spacing` are as in a `Bibliography`; `own` is how others cite the
    text. `identity` stands for the style, its language and the manuscript.
    """

    identity: str
    by_notes: bool
    citations: tuple[PrintedCitation, ...]
    entries: tuple[PrintedEntry, ...]
    hanging: bool
    columns: bool
    spacing: int
    own: str


Press = Callable[[Manuscript], Print]


class UnprintableError(Exception):
    """The style cannot print the source with this key; without a key, it is not known which."""

    def __init__(self, key: str, message: str) -> None:
        self.key = key
        self.message = message
        super().__init__(message)


def place_of(key: str) -> str:
    """Return the address of a source's entry within its page."""
    return f"#ref-{quote(key, safe=_PLACE)}"


def read_through(prose: Prose) -> list[Standing]:
    """Return all citations as one meets them who reads each footnote where it is first called."""
    standing: list[Standing] = []
    for note, piece in enumerate(called(prose.body, by_notes=True), start=1):
        within = isinstance(piece, Call)
        part = prose.footnotes[piece.footnote] if isinstance(piece, Call) else (piece,)
        standing += [Standing(cite, note, within) for cite in part if isinstance(cite, Cite)]
    return standing


def called(body: Body, *, by_notes: bool) -> dict[Cite | Call, None]:
    """Return what is called from a text in its order, each once: footnotes, citations too if so."""
    kinds = Cite | Call if by_notes else Call
    return dict.fromkeys(piece for piece in body if isinstance(piece, kinds))
