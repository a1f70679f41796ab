"""Footnotes: which mark in a text calls which, and what is wrong with them.

Part of `markup`, which finds out by Markdown what is a mark, what begins a footnote, and what is
code. A footnote is called by its label, `[^1]`, and begins where a line begins with that and a
colon.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from citewell.model import Call, Cite, Prose, Source, Span, Target
from citewell.problems import Level, Problem, nearest
from citewell.record import Record

# What stands behind a backslash begins nothing.
_LABEL = re.compile(r"\\.|\[\^(?P<name>[^\[\]\n]+)\]")
_BEFORE, _AFTER = len("[^"), len("]")


class Label(Record, frozen=True):
    """The label of a footnote, where it is called or where the footnote begins.

    `span` is that of the name alone, without its brackets.
    """

    name: str
    span: Span

    @property
    def whole(self) -> Span:
        """Where the label stands, brackets and all."""
        return Span(self.span.start - _BEFORE, self.span.end + _AFTER)


Piece = str | Cite | Target | Label
Footnote = tuple[Label, Sequence[Piece]]


def find_labels(source: Source, span: Span) -> Iterator[Label]:
    """Yield all that may be a label, in the order of the text; code is not told apart."""
    if source.text.find("[^", span.start) < 0:
        return
    for match in _LABEL.finditer(source.text, span.start, span.end):
        if match["name"]:
            yield Label(match["name"].strip(), Span(*match.span("name")))


def tie(source: Source, text: Sequence[Piece], footnotes: Sequence[Footnote]) -> Prose:
    """Return a text and the footnotes that it calls, in the order of their first calls.

    `footnotes` are those of the source in its order. Problems are in the result: labels without a
    footnote, and footnotes without a call or with a name that another has.
    """
    known = {label.name: (label, pieces) for label, pieces in reversed(footnotes)}
    called = dict.fromkeys(one.name for one in _labels(text) if one.name in known)
    numbers = {name: number for number, name in enumerate(called)}
    return Prose(
        tuple(_tied(text, numbers)),
        tuple(tuple(_tied(known[name][1], {})) for name in called),
        (
            *_unknown(source, text, known, called),
            *_twice(source, footnotes, known),
            *_nested(source, text, footnotes),
            *_uncalled(source, text, footnotes),
        ),
    )


def _labels(pieces: Iterable[Piece]) -> Iterator[Label]:
    return (piece for piece in pieces if isinstance(piece, Label))


def _tied(
    pieces: Iterable[Piece], numbers: Mapping[str, int]
) -> Iterator[str | Cite | Target | Call]:
    """Yield pieces with calls for labels; a label that calls nothing is told of elsewhere."""
    for piece in pieces:
        if not isinstance(piece, Label):
            yield piece
        elif piece.name in numbers:
            yield Call(numbers[piece.name])


def _unknown(
    source: Source, text: Iterable[Piece], known: Mapping[str, Footnote], called: Iterable[str]
) -> Iterator[Problem]:
    waiting = [name for name in known if name not in set(called)]
    for label in _labels(text):
        if label.name not in known:
            other = [*nearest(label.name, known), *waiting][:1]
            way_out = f"did you mean [^{other[0]}]?" if other else r"\[ for a plain bracket"
            hint = f"write [^{label.name}]: ... on a line of its own, or {way_out}"
            yield source.problem(label.whole, f"there is no footnote '{label.name}'", hint)


def _twice(
    source: Source, footnotes: Iterable[Footnote], known: Mapping[str, Footnote]
) -> Iterator[Problem]:
    for label, _ in footnotes:
        first = known[label.name][0]
        if first != label:
            line = source.locate(first.span.start)[0]
            hint = f"the first stands in line {line}; give one of them another name"
            yield source.problem(label.whole, f"two footnotes are called '{label.name}'", hint)


def _nested(
    source: Source, text: Iterable[Piece], footnotes: Iterable[Footnote]
) -> Iterator[Problem]:
    """Yield a problem for each call from another footnote, or from the middle of a citation."""
    parts = [text, *(pieces for _, pieces in footnotes)]
    for label in (label for _, pieces in footnotes for label in _labels(pieces)):
        hint = "write its words here, or call it from the text"
        yield source.problem(label.whole, "a footnote cannot call another", hint)
    for cite in (piece for part in parts for piece in part if isinstance(piece, Cite)):
        for label in find_labels(source, cite.span):
            hint = f"put it behind the citation: [@one][^{label.name}]"
            yield source.problem(label.whole, "a citation cannot call a footnote", hint)


def _uncalled(
    source: Source, text: Iterable[Piece], footnotes: Sequence[Footnote]
) -> Iterator[Problem]:
    """Yield a warning for each footnote that nothing calls, wrongly or not.

    Where something is called that is not there, one may be the other misspelt, and is told once.
    """
    parts = [text, *(pieces for _, pieces in footnotes)]
    called = {label.name for part in parts for label in _labels(part)}
    names = {label.name for label, _ in footnotes}
    for label, _ in footnotes if called <= names else ():
        if label.name not in called:
            message = f"nothing leads to the footnote '{label.name}', so it is left out"
            hint = f"write [^{label.name}] in the text, where it belongs"
            yield source.problem(label.whole, message, hint, Level.WARNING)
