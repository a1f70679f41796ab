"""Articles to a `Plan`: every page of the site and every path, decided before any is made.

Fourth stage of a build. Knows nothing of Markdown, of styles, of how templates look or of the disk.
Two owners of one path are a problem that names both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

from citewell import feeds, links, listings, pages
from citewell.feeds import FeedEntry
from citewell.listings import article_url
from citewell.model import (
    Article,
    Asset,
    Output,
    Page,
    Plan,
    Settings,
    Source,
    Sources,
    Target,
)
from citewell.pages import Edition
from citewell.problems import Problem
from citewell.shelf import gather_downloads
from citewell.slugs import make_slug
from citewell.views import FollowView, LinkView, SiteView

FEED = "feed.xml"
FEED_LENGTH = 20
_FIXED = ("archive", "tags", "downloads", "search", "sitemap.xml", "robots.txt", "search.json")


def plan_site(
    settings: Settings,
    sources: Sources,
    articles: Sequence[Article],
    hidden: Callable[[Article], bool],
) -> Plan:
    """Decide every file of the finished site.

    `articles` are those to be published, `hidden` tells which of them are shown only by request.
    Problems (links that lead nowhere, paths with two owners, files that are not there) are in the
    result.
    """
    files = {source.path: source for source in (*sources.posts, *sources.pages)}
    edition, problems = _edition(settings, sources, files, articles, hidden)
    made = tuple(pages.all_pages(edition))
    outputs = tuple(_outputs(edition, made))
    copies = _copies(sources)
    return Plan(
        pages=made,
        outputs=outputs,
        copies=copies,
        problems=(
            *problems,
            *_dead_links(edition, sources, files),
            *_collisions(made, outputs, copies),
        ),
    )


def _edition(
    settings: Settings,
    sources: Sources,
    files: Mapping[str, Source],
    articles: Sequence[Article],
    hidden: Callable[[Article], bool],
) -> tuple[Edition, list[Problem]]:
    posts = listings.newest_first(article for article in articles if article.post.kind == "post")
    others = tuple(article for article in articles if article.post.kind == "page")
    names = listings.tag_names(posts)
    summaries = tuple(listings.summarise(post, names, hidden) for post in posts)
    downloads, problems = gather_downloads([*posts, *others], sources.downloads, files)
    years = {listings.year_url(summary.date.year) for summary in summaries}
    tags = {listings.tag_url(slug) for slug in names}
    routes = _routes(sources, articles, {*years, *tags, *downloads})
    edition = Edition(
        settings=settings,
        site=_site(settings, routes),
        tagged=listings.tagged(summaries),
        posts=tuple(posts),
        pages=others,
        summaries=summaries,
        names=names,
        downloads=downloads,
        routes=routes,
        hidden=hidden,
    )
    return edition, problems


def _routes(sources: Sources, articles: Iterable[Article], lists: Iterable[str]) -> dict[str, str]:
    """Return what a link may name, a file of the folder or a path of the site, and its path."""
    routes = {article.post.path: article_url(article) for article in articles}
    for name, asset in sources.images.items():
        routes[f"content/images/{name}"] = asset.path
    for name, asset in sources.downloads.items():
        routes[f"content/downloads/{name}"] = asset.path
    fixed = (name if "." in name else f"{name}/" for name in _FIXED)
    paths = [*routes.values(), *lists, *fixed, FEED, *sources.static, ""]
    return {path.rstrip("/"): path for path in paths} | routes


def _site(settings: Settings, routes: Mapping[str, str]) -> SiteView:
    return SiteView(
        title=settings.title,
        tagline=settings.tagline,
        description=settings.description or settings.tagline,
        url=settings.url,
        language=settings.lang,
        author=settings.author,
        menu=tuple(
            LinkView(entry.title, links.resolve(entry.url, "content/site.yaml", routes) or "")
            for entry in settings.menu
        ),
        follow=tuple(
            FollowView(entry.title, entry.url, make_slug(entry.title)) for entry in settings.follow
        ),
        feed=FEED if settings.url else "",
    )


def _outputs(edition: Edition, made: Sequence[Page]) -> Iterator[Output]:
    """Yield the files for programs; without an address of the site there is only the search."""
    yield Output("search.json", feeds.render_search_index(edition.summaries))
    yield Output("robots.txt", feeds.render_robots(edition.site.url))
    yield Output(".nojekyll", b"")
    if edition.site.url:
        yield Output("sitemap.xml", _sitemap(edition, made))
        yield _feed(edition, edition.site.title, FEED, "", edition.posts)
        for slug, name in edition.names.items():
            url = listings.tag_url(slug)
            tagged = [edition.posts[index] for index in edition.tagged[url]]
            title = f"{edition.site.title}: {name}"
            yield _feed(edition, title, f"{url}{FEED}", url, tagged)


def _feed(
    edition: Edition, title: str, path: str, home: str, articles: Sequence[Article]
) -> Output:
    entries = [_feed_entry(edition, article) for article in articles[:FEED_LENGTH]]
    return Output(path, feeds.render_atom(edition.site, title, path, home, entries))


def _feed_entry(edition: Edition, article: Article) -> FeedEntry:
    meta, path = article.post.meta, article.post.path
    link = partial(feeds.absolute, site_url=edition.site.url)
    text = links.render_text(article.text, path, edition.routes, link)
    return FeedEntry(
        title=meta.title,
        url=article_url(article),
        date=listings.published(article),
        updated=meta.updated,
        author=meta.author,
        summary=meta.summary or listings.excerpt(article.text),
        tags=tuple(tag.name for tag in meta.tags),
        html=text + _feed_references(article),
    )


def _feed_references(article: Article) -> str:
    if article.bibliography is None:
        return ""
    entries = "".join(
        f'<li id="ref-{entry.key}">{entry.html}</li>' for entry in article.bibliography.entries
    )
    return f"<h2>References</h2><ul>{entries}</ul>"


def _sitemap(edition: Edition, made: Sequence[Page]) -> bytes:
    days = {
        article_url(article): article.post.meta.updated or article.post.meta.date
        for article in (*edition.posts, *edition.pages)
    }
    urls = [
        page.view["page"].url for page in made if page.template not in {"redirect.html", "404.html"}
    ]
    return feeds.render_sitemap([(url, days.get(url)) for url in sorted(urls)], edition.site.url)


def _copies(sources: Sources) -> tuple[Asset, ...]:
    groups = (sources.static, sources.images, sources.downloads)
    return tuple(asset for group in groups for asset in group.values())


def _dead_links(
    edition: Edition, sources: Sources, files: Mapping[str, Source]
) -> Iterator[Problem]:
    """Yield a problem for each link in texts, footer and menu that leads nowhere."""
    for article in (*edition.posts, *edition.pages):
        targets = [piece for piece in article.text if isinstance(piece, Target)]
        yield from links.check(files[article.post.path], targets, edition.routes)
    targets = [piece for piece in edition.settings.footer if isinstance(piece, Target)]
    targets += [Target(entry.url, entry.span) for entry in edition.settings.menu]
    yield from links.check(sources.settings, targets, edition.routes)


def _collisions(
    made: Iterable[Page], outputs: Iterable[Output], copies: Iterable[Asset]
) -> Iterator[Problem]:
    """Yield a problem for each path with two owners.

    Paths that differ only in capitals are one on many computers, and a file cannot be a folder too.
    """
    owners: dict[str, str] = {}
    claims = [(page.path, page.owner) for page in made]
    claims += [(output.path, "a file that citewell makes") for output in outputs]
    claims += [(asset.path, asset.origin.name) for asset in copies]
    for path, owner in claims:
        first = owners.setdefault(path.casefold(), owner)
        if first is not owner:
            yield _collision(path, owner, first)
    for path, owner in claims:
        for folder in _folders(path.casefold()):
            if folder in owners:
                yield _collision(path, owner, owners[folder])


def _folders(path: str) -> Iterator[str]:
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path


def _collision(path: str, owner: str, first: str) -> Problem:
    address = "/" + path.removesuffix("index.html")
    blamed, other = (owner, first) if owner.startswith("content/") else (first, owner)
    message = f"the address {address} belongs to {other} already"
    hint = "give one of the two another address: `slug: another-name` in its front matter"
    return Problem(blamed, 0, 0, message, hint=hint)
