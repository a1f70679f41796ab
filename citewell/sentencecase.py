"""Title Case to sentence case, for English titles in BibTeX.

BibTeX's authors write "The Body Keeps the Score" and leave small letters to the style; CSL's
styles expect "The body keeps the score" and can only make capitals. So the capitals that are mere
habit are taken away here, and what the author put in braces is left alone. Knows nothing of
entries, and of LaTeX only its pieces.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from citewell.latex import Piece

_WORD = re.compile(r"[^\W\d_](?:[\w]|['\u2019](?=\w))*")
_SENTENCE_START = re.compile(r"(?:^|[.?!:]['\"\u201d\u2019)\]]*\s+)['\"\u201c\u2018(\[]*$")
_TAG = re.compile(r"<[^<>]*>")
# Enough to see the end of a sentence with its quotation marks.
_LOOK_BACK = 12


def sentence_case(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Return the pieces with the capitals of Title Case taken away.

    The first word of a title and of a part after a colon or full stop stays, and so do single
    letters ("vitamin C") and words with capitals inside ("DNA", "iPhone"). The article "A" is a
    word like any other.
    """
    return tuple(_lowered(pieces))


def _lowered(pieces: Iterable[Piece]) -> Iterator[Piece]:
    before = ""
    for piece in pieces:
        text = piece.text if piece.fixed else _lower_words(piece.text, before)
        yield piece._replace(text=text)
        seen = _TAG.sub("", text) if piece.fixed else text
        before = (before + seen)[-_LOOK_BACK:] if before + seen else ""


def _lower_words(text: str, before: str) -> str:
    """Return the text with its words lowered; `before` is the end of what stands before it."""

    def lowered(match: re.Match[str]) -> str:
        word = match[0]
        left = before if match.start() < _LOOK_BACK else ""
        left += text[max(0, match.start() - _LOOK_BACK) : match.start()]
        if not left.strip("'\"\u201c\u2018([ "):
            return word[0].upper() + word[1:] if word.islower() else word
        continues = left[-1].isalnum()
        single = len(word) == 1 and word != "A"
        if continues or single or _SENTENCE_START.search(left):
            return word
        return word.lower() if word[0].isupper() and word[1:] == word[1:].lower() else word

    return _WORD.sub(lowered, text)
