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
    """One source of the library: its printed entry, its record, and where it is cited."""

    entry: Entry
    item: Mapping[str, Any]
    posts: tuple[LinkView, ...]


def gather_holdings(shelf: Shelf, contents: Iterable[Contents]) -> list[Holding]:
    """Return all sources in the order of their entries; `contents` are those of the articles."""
    found: dict[str, Holding] = {}
    posts: dict[str, list[LinkView]] = {}
    for article, content in zip(shelf.articles, contents, strict=True):
        entries = content.bibliography.entries if content.bibliography else ()
        for work, entry, item in zip(article.works, entries, content.items, strict=True):
            found.setdefault(work.identity, Holding(entry, item, ()))
            post = LinkView(article.meta.title, article_url(article), article.meta.lang)
            posts.setdefault(work.identity, []).append(post)
    holdings = [replace(each, posts=tuple(posts[identity])) for identity, each in found.items()]
    return sorted(holdings, key=_order)


def _order(holding: Holding) -> tuple[str, str]:
    """Return a key that sorts entries as readers look for them: no accents, no marks, no case."""
    text = unicodedata.normalize("NFKD", _TAG.sub("", holding.entry.html)).casefold()
    letters = "".join(c for c in text if c.isalnum() or c == " ")
    return letters, holding.entry.key


def library_views(shelf: Shelf, holdings: Sequence[Holding]) -> Iterator[LibraryView]:
    """Yield what each page of the library shows."""
    sources = _views(holdings)
    files = tuple(LinkView(path.rpartition(".")[2], path) for path in shelf.files)
    pages = tuple(LinkView(str(number), url) for number, url in enumerate(shelf.pages, start=1))
    for number in range(len(pages)):
        shown = tuple(sources[number * PAGE_SIZE : (number + 1) * PAGE_SIZE])
        yield LibraryView(shown, len(sources), number + 1, pages, files)


def _views(holdings: Sequence[Holding]) -> list[LibrarySourceView]:
    seen: dict[str, int] = {}
    views = []
    for each in holdings:
        entry = each.entry
        seen[entry.key] = seen.get(entry.key, 0) + 1
        again = f"-{seen[entry.key]}" if seen[entry.key] > 1 else ""
        views.append(
            LibrarySourceView(
                id=f"ref-{entry.key}{again}",
                html=Html(entry.html),
                archived=entry.archived,
                status=entry.status,
                source=view_source(each.item),
                posts=each.posts,
            )
        )
    return views
