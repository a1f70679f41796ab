"""A plan as it is remembered: each file of the site by what stands for it.

Comes after `plan`. A file depends on its view, which a digest stands for, and on the contents of
the articles that it shows. While an outline holds, a changed text needs no new plan: the views of
what shows articles are kept here as plain data, and are filled in again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from citewell.disk import Known
from citewell.identity import identify
from citewell.library import NO_SHELF, Shelf
from citewell.memo import Memo, damage_noticed
from citewell.model import Asset, Export, Feed, Output, Page, Plan, Settings
from citewell.plain import decode, encode, fields_of
from citewell.problems import Problem
from citewell.record import Record, replace
from citewell.views import PageView, PostView, PrivacyView, SiteView

_OUTLINE = "outline"
_LONG = 8
_Shared = dict[int, tuple[object, str]]


class Line(NamedTuple):
    """A file of the site: what stands for its view, and the files of the articles it shows."""

    digest: str
    shows: Sequence[str]


class Bounds(Record, frozen=True):
    """The posts that a plan leaves out, and from which day to before which day it holds."""

    left_out: tuple[str, ...]
    since: str
    until: str


class Outline(Record, frozen=True):
    """A plan by its `files`; `identity` stands for all that it was made from.

    `site` is the view that all pages share, `names` the paths of the files of `static/`.
    """

    identity: str
    files: Mapping[str, Line]
    site: SiteView
    names: Mapping[str, str]
    problems: tuple[Problem, ...]
    bounds: Bounds


class Agenda(Record, frozen=True):
    """What is to be done: an outline, what stands for each file by its path, and those due."""

    outline: Outline
    identities: Mapping[str, str]
    due: frozenset[str]

    @property
    def needs_plan(self) -> bool:
        """Tell whether a file is due that shows more than articles."""
        return not all(self.outline.files[path].shows for path in self.due)


def draw_up(outline: Outline, articles: Mapping[str, str], standing: Mapping[str, Known]) -> Agenda:
    """Find the files that are not in the output folder as they should be.

    `articles` are the identities of articles by their file, `standing` is what is there.
    """
    identities = {path: _identity(line, articles) for path, line in outline.files.items()}
    due = frozenset(
        path
        for path, identity in identities.items()
        if path not in standing or standing[path].identity != identity
    )
    return Agenda(outline, identities, due)


def _identity(line: Line, articles: Mapping[str, str]) -> str:
    if len(line.shows) == 1:  # nearly all are such
        return line.digest + articles[line.shows[0]]
    return "".join((line.digest, *[articles[shown] for shown in line.shows]))


def keep_outline(identity: str, plan: Plan, theme: str, bounds: Bounds, memo: Memo) -> Outline:
    """Make the outline of a plan and keep it; `theme` stands for the templates and their words."""
    site = identify(theme, encode(plan.site), encode(plan.names))
    views = {page.path: encode(_kept_page(page)) for page in plan.pages if page.shows}
    views |= {feed.path: encode(_Kept(feed=feed)) for feed in plan.feeds}
    memo.forget("views", memo.names("views") - views.keys())
    memo.keep_texts("views", views)
    files = dict(_lines(plan, site, views))
    outline = Outline(identity, files, plan.site, plan.names, plan.problems, bounds)
    memo.keep_texts("lists", {_OUTLINE: encode(outline)})
    return outline


def recall_outline(identity: str, memo: Memo) -> Outline | None:
    """Return the last outline, if it was made from the same."""
    text = memo.text("lists", _OUTLINE)
    with damage_noticed():
        outline = decode(Outline, text) if text else None
    return outline if outline and outline.identity == identity else None


def recall_plan(outline: Outline, settings: Settings, due: Collection[str], memo: Memo) -> Plan:
    """Return a plan of files that are due and show articles."""
    texts = {path: memo.text("views", path) for path in due}
    with damage_noticed():
        kept = [decode(_Kept, text) for text in texts.values() if text]
    return Plan(
        settings=settings,
        site=outline.site,
        pages=tuple(_page(each.page, outline.site) for each in kept if each.page),
        feeds=tuple(each.feed for each in kept if each.feed),
        exports=tuple(
            Export(path, outline.files[path].shows[0]) for path, text in texts.items() if not text
        ),
        library=NO_SHELF,
        names=outline.names,
        outputs=(),
        copies=(),
    )


class _KeptPage(Record, frozen=True):
    """A page that shows an article, its views with their types."""

    page: Page
    view: PageView
    post: PostView
    privacy: PrivacyView | None


class _Kept(Record, frozen=True):
    """What a file that shows articles is made from, but for these."""

    page: _KeptPage | None = None
    feed: Feed | None = None


def _kept_page(page: Page) -> _Kept:
    """Return a page as it is kept; the view of the site is that of all pages."""
    view, bare = page.view, replace(page, view={})
    return _Kept(_KeptPage(bare, view["page"], view["post"], view.get("privacy")))


def _page(kept: _KeptPage, site: SiteView) -> Page:
    view = {"site": site, "page": kept.view, "post": kept.post}
    own = {"privacy": kept.privacy} if kept.privacy else {}
    return replace(kept.page, view={**view, **own})


def _lines(plan: Plan, site: str, views: Mapping[str, str]) -> Iterator[tuple[str, Line]]:
    """Yield the path of each file of a plan with its line; `site` is part of every page."""
    shared: _Shared = {}
    shelf: Shelf = plan.library
    works = _works(shelf)
    for page in plan.pages:
        if page.shows:
            yield page.path, Line(identify(site, views[page.path]), (page.shows,))
        else:
            added = works if page.template == "library.html" else ""
            yield page.path, Line(f"{_digest(page, site, shared)}{added}", ())
    for feed in plan.feeds:
        shown = tuple(entry.article.path for entry in feed.entries)
        yield feed.path, Line(identify(site, views[feed.path]), shown)
    for export in plan.exports:
        yield export.path, Line("", (export.shows,))
    yield from ((path, Line(works, ())) for path in shelf.files)
    finished: tuple[Output | Asset, ...] = (*plan.outputs, *plan.copies)
    yield from ((file.path, Line(file.sha256, ())) for file in finished)


def _works(shelf: Shelf) -> str:
    """Return what stands for all works of the library and for who cites them."""
    citing = [
        (article.path, article.slug, article.meta.title, encode(article.works))
        for article in shelf.articles
    ]
    return identify(citing)


def _digest(page: Page, site: str, shared: _Shared) -> str:
    """Return what stands for a page that shows no article; the site's own view is in `site`.

    `shared` holds the digests of lists that many pages show, such as all tags.
    """
    view = {name: [*_parts(part, shared)] for name, part in page.view.items() if name != "site"}
    return identify(site, page.template, encode(view))


def _parts(part: object, shared: _Shared) -> Iterator[object]:
    """Yield the fields of a view, and for long lists their digest, worked out once."""
    for value in fields_of(part):
        if isinstance(value, tuple) and len(value) > _LONG:
            if id(value) not in shared:
                # The list is kept beside its digest, so that no other can take its place.
                shared[id(value)] = (value, identify(encode(value)))
            yield shared[id(value)][1]
        else:
            yield value
