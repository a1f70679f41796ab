"""Markdown to HTML in pieces, citations kept with their places. The only importer of markdown.

Python-Markdown says nothing about where a piece of text came from. So citations are found in the
source first and each is *marked*: swapped for a short mark that passes through Markdown untouched.
An inline rule *confirms* the marks that stand in running text; what was never confirmed stood in
code, in raw HTML or in a link, and is *restored* to what the writer wrote. Markdown alone decides
what is code, and every citation keeps its line and column.

The labels of footnotes are marked in the same way; `footnotes` says which calls which.

Knows nothing of references, styles or addresses. No mark leaves this module.
"""

from __future__ import annotations

import html
import re
import string
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any
from xml.etree.ElementTree import Element, SubElement

import markdown
from markdown.extensions import Extension
from markdown.extensions.abbr import AbbrExtension
from markdown.extensions.attr_list import AttrListExtension
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.fenced_code import FencedCodeExtension
from markdown.extensions.footnotes import FootnoteBlockProcessor, FootnoteExtension
from markdown.extensions.md_in_html import MarkdownInHtmlExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.extensions.toc import TocExtension
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from citewell.citations import find_citations
from citewell.embeds import find_page
from citewell.footnotes import Label, find_labels, tie
from citewell.model import Cite, Prose, Source, Span, Target
from citewell.record import replace
from citewell.slugs import make_slug
from citewell.tables import frame_tables

_OPEN, _SURE, _CLOSE, _BELOW = "\U000f0000", "\U000f0001", "\U000f0002", "\U000f0003"
_OURS = re.compile(f"[{_OPEN}{_SURE}{_CLOSE}{_BELOW}]")
_MARK = re.compile(f"{_OPEN}([0-9]+){_CLOSE}")
_CONFIRMED = re.compile(f"{_SURE}([0-9]+){_CLOSE}")
_WITH_SPACE = re.compile(rf"\s*{_CONFIRMED.pattern}")
# Where Python-Markdown puts back what it has taken out of a tag, a backslash comes before it.
_IN_TAG = re.compile(rf"\\?{_CONFIRMED.pattern}")
_LABEL = rf"\[\^{_MARK.pattern}\]"
# Where the text ends, or a footnote, and the next footnote begins.
_NEXT = re.compile(rf"\s*<div>{_BELOW}([0-9]+){_CLOSE}</div>\s*")
_CONTENTS = re.compile(r'<div class="toc">.*?</div>', re.DOTALL)
# How the ids of citations, notes and references begin.
_TAKEN = ("cite-", "fn-", "fnref-", "ref-")
_TAG = re.compile(r"<[A-Za-z][^<>]*>")
_NO_TEXT = re.compile(rf"<!--.*?-->|{_TAG.pattern}", re.DOTALL)
_ADDRESS = re.compile(r"""(\s(?:href|src)=)(["'])(.*?)\2""")
_SHOWN = re.compile(r"<img\s", re.IGNORECASE)
_OUTSIDE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|#|\s*$")
_ALIGNED = re.compile(r"text-align: (\w+)")
_HEADING = re.compile(r"h([1-6])")
_AMPERSAND = re.compile(r"&(?!#?\w+;)")

# Below links and raw HTML (Python-Markdown's 160 and 90), so that neither is taken apart, and above
# emphasis (60).
_AFTER_LINKS = 85
# Above links, since words in round brackets may follow a footnote; below code (190).
_BEFORE_LINKS = 175
# Attributes in braces are read between the two.
_AFTER_INLINE, _BEFORE_CONTENTS = 19, 6
_FIRST, _BEFORE_INLINE = 1000, 21
# Where Python-Markdown has its own rules of footnotes: above definitions of links, and above all
# that looks at the whole tree.
_BEFORE_ADDRESSES, _BEFORE_OTHERS = 17, 50
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
# What is said of a link; all else in braces behind a video is said of its picture.
_OF_LINK = ("id", "class", "lang", "dir", "title")
# Rules that need the definition of a link.
_REFERRING = ("reference", "image_reference", "short_reference", "short_image_ref")


def render_markdown(source: Source, span: Span) -> Prose:
    """Render a stretch of a source as HTML in pieces.

    Returns ready HTML, citations, calls of footnotes, and addresses inside the site, in the order
    of the text, and the footnotes likewise. Its highest heading is an h2, since the page's own
    title is the h1. Raises `CitewellError` for a citation that cannot be read.
    """
    unmarked = Source(source.path, _OURS.sub("\ufffd", source.text))
    marked = _marked(source, span)
    converter = _converter().reset()
    embeds: Any = converter.treeprocessors["embeds"]
    embeds.wordless = ()
    rendered = converter.convert(_mark(unmarked, span, marked))
    framed = frame_tables(_restore(rendered, unmarked, marked), _WITH_SPACE)
    whole = _pieces(framed, source, span.start, marked)
    wordless = tuple(map(_finder(source.text, span.start), embeds.wordless))
    return replace(tie(source, *_parts(whole, marked)), wordless=wordless)


def _marked(source: Source, span: Span) -> list[Cite | Label]:
    """Return what is to be marked, in the order of the text; nothing of it lies in another."""
    found: list[Cite | Label] = [
        *(cite for cite in find_citations(source, span.start) if cite.span.end <= span.end),
        *find_labels(source, span),
    ]
    marked: list[Cite | Label] = []
    end = span.start
    for one in sorted(found, key=lambda one: (one.span.start, -one.span.end)):
        if one.span.start >= end:
            marked.append(one)
            end = one.span.end
    return marked


def _mark(source: Source, span: Span, marked: Sequence[Cite | Label]) -> str:
    """Return the stretch with each of them swapped for its mark."""
    pieces = []
    position = span.start
    for number, one in enumerate(marked):
        pieces += [source.text[position : one.span.start], f"{_OPEN}{number}{_CLOSE}"]
        position = one.span.end
    return "".join([*pieces, source.text[position : span.end]])


class _Confirm(InlineProcessor):
    """Confirms the marks that Markdown comes upon in running text."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]  # noqa: ARG002, N802
        return f"{_SURE}{m[1]}{_CLOSE}", m.start(), m.end()


class _ConfirmOutsideLinks(_Confirm):
    """Confirms marks of what is a link itself, and can stand in no other."""

    ANCESTOR_EXCLUDES = ("a",)


class _Beginning(FootnoteBlockProcessor):
    """Finds where footnotes begin."""

    RE = re.compile(rf"^[ ]{{0,3}}{_LABEL}:[ ]*(.*)$", re.MULTILINE)


class _Footnotes(FootnoteExtension):
    """Finds footnotes, which have the numbers of their marks, and puts them behind the text."""

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802
        """Register our own rules in the places of Python-Markdown's."""
        md.registerExtension(self)
        self.parser = md.parser
        md.parser.blockprocessors.register(_Beginning(self), "footnote", _BEFORE_ADDRESSES)
        md.inlinePatterns.register(_Confirm(_LABEL, md), "footnote", _BEFORE_LINKS)
        md.treeprocessors.register(_Below(md, self), "footnote", _BEFORE_OTHERS)


class _Below(Treeprocessor):
    """Puts the footnotes behind the text, before anything looks for what stands in lines."""

    def __init__(self, md: markdown.Markdown, found: _Footnotes) -> None:
        super().__init__(md)
        self.found = found

    def run(self, root: Element) -> None:
        done: set[str] = set()
        # In what is parsed here other footnotes may begin.
        while waiting := self.found.footnotes.keys() - done:
            number = min(waiting, key=int)
            done.add(number)
            SubElement(root, "div").text = f"{_BELOW}{number}{_CLOSE}"
            self.found.parser.parseChunk(root, self.found.footnotes[number])


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


class _Embeds(Treeprocessor):
    """Makes plain links of videos, recordings and maps, with the picture that `poster` names.

    Keeps the addresses of those that the writer gave no words.
    """

    wordless: tuple[str, ...] = ()

    def run(self, root: Element) -> None:
        linked = {node for link in root.iter("a") for node in link.iter("img")}
        # What is changed here gets children.
        for node in list(root.iter("img")):
            if page := find_page(node.get("src", "")):
                self._change(node, "" if node in linked else page)

    def _change(self, node: Element, page: str) -> None:
        """Make a link of a picture, or mere words where it stands in a link already."""
        given = dict(node.attrib)
        address, poster = given.pop("src"), given.pop("poster", "")
        words = given.pop("alt", "").strip()
        if not words:
            self.wordless += (address,)
            words = (page or address).rstrip("/").rpartition("/")[2]
        node.attrib.clear()
        node.tag = "a" if page else "span"
        node.attrib |= {"href": page} if page else {}
        node.attrib |= {name: given.pop(name) for name in _OF_LINK if name in given}
        if poster:
            SubElement(node, "img", {"src": poster, **given, "alt": ""})
            SubElement(node, "br").tail = words
        else:
            node.text = words


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
        md.inlinePatterns.register(
            _ConfirmOutsideLinks(_MARK.pattern, md), "citation", _AFTER_LINKS
        )
        md.treeprocessors.register(_Cells(md), "cells", _AFTER_INLINE)
        md.treeprocessors.register(_BareAddresses(md), "addresses", _AFTER_INLINE)
        md.treeprocessors.register(_Ornaments(md), "ornaments", _AFTER_INLINE)
        md.treeprocessors.register(_Headings(md), "headings", _BEFORE_CONTENTS)
        md.treeprocessors.register(_Embeds(md), "embeds", _BEFORE_CONTENTS)


@cache
def _converter() -> markdown.Markdown:
    """Return the one converter: to make it takes as long as to convert a post; `reset` clears it.

    The extensions are named by their classes, since a search for their names looks through every
    package that is installed.
    """
    return markdown.Markdown(
        extensions=[
            FencedCodeExtension(),
            _Footnotes(),
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


def _restore(rendered: str, source: Source, marked: Sequence[Cite | Label]) -> str:
    """Put back what was marked and never confirmed, or confirmed inside a tag or a comment."""

    def written(match: re.Match[str]) -> str:
        span = marked[int(match[1])].span
        words = _AMPERSAND.sub("&amp;", source.text[span.start : span.end])
        return words.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")

    def unlabelled(tag: re.Match[str]) -> str:
        return _IN_TAG.sub(lambda mark: f"[^{written(mark)}]", tag[0])

    if any(isinstance(one, Label) for one in marked):
        rendered = _NO_TEXT.sub(unlabelled, rendered)
    return _CONTENTS.sub(_uncited, _MARK.sub(written, rendered))


def _uncited(contents: re.Match[str]) -> str:
    """Drop the citations of headings from a list of contents, which says them a second time."""
    return _WITH_SPACE.sub("", contents[0])


def _pieces(
    rendered: str, source: Source, start: int, marked: Sequence[Cite | Label]
) -> Iterator[Any]:
    """Split the HTML at its marks, and at the addresses and pictures inside the site."""
    find = _finder(source.text, start)
    position = 0
    for tag in _TAG.finditer(rendered):
        for match in _ADDRESS.finditer(rendered, tag.start(), tag.end()):
            address = html.unescape(match[3])
            if not _OUTSIDE.match(address):
                picture = _picture(tag, match)
                begin, end = tag.span() if picture else match.span(3)
                yield from _unmarked(rendered[position:begin], marked)
                yield Target(address, source.place(find(address)), picture)
                position = end
    yield from _unmarked(rendered[position:], marked)


def _picture(tag: re.Match[str], address: re.Match[str]) -> str:
    """Return the tag of a picture without its address; nothing where it is another tag.

    A picture in a `<picture>` of the writer's own is theirs to complete.
    """
    text = tag.string
    own = text.rfind("<picture", 0, tag.start()) > text.rfind("</picture", 0, tag.start())
    if own or not _SHOWN.match(tag[0]):
        return ""
    return text[tag.start() : address.start()] + text[address.end() : tag.end()]


def _finder(text: str, start: int) -> Callable[[str], Span]:
    """Return what finds where the writer wrote an address, from an offset on.

    Asked again for the same address, it looks behind the place that it found before.
    """
    seen: dict[str, int] = {}

    def find(address: str) -> Span:
        begin = seen.get(address, start)
        found = text.find(address, begin)
        span = Span(found, found + len(address)) if found >= 0 else Span(begin, begin)
        seen[address] = span.end
        return span

    return find


def _unmarked(text: str, marked: Sequence[Cite | Label]) -> Iterator[str | Cite | Label]:
    """Split ready HTML at its marks."""
    for number, piece in enumerate(_CONFIRMED.split(text)):
        if number % 2:
            yield marked[int(piece)]
        elif piece:
            yield piece


def _parts(
    pieces: Iterable[Any], marked: Sequence[Any]
) -> tuple[list[Any], list[tuple[Label, list[Any]]]]:
    """Part the pieces into those of the text, and those of each footnote with its label."""
    text: list[Any] = []
    footnotes: list[tuple[Label, list[Any]]] = []
    for piece in pieces:
        part = footnotes[-1][1] if footnotes else text
        if not isinstance(piece, str):
            part.append(piece)
            continue
        first, *others = _NEXT.split(piece)
        part += [first] if first else []
        for number, words in zip(others[::2], others[1::2], strict=True):
            footnotes.append((marked[int(number)], [words] if words else []))
    return text, [(label, _without_paragraph(part)) for label, part in footnotes]


def _without_paragraph(part: list[Any]) -> list[Any]:
    """Return what stands in the one paragraph that a footnote is; or all of it, if it is more."""
    words = [piece for piece in part if isinstance(piece, str)]
    is_one = "".join(words).count("</p>") == 1 and part[0] == words[0] and part[-1] == words[-1]
    if not is_one or not words[0].startswith("<p>") or not words[-1].endswith("</p>"):
        return part
    first, last = words[0].removeprefix("<p>"), words[-1].removesuffix("</p>")
    if len(part) == 1:
        return [first.removesuffix("</p>")]
    return [piece for piece in (first, *part[1:-1], last) if piece]
