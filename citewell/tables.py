"""Frames round tables: a wide one scrolls in its frame, for eyes, fingers and keys.

A leaf. If the table itself scrolled it would have to be a block, and screen readers would no longer
read it as a table. The frame takes focus, since not every browser lets the keys scroll what does
not. Who comes upon it by Tab must hear what it is: it is a group, and bears the words of the
table's caption or, for want of one, of its headings. As a region it would be one more landmark
among those of the page, for each table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_TABLE = re.compile(r"<(/?)table\b[^<>]*>", re.IGNORECASE)
_CAPTION = re.compile(r"<caption\b[^<>]*>(.*?)</caption>", re.IGNORECASE | re.DOTALL)
_HEADING = re.compile(r"<th\b[^<>]*>(.*?)</th>", re.IGNORECASE | re.DOTALL)
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


def _tables(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each table begins and ends that stands within no other."""
    start = depth = 0
    for tag in _TABLE.finditer(text):
        if not tag[1]:
            start = start if depth else tag.start()
            depth += 1
        elif depth:
            depth -= 1
            if not depth:
                yield start, tag.end()


def _words(table: str) -> str:
    """Return the words of a table's caption or of its headings, as the value of an attribute."""
    named = _CAPTION.findall(table)[:1] or _HEADING.findall(table)
    words = (" ".join(_TAG.sub("", each).split()) for each in named)
    return ", ".join(filter(None, words)).replace('"', "&quot;")
