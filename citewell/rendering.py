"""A plan to finished pages, feeds and files: those that do not stand already.

Part of `stages`. What a page shows, and the templates, are all that it depends on; its identity is
theirs. Contents of articles are taken from the memo, one page at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import cast

from citewell.disk import Known, Survey
from citewell.exports import FORMATS
from citewell.feeds import render_atom, render_json_feed
from citewell.identity import identify
from citewell.inspection import check_page
from citewell.job import Options
from citewell.library import Holding, Shelf, gather_holdings, library_views
from citewell.load import read_texts
from citewell.memo import Memo, damage_noticed
from citewell.model import Contents, Export, Feed, Output, Page, Plan
from citewell.pages import fill_in, fill_library
from citewell.plain import fields_of, from_plain, to_plain
from citewell.problems import CitewellError, Problem
from citewell.render import open_templates, render_page
from citewell.views import LibraryView, SiteView
from citewell.words import Words


def _contents(path: str, memo: Memo) -> Contents:
    with damage_noticed():
        return cast("Contents", from_plain(Contents, memo.get("contents", path)))


_LONG = 8
_Shared = dict[int, tuple[object, str]]


@dataclass(frozen=True, slots=True)
class Rendered:
    """Pages and feeds: those made anew, the paths of those that stand, the identities of all."""

    outputs: list[Output]
    kept: set[str]
    identities: dict[str, str]
    problems: list[Problem]


def render_plan(plan: Plan, survey: Survey, words: Words, options: Options, memo: Memo) -> Rendered:
    """Render the pages and feeds that do not stand already; a fault of many is told once."""
    texts, unread = read_texts(survey.inventory.templates.values())
    if unread:
        return Rendered([], set(), {}, unread)
    sources = {source.path.removeprefix("templates/"): source for source in texts}
    environment = open_templates(sources, words, plan.names)
    site = identify(
        to_plain(plan.site),
        sorted((text.path, text.text) for text in texts),
        to_plain(words),
        to_plain(plan.names),
    )
    shared: _Shared = {}
    identities = {page.path: _page_identity(page, site, shared) for page in plan.pages}
    identities |= {feed.path: _feed_identity(feed, site) for feed in plan.feeds}
    identities |= {export.path: export.article.identity for export in plan.exports}
    identities |= _library_identities(plan, site)
    kept = {path for path, own in identities.items() if _stands(survey.standing.get(path), own)}
    outputs: list[Output] = []
    problems: dict[tuple[str, int, str], Problem] = {}
    library = _Library(plan.library, memo)
    for number, page in enumerate(plan.pages, start=1):
        if page.path in kept:
            continue
        options.tell("pages", number, len(plan.pages))
        try:
            output = render_page(_whole(page, library, memo), environment, sources)
            check_page(output, page, plan.settings)
            outputs.append(output)
        except CitewellError as error:
            for fault in error.problems:
                problems.setdefault((fault.path, fault.line, fault.message), fault)
    outputs += [_feed(feed, plan.site, memo) for feed in plan.feeds if feed.path not in kept]
    outputs += _exports([export for export in plan.exports if export.path not in kept], memo)
    outputs += [library.export(path) for path in plan.library.files if path not in kept]
    return Rendered(outputs, kept, identities, list(problems.values()))


def _whole(page: Page, library: _Library, memo: Memo) -> Page:
    """Return a page with what only the memo knows: the words of an article, the library."""
    if page.shows:
        return fill_in(page, _contents(page.shows.path, memo))
    if page.template == "library.html":
        return fill_library(page, library.view(page.view["page"].url))
    return page


@dataclass(frozen=True)
class _Library:
    """The library, gathered from the memo when it is first asked for."""

    shelf: Shelf
    memo: Memo

    @cached_property
    def holdings(self) -> list[Holding]:
        contents = (_contents(article.path, self.memo) for article in self.shelf.articles)
        return gather_holdings(self.shelf, contents)

    @cached_property
    def views(self) -> dict[str, LibraryView]:
        return dict(zip(self.shelf.pages, library_views(self.shelf, self.holdings), strict=True))

    def view(self, url: str) -> LibraryView:
        return self.views[url]

    def export(self, path: str) -> Output:
        items = [holding.item for holding in self.holdings]
        suffix = path.rpartition(".")[2]
        return Output.of(path, FORMATS[suffix](items).encode("utf-8"))


def _library_identities(plan: Plan, site: str) -> dict[str, str]:
    """Return what stands for the pages and files of the library: all works, and who cites them."""
    shelf: Shelf = plan.library
    citing = [
        (article.path, article.slug, article.meta.title, to_plain(article.works))
        for article in shelf.articles
    ]
    works = identify(citing)
    identities = {
        page.path: identify(works, _page_identity(page, site, {}))
        for page in plan.pages
        if page.template == "library.html"
    }
    return identities | dict.fromkeys(shelf.files, works)


def _stands(known: Known | None, identity: str) -> bool:
    return known is not None and known.identity == identity


def _page_identity(page: Page, site: str, shared: _Shared) -> str:
    """Return what stands for all that a page shows; the site's own view is in `site`.

    `shared` holds the identities of lists that many pages show, such as all tags.
    """
    view = [
        [name, *_identities_of(part, shared)] for name, part in page.view.items() if name != "site"
    ]
    shown = page.shows.identity if page.shows else ""
    return identify(site, page.template, view, shown, page.links)


def _identities_of(part: object, shared: _Shared) -> Iterator[object]:
    """Yield plain data that stand for a view; long lists by their identity, worked out once."""
    for value in fields_of(part):
        if isinstance(value, tuple) and len(value) > _LONG:
            if id(value) not in shared:
                # The list is kept beside its identity, so that no other can take its place.
                shared[id(value)] = (value, identify(to_plain(value)))
            yield shared[id(value)][1]
        else:
            yield to_plain(value)


def _feed_identity(feed: Feed, site: str) -> str:
    entries = [
        (entry.url, entry.links, entry.article.identity, to_plain(entry.article.meta))
        for entry in feed.entries
    ]
    return identify(site, feed.home, feed.title, feed.care, entries)


def _feed(feed: Feed, site: SiteView, memo: Memo) -> Output:
    paths = [entry.article.path for entry in feed.entries]
    render = render_json_feed if feed.path.endswith(".json") else render_atom
    return render(feed, site, {path: _contents(path, memo) for path in paths})


def _exports(exports: Iterable[Export], memo: Memo) -> Iterator[Output]:
    """Yield the files of sources; those of one article stand together, and share its contents."""
    for path, group in groupby(exports, key=lambda export: export.article.path):
        items = _contents(path, memo).items
        for export in group:
            text = FORMATS[export.suffix](items)
            yield Output.of(export.path, text.encode("utf-8"))
