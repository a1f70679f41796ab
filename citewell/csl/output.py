"""Pieces -> HTML or plain text.

The last step. What the marks look like is a Dialect's business: the site's HTML carries classes
and never an inline style; another dialect can be handed in. Everything is escaped here, and only
here do addresses become links.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from citewell.csl.rich import CITE, LINK
from citewell.csl.settle import Mark, Piece

# Schemes that may stand in an href. Anything else stays text: `javascript:` is a script.
SAFE_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s<>\"]+", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s<>\"“”«»]+", re.IGNORECASE)
_TRAILING = ".,;:!?)]}\u2019'"
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


def _span(name: str) -> tuple[str, str]:
    return f'<span class="{name}">', "</span>"


SITE_MARKS: Mapping[str, tuple[str, str]] = {
    "italic": ("<i>", "</i>"),
    "bold": ("<b>", "</b>"),
    "superscript": ("<sup>", "</sup>"),
    "subscript": ("<sub>", "</sub>"),
    "oblique": _span("oblique"),
    "small-caps": _span("small-caps"),
    "underline": _span("underline"),
    "light": _span("light"),
    "font-style-normal": _span("font-style-normal"),
    "font-variant-normal": _span("font-variant-normal"),
    "font-weight-normal": _span("font-weight-normal"),
    "no-decoration": _span("no-decoration"),
    "baseline": _span("baseline"),
    "block": _span("csl-block"),
    "left-margin": _span("csl-left-margin"),
    "right-inline": _span("csl-right-inline"),
    "indent": _span("csl-indent"),
}


class Dialect(NamedTuple):
    """How marks become HTML: what opens and closes each, what is escaped, whether to link."""

    marks: Mapping[str, tuple[str, str]] = SITE_MARKS
    escapes: Mapping[int, str] = _ESCAPES
    links: bool = True


SITE = Dialect()


def render_text(pieces: Iterable[Piece]) -> str:
    """Return the pieces as plain text, exactly what the style prints."""
    return "".join([piece for piece in pieces if isinstance(piece, str)])


def render_html(
    pieces: Iterable[Piece],
    dialect: Dialect = SITE,
    cite_href: Callable[[str], str] | None = None,
) -> str:
    """Return the pieces as HTML.

    `cite_href` turns the key of a cite into an address, `#ref-weitz2014`; without it cites are
    not linked. Links to sources (DOI, URL ...) are made as the dialect says.
    """
    within = () if cite_href is None else (CITE,)
    linked = _link_addresses(pieces, within) if dialect.links else pieces
    out: list[str] = []
    for piece in linked:
        if isinstance(piece, str):
            out.append(piece.translate(dialect.escapes))
        elif piece.name == CITE:
            out.append(_cite(piece, dialect, cite_href))
        elif piece.name == LINK:
            out.append(_link(piece, dialect))
        else:
            opener, closer = dialect.marks.get(piece.name, ("", ""))
            out.append(opener if piece.opens else closer)
    return "".join(out)


def _cite(mark: Mark, dialect: Dialect, cite_href: Callable[[str], str] | None) -> str:
    if cite_href is None:
        return ""
    if not mark.opens:
        return "</a>"
    href = cite_href(mark.value).translate(dialect.escapes)
    return f'<a role="doc-biblioref" href="{href}">'


def _link(mark: Mark, dialect: Dialect) -> str:
    if not dialect.links or not SAFE_ADDRESS.fullmatch(mark.value):
        return ""
    return f'<a href="{mark.value.translate(dialect.escapes)}">' if mark.opens else "</a>"


def _link_addresses(pieces: Iterable[Piece], within: tuple[str, ...]) -> list[Piece]:
    """Make links of the addresses in running text, outside the links that are there.

    Spans named in `within` are links already: HTML has no link inside a link.
    """
    out: list[Piece] = []
    outer = depth = 0
    for piece in _widen_links(pieces):
        if isinstance(piece, Mark):
            change = 1 if piece.opens else -1
            outer += change if piece.name in within else 0
            depth += change if piece.name == LINK else 0
            if not (outer and piece.name == LINK):
                out.append(piece)
        elif outer or depth or "://" not in piece:
            out.append(piece)
        else:
            out.extend(_linked_text(piece))
    return out


def _widen_links(pieces: Iterable[Piece]) -> list[Piece]:
    """Let a link take in the beginning of its address, which stands in the text before it.

    A style prints a DOI as "https://doi.org/" and the variable: one link round both.
    """
    out: list[Piece] = []
    for piece in pieces:
        before = out[-1] if out else ""
        if (
            isinstance(piece, Mark)
            and piece.name == LINK
            and piece.opens
            and isinstance(before, str)
        ):
            start = _address_at_end(before)
            out[-1:] = [before[:start], piece, before[start:]]
        else:
            out.append(piece)
    return out


def _address_at_end(text: str) -> int:
    """Return where the address begins that the text ends with; the text's end if there is none."""
    last = max(text.rfind("http://"), text.rfind("https://"))
    return last if last >= 0 and _ADDRESS.fullmatch(text, last) else len(text)


def _linked_text(text: str) -> list[Piece]:
    out: list[Piece] = []
    position = 0
    for found in _ADDRESS.finditer(text):
        address = found.group().rstrip(_TRAILING)
        if address.count("(") > address.count(")") and found.group()[len(address) :][:1] == ")":
            address += ")"
        if position < found.start():
            out.append(text[position : found.start()])
        out += [Mark(LINK, True, address), address, Mark(LINK, False, address)]
        position = found.start() + len(address)
    if position < len(text):
        out.append(text[position:])
    return out
