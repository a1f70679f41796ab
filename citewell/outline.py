"""A plan as it is remembered: each file of the site by what stands for it.

Comes after `plan`. A file depends on its view, which a digest stands for, and on the contents of
the articles that it shows. While an outline holds, a changed text needs no new plan: the views of
what shows articles are kept here as plain data, and are filled in again. The lines of an outline
lie in the memo by the articles that they show, so that one article does not cost a look at all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from citewell.disk import Known
from citewell.identity import identify
from citewell.keeping import keep, keep_made, recall, recall_all, recall_made
from citewell.library import NO_SHELF, Shelf
from citewell.memo import Memo
from citewell.model import Asset, Export, Feed, Output, Page, Plan, Settings
from citewell.plain import encode, fields_of
from citewell.problems import Problem
from citewell.record import Record, replace
from citewell.views import PageView, PostView, PrivacyView, SiteView

_OUTLINE, _PUBLISHED = "outline", "published"
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
    """What a plan says of all its files; `identity` stands for all that it was made from.

    `site` is the view that all pages share, `names` the paths of the files of `static/`.
    """

    identity: str
    site: SiteView
    names: Mapping[str, str]
    problems: tuple[Problem, ...]
    bounds: Bounds


class Published(Record, frozen=True):
    """What the output folder was last filled with: the outline, and articles by their file.

    They are known by their identities.
    """

    outline: str
    articles: Mapping[str, str]


class Agenda(Record, frozen=True):
    """What is to be done: those files of an outline that are `due`.

    `articles` are the identities of articles by their file. `lines` are those that were looked at,
    due or not, and `identities` what stands for each; `paths` are those of all files of the
    outline.
    """

    outline: Outline
    articles: Mapping[str, str]
    lines: Mapping[str, Line]
    identities: Mapping[str, str]
    due: frozenset[str]
    paths: Collection[str]

    @property
    def needs_plan(self) -> bool:
        """Tell whether a file is due that shows more than articles."""
        return not all(self.lines[path].shows for path in self.due)


def draw_up(
    outline: Outline, lines: Mapping[str, Line], articles: Mapping[str, str], memo: Memo
) -> Agenda:
    """Find the files that are not in the output folder as they should be, looking at all lines.

    `articles` are the identities of articles by their file; an empty one is sure of nothing.
    """
    identities = {path: _identity(line, articles) for path, line in lines.items()}
    standing = {path: known.identity for path, known in recall_all(Known, "pages", memo).items()}
    due = frozenset(
        path for path, each in identities.items() if not each or standing.get(path) != each
    )
    return Agenda(outline, articles, lines, identities, due, lines.keys())


def follow_up(
    outline: Outline, articles: Mapping[str, str], pages: Collection[str], memo: Memo
) -> Agenda | None:
    """Find the same files by the articles that have changed since the folder was filled.

    The `pages` must be as they were left then. Returns None where another outline filled it.
    """
    last = recall(Published, "lists", _PUBLISHED, memo)
    if not last or last.outline != outline.identity:
        return None
    changed = [
        path for path, each in articles.items() if not each or last.articles.get(path) != each
    ]
    lines = recall_lines(memo, changed)
    identities = {path: _identity(line, articles) for path, line in lines.items()}
    return Agenda(outline, articles, lines, identities, frozenset(lines), pages)


def keep_published(agenda: Agenda, memo: Memo) -> None:
    """Keep what the output folder is filled with now."""
    published = Published(agenda.outline.identity, agenda.articles)
    keep("lists", {_PUBLISHED: published}, memo)


def recall_lines(memo: Memo, articles: Iterable[str] | None = None) -> dict[str, Line]:
    """Return the lines of files that show one of the articles, or of all files, by path."""
    parts = recall_all(dict[str, Line], "lines", memo, articles)
    return {path: line for lines in parts.values() for path, line in lines.items()}


def _identity(line: Line, articles: Mapping[str, str]) -> str:
    """Return what stands for a file; nothing does if nothing stands for an article it shows."""
    if len(line.shows) == 1:  # nearly all are such
        shown = articles[line.shows[0]]
        return shown and line.digest + shown
    parts = [line.digest, *[articles[shown] for shown in line.shows]]
    return "".join(parts) if all(parts) else ""


def keep_outline(
    identity: str, plan: Plan, theme: str, bounds: Bounds, memo: Memo
) -> tuple[Outline, dict[str, Line]]:
    """Make the outline of a plan and its lines by path, and keep them.

    `theme` stands for the templates and their words.
    """
    site = identify(theme, encode(plan.site), encode(plan.names))
    views = {page.path: encode(_kept_page(page)) for page in plan.pages if page.shows}
    views |= {feed.path: encode(_Kept(feed=feed)) for feed in plan.feeds}
    memo.forget("views", memo.names("views") - views.keys())
    memo.keep_texts("views", views)
    lines = dict(_lines(plan, site, views))
    by_article: dict[str, dict[str, Line]] = {}
    for path, line in lines.items():
        for article in line.shows or ("",):
            by_article.setdefault(article, {})[path] = line
    memo.forget("lines", memo.names("lines") - by_article.keys())
    keep("lines", by_article, memo)
    outline = Outline(identity, plan.site, plan.names, plan.problems, bounds)
    keep_made(_OUTLINE, identity, outline, memo)
    return outline, lines


def recall_outline(identity: str, memo: Memo) -> Outline | None:
    """Return the last outline, if it was made from the same."""
    outline: Outline | None = recall_made(Outline, _OUTLINE, identity, memo)
    return outline


def recall_plan(agenda: Agenda, settings: Settings, memo: Memo) -> Plan:
    """Return a plan of files that are due and show articles."""
    outline, views = agenda.outline, recall_all(_Kept, "views", memo, agenda.due)
    return Plan(
        settings=settings,
        site=outline.site,
        pages=tuple(_page(each.page, outline.site) for each in views.values() if each.page),
        feeds=tuple(each.feed for each in views.values() if each.feed),
        exports=tuple(
            Export(path, agenda.lines[path].shows[0]) for path in agenda.due if path not in views
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
        (article.path, article.slug, article.meta.title, article.meta.lang, encode(article.works))
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
