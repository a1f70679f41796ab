"""Pages for programs: Atom feed, sitemap, robots, search index. Views in, bytes out.

Called by `plan` with finished views. Needs the site's whole address for all but the search index,
since a feed is read far from its site.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from citewell.slugs import is_whole
from citewell.views import SiteView, SummaryView

_ATOM = "http://www.w3.org/2005/Atom"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_LOCAL_LINK = re.compile(r'(<a\s[^<>]*?href=")(#[^"]*")')
# XML 1.0, section 2.2: characters that no document may hold, even escaped.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """A post for a feed. `html` holds whole addresses but for `#places` of its own page."""

    title: str
    url: str
    date: dt.date
    updated: dt.date | None
    author: str
    summary: str
    tags: tuple[str, ...]
    html: str


def absolute(url: str, site_url: str) -> str:
    """Return the whole address of a path in the site."""
    return url if is_whole(url) else site_url + url


def render_atom(
    site: SiteView, title: str, url: str, home: str, entries: Sequence[FeedEntry]
) -> bytes:
    """Render an Atom feed (RFC 4287) with full posts.

    `url` is the feed's own path, `home` that of the page it belongs to.
    """
    days = [entry.updated or entry.date for entry in entries]
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f"<feed xmlns={quoteattr(_ATOM)} xml:lang={quoteattr(site.language)}>",
        _element("title", title),
        *([_element("subtitle", site.tagline)] if site.tagline else []),
        _element("id", absolute(home, site.url)),
        f'<link rel="self" type="application/atom+xml" href={quoteattr(absolute(url, site.url))}/>',
        f'<link rel="alternate" type="text/html" href={quoteattr(absolute(home, site.url))}/>',
        _element("updated", _instant(max(days, default=dt.date(1970, 1, 1)))),
        f"<author>{_element('name', site.author or site.title)}</author>",
        *(_entry(site, entry) for entry in entries),
        "</feed>",
    ]
    return _bytes(lines)


def _entry(site: SiteView, entry: FeedEntry) -> str:
    url = absolute(entry.url, site.url)
    content = _LOCAL_LINK.sub(lambda match: f"{match[1]}{escape(url)}{match[2]}", entry.html)
    author = f"<author>{_element('name', entry.author)}</author>" if entry.author else ""
    lines = [
        "<entry>",
        _element("title", entry.title),
        _element("id", url),
        f'<link rel="alternate" type="text/html" href={quoteattr(url)}/>',
        _element("published", _instant(entry.date)),
        _element("updated", _instant(entry.updated or entry.date)),
        *([author] if author else []),
        *(f"<category term={quoteattr(tag)}/>" for tag in entry.tags),
        *([_element("summary", entry.summary)] if entry.summary else []),
        f'<content type="html">{escape(_FORBIDDEN.sub("", content))}</content>',
        "</entry>",
    ]
    return "\n".join(lines)


def render_sitemap(urls: Iterable[tuple[str, dt.date | None]], site_url: str) -> bytes:
    """Render a sitemap (sitemaps.org protocol 0.9) of paths and the days of their last change."""
    lines = ['<?xml version="1.0" encoding="utf-8"?>', f"<urlset xmlns={quoteattr(_SITEMAP)}>"]
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
        }
        for summary in summaries
    ]
    return _bytes([json.dumps({"posts": posts}, ensure_ascii=False, separators=(",", ":"))])


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(_FORBIDDEN.sub('', text))}</{name}>"


def _instant(day: dt.date) -> str:
    """Return a day as RFC 3339 wants it, at noon: the same day nearly everywhere on earth."""
    return f"{day.isoformat()}T12:00:00Z"


def _bytes(lines: Iterable[str]) -> bytes:
    return ("\n".join(lines) + "\n").encode("utf-8")
