"""Articles to a `Plan`: every page of the site and every path, decided before any is made.

Fourth stage of a build. Knows nothing of Markdown, of styles, of how templates look or of the disk.
Two owners of one path are a problem that names both.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

from citewell import care, feeds, hosting, links, listings, pages
from citewell.figures import SIZED, Frames, check_words, copies_of
from citewell.job import Options
from citewell.library import plan_library
from citewell.links import KeptBack
from citewell.listings import article_url
from citewell.model import (
    Article,
    Asset,
    Assets,
    Export,
    Feed,
    FeedEntry,
    Menu,
    Output,
    Page,
    Plan,
    Settings,
    Target,
)
from citewell.pages import Edition
from citewell.problems import Problem
from citewell.record import Record, field, replace
from citewell.scripts import Conduct
from citewell.shelf import gather_downloads
from citewell.slugs import absolute, make_slug
from citewell.terms import URL, Glossary
from citewell.views import FollowView, LinkView, SiteView
from citewell.words import Words

FEED, JSON_FEED = "feed.xml", "feed.json"
_TEXTS = ("content/posts/", "content/pages/")
_ROOMS = ("content/", "static/")
_FOLDERS = ("archive/", "tags/", "downloads/", "search/")
_FILES = ("sitemap.xml", "robots.txt", "search.json")


class Frame(Record, frozen=True):
    """What a site is before any article: its settings, files, words and terms, and the day.

    `conduct` is what its scripts do.
    """

    settings: Settings
    assets: Assets
    words: Words
    options: Options
    glossary: Glossary = field(default_factory=Glossary)
    conduct: Conduct = field(default_factory=Conduct)


def plan_site(
    frame: Frame,
    articles: Sequence[Article],
    unfinished: Iterable[str] = (),
    left_out: Iterable[Article] = (),
) -> Plan:
    """Decide every file of the finished site.

    `articles` are those to be published, `left_out` those that are not yet; `unfinished` are files
    with errors: a link to one of those is not blamed too. Problems (links that lead nowhere, paths
    with two owners, files that are not there) are in the result.
    """
    assets, options = frame.assets, frame.options
    edition, problems = _edition(frame, articles, unfinished)
    made = tuple(pages.all_pages(edition))
    names = {
        name: file.path for room in (assets.static, assets.sheets) for name, file in room.items()
    }
    plan = Plan(
        settings=frame.settings,
        site=edition.site,
        pages=made,
        feeds=tuple(_feeds(edition)) if edition.site.url else (),
        exports=tuple(_exports(edition)),
        library=edition.shelf,
        names=names,
        outputs=(*assets.sheets.values(), *_outputs(edition, made, names)),
        copies=_copies(assets),
    )
    doubts = (
        *_dead_links(edition, _kept_back(left_out, options)),
        *check_words(_targets(edition)),
        *_collisions(list(_claims(plan))),
        *care.check_credentials(frame.settings.credentials, options.today),
        *care.check_reviews(articles, options.today),
        *_unaddressable(plan.copies),
    )
    return replace(plan, problems=(*problems, *doubts))


def _claims(plan: Plan) -> Iterator[tuple[str, str]]:
    """Yield every path of the finished site, and who wants it."""
    yield from ((page.path, page.owner) for page in plan.pages)
    yield from ((feed.path, "a feed") for feed in plan.feeds)
    yield from ((export.path, export.shows) for export in plan.exports)
    yield from ((path, "the library") for path in plan.library.files)
    yield from ((output.path, "a file that citewell makes") for output in plan.outputs)
    yield from ((asset.path, asset.name) for asset in plan.copies)


def _edition(
    frame: Frame, articles: Sequence[Article], unfinished: Iterable[str]
) -> tuple[Edition, list[Problem]]:
    settings, assets, options = frame.settings, frame.assets, frame.options
    posts = listings.newest_first(article for article in articles if article.kind == "post")
    others = tuple(article for article in articles if article.kind == "page")
    names = listings.tag_names(posts)
    summaries = tuple(listings.summarise(post, names, options.hides) for post in posts)
    say = partial(frame.words.say, language=settings.lang)
    downloads, problems = gather_downloads([*posts, *others], assets.downloads, say)
    years = {listings.year_url(summary.date.year) for summary in summaries}
    tags = {listings.tag_url(slug) for slug in names}
    shelf = plan_library([*posts, *others])
    routes = _routes(assets, articles, {*years, *tags, *downloads, *shelf.pages})
    routes |= {URL.rstrip("/"): URL} if frame.glossary.terms else {}
    routes |= dict.fromkeys(unfinished, "")
    menu = _menu(settings, routes, others)
    edition = Edition(
        settings=settings,
        site=_site(settings, menu, shelf.count > 0, len(frame.glossary.terms), options.today),
        tagged=listings.tagged(summaries),
        posts=tuple(posts),
        pages=others,
        summaries=summaries,
        names=names,
        downloads=downloads,
        shelf=shelf,
        glossary=frame.glossary,
        say=say,
        routes=routes,
        frames=Frames(routes, assets.pictures),
        hidden=options.hides,
        conduct=frame.conduct,
    )
    return edition, problems


def _routes(assets: Assets, articles: Iterable[Article], lists: Iterable[str]) -> dict[str, str]:
    """Return what a link may name, a file of the folder or a path of the site, and its path."""
    routes = {article.path: article_url(article) for article in articles}
    for name, asset in assets.images.items():
        routes[f"content/images/{name}"] = asset.path
    for name, asset in assets.downloads.items():
        routes[f"content/downloads/{name}"] = asset.path
    paths = [*routes.values(), *lists, *_FOLDERS, *_FILES, FEED, JSON_FEED, *assets.static, ""]
    return {path.rstrip("/"): path for path in paths} | routes


def _site(
    settings: Settings, menu: tuple[LinkView, ...], sources: bool, terms: int, today: dt.date
) -> SiteView:
    return SiteView(
        title=settings.title,
        tagline=settings.tagline,
        description=settings.description or settings.tagline or settings.title,
        url=settings.url,
        language=settings.lang,
        author=settings.author.name,
        menu=menu,
        follow=tuple(
            FollowView(entry.title, entry.url, make_slug(entry.title)) for entry in settings.follow
        ),
        feed=FEED if settings.url else "",
        json_feed=JSON_FEED if settings.url else "",
        sources=sources,
        full_text=settings.search == "full-text",
        terms=terms,
        crisis=care.view_crisis(settings.crisis),
        credentials=care.view_credentials(settings.credentials, today),
        contact=care.view_contact(settings),
        leave=settings.leave,
    )


def _menu(
    settings: Settings, routes: Mapping[str, str], others: Iterable[Article]
) -> tuple[LinkView, ...]:
    """Return the author's menu or, where there is none, her pages, which nothing else leads to."""
    if settings.menu:
        return tuple(
            LinkView(entry.title, links.resolve(_target(entry), routes) or "")
            for entry in settings.menu
        )
    named = [LinkView(article.meta.title, article_url(article)) for article in others]
    return tuple(sorted(named, key=lambda link: (link.title.casefold(), link.url)))


def _outputs(edition: Edition, made: Sequence[Page], names: Mapping[str, str]) -> Iterator[Output]:
    """Yield the files for programs; without an address of the site there is only the search."""
    yield Output.of("search.json", feeds.render_search_index(edition.summaries))
    yield Output.of("robots.txt", feeds.render_robots(edition.site.url))
    yield Output.of(".nojekyll", b"")
    yield Output.of("_headers", _headers(edition, names))
    if moved := [(page.view["page"].url, page.view["redirect"].url) for page in _moved(made)]:
        yield Output.of("_redirects", hosting.render_redirects(edition.site.url, moved).encode())
    if edition.site.url:
        yield Output.of("sitemap.xml", _sitemap(edition, made))


def _headers(edition: Edition, names: Mapping[str, str]) -> bytes:
    fingerprinted = sorted(path for name, path in names.items() if name != path)
    fingerprinted += [f"{SIZED}*"] if any(copies_of(edition.frames.pictures.values())) else []
    # A page is held to the headers as well as to its own policy, and a worker to the headers alone:
    # so these allow what one page needs, and every other page forbids it to itself.
    policy = hosting.policy(
        edition.settings.allow_hosts, is_header=True, compiles=edition.site.full_text
    )
    return hosting.render_headers(edition.site.url, fingerprinted, policy).encode("utf-8")


def _moved(made: Iterable[Page]) -> Iterator[Page]:
    return (page for page in made if page.template == "redirect.html")


def _feeds(edition: Edition) -> Iterator[Feed]:
    """Yield the feed of the site, and one for each tag."""
    whole = _feed(edition, "", edition.site.title, edition.posts)
    yield from (whole, replace(whole, path=JSON_FEED))
    for slug, name in edition.names.items():
        url = listings.tag_url(slug)
        tagged = [edition.posts[index] for index in edition.tagged[url]]
        yield _feed(edition, url, f"{edition.site.title}: {name}", tagged)


def _feed(edition: Edition, home: str, title: str, articles: Sequence[Article]) -> Feed:
    entries = tuple(_feed_entry(edition, article) for article in articles[: feeds.FEED_LENGTH])
    return Feed(f"{home}{FEED}", home, title, _care(edition), entries)


def _feed_entry(edition: Edition, article: Article) -> FeedEntry:
    whole = partial(absolute, site_url=edition.site.url)
    written = edition.frames.write(article.targets, whole, plain=True)
    return FeedEntry(article_url(article), article, written)


def _care(edition: Edition) -> str:
    text = edition.settings.disclaimer
    whole = partial(absolute, site_url=edition.site.url)
    written = edition.frames.write(links.targets_of(text), whole, plain=True)
    return care.render_care(edition.site, links.render_text(text, written), edition.say)


def _exports(edition: Edition) -> Iterator[Export]:
    """Yield the files for reference managers beside each post, and each page with sources."""
    for article in (*edition.posts, *edition.pages):
        for _, path in pages.export_paths(article):
            yield Export(path, article.path)


def _sitemap(edition: Edition, made: Sequence[Page]) -> bytes:
    days = {
        article_url(article): article.meta.updated or article.meta.date
        for article in (*edition.posts, *edition.pages)
    }
    urls = [
        page.view["page"].url for page in made if page.template not in {"redirect.html", "404.html"}
    ]
    return feeds.render_sitemap([(url, days.get(url)) for url in sorted(urls)], edition.site.url)


def _copies(assets: Assets) -> tuple[Asset, ...]:
    groups = (assets.static, assets.images, assets.downloads)
    whole = (asset for group in groups for asset in group.values())
    return (*whole, *copies_of(assets.pictures.values()))


def _dead_links(edition: Edition, kept_back: Mapping[str, KeptBack]) -> Iterator[Problem]:
    """Yield a problem for each link in texts, footer and menu that leads nowhere."""
    yield from links.check(_targets(edition), edition.routes, kept_back)
    yield from links.check(map(_target, edition.settings.menu), edition.routes, kept_back)


def _kept_back(left_out: Iterable[Article], options: Options) -> dict[str, KeptBack]:
    """Return what is not published yet, by its file and by its path without a slash at the end."""
    kept_back: dict[str, KeptBack] = {}
    for article in left_out:
        if article.meta.draft and not options.drafts:
            why = KeptBack("a draft", f"take the line `draft: true` out of {article.path}")
        else:
            why = KeptBack(
                "a post whose day has not come", f"it is published on {article.meta.date}"
            )
        kept_back |= dict.fromkeys((article.path, article_url(article).rstrip("/")), why)
    return kept_back


def _targets(edition: Edition) -> Iterator[Target]:
    """Yield what all texts of the site lead to and show."""
    for article in (*edition.posts, *edition.pages):
        yield from article.targets
        if article.meta.image:
            yield article.meta.image
    definitions = [term.definition for term in edition.glossary.terms]
    for text in (edition.settings.footer, edition.settings.disclaimer, *definitions):
        yield from links.targets_of(text)


def _target(entry: Menu) -> Target:
    return Target(entry.url, entry.place)


def _collisions(claims: Sequence[tuple[str, str]]) -> Iterator[Problem]:
    """Yield a problem for each path with two owners.

    Paths that differ only in capitals are one on many computers, and a file cannot be a folder too.
    Two posts at one address have files of sources at one address too: two owners are told once.
    """
    owners: dict[str, str] = {}
    told: set[tuple[str, str]] = set()
    for path, owner in claims:
        first = owners.get(path.casefold())
        if first is None:
            owners[path.casefold()] = owner
        elif (owner, first) not in told:
            told.add((owner, first))
            yield _collision(path, owner, first)
    for path, owner in claims:
        for folder in _folders(path.casefold()):
            if folder in owners:
                yield _collision(path, owner, owners[folder])


def _unaddressable(copies: Iterable[Asset]) -> Iterator[Problem]:
    """Yield a problem for each file that no link can name: a `#` ends the path of an address."""
    for asset in copies:
        if "#" in asset.path:
            hint = "give the file a name without #"
            yield Problem(asset.name, 0, 0, "no link can lead to this file", hint=hint)


def _folders(path: str) -> Iterator[str]:
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path


def _collision(path: str, owner: str, first: str) -> Problem:
    """Blame the owner that has a file, the later one if both have."""
    address = "/" + path.removesuffix("index.html")
    blamed, other = (owner, first) if _file(owner) else (first, owner)
    message = f"the address {address} belongs to {other} already"
    return Problem(_file(blamed) or blamed, 0, 0, message, hint=_way_out(blamed, address))


def _file(owner: str) -> str:
    """Return the file that an owner of a path is made from, or nothing."""
    name = owner.removeprefix(pages.ALIAS)
    return name if name.startswith(_ROOMS) else ""


def _way_out(owner: str, address: str) -> str:
    if owner.startswith(pages.ALIAS):
        return f"take {address} out of its `aliases`"
    if owner.startswith(_TEXTS):
        return "give one of the two another address: `slug: another-name` in its front matter"
    return "give one of the two another name"
