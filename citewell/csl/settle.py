"""Inline tree -> pieces: flip-flopped formatting, nested quotation marks, mended punctuation.

The one place where neighbouring texts meet: whatever the style's affixes and delimiters pile up is
settled at the joins, once, on the flat sequence of texts and marks. What comes out is printed as it
stands. Knows nothing of items; takes quotation marks from the locale.
"""

from __future__ import annotations

import sys
from typing import NamedTuple, TypeAlias

from citewell.csl.rich import AFFIX, CITE, LINK, Inline


class Mark(NamedTuple):
    """The begin or end of a span: its name (`italic`, `link`, `cite` ...), and what it carries."""

    name: str
    opens: bool
    value: str = ""


Piece: TypeAlias = "str | Mark"
Pieces: TypeAlias = tuple[Piece, ...]


class Quotes(NamedTuple):
    """The quotation marks of a locale, and whether they take in a full stop and a comma."""

    open: str
    close: str
    open_inner: str
    close_inner: str
    punctuation_inside: bool


class _State(NamedTuple):
    """The formatting that stands round a node, property by property."""

    style: str = "font-style-normal"
    variant: str = "font-variant-normal"
    weight: str = "font-weight-normal"
    decoration: str = "no-decoration"
    vertical: str = "baseline"
    quotes: int = 0


_NORMAL = _State()
_PROPERTY = {
    "italic": 0, "oblique": 0, "font-style-normal": 0,
    "small-caps": 1, "font-variant-normal": 1,
    "bold": 2, "light": 2, "font-weight-normal": 2,
    "underline": 3, "no-decoration": 3,
    "superscript": 4, "subscript": 4, "baseline": 4,
}  # fmt: skip
_FIELDS = ("style", "variant", "weight", "decoration", "vertical")
_QUOTE = "quote"
_NOTHING = ("nocase",)
_NO_AFFIX = sys.maxsize


def settle(tree: Inline, quotes: Quotes) -> Pieces:
    """Return the pieces of a tree, in order, as they are to be printed."""
    if isinstance(tree, str):
        return (tree,) if tree else ()
    flat: list[Piece] = []
    _flatten(tree, _NORMAL, quotes, flat)
    return tuple(_tidy(_mend(flat, quotes)))


def _flatten(tree: Inline, state: _State, quotes: Quotes, out: list[Piece]) -> None:
    if isinstance(tree, str):
        out.append(tree)
        return
    if not tree.marks and not tree.tag:
        for child in tree.children:
            if type(child) is str:
                out.append(child)
            else:
                _flatten(child, state, quotes, out)
        return
    closers: list[Mark] = []
    if tree.tag in (LINK, CITE, AFFIX):
        out.append(Mark(tree.tag, True, str(tree.data)))
        closers.append(Mark(tree.tag, False, str(tree.data)))
    for name in tree.marks:
        state = _open(name, state, quotes, out, closers)
    for child in tree.children:
        _flatten(child, state, quotes, out)
    out.extend(reversed(closers))


def _open(
    name: str, state: _State, quotes: Quotes, out: list[Piece], closers: list[Mark]
) -> _State:
    """Write the opening mark of one kind of formatting, and return the state inside it."""
    if name in _NOTHING:
        return state
    if name == "quotes":
        inner = state.quotes % 2
        out.append(Mark(_QUOTE, True, quotes.open_inner if inner else quotes.open))
        closers.append(Mark(_QUOTE, False, quotes.close_inner if inner else quotes.close))
        return state._replace(quotes=state.quotes + 1)
    if name == "nodecor":
        for normal in _NORMAL[: len(_FIELDS)]:
            state = _open(str(normal), state, quotes, out, closers)
        return state
    if name in _PROPERTY:
        index = _PROPERTY[name]
        # Flip-flop: emphasis inside emphasis of the same kind is set upright again.
        wanted = str(_NORMAL[index]) if state[index] == name else name
        if state[index] == wanted:
            return state
        state = state._replace(**{_FIELDS[index]: wanted})  # type: ignore[arg-type]
        name = wanted
    out.append(Mark(name, True))
    closers.append(Mark(name, False))
    return state


# What two punctuation marks make when they meet ("period" then "colon" stay, "colon" then
# "period" is a colon). Pairs that are not here stay as they are.
_MEETING = {
    "::": ":", ":.": ":", ":!": "!", ":?": "?",
    "..": ".",
    ";:": ";", ";.": ";", ";;": ";", ";!": "!", ";?": "?",
    "!:": "!", "!.": "!", "!!": "!",
    "?:": "?", "?.": "?", "??": "?",
    ",,": ",",
    "  ": " ", "\u00a0 ": "\u00a0", "\u202f ": "\u202f",
}  # fmt: skip
# Here the space goes, and the mark meets what stands before it.
_SPACE_DROPS = frozenset({" ,", " ."})
_MAY_COLLIDE = frozenset(".,:;!? ")
_MOVES_INSIDE = frozenset(".,!?")


class _Joints:
    """Pieces as they are put together; every text meets the one before it, through the marks."""

    def __init__(self, quotes: Quotes) -> None:
        self.punctuation_inside = quotes.punctuation_inside
        self.pieces: list[Piece] = []
        # Where the texts stand that may still change, and whether a quotation ends before each.
        self.texts: list[tuple[int, bool]] = []
        self.quoted = False
        self.affix_start = _NO_AFFIX

    def add_mark(self, mark: Mark) -> None:
        if mark.name == AFFIX:
            self.affix_start = len(self.texts) if mark.opens else _NO_AFFIX
            return
        self.pieces.append(mark)
        if mark.name == _QUOTE:
            self.quoted = not mark.opens
            if mark.opens:
                self.texts.clear()
                self.affix_start = 0 if self.affix_start < _NO_AFFIX else _NO_AFFIX

    def add_text(self, text: str) -> None:
        while text and text[0] in _MAY_COLLIDE and self.texts:
            if len(self.texts) > self.affix_start:
                break  # inside one affix everything stands as it was written
            index, quoted_before = self.texts[-1]
            before = str(self.pieces[index])
            before, text = _meet(before, text, self.quoted, self.punctuation_inside)
            self.pieces[index] = before
            if before:
                break
            self.texts.pop()
            self.quoted = self.quoted or quoted_before
        if text:
            self.texts.append((len(self.pieces), self.quoted))
            self.pieces.append(text)
            self.quoted = False


def _mend(flat: list[Piece], quotes: Quotes) -> list[Piece]:
    """Settle every join of two texts."""
    joints = _Joints(quotes)
    for piece in flat:
        if isinstance(piece, Mark):
            joints.add_mark(piece)
        else:
            joints.add_text(piece)
    return joints.pieces


def _meet(before: str, after: str, quoted: bool, inside: bool) -> tuple[str, str]:
    """Return two neighbouring texts as they stand together."""
    while after and before:
        pair = before[-1] + after[0]
        if quoted:
            if not inside or after[0] not in _MOVES_INSIDE:
                return _meet_outside(before, after)
            before, after = before[:-1] + _MEETING.get(pair, pair), after[1:]
        elif pair in _SPACE_DROPS:
            before = before[:-1]
        elif pair in _MEETING:
            before, after = before[:-1] + _MEETING[pair], after[1:]
        else:
            return before, after
    return before, after


def _meet_outside(before: str, after: str) -> tuple[str, str]:
    """Drop punctuation after a closing quotation mark that the text inside makes needless."""
    pair = before[-1] + after[0]
    if pair in ("!.", "?.", "!:", "?:", "..", "!!", "??"):
        return before, after[1:]
    return before, after


def _tidy(pieces: list[Piece]) -> list[Piece]:
    """Print the quotation marks, join neighbouring texts, and drop spans that hold nothing."""
    out: list[Piece] = []
    for piece in pieces:
        if not isinstance(piece, Mark):
            text = piece
        elif piece.name == _QUOTE:
            text = piece.value
        else:
            previous = out[-1] if out else ""
            if isinstance(previous, Mark) and previous.opens and _closes(piece, previous):
                out.pop()
            else:
                out.append(piece)
            continue
        if out and isinstance(out[-1], str):
            out[-1] += text
        elif text:
            out.append(text)
    return out


def _closes(piece: Piece, opening: Mark) -> bool:
    return isinstance(piece, Mark) and not piece.opens and piece.name == opening.name
