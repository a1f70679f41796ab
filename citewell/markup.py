"""Markdown to HTML in pieces, citations kept with their places. The only importer of markdown.

Python-Markdown says nothing about where a piece of text came from. So citations are found in the
source first and each is *marked*: swapped for a short mark that passes through Markdown untouched.
An inline rule *confirms* the marks that stand in running text; what was never confirmed stood in
code, in raw HTML or in a link, and is *restored* to what the writer wrote. Markdown alone decides
what is code, and every citation keeps its line and column.

Knows nothing of references, styles or addresses. No mark leaves this module.
"""

from __future__ import annotations

import html
import re
import string
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any
from xml.etree.ElementTree import Element

import markdown
from markdown.extensions import Extension
from markdown.extensions.abbr import AbbrExtension
from markdown.extensions.attr_list import AttrListExtension
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.fenced_code import FencedCodeExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.md_in_html import MarkdownInHtmlExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.extensions.toc import TocExtension
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from citewell.citations import find_citations
from citewell.model import Body, Cite, Source, Span, Target
from citewell.slugs import make_slug

_OPEN, _SURE, _CLOSE = "\U000f0000", "\U000f0001", "\U000f0002"
_OURS = re.compile(f"[{_OPEN}{_SURE}{_CLOSE}]")
_MARK = re.compile(f"{_OPEN}([0-9]+){_CLOSE}")
_CONFIRMED = re.compile(f"{_SURE}([0-9]+){_CLOSE}")
_WITH_SPACE = re.compile(rf"\s*{_CONFIRMED.pattern}")
_CONTENTS = re.compile(r'<div class="toc">.*?</div>', re.DOTALL)
# How the ids of citations, notes and references begin.
_TAKEN = ("cite-", "fn-", "ref-")
_TAG = re.compile(r"<[A-Za-z][^<>]*>")
_ADDRESS = re.compile(r"""(\s(?:href|src)=)(["'])(.*?)\2""")
_SHOWN = re.compile(r"<img\s", re.IGNORECASE)
_OUTSIDE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|#|\s*$")
_ALIGNED = re.compile(r"text-align: (\w+)")
_HEADING = re.compile(r"h([1-6])")
_WAY_BACK = re.compile(r'(<a class="footnote-backref" href="[^"]*" title=")([0-9]+)(?=")')
_AMPERSAND = re.compile(r"&(?!#?\w+;)")

# Below links and raw HTML (Python-Markdown's 160 and 90), so that neither is taken apart, and above
# emphasis (60).
_AFTER_LINKS = 85
_AFTER_INLINE, _BEFORE_CONTENTS = 19, 6
_FIRST, _BEFORE_INLINE = 1000, 21
# What must stand in a text for an inline rule of Python-Markdown to find anything in it.
_SIGNS: Mapping[str, str | None] = {
    "backtick": "`",
    "escape": "\\",
    "footnote": "[^",
    "link": "](",
    "image_link": "![",
    "autolink": "<",
    "automail": "<",
    "html": "<",
    "entity": "&",
    "linebreak": "  \n",
    "citation": _OPEN,
}
# Rules that need the definition of a link.
_REFERRING = ("reference", "image_reference", "short_reference", "short_image_ref")


def render_markdown(source: Source, span: Span) -> Body:
    """Render a stretch of a source as HTML in pieces.

    Returns ready HTML, citations, and addresses inside the site, in the order of the text. Its
    highest heading is an h2, since the page's own title is the h1. Raises `CitewellError` for a
    citation that cannot be read.
    """
    cites = [cite for cite in find_citations(source, span.start) if cite.span.end <= span.end]
    unmarked = Source(source.path, _OURS.sub("\ufffd", source.text))
    rendered = _converter().reset().convert(_mark(unmarked, span, cites))
    return tuple(_pieces(_restore(rendered, unmarked, cites), source, span.start, cites))


def name_ways_back(text: str, say: Callable[..., str]) -> str:
    """Say where the links from the author's own notes lead, in HTML that has only their numbers."""
    return _WAY_BACK.sub(lambda link: link[1] + html.escape(say("note_back", number=link[2])), text)


def _mark(source: Source, span: Span, cites: Sequence[Cite]) -> str:
    """Return the stretch with each citation swapped for its mark."""
    pieces = []
    position = span.start
    for number, cite in enumerate(cites):
        pieces += [source.text[position : cite.span.start], f"{_OPEN}{number}{_CLOSE}"]
        position = cite.span.end
    return "".join([*pieces, source.text[position : span.end]])


class _Confirm(InlineProcessor):
    """Confirms the marks that Markdown comes upon in running text, links apart."""

    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]  # noqa: ARG002, N802
        return f"{_SURE}{m[1]}{_CLOSE}", m.start(), m.end()


class _Headings(Treeprocessor):
    """Moves all headings so that the highest is an h2."""

    def run(self, root: Element) -> None:
        headings = [
            (found, node) for node in root.iter() if (found := _HEADING.fullmatch(node.tag))
        ]
        shift = 2 - min((int(found[1]) for found, _ in headings), default=2)
        for found, node in headings:
            node.tag = f"h{min(6, int(found[1]) + shift)}"


class _Cells(Treeprocessor):
    """Says by a class where the words of a table's cell stand: pages forbid themselves styles."""

    def run(self, root: Element) -> None:
        for node in root.iter():
            if node.tag in {"th", "td"} and (found := _ALIGNED.search(node.get("style", ""))):
                del node.attrib["style"]
                node.set("class", found[1])


class _Ornaments(Treeprocessor):
    """Drops words of pictures that are empty because nobody wrote any.

    Runs before attributes in braces are read, so that `{alt=""}` says on purpose what `![](x)` says
    for want of words. A picture of elsewhere stays as it is.
    """

    def run(self, root: Element) -> None:
        for node in root.iter("img"):
            if not node.get("alt") and not _OUTSIDE.match(node.get("src", "")):
                node.attrib.pop("alt", None)


class _BareAddresses(Treeprocessor):
    """Marks links that show their own address, so that paper need not write it twice."""

    def run(self, root: Element) -> None:
        for node in root.iter("a"):
            if node.text and node.text == node.get("href"):
                node.set("class", "uri")


class _Written(Preprocessor):
    """Keeps what the writer wrote, for `_Narrow` to look at."""

    text = ""

    def run(self, lines: list[str]) -> list[str]:
        self.text = "\n".join(lines)
        return lines


class _Narrow(Treeprocessor):
    """Leaves out the inline rules that find nothing, since their sign stands nowhere in the text.

    Trying every rule on every piece of text is most of the time that inline Markdown takes.
    """

    def __init__(self, md: markdown.Markdown, written: _Written) -> None:
        super().__init__(md)
        self.written = written

    def run(self, root: Element) -> None:  # noqa: ARG002
        rules, text = self.md.inlinePatterns, self.written.text
        signs = dict(_SIGNS)
        if not self.md.references:
            signs.update(dict.fromkeys(_REFERRING))
        idle = {
            rules.get_index_for_name(name)
            for name, sign in signs.items()
            if name in rules and (sign is None or sign not in text)
        }
        inline: Any = self.md.treeprocessors["inline"]
        inline.inlinePatterns = [rule for place, rule in enumerate(rules) if place not in idle]


class _Rules(Extension):
    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802
        """Register the rules above; let a backslash make any mark plain, as pandoc does."""
        written = _Written(md)
        md.preprocessors.register(written, "written", _FIRST)
        md.treeprocessors.register(_Narrow(md, written), "narrow", _BEFORE_INLINE)
        md.ESCAPED_CHARS = [*string.punctuation]
        md.inlinePatterns.register(_Confirm(_MARK.pattern, md), "citation", _AFTER_LINKS)
        md.treeprocessors.register(_Cells(md), "cells", _AFTER_INLINE)
        md.treeprocessors.register(_BareAddresses(md), "addresses", _AFTER_INLINE)
        md.treeprocessors.register(_Ornaments(md), "ornaments", _AFTER_INLINE)
        md.treeprocessors.register(_Headings(md), "headings", _BEFORE_CONTENTS)


@cache
def _converter() -> markdown.Markdown:
    """Return the one converter: to make it takes as long as to convert a post; `reset` clears it.

    The extensions are named by their classes, since a search for their names looks through every
    package that is installed.
    """
    return markdown.Markdown(
        extensions=[
            FencedCodeExtension(),
            FootnoteExtension(BACKLINK_TITLE="{}"),
            AttrListExtension(),
            DefListExtension(),
            TableExtension(),
            AbbrExtension(),
            MarkdownInHtmlExtension(),
            SaneListExtension(),
            TocExtension(slugify=_heading_id),
            _Rules(),
        ],
        output_format="html",
    )


def _heading_id(words: str, _: str) -> str:
    slug = make_slug(_CONFIRMED.sub("", _MARK.sub("", words)), "section")
    return f"section-{slug}" if slug.startswith(_TAKEN) else slug


def _restore(rendered: str, source: Source, cites: Sequence[Cite]) -> str:
    """Put back what was marked and never confirmed."""

    def written(match: re.Match[str]) -> str:
        span = cites[int(match[1])].span
        words = _AMPERSAND.sub("&amp;", source.text[span.start : span.end])
        return words.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")

    return _CONTENTS.sub(_uncited, _MARK.sub(written, rendered))


def _uncited(contents: re.Match[str]) -> str:
    """Drop the citations of headings from a list of contents, which says them a second time."""
    return _WITH_SPACE.sub("", contents[0])


def _pieces(rendered: str, source: Source, start: int, cites: Sequence[Cite]) -> Iterator[Any]:
    """Split the HTML at its citations, and at the addresses and pictures inside the site."""
    seen: dict[str, int] = {}
    position = 0
    for tag in _TAG.finditer(rendered):
        for match in _ADDRESS.finditer(rendered, tag.start(), tag.end()):
            address = html.unescape(match[3])
            if not _OUTSIDE.match(address):
                picture = _picture(tag, match)
                begin, end = tag.span() if picture else match.span(3)
                yield from _cited(rendered[position:begin], cites)
                span = _find(address, source.text, seen.get(address, start))
                seen[address] = span.end
                yield Target(address, source.place(span), picture)
                position = end
    yield from _cited(rendered[position:], cites)


def _picture(tag: re.Match[str], address: re.Match[str]) -> str:
    """Return the tag of a picture without its address; nothing where it is another tag.

    A picture in a `<picture>` of the writer's own is theirs to complete.
    """
    text = tag.string
    own = text.rfind("<picture", 0, tag.start()) > text.rfind("</picture", 0, tag.start())
    if own or not _SHOWN.match(tag[0]):
        return ""
    return text[tag.start() : address.start()] + text[address.end() : tag.end()]


def _find(address: str, text: str, start: int) -> Span:
    """Find where the writer wrote an address, from an offset on."""
    found = text.find(address, start)
    return Span(found, found + len(address)) if found >= 0 else Span(start, start)


def _cited(text: str, cites: Sequence[Cite]) -> Iterator[str | Cite]:
    """Split ready HTML at its citations."""
    for number, piece in enumerate(_CONFIRMED.split(text)):
        if number % 2:
            yield cites[int(piece)]
        elif piece:
            yield piece
