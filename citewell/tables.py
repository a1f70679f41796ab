"""Frames round tables: a wide one scrolls in its frame, for eyes, fingers and keys.

A leaf. If the table itself scrolled it would have to be a block, and screen readers would no longer
read it as a table. The frame takes focus, since not every browser lets the keys scroll what does
not. Who comes upon it by Tab must hear what it is: it is a group, and bears the words of the
table's caption or, for want of one, of its headings. As a region it would be one more landmark
among those of the page, for each table.
"""

from __future__ import annotations

import re

# One that is not closed goes on to the end (HTML, "Comment state").
_COMMENT = r"<!--(?:-?>|.*?(?:--!?>|\Z))"
_COMMENTS = re.compile(_COMMENT, re.DOTALL)
_TABLE = re.compile(rf"{_COMMENT}|<(/?)table\b[^<>]*>", re.IGNORECASE | re.DOTALL)
# HTML lets headings and cells go unclosed: each goes on to the next of these.
_PART = re.compile(r"<(/?(?:caption|th|td|tr|table))\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")


def frame_tables(text: str, unsaid: re.Pattern[str]) -> str:
    """Return HTML with a frame round each table, but for those within another.

    What is `unsaid` is left out of the words that a frame bears.
    """
    pieces = []
    position = 0
    for start, end in _tables(text):
        table = text[start:end]
        words = _words(unsaid.sub("", table))
        name = f' aria-label="{words}"' if words else ""
        frame = f'<div class="table" role="group" tabindex="0"{name}>{table}</div>'
        pieces += [text[position:start], frame]
        position = end
    return "".join([*pieces, text[position:]])


def _tables(text: str) -> list[tuple[int, int]]:
    """Return where each table begins and ends that stands within no other.

    One that is never closed counts for nothing, and nor does one in a comment.
    """
    opened = list[int]()
    whole = list[tuple[int, int]]()
    for tag in _TABLE.finditer(text):
        if tag[1] == "":
            opened.append(tag.start())
        elif tag[1] and opened:
            start = opened.pop()
            while whole and whole[-1][0] > start:
                whole.pop()
            whole.append((start, tag.end()))
    return whole


def _words(table: str) -> str:
    """Return the words of a table's caption or of its headings, as the value of an attribute."""
    _, *parts = _PART.split(_COMMENTS.sub("", table))
    named = [(name.lower(), words) for name, words in zip(parts[::2], parts[1::2], strict=True)]
    captions = [words for name, words in named if name == "caption"]
    chosen = captions[:1] or [words for name, words in named if name == "th"]
    said = (" ".join(_TAG.sub("", words).split()) for words in chosen)
    return ", ".join(filter(None, said)).replace('"', "&quot;")
