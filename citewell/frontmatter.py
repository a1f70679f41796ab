"""The front matter of a post to its fields.

Part of `parse`, which leaves it out where the same words were read before. Knows nothing of the
text below.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote

from citewell import yamltree
from citewell.model import (
    Change,
    Download,
    DownloadLink,
    FrontMatter,
    Key,
    Kind,
    Review,
    Source,
    Span,
    Target,
)
from citewell.problems import CitewellError, Problem
from citewell.record import replace
from citewell.references import references
from citewell.settings import is_web_address, language, person
from citewell.slugs import DATED_NAME, is_too_long, make_slug
from citewell.yamltree import Node, Table

_MONTHS_A_YEAR = 12
# Neither part of a path in every address (RFC 3986) nor part of a file's name on every disk.
_NO_PATH = re.compile(r"[?#:\\<>\"|*\x00-\x1f\x7f]")
# What those who show a link with a picture can read; drawings in SVG are not among it.
_PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".gif")
# Fields, of sources and downloads too, whose words may well hold a `#`.
_WORDS = frozenset(
    {
        *("title", "summary", "description", "series", "content_note", "summary_plain", "text"),
        *("author", "reviewed_by", "container-title", "publisher", "literal", "note"),
    }
)
# What a style prints as it sees fit.
_OF_CSL = "references"


def parse_front_matter(
    source: Source, span: Span, kind: Kind
) -> tuple[FrontMatter, tuple[Problem, ...]]:
    """Parse the front matter that stands in a stretch of a source, and find what is doubtful in it.

    Raises `CitewellError` with every fault.
    """
    node = yamltree.table(yamltree.parse_yaml(source, span), "front matter")
    own = replace(node, fields=tuple(each for each in node.fields if each[0].text != _OF_CSL))
    doubts = (*yamltree.find_cut(node, _WORDS), *yamltree.find_marked(own, _WORDS))
    try:
        return _meta(source, node, kind), doubts
    except CitewellError as error:
        raise CitewellError(*doubts, *error.problems) from None


def _meta(source: Source, node: Table, kind: Kind) -> FrontMatter:
    """Read the front matter; a post's date may stand in its file name instead."""
    named = _date_in_name(source)
    required = ("title",) if kind == "page" or named else ("title", "date")
    readers = READERS if kind == "post" else PAGE_READERS
    meta: dict[str, Any] = yamltree.read_record(dict, node, readers, required)
    if kind == "post":
        meta.setdefault("date", named)
    return FrontMatter(**meta)


def _date_in_name(source: Source) -> dt.date | None:
    dated = DATED_NAME.fullmatch(PurePosixPath(source.path).stem)
    try:
        return dt.date.fromisoformat(dated[1]) if dated else None
    except ValueError:
        return None


def _slug(node: Node) -> str:
    words = yamltree.filled(node)
    slug = make_slug(words)
    if words != slug:
        hint = f"write small letters, digits and hyphens: {slug}"
        raise node.error(f"'{words}' cannot be part of an address", hint)
    _short(node)
    return slug


def _short(node: Node) -> str:
    """Read words that become a part of an address, and so the name of a folder."""
    words = yamltree.filled(node)
    if is_too_long(make_slug(words)):
        raise node.error("this is too long for an address", "at most 80 letters are a good length")
    return words


def _tag(node: Node) -> Key:
    _short(node)
    key = yamltree.key(node)
    if not make_slug(key.name, ""):
        raise node.error(f"the tag '{key.name}' has neither letters nor digits")
    return key


def _alias(node: Node) -> Key:
    key = yamltree.key(node)
    path = unquote(key.name)
    if is_web_address(key.name) or _NO_PATH.search(path) or ".." in path.split("/"):
        hint = "write the part after your site's name: /old/address/"
        raise node.error(f"'{key.name}' is no address in this site", hint)
    return key


def _download(node: Node) -> Download:
    """Read a download: a title, and a `file`, a `url` or several `links`."""
    table = yamltree.table(node, "a download")
    fields: dict[str, Any] = yamltree.read_record(dict, table, _DOWNLOAD_READERS, ("title",))
    if not {"url", "file", "links"} & fields.keys():
        raise node.error("a download needs a `file`, a `url` or `links`")
    links = fields.get("links", ())
    if "url" in fields:
        links = (DownloadLink("", fields["url"]), *links)
    file = fields.get("file", Key("", node.span))
    place = node.source.place(file.span)
    return Download(fields["title"], fields.get("description", ""), links, file.name, place)


def _link(node: Node) -> DownloadLink:
    table = yamltree.table(node, "title and url")
    readers = {"title": yamltree.filled, "url": _address}
    return yamltree.read_record(DownloadLink, table, readers, ("title", "url"))


def _address(node: Node) -> str:
    words = yamltree.filled(node)
    if not is_web_address(words):
        hint = "write the whole address: https://...; a file of yours is named by `file:`"
        raise node.error(f"'{words}' is no web address", hint)
    return words


def _change(node: Node) -> Change:
    table = yamltree.table(node, "date and text")
    readers: dict[str, Callable[[Node], Any]] = {"date": yamltree.day, "text": yamltree.filled}
    return yamltree.read_record(Change, table, readers, required=("date", "text"))


def _review(node: Node) -> Review:
    """Read a span of time as months: `6 months`, `1 year`, `2 years`."""
    words = yamltree.filled(node)
    match = re.fullmatch(r"([0-9]{1,3}) *(months?|years?)", words)
    if match is None or not int(match[1]):
        raise node.error(f"expected a span of time, found '{words}'", "write 6 months, or 2 years")
    months = int(match[1]) * (_MONTHS_A_YEAR if match[2].startswith("year") else 1)
    return Review(months, node.place)


def _image(node: Node) -> Target:
    """Read the picture for shared links: a file of the site's folder, or a whole address."""
    words = yamltree.filled(node)
    if not words.lower().endswith(_PICTURES):
        hint = "name a JPEG, PNG, WebP or GIF: ../images/chairs.jpg"
        raise node.error(f"'{words}' is no picture that can be shown with a link", hint)
    return Target(words, node.place)


_DOWNLOAD_READERS: Mapping[str, Callable[[Node], Any]] = {
    "title": _short,
    "description": yamltree.optional_text,
    "url": _address,
    "file": yamltree.key,
    "links": yamltree.listing(_link),
}

PAGE_READERS: Mapping[str, Callable[[Node], Any]] = {
    "title": yamltree.filled,
    "updated": yamltree.day,
    "draft": yamltree.flag,
    "summary": yamltree.optional_text,
    "description": yamltree.optional_text,
    "author": person,
    "slug": _slug,
    "aliases": yamltree.listing(_alias),
    "lang": language,
    "csl": yamltree.key,
    "bibliography": yamltree.listing(yamltree.key),
    "references": references,
    "nocite": yamltree.listing(yamltree.key),
    "downloads": yamltree.listing(_download),
    "reviewed": yamltree.day,
    "reviewed_by": yamltree.optional_text,
    "review_every": _review,
    "changes": yamltree.listing(_change),
    "content_note": yamltree.optional_text,
    "summary_plain": yamltree.optional_text,
    "handout": yamltree.flag,
    "image": _image,
    "glossary": yamltree.flag,
}

READERS: Mapping[str, Callable[[Node], Any]] = {
    **PAGE_READERS,
    "date": yamltree.day,
    "tags": yamltree.listing(_tag),
    "featured": yamltree.flag,
    "series": yamltree.optional_text,
}
