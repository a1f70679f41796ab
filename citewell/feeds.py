"""Pages for programs: Atom feed, sitemap, robots, search index. Values in, bytes out.

Needs the site's whole address for all but the search index,
since a feed is read far from its site.
"""

from __future__ import annotations

import datetime as dt
import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from citewell.feedposts import Voice, render_post
from citewell.model import Article, Contents, Feed, FeedEntry, Output
from citewell.slugs import absolute, make_slug
from citewell.views import SiteView, SummaryView

# How many posts a feed holds.
FEED_LENGTH = 20
_ATOM = "http://www.w3.org/2005/Atom"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
# XML 1.0, section 2.2: characters that no document may hold, even escaped.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def render_atom(
    feed: Feed, site: SiteView, contents: Mapping[str, Contents], voice: Voice
) -> Output:
    """Render an Atom feed (RFC 4287) with full posts; `contents` are those of its posts by file."""
    posts = _posts(feed, site, contents, voice)
    days = [_changed(entry.article) for entry in feed.entries]
    url, home = absolute(feed.path, site.url), absolute(feed.home, site.url)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f"<feed xmlns={_quoted(_ATOM)} xml:lang={_quoted(site.language)}>",
        _element("title", feed.title),
        *([_element("subtitle", site.tagline)] if site.tagline else []),
        _element("id", home),
        f'<link rel="self" type="application/atom+xml" href={_quoted(url)}/>',
        f'<link rel="alternate" type="text/html" href={_quoted(home)}/>',
        _element("updated", _instant(max(days, default=dt.date(1970, 1, 1)))),
        f"<author>{_element('name', site.author or site.title)}</author>",
        *(_entry(site, entry, post) for entry, post in posts),
        "</feed>",
    ]
    return Output.of(feed.path, _bytes(lines))


def render_json_feed(
    feed: Feed, site: SiteView, contents: Mapping[str, Contents], voice: Voice
) -> Output:
    """Render the same posts as a JSON Feed (version 1.1)."""
    posts = _posts(feed, site, contents, voice)
    data = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": absolute(feed.home, site.url),
        "feed_url": absolute(feed.path, site.url),
        "description": site.tagline or site.description,
        "language": site.language,
        "authors": [{"name": site.author or site.title}],
        "items": [_json_entry(site, entry, post) for entry, post in posts],
    }
    return Output.of(feed.path, _bytes([json.dumps(data, ensure_ascii=False, indent=1)]))


def _posts(
    feed: Feed, site: SiteView, contents: Mapping[str, Contents], voice: Voice
) -> Iterator[tuple[FeedEntry, str]]:
    """Yield the posts of a feed, each with its HTML."""
    for entry in feed.entries:
        yield entry, render_post(entry, contents[entry.article.path], site, feed.care, voice)


def _json_entry(site: SiteView, entry: FeedEntry, post: str) -> dict[str, Any]:
    meta, url = entry.article.meta, absolute(entry.url, site.url)
    author = meta.author.name
    return {
        "id": url,
        "url": url,
        "title": meta.title,
        "content_html": post,
        "summary": meta.summary or entry.article.excerpt,
        "date_published": _instant(meta.date or dt.date.min),
        "date_modified": _instant(_changed(entry.article)),
        "tags": [tag.name for tag in meta.tags],
        **({"authors": [{"name": author}]} if author else {}),
        **({"language": meta.lang} if meta.lang else {}),
    }


def _changed(article: Article) -> dt.date:
    meta = article.meta
    return meta.updated or meta.date or dt.date.min


def _entry(site: SiteView, entry: FeedEntry, post: str) -> str:
    meta, url = entry.article.meta, absolute(entry.url, site.url)
    name = meta.author.name
    author = f"<author>{_element('name', name)}</author>" if name else ""
    summary = meta.summary or entry.article.excerpt
    lines = [
        f"<entry xml:lang={_quoted(meta.lang)}>" if meta.lang else "<entry>",
        _element("title", meta.title),
        _element("id", url),
        f'<link rel="alternate" type="text/html" href={_quoted(url)}/>',
        _element("published", _instant(meta.date or dt.date.min)),
        _element("updated", _instant(_changed(entry.article))),
        *([author] if author else []),
        *(f"<category term={_quoted(tag)}/>" for tag in _tags(entry.article)),
        *([_element("summary", summary)] if summary else []),
        f'<content type="html">{_escaped(_FORBIDDEN.sub("", post))}</content>',
        "</entry>",
    ]
    return "\n".join(lines)


def _tags(article: Article) -> Iterable[str]:
    """Return the tags as the post writes them; two spellings of one tag are one."""
    names: dict[str, str] = {}
    for tag in article.meta.tags:
        names.setdefault(make_slug(tag.name), tag.name)
    return names.values()


def render_sitemap(urls: Iterable[tuple[str, dt.date | None]], site_url: str) -> bytes:
    """Render a sitemap (sitemaps.org protocol 0.9) of paths and the days of their last change."""
    lines = ['<?xml version="1.0" encoding="utf-8"?>', f"<urlset xmlns={_quoted(_SITEMAP)}>"]
    for url, day in urls:
        changed = _element("lastmod", day.isoformat()) if day else ""
        lines.append(f"<url>{_element('loc', absolute(url, site_url))}{changed}</url>")
    return _bytes([*lines, "</urlset>"])


def render_robots(site_url: str) -> bytes:
    """Render robots.txt (RFC 9309): everyone may read everything."""
    sitemap = [f"Sitemap: {site_url}sitemap.xml"] if site_url else []
    return _bytes(["User-agent: *", "Allow: /", *sitemap])


def render_search_index(summaries: Iterable[SummaryView]) -> bytes:
    """Render what the tag search and the search page look through, as JSON."""
    posts = [
        {
            "title": summary.title,
            "url": summary.url,
            "date": summary.date.isoformat(),
            "summary": summary.summary,
            "tags": [tag.title for tag in summary.tags],
            **({"language": summary.language} if summary.language else {}),
        }
        for summary in summaries
    ]
    return _bytes([json.dumps({"posts": posts}, ensure_ascii=False, separators=(",", ":"))])


def _escaped(text: str) -> str:
    return html.escape(text, quote=False)


def _quoted(text: str) -> str:
    """Return a text as the value of an attribute, marks of quotation round it."""
    return f'"{html.escape(_FORBIDDEN.sub("", text))}"'


def _element(name: str, text: str) -> str:
    return f"<{name}>{_escaped(_FORBIDDEN.sub('', text))}</{name}>"


def _instant(day: dt.date) -> str:
    """Return a day as RFC 3339 wants it, at noon: the same day nearly everywhere on earth."""
    return f"{day.isoformat()}T12:00:00Z"


def _bytes(lines: Iterable[str]) -> bytes:
    return ("\n".join(lines) + "\n").encode("utf-8")
