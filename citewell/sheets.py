"""Style sheets and scripts as pages fetch them: without what is for people, values before rules.

A leaf. Designers keep the values in a file of their own, and comments where they want them; a
reader asks for one file less, and a smaller one. What a sheet asks for in turn is found here too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from citewell.record import Record

SHEET, SCRIPT = ".css", ".js"
# Each is published with those before it; the values never alone.
_VALUES = "theme.css"
_STACK = (_VALUES, "style.css", "more.css", "rich.css")
# Texts in quotation marks, comments, spare space round marks, other space (CSS Syntax Level 3, 4).
_TEXT = r"""("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')"""
_COMMENT = r"/\*.*?(?:\*/|\Z)"
_SPARE = rf"(:)\s+|\s*;?\s*(}})(?:\s|{_COMMENT})*|\s*([{{;,>!])\s*|\s+"
# Where space at the beginning of a line, or what looks like a comment, may be part of a text; and
# where a comment of HTML may begin once a space is gone.
_UNSURE = re.compile(r"`|/\*|\\$|<!", re.MULTILINE)
_LINE_FOR_PEOPLE = re.compile(r"^\s*(?://.*)?(?:\n|\Z)|^[ \t]+", re.MULTILINE)
# Of scripts: signs that need no space beside them, and those that need no end of a line either.
# A plus or minus keeps its distance from the next one: `a + +b` is no `a++b`.
_OPERATOR = r"[!=]==?|=>|[=():?&|>]|[+-](?:[ \t]+(?=[+-]))?"
_SIGN = re.compile(rf"{_TEXT}|[ \t]*([{{;,])\s*|\s*(}})[ \t]*|[ \t]*({_OPERATOR})[ \t]*")
_PIECE = re.compile(f"{_TEXT}|{_COMMENT}|{_SPARE}", re.DOTALL)
# Most sheets ask for nothing, and need not be read word by word.
_ASKING = re.compile(r"url\(|@import|image-set\(", re.IGNORECASE)
_QUOTED = r"""(?:"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')"""
_BARE = r"""(?:\\.|[^"'()\s\\])*"""
_WORD = re.compile(
    rf"""{_COMMENT}
    |(?P<url>(?<![-\w])url\(\s*(?P<address>{_QUOTED}|{_BARE})\s*(?:\)|\Z))
    |(?P<text>{_QUOTED})
    |(?P<rule>@[-\w]+)
    |(?P<call>(?<![-\w])[-\w]*\()
    |(?P<close>\))
    |(?P<end>[;{{}}])
    |\\.""",
    re.DOTALL | re.IGNORECASE | re.VERBOSE,
)
_ESCAPE = re.compile(r"\\(?:([0-9a-f]{1,6})\s?|\n|(.))", re.DOTALL | re.IGNORECASE)
_LAST = 0x10FFFF


class Address(Record, frozen=True):
    """What a style sheet asks for, and from where to where that stands in it."""

    address: str
    start: int
    end: int


def join_sheets(sheets: Mapping[str, str]) -> dict[str, str]:
    """Return style sheets by name as they are published.

    `theme.css` stands in `style.css`, that in `more.css`, and that in `rich.css`: a page fetches
    one of the three.
    """
    joined = {
        name: "\n".join(sheets[part] for part in _parts(name) if part in sheets)
        for name in sheets
        if name != _VALUES
    }
    return {name: squeeze(text) for name, text in joined.items()}


def _parts(name: str) -> tuple[str, ...]:
    """Return the sheets that are published as this one, in their order."""
    return _STACK[: _STACK.index(name) + 1] if name in _STACK else (name,)


def shorten(script: str) -> str:
    """Return a script without comments that have a line of their own and without spare space.

    One with a template or a long comment stays as it is: lines in there need not be what they seem.
    Where a slash is left, it may begin a regular expression, and space within lines is let be.
    """
    if _UNSURE.search(script):
        return script
    short = _LINE_FOR_PEOPLE.sub("", script)
    return short if "/" in short else _SIGN.sub(_kept, short)


def squeeze(sheet: str) -> str:
    """Return a style sheet without comments and spare space; texts in it stay as they are."""
    return _PIECE.sub(_squeezed, sheet).strip()


def _squeezed(piece: re.Match[str]) -> str:
    if piece[0].startswith("/*"):
        return ""
    return _kept(piece).strip() or " "


def _kept(piece: re.Match[str]) -> str:
    """Return the part of a piece that means something, if one part does."""
    return piece[piece.lastindex or 0]


def find_addresses(sheet: str) -> Iterator[Address]:
    """Yield what a browser fetches for a style sheet, in its order.

    It stands in `url(...)`, or in quotation marks behind `@import` or inside of `image-set(...)`
    (CSS Images 4, 2.4). The name of a language of XML is no address (CSS Namespaces 3, 2).
    """
    if not _ASKING.search(sheet):
        return
    rule, calls = "", list[str]()
    for word in _WORD.finditer(sheet):
        if word["rule"]:
            rule = word["rule"].lower()
        elif word["end"]:
            rule, calls = "", []
        elif word["call"]:
            calls.append(word["call"].lower())
        elif word["close"]:
            calls = calls[:-1]
        elif word["url"] and rule != "@namespace":
            yield _address(word, "address")
        elif word["text"] and (rule == "@import" or any("image-set" in call for call in calls)):
            yield _address(word, "text")


def _address(word: re.Match[str], group: str) -> Address:
    """Return the address in a word, its quotation marks and escapes taken off."""
    quoted = word[group][:1] in {'"', "'"}
    start, end = word.start(group) + quoted, word.end(group) - quoted
    return Address(_ESCAPE.sub(_unescaped, word.string[start:end]), start, end)


def _unescaped(escape: re.Match[str]) -> str:
    """Return the letter that an escape stands for (CSS Syntax Level 3, 4.3.7)."""
    if escape[1]:
        number = int(escape[1], 16)
        return chr(number) if 0 < number <= _LAST else "\ufffd"
    return escape[2] or ""
