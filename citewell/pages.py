"""The pages of each kind, with the views that their templates see.

Part of `plan`. Every maker takes the whole edition and yields its pages; none touches another's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any
from urllib.parse import unquote

from citewell import kinship, links, listings
from citewell.exports import FORMATS
from citewell.figures import Frames
from citewell.hosting import policy
from citewell.library import Shelf
from citewell.listings import article_url
from citewell.model import (
    Article,
    Bibliography,
    Change,
    Contents,
    Entry,
    Html,
    Note,
    Page,
    Settings,
    Target,
    Text,
)
from citewell.record import Record, replace
from citewell.scholarly import view_evidence, view_source
from citewell.scripts import Conduct
from citewell.shelf import download_url
from citewell.slugs import NOT_FOUND, absolute, link
from citewell.terms import URL as GLOSSARY
from citewell.terms import Glossary, Term
from citewell.views import (
    ArchiveView,
    BibliographyView,
    ChangeView,
    DownloadView,
    EntryView,
    HomeView,
    LibraryView,
    LinkView,
    PageView,
    PostView,
    PrivacyView,
    RedirectView,
    SeriesView,
    SiteView,
    SummaryView,
    TagPageView,
    TermView,
)

DESCRIPTION_LENGTH = 300
_PRIVACY = "privacy"
_SCRIPTED = (("search_by_tags", "tags/"), ("search", "search/"))
ALIAS = "an alias in "
_FILES = (".html", ".htm")


class Edition(Record, frozen=True):
    """What the makers of pages share: the site's articles, sorted and counted once.

    `posts` and `summaries` run in parallel, newest first; `tagged` holds, by the path of a tag's
    page, the places of its posts in them. `routes` maps what a link may name to
    paths of the site, `frames` writes links and pictures with them. `hidden` tells posts that
    are shown only by request; `conduct` is what scripts do.
    """

    settings: Settings
    site: SiteView
    posts: tuple[Article, ...]
    pages: tuple[Article, ...]
    summaries: tuple[SummaryView, ...]
    names: Mapping[str, str]
    tagged: Mapping[str, tuple[int, ...]]
    downloads: Mapping[str, DownloadView]
    shelf: Shelf
    glossary: Glossary
    say: Callable[..., str]
    routes: Mapping[str, str]
    frames: Frames
    hidden: Callable[[Article], bool]
    conduct: Conduct


def all_pages(edition: Edition) -> Iterator[Page]:
    """Yield every page of the site that a template makes."""
    yield from _home(edition)
    yield from _posts(edition)
    yield from _pages(edition)
    yield from _archive(edition)
    yield from _tags(edition)
    yield from _downloads(edition)
    yield from _library(edition)
    yield from _glossary(edition)
    yield from _redirects(edition)
    yield _page(edition, "search/", "search", edition.say("search"), owner="the search page")
    yield _page(
        edition, NOT_FOUND, "404", edition.say("not_found"), owner="the page for wrong addresses"
    )


def _page(  # noqa: PLR0913  a page has this many facts, each with its name at the call
    edition: Edition,
    url: str,
    kind: str,
    title: str,
    *,
    owner: str,
    template: str = "",
    description: str = "",
    language: str = "",
    image: str = "",
    feed: str = "",
    **subject: Any,
) -> Page:
    """Make a page at a path of the site; `subject` holds what only this kind of page shows."""
    view = PageView(
        kind=kind,
        title=title,
        url=url,
        canonical=absolute(url, edition.site.url) if edition.site.url else "",
        description=_shorten(description or edition.site.description),
        language=language or edition.site.language,
        image=image,
        feed=feed,
        footer=_words(edition, edition.settings.footer, url),
        disclaimer=_words(edition, edition.settings.disclaimer, url),
        policy=Html(
            policy(
                edition.settings.allow_hosts, compiles=kind == "search" and edition.site.full_text
            )
        ),
    )
    return Page(
        path=url if url.lower().endswith(_FILES) else f"{url}index.html",
        template=f"{template or kind}.html",
        view={"site": edition.site, "page": view, **subject},
        owner=owner,
    )


def _linker(edition: Edition, url: str) -> Callable[[str], str]:
    return partial(link, page=url, site_url=edition.site.url)


def _shorten(text: str) -> str:
    """Return a text that fits a description, cut between words where there are any."""
    if len(text) <= DESCRIPTION_LENGTH:
        return text
    cut = text[:DESCRIPTION_LENGTH]
    return f"{(cut.rpartition(' ')[0] or cut).rstrip('.,;:')} …"


def _words(edition: Edition, text: Text, url: str) -> Html:
    """Return words of the settings as the page at `url` writes them."""
    targets = links.targets_of(text)
    written = edition.frames.write(targets, _linker(edition, url))
    return Html(links.render_text(text, written))


def _home(edition: Edition) -> Iterator[Page]:
    featured = tuple(summary for summary in edition.summaries if summary.featured)
    tags = listings.tag_views(edition.tagged, edition.names)
    years = listings.years(edition.summaries, whole=False)
    size = edition.settings.posts_per_page
    for url, recent, pagination in listings.paginate(edition.summaries, size, ""):
        first = pagination.number == 1
        title = (
            edition.site.title if first else edition.say("recent_page", number=pagination.number)
        )
        home = HomeView(featured if first else (), recent, pagination, tags, years)
        yield _page(edition, url, "home", title, owner="the home page", home=home)


def _posts(edition: Edition) -> Iterator[Page]:
    links_to = [
        LinkView(summary.title, summary.url, summary.language) for summary in edition.summaries
    ]
    serial = kinship.series(edition.posts)
    for place, (article, kin) in enumerate(
        zip(edition.posts, kinship.related(edition.posts), strict=True)
    ):
        page = _article(edition, article)
        post = replace(
            page.view["post"],
            series=_series(article.meta.series, place, serial, links_to),
            related=tuple(links_to[other] for other in kin),
            previous=links_to[place + 1] if place + 1 < len(links_to) else None,
            next=links_to[place - 1] if place else None,
        )
        yield replace(page, view={**page.view, "post": post})


def _series(
    name: str, place: int, serial: Mapping[str, Sequence[int]], links_to: Sequence[LinkView]
) -> SeriesView | None:
    if not name:
        return None
    places = serial[name]
    return SeriesView(name, places.index(place) + 1, tuple(links_to[each] for each in places))


def _article(edition: Edition, article: Article) -> Page:
    """Make the page of a post or of a page of `content/pages/`, as far as it stands alone."""
    meta, url = article.meta, article_url(article)
    page = _page(
        edition,
        url,
        article.kind,
        meta.title,
        owner=article.path,
        description=meta.description or meta.summary or article.excerpt,
        language=meta.lang,
        image=_image(edition, meta.image),
        post=_post(edition, article, url),
    )
    written = edition.frames.write(article.targets, _linker(edition, url))
    return replace(page, shows=article.path, links=written)


def _post(edition: Edition, article: Article, url: str) -> PostView:
    """Return the view of an article without its words and its neighbours."""
    meta = article.meta
    downloads = dict.fromkeys(download_url(download.title) for download in meta.downloads)
    return PostView(
        title=meta.title,
        url=url,
        date=meta.date,
        updated=meta.updated,
        author=meta.author.name or edition.site.author,
        summary=meta.summary,
        tags=listings.tag_links(meta.tags, edition.names),
        draft=edition.hidden(article),
        html=Html(""),
        notes=(),
        bibliography=None,
        exports=tuple(LinkView(title, path) for title, path in export_paths(article)),
        own_entry=Html(""),
        evidence=None,
        sources=(),
        downloads=tuple(edition.downloads[download] for download in downloads),
        reviewed=meta.reviewed,
        reviewed_by=meta.reviewed_by,
        changes=tuple(ChangeView(each.date, each.text) for each in _newest_first(meta.changes)),
        content_note=meta.content_note,
        summary_plain=meta.summary_plain,
        handout=meta.handout,
        series=None,
        related=(),
        previous=None,
        next=None,
    )


def _image(edition: Edition, image: Target | None) -> str:
    """Return the whole address of a picture; who shows it with a link is not on this site."""
    if image is None or not edition.site.url:
        return ""
    return absolute(edition.frames.path(image), edition.site.url)


def _newest_first(changes: Iterable[Change]) -> list[Change]:
    return sorted(changes, key=lambda change: change.date, reverse=True)


def export_paths(article: Article) -> Iterator[tuple[str, str]]:
    """Yield suffix and path of each file of a post and its sources for reference managers.

    Of a page there are its sources alone, if it has some.
    """
    if article.works or article.kind == "post":
        for suffix in FORMATS:
            yield suffix, f"{article_url(article)}references.{suffix}"


def fill_in(page: Page, contents: Contents) -> Page:
    """Return the page of an article with what the article says."""
    bibliography = contents.bibliography
    written = iter(page.links)
    post = replace(
        page.view["post"],
        html=Html(links.render_text(contents.text, written)),
        notes=tuple(_note(note, written) for note in contents.notes),
        bibliography=_bibliography(bibliography) if bibliography else None,
        own_entry=Html(contents.own_entry),
        evidence=view_evidence(contents.items),
        sources=tuple(view_source(item) for item in contents.items),
    )
    return replace(page, view={**page.view, "post": post})


def _bibliography(bibliography: Bibliography) -> BibliographyView:
    return BibliographyView(
        tuple(_entry(entry) for entry in bibliography.entries),
        bibliography.hanging,
        bibliography.columns,
        bibliography.spacing,
    )


def _entry(entry: Entry) -> EntryView:
    return EntryView(
        id=f"ref-{entry.key}",
        html=Html(entry.html),
        archived=entry.archived,
        status=entry.status,
        backlinks=_backlinks(f"cite-{number}" for number in entry.cited),
    )


def _note(note: Note, written: Iterator[str]) -> EntryView:
    return EntryView(
        id=f"fn-{note.number}",
        html=Html(links.render_text(note.text, written)),
        archived="",
        status="",
        backlinks=_backlinks(note.calls),
    )


def _backlinks(places: Iterable[str]) -> tuple[LinkView, ...]:
    return tuple(LinkView(str(number), f"#{place}") for number, place in enumerate(places, start=1))


def _pages(edition: Edition) -> Iterator[Page]:
    """Yield the pages of `content/pages/`; that on privacy says what the build made sure of."""
    privacy = _privacy(edition)
    for article in edition.pages:
        page = _article(edition, article)
        own = {"privacy": privacy} if article.slug == _PRIVACY else {}
        yield replace(page, view={**page.view, **own})
    if all(article.slug != _PRIVACY for article in edition.pages):
        title, owner = edition.say("privacy"), "the page about privacy"
        yield _page(edition, f"{_PRIVACY}/", "privacy", title, owner=owner, privacy=privacy)


def _privacy(edition: Edition) -> PrivacyView:
    library = [("library", url) for url in edition.shelf.pages[:1]]
    scripts = tuple(LinkView(edition.say(name), url) for name, url in (*_SCRIPTED, *library))
    conduct = edition.conduct
    return PrivacyView(
        hosts=edition.settings.allow_hosts,
        scripts=scripts,
        own_scripts=conduct.own,
        stores=conduct.stores,
        sends=conduct.sends,
    )


def _archive(edition: Edition) -> Iterator[Page]:
    count = len(edition.summaries)
    counted = listings.years(edition.summaries, whole=False)
    whole = listings.years(edition.summaries, whole=True)
    shown = whole if count <= listings.ARCHIVE_WHOLE else counted
    archive = ArchiveView(None, shown, count)
    yield _page(
        edition, "archive/", "archive", edition.say("archive"), owner="the archive", archive=archive
    )
    for year in whole:
        archive = ArchiveView(year, counted, count)
        title = edition.say("archive_of", year=year.year)
        owner = f"the archive of {year.year}"
        yield _page(edition, year.url, "archive", title, owner=owner, archive=archive)


def _tags(edition: Edition) -> Iterator[Page]:
    tags = listings.tag_views(edition.tagged, edition.names)
    yield _page(
        edition, "tags/", "tags", edition.say("search_by_tags"), owner="the tag search", tags=tags
    )
    size = edition.settings.posts_per_page
    for tag in tags:
        posts = [edition.summaries[index] for index in edition.tagged[tag.url]]
        for url, shown, pagination in listings.paginate(posts, size, tag.url):
            view = TagPageView(tag.name, tag.count, shown, pagination)
            title, owner = edition.say("posts_on", tag=tag.name), f"the tag '{tag.name}'"
            feed = f"{tag.url}feed.xml" if edition.site.feed else ""
            yield _page(edition, url, "tag", title, owner=owner, feed=feed, tag=view)


def _downloads(edition: Edition) -> Iterator[Page]:
    shelf = tuple(edition.downloads.values())
    owner = "the list of downloads"
    yield _page(
        edition, "downloads/", "downloads", edition.say("downloads"), owner=owner, downloads=shelf
    )
    for download in shelf:
        yield _page(
            edition,
            download.url,
            "download",
            download.title,
            owner=f"the download '{download.title}'",
            description=download.description,
            download=download,
        )


def _library(edition: Edition) -> Iterator[Page]:
    """Yield the pages of the library, what they show left open."""
    for number, url in enumerate(edition.shelf.pages, start=1):
        title = (
            edition.say("library") if number == 1 else edition.say("library_page", number=number)
        )
        yield _page(edition, url, "library", title, owner="the library", library=None)


def fill_library(page: Page, view: LibraryView) -> Page:
    """Return a page of the library with its sources."""
    return replace(page, view={**page.view, "library": view})


def _glossary(edition: Edition) -> Iterator[Page]:
    """Yield the page of the glossary, if there are terms."""
    posts: dict[str, list[LinkView]] = {}
    for article in (*edition.posts, *edition.pages):
        for name in article.terms:
            shown = LinkView(article.meta.title, article_url(article), article.meta.lang)
            posts.setdefault(name, []).append(shown)
    terms = [_term(edition, term, tuple(posts.get(term.id, ()))) for term in edition.glossary.terms]
    if terms:
        title, owner = edition.say("glossary"), "the glossary"
        yield _page(edition, GLOSSARY, "glossary", title, owner=owner, glossary=tuple(terms))


def _term(edition: Edition, term: Term, posts: tuple[LinkView, ...]) -> TermView:
    others = dict.fromkeys(filter(None, (edition.glossary.find(key.name) for key in term.see)))
    return TermView(
        id=term.id,
        name=term.name,
        abbreviation=term.abbreviation,
        also=term.also,
        html=_words(edition, term.definition, GLOSSARY),
        url=term.url,
        see=tuple(LinkView(other.name, f"#{other.id}") for other in others),
        posts=posts,
    )


def _redirects(edition: Edition) -> Iterator[Page]:
    for article in (*edition.posts, *edition.pages):
        for alias in article.meta.aliases:
            redirect = RedirectView(article.meta.title, article_url(article))
            owner, title = f"{ALIAS}{article.path}", article.meta.title
            url = _old_url(alias.name)
            yield _page(edition, url, "redirect", title, owner=owner, redirect=redirect)


def _old_url(alias: str) -> str:
    """Return an old address as a path of the site: what a host makes of it when it is asked for."""
    parts = [part for part in unquote(alias).split("/") if part not in {"", ".", ".."}]
    url = "/".join(parts)
    return url if not url or url.lower().endswith(_FILES) else f"{url}/"
