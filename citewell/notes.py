"""A text with its citations and notes as HTML; its notes are one sequence, whatever they hold.

Part of `cite`. The author's footnotes are notes under every style. Under a style of notes each
citation of the text is one too, and all are numbered together, as the text calls them. A citation
that stands in a footnote is written there: there are no notes to notes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import count

from citewell.holdings import Library
from citewell.manuscript import Print, Standing, called
from citewell.marks import render_marks
from citewell.model import Body, Call, Cite, Note, Prose, Span, Target, Text
from citewell.record import Record

# The mark of a citation in a style of notes, or in one of numbers that raises them above the line.
MARK = r'(?:<sup class="citation"|<span class="citation" id="cite-[0-9]+"><sup>)'
_SPACE_BEFORE_MARK = re.compile(rf"\s+(?={MARK})")
_TAGS = re.compile(r"<[^>]*>")
_LAST_STOP = re.compile(r"\.((?:</[a-z]+>|[\"'\u2019\u201d\u00bb])*)$")
_STOPS = re.compile(r"\s*[.,;:!?)\]]")


class Written(Record, frozen=True):
    """A text as HTML with citations and marks of notes in it, and the notes."""

    text: Text
    notes: tuple[Note, ...]


class Writer(Record, frozen=True, dict=True):
    """Puts what was printed into its places.

    `printed` has a citation for each in `standing`; `say` says a word in the text's language.
    """

    library: Library
    say: Callable[..., str]
    standing: Sequence[Standing]
    printed: Print

    def write(self, prose: Prose) -> Written:
        """Write a text and its notes."""
        calls = called(prose.body, by_notes=self.printed.by_notes)
        numbers = {piece: number for number, piece in enumerate(calls, start=1)}
        return Written(
            tuple(_together(self._text(prose.body, numbers))),
            tuple(self._notes(prose, numbers)),
        )

    @cached_property
    def _numbers(self) -> Mapping[Span, int]:
        """The number of each citation, from 1, by its place."""
        return {each.cite.span: n for n, each in enumerate(self.standing, start=1)}

    @cached_property
    def _listed(self) -> Sequence[str]:
        """The keys of the list of references, in its order."""
        return [entry.key for entry in self.printed.entries]

    def _text(self, body: Body, numbers: Mapping[Cite | Call, int]) -> Iterator[str | Target]:
        calls = count(1)
        for piece in body:
            if isinstance(piece, Call):
                yield _call(f'id="fnref-{next(calls)}"', numbers[piece], ' class="footnote-ref"')
            elif isinstance(piece, Cite) and piece in numbers:
                yield self._note_mark(self._numbers[piece.span], numbers[piece])
            elif isinstance(piece, Cite):
                yield self._citation(self._numbers[piece.span])
            else:
                yield piece

    def _note_mark(self, number: int, note: int) -> str:
        mark = _call(f'class="citation" id="cite-{number}"', note)
        return f"{self.printed.citations[number - 1].lead}{mark}{self._warnings(number)}"

    def _citation(self, number: int) -> str:
        """Return a citation that stands in the text, or in a footnote as it would in the text."""
        return self._marked(number, self.printed.citations[number - 1].words)

    def _marked(self, number: int, inner: str) -> str:
        return f'<span class="citation" id="cite-{number}">{inner}</span>{self._warnings(number)}'

    def _warnings(self, number: int) -> str:
        """Return marks after the citation for those of its sources that are not sound."""
        sources = (self.library[item.key] for item in self.standing[number - 1].cite.items)
        return render_marks(sources, self._listed, self.say)

    def _notes(self, prose: Prose, numbers: Mapping[Cite | Call, int]) -> Iterator[Note]:
        calls = list(enumerate((each for each in prose.body if isinstance(each, Call)), start=1))
        for piece, number in numbers.items():
            if isinstance(piece, Call):
                text = tuple(_together(self._footnote(prose.footnotes[piece.footnote])))
                yield Note(number, text, tuple(f"fnref-{n}" for n, each in calls if each == piece))
            else:
                own = self._numbers[piece.span]
                words = self.printed.citations[own - 1].words
                yield Note(number, (words,), (f"cite-{own}",))

    def _footnote(self, body: Body) -> Iterator[str | Target]:
        for place, piece in enumerate(body):
            if isinstance(piece, str | Target):
                yield piece
            elif isinstance(piece, Cite) and not self.printed.by_notes:
                yield self._citation(self._numbers[piece.span])
            elif isinstance(piece, Cite):
                yield self._in_footnote(self._numbers[piece.span], body[:place], body[place + 1 :])

    def _in_footnote(self, number: int, before: Body, after: Body) -> str:
        """Return a citation of a style of notes as it is written within a footnote.

        That is as pandoc does it: first in the footnote it stands by itself, behind the name of its
        author a comma comes before it, and elsewhere it is in round brackets.
        """
        citation = self.printed.citations[number - 1]
        lead, words = citation.lead, citation.words
        if lead:
            return self._marked(number, f"{lead}, {_without_stop(words)}")
        if any(not isinstance(piece, str) or _TAGS.sub("", piece).strip() for piece in before):
            return self._marked(number, f"({_without_stop(words)})")
        follows = after[0] if after and isinstance(after[0], str) else ""
        return self._marked(number, _without_stop(words) if _STOPS.match(follows) else words)


def _call(attributes: str, note: int, kind: str = "") -> str:
    return f'<sup {attributes}><a role="doc-noteref"{kind} href="#fn-{note}">{note}</a></sup>'


def _without_stop(words: str) -> str:
    """Return HTML without the full stop at its end; the sentence round it has one of its own."""
    return _LAST_STOP.sub(r"\1", words)


def _together(pieces: Iterable[str | Target]) -> Iterator[str | Target]:
    """Put ready pieces together; a raised mark of a citation takes no space before it."""
    ready: list[str] = []
    for piece in pieces:
        if isinstance(piece, str):
            ready.append(piece)
        else:
            yield _joined(ready)
            yield piece
            ready = []
    yield _joined(ready)


def _joined(ready: Iterable[str]) -> str:
    return _SPACE_BEFORE_MARK.sub("", "".join(ready))
