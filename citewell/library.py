"""The library: every source of the whole site, with the posts that cite each.

Part of `plan` and `rendering`: how many pages it takes is known from the articles, what stands on
them only from their contents. Sources are the same if their records and their printed entries are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from citewell.exports import FORMATS
from citewell.listings import article_url
from citewell.model import Article, Contents, Entry, Html
from citewell.plain import decode, encode
from citewell.record import Record, replace
from citewell.scholarly import view_source
from citewell.views import LibrarySourceView, LibraryView, LinkView

URL = "library/"
PAGE_SIZE = 250
_TAG = re.compile(r"<[^<>]*>")


class Shelf(Record, frozen=True):
    """The library to be made: its pages in order, its files, and the articles that cite."""

    pages: tuple[str, ...]
    files: tuple[str, ...]
    articles: tuple[Article, ...]
    count: int


NO_SHELF = Shelf((), (), (), 0)


def plan_library(articles: Iterable[Article]) -> Shelf:
    """Decide the paths of the library; without a source there is none."""
    citing = tuple(article for article in articles if article.works)
    count = len({work.identity for article in citing for work in article.works})
    if not count:
        return NO_SHELF
    total = -(-count // PAGE_SIZE)
    pages = (URL, *(f"{URL}page/{number}/" for number in range(2, total + 1)))
    files = tuple(f"{URL}references.{suffix}" for suffix in FORMATS)
    return Shelf(pages, files, citing, count)


class Holding(Record, frozen=True):
    """One source of the library: its id there, its printed entry, and where it is cited.

    `record` is its record as JSON, which takes a fifth of the room: a library may be long.
    """

    id: str
    entry: Entry
    record: str
    posts: tuple[LinkView, ...]

    @property
    def item(self) -> Mapping[str, Any]:
        """Its record, as CSL has it."""
        return decode(dict[str, Any], self.record)


def gather_holdings(shelf: Shelf, contents: Iterable[Contents]) -> list[Holding]:
    """Return all sources in the order of their entries; `contents` are those of the articles."""
    found: dict[str, Holding] = {}
    posts: dict[str, list[LinkView]] = {}
    for article, content in zip(shelf.articles, contents, strict=True):
        entries = content.bibliography.entries if content.bibliography else ()
        post = LinkView(article.meta.title, article_url(article), article.meta.lang)
        for work, entry, item in zip(article.works, entries, content.items, strict=True):
            if work.identity not in found:
                found[work.identity] = Holding("", entry, encode(item), ())
            posts.setdefault(work.identity, []).append(post)
    holdings = [replace(each, posts=tuple(posts[identity])) for identity, each in found.items()]
    return list(_identified(sorted(holdings, key=_order)))


def _identified(holdings: Iterable[Holding]) -> Iterator[Holding]:
    """Yield holdings with ids; sources of one key have a number behind it."""
    seen: dict[str, int] = {}
    for each in holdings:
        key = each.entry.key
        seen[key] = seen.get(key, 0) + 1
        again = f"-{seen[key]}" if seen[key] > 1 else ""
        yield replace(each, id=f"ref-{key}{again}")


def _order(holding: Holding) -> tuple[str, str]:
    """Return a key that sorts entries as readers look for them: no accents, no marks, no case."""
    text = unicodedata.normalize("NFKD", _TAG.sub("", holding.entry.html)).casefold()
    letters = "".join(c for c in text if c.isalnum() or c == " ")
    return letters, holding.entry.key


def view_library(shelf: Shelf, holdings: Sequence[Holding], url: str) -> LibraryView:
    """Return what a page of the library shows."""
    place = shelf.pages.index(url)
    files = tuple(LinkView(path.rpartition(".")[2], path) for path in shelf.files)
    pages = tuple(LinkView(str(number), url) for number, url in enumerate(shelf.pages, start=1))
    shown = map(_view, holdings[place * PAGE_SIZE : (place + 1) * PAGE_SIZE])
    return LibraryView(tuple(shown), len(holdings), place + 1, pages, files)


def _view(holding: Holding) -> LibrarySourceView:
    entry = holding.entry
    return LibrarySourceView(
        id=holding.id,
        html=Html(entry.html),
        archived=entry.archived,
        status=entry.status,
        source=view_source(holding.item),
        posts=holding.posts,
    )
