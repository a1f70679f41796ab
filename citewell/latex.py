r"""The LaTeX of bibliographies to the rich text of CSL. The only importer of pylatexenc.

A field is read as pieces: free text, whose capitals are a habit of its author, and fixed text,
which stood in braces to be left alone, or is markup. Accents, symbols and quotation marks become
characters, \emph and its like the tags of CSL-JSON. Commands that mean nothing here leave their
text. Knows nothing of entries and fields.

Sources: CSL-JSON, "HTML-like formatting tags"; "Tame the BeaST", section 10 (special characters).
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from pylatexenc.latex2text import LatexNodes2Text
from pylatexenc.latexwalker import (
    LatexCharsNode,
    LatexEnvironmentNode,
    LatexGroupNode,
    LatexMacroNode,
    LatexMathNode,
    LatexNode,
    LatexSpecialsNode,
    LatexWalker,
    get_default_latex_context_db,
)
from pylatexenc.macrospec import std_macro

_SPECIAL = re.compile(r"[\\{}$~%]|--|``|''|,,|!`|\?`")
_PERCENT = re.compile(r"(?<!\\)%")
_COMMAND = re.compile(r"\\[A-Za-z]*|[{}$]")
_TAG = re.compile(r"</?(?:i|b|sup|sub)>|<span [^<>]*>|</span>")
_SPACES = re.compile(r"[ \t\r\n]+")
_SCRIPT = re.compile(r"([\^_])\s*(\{[^{}]*\}|\\[A-Za-z]+|[^\s\\])")
_SCRIPTS = {"^": ("<sup>", "</sup>"), "_": ("<sub>", "</sub>")}

_ITALIC, _BOLD = ("<i>", "</i>"), ("<b>", "</b>")
_CAPITALS = ('<span style="font-variant:small-caps;">', "</span>")
_NOCASE = ('<span class="nocase">', "</span>")
_QUOTES = ("\u201c", "\u201d")
_MARKUP = {
    **dict.fromkeys(("emph", "textit", "textsl", "mkbibemph", "mkbibitalic"), _ITALIC),
    **dict.fromkeys(("textbf", "mkbibbold"), _BOLD),
    **dict.fromkeys(("textsc",), _CAPITALS),
    **dict.fromkeys(("textsuperscript", "mkbibsuperscript"), _SCRIPTS["^"]),
    **dict.fromkeys(("textsubscript", "mkbibsubscript"), _SCRIPTS["_"]),
    **dict.fromkeys(("enquote", "mkbibquote"), _QUOTES),
}
_SWITCHES = {
    **dict.fromkeys(("em", "it", "itshape", "sl", "slshape"), _ITALIC),
    **dict.fromkeys(("bf", "bfseries"), _BOLD),
    **dict.fromkeys(("sc", "scshape"), _CAPITALS),
}
_NAMES = {name: name for name in ("TeX", "LaTeX", "BibTeX", "XeTeX", "LuaTeX", "ConTeXt")}
_ADDRESSES = frozenset({"url", "path", "nolinkurl"})
# pylatexenc must be told which of these take an argument; and what it says of broken commands would
# go to the screen of a writer who can do nothing about it.
_CONTEXT = get_default_latex_context_db()
_CONTEXT.add_context_category(
    "bibliography",
    [*(std_macro(name, False, 1) for name in _MARKUP), std_macro("href", False, 2)],
    prepend=True,
)
logging.getLogger("pylatexenc").addHandler(logging.NullHandler())
_TO_TEXT = LatexNodes2Text(math_mode="text", strict_latex_spaces=False, keep_comments=True)


class Piece(NamedTuple):
    """A stretch of text; `fixed` where its capitals must stay."""

    text: str
    fixed: bool = False


def parse_latex(text: str) -> tuple[Piece, ...]:
    """Parse the value of a field, without the braces or quotation marks round it.

    Any text has a meaning: braces and dollar signs without a partner are passed over.
    """
    if not text:
        return ()
    text = _SPACES.sub(" ", text).strip()
    if not _SPECIAL.search(text):
        return (Piece(text),)
    # A percent sign begins a comment in LaTeX, but not in BibTeX.
    walker = LatexWalker(_PERCENT.sub(r"\\%", text), latex_context=_CONTEXT, tolerant_parsing=True)
    try:
        return tuple(_joined(_pieces(walker.get_latex_nodes()[0], fixed=False)))
    except Exception:  # noqa: BLE001  pylatexenc trips over broken commands in a dozen ways
        return (Piece(_COMMAND.sub("", text)),)


def render_rich(pieces: Iterable[Piece]) -> str:
    """Render pieces as the rich text of CSL-JSON."""
    return _SPACES.sub(" ", "".join(piece.text for piece in pieces)).strip(" \n")


def render_plain(pieces: Iterable[Piece]) -> str:
    """Render pieces as text without markup."""
    return _TAG.sub("", render_rich(pieces)).strip(" \n")


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Join neighbours that are free, so that a word with an accent is one piece."""
    for fixed, group in groupby(pieces, lambda piece: piece.fixed):
        if fixed:
            yield from group
        else:
            yield Piece("".join(piece.text for piece in group))


def _pieces(nodes: Iterable[LatexNode | None], *, fixed: bool) -> Iterator[Piece]:
    for node in nodes:
        if isinstance(node, LatexGroupNode):
            yield from _group(node, fixed=fixed)
        elif isinstance(node, LatexMacroNode):
            yield from _macro(node, fixed=fixed)
        elif isinstance(node, LatexMathNode):
            yield Piece(_math(node), fixed=True)
        elif isinstance(node, LatexEnvironmentNode):
            yield from _pieces(node.nodelist, fixed=fixed)
        elif isinstance(node, LatexCharsNode | LatexSpecialsNode):
            yield Piece(_characters(node), fixed)


def _characters(node: LatexNode) -> str:
    return str(_TO_TEXT.nodelist_to_text([node]))


def _group(node: LatexGroupNode, *, fixed: bool) -> Iterator[Piece]:
    """Read braces: a command's reach, an accented letter, or text whose capitals must stay."""
    first = node.nodelist[0] if node.nodelist else None
    name = first.macroname if isinstance(first, LatexMacroNode) else ""
    if name in _SWITCHES:
        yield from _wrapped(_SWITCHES[name], _pieces(node.nodelist[1:], fixed=True))
    elif fixed or name:
        yield from _pieces(node.nodelist, fixed=fixed)
    else:
        yield from _wrapped(_NOCASE, _pieces(node.nodelist, fixed=True))


def _wrapped(tags: tuple[str, str], inside: Iterable[Piece]) -> Iterator[Piece]:
    content = tuple(inside)
    if render_plain(content):
        yield Piece(tags[0], fixed=True)
        yield from content
        yield Piece(tags[1], fixed=True)


def _macro(node: LatexMacroNode, *, fixed: bool) -> Iterator[Piece]:
    name = node.macroname
    arguments = [found for found in node.nodeargd.argnlist if found] if node.nodeargd else []
    if name in _ADDRESSES and arguments:
        yield Piece(_verbatim(arguments[-1]), fixed=True)
    elif name in _MARKUP and arguments:
        yield from _wrapped(_MARKUP[name], _argument(arguments[-1], fixed=fixed))
    elif name == "href" and arguments:
        yield from _argument(arguments[-1], fixed=fixed)
    elif name not in _SWITCHES:
        yield Piece(_NAMES.get(name) or _characters(node), fixed)


def _argument(node: LatexNode, *, fixed: bool) -> Iterator[Piece]:
    """Read what a command applies to; its braces protect nothing."""
    nodes = node.nodelist if isinstance(node, LatexGroupNode) else [node]
    return _pieces(nodes, fixed=fixed)


def _verbatim(node: LatexNode) -> str:
    return str(node.latex_verbatim()).strip("{}").replace("\\", "")


def _math(node: LatexMathNode) -> str:
    """Read `$...$`: symbols become characters, `^` and `_` raised and lowered text."""
    inside = "".join(child.latex_verbatim() for child in node.nodelist if child)
    parts = []
    position = 0
    for match in _SCRIPT.finditer(inside):
        opening, closing = _SCRIPTS[match[1]]
        before = _TO_TEXT.latex_to_text(inside[position : match.start()])
        parts += [before, opening, _TO_TEXT.latex_to_text(match[2]), closing]
        position = match.end()
    return "".join([*parts, _TO_TEXT.latex_to_text(inside[position:])])
