"""The text of a field -> inline tree: inline HTML, quotation marks, apostrophes.

Fields may hold <i>, <b>, <sup>, <sub>, <sc> and the spans of CSL-JSON for small capitals, `nocase`
and `nodecor` (CSL-JSON, "HTML-like formatting tags"). Straight quotation marks become pairs that
the locale prints. Everything else is text.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from citewell.csl.rich import Inline, Node


def _unfolded(decomposition: str) -> str:
    """Return the text that a Unicode decomposition ("<super> 0054 004D") stands for."""
    return "".join(chr(int(code, 16)) for code in decomposition.split()[1:])


# Where Unicode has superscripts, up to the signs of Asia; to go through all would take each start
# some milliseconds. It forgot to call four of them so.
_WHERE = (
    *((0xAA, 0xBA), (0x2B0, 0x2B8), (0x2E0, 0x2E4), (0x10FC, 0x10FC), (0x1D2C, 0x1D78)),
    *((0x1D9B, 0x1DBF), (0x2070, 0x207F), (0x2120, 0x2122), (0x2C7D, 0x2C7D)),
    *((0x2D6F, 0x2D6F), (0x3192, 0x319F)),
)
_RAISED = {
    chr(code): _unfolded(decomposition)
    for first, last in _WHERE
    for code in range(first, last + 1)
    if (decomposition := unicodedata.decomposition(chr(code))).startswith("<super>")
} | {"\u02c0": "\u0294", "\u02c1": "\u0295", "\u06e5": "\u0648", "\u06e6": "\u064a"}
_SIGNS = "\"'\u201c\u201d\u2018\u2019" + "".join(_RAISED)
_SPECIAL = re.compile(
    r"</?(?:i|b|sup|sub|sc)>"
    r"|<span\s+style=\"font-variant:\s*small-caps;?\">"
    r"|<span\s+class=\"(?:nocase|nodecor|smallcaps)\">"
    r"|</span>"
    rf"|[{_SIGNS}]"
)
_HINT = re.compile(rf"[<«»{_SIGNS}]")
_MARKS = {
    "<i>": "italic",
    "<b>": "bold",
    "<sup>": "superscript",
    "<sub>": "subscript",
    "<sc>": "small-caps",
}
_SPAN_MARKS = {"nocase": "nocase", "nodecor": "nodecor"}
_CLOSERS = {"italic": "</i>", "bold": "</b>", "superscript": "</sup>", "subscript": "</sub>"}
_OPENING, _CLOSING = "\u201c\u2018", "\u201d\u2019"
_DOUBLE, _SINGLE = '"', "'"
APOSTROPHE = "\u2019"
# Nobody nests deeper by hand; beyond it, tags are text, so that no field can exhaust the stack.
_DEEPEST = 12


class _Frame(NamedTuple):
    """A tag or quotation mark that is still open: its mark, its own text, what closes it."""

    mark: str
    literal: str
    closer: str
    children: list[Inline]


def parse_field(text: str) -> Inline:
    """Return the inline tree of a field's text; a plain text stands for itself."""
    return text if not _HINT.search(text) else _parse(text)


def _parse(text: str) -> Inline:
    # French guillemets keep their spaces on the line.
    text = text.replace("« ", "«\u202f").replace(" »", "\u202f»")
    stack = [_Frame("", "", "", [])]
    position = 0
    for found in _SPECIAL.finditer(text):
        if found.start() > position:
            stack[-1].children.append(text[position : found.start()])
        position = found.end()
        sign = found.group()
        if sign[0] == "<":
            _take_tag(sign, stack)
        elif sign in _RAISED:
            stack[-1].children.append(Node([_RAISED[sign]], ("superscript",)))
        else:
            _take_quote(sign, _around(text, found), stack)
    if position < len(text):
        stack[-1].children.append(text[position:])
    while len(stack) > 1:
        _give_up(stack)
    children = stack[0].children
    return children[0] if len(children) == 1 else Node(_merged(children))


def _take_tag(sign: str, stack: list[_Frame]) -> None:
    if sign.startswith("</"):
        _close(sign, sign, stack)
    elif len(stack) > _DEEPEST:
        stack[-1].children.append(sign)
    else:
        mark, closer = _opening_tag(sign)
        stack.append(_Frame(mark, sign, closer, []))


def _opening_tag(sign: str) -> tuple[str, str]:
    if sign in _MARKS:
        mark = _MARKS[sign]
        return mark, _CLOSERS.get(mark, "</sc>")
    for name, mark in _SPAN_MARKS.items():
        if name in sign:
            return mark, "</span>"
    return "small-caps", "</span>"


def _around(text: str, found: re.Match[str]) -> tuple[str, str]:
    before = text[found.start() - 1] if found.start() else " "
    after = text[found.end()] if found.end() < len(text) else " "
    return before, after


def _take_quote(sign: str, around: tuple[str, str], stack: list[_Frame]) -> None:
    """Open or close a pair of quotation marks, or print an apostrophe."""
    before, after = around
    double = sign in '"“”'
    kind = _DOUBLE if double else _SINGLE
    # A mark next to a tag may do either; the text beyond the tag is not looked at.
    can_close = not before.isspace() and before not in "([\u2014\u2013" and not after.isalnum()
    can_open = not after.isspace() and not before.isalnum() and before not in ".,;:!?"
    if sign in _OPENING:
        can_open, can_close = True, False
    elif sign in _CLOSING:
        can_open = False
    fallback = sign if double else APOSTROPHE
    if sign == "\u2018":
        fallback = sign
    if can_close and _close(kind, fallback, stack, may_fail=can_open):
        return
    if can_open and len(stack) <= _DEEPEST:
        stack.append(_Frame("quotes", fallback, kind, []))
    elif not can_close:
        stack[-1].children.append(fallback)


def _close(closer: str, literal: str, stack: list[_Frame], *, may_fail: bool = False) -> bool:
    """Close the innermost frame that waits for `closer`; without one, print the literal."""
    waiting = next((i for i in range(len(stack) - 1, 0, -1) if stack[i].closer == closer), 0)
    if not waiting or (literal[0] != "<" and _crosses_tag(stack[waiting + 1 :])):
        if may_fail:
            return False
        stack[-1].children.append(literal)
        return True
    while len(stack) > waiting + 1:
        _give_up(stack)
    frame = stack.pop()
    if not frame.children and frame.mark == "quotes":
        # Nothing between them: two apostrophes.
        stack[-1].children.extend((frame.literal, literal))
        return True
    stack[-1].children.append(Node(_merged(frame.children), (frame.mark,)))
    return True


def _crosses_tag(frames: list[_Frame]) -> bool:
    return any(frame.mark != "quotes" for frame in frames)


def _give_up(stack: list[_Frame]) -> None:
    """Print the opener of the innermost frame as text: nothing closes it."""
    frame = stack.pop()
    stack[-1].children.extend((frame.literal, *frame.children))


def _merged(children: list[Inline]) -> list[Inline]:
    """Join neighbouring texts, so that no later step takes them for separate parts."""
    merged: list[Inline] = []
    for child in children:
        if isinstance(child, str) and merged and isinstance(merged[-1], str):
            merged[-1] += child
        else:
            merged.append(child)
    return merged
