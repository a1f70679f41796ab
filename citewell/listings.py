"""Lists of posts for the views: summaries, tags, years, pages of a long list.

Part of `plan`: pure functions from articles to views. Nothing here decides an address of its own;
the addresses of lists are the functions at the top.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from citewell.model import Article, Key
from citewell.slugs import make_slug
from citewell.views import (
    LinkView,
    MonthView,
    PaginationView,
    SummaryView,
    TagView,
    YearView,
)

ARCHIVE_WHOLE = 200


def article_url(article: Article) -> str:
    """Return the path of a post or page in the site."""
    slug = article.slug
    return f"posts/{slug}/" if article.kind == "post" else f"{slug}/"


def tag_url(slug: str) -> str:
    """Return the path of a tag's page."""
    return f"tags/{slug}/"


def year_url(year: int) -> str:
    """Return the path of a year's page."""
    return f"archive/{year}/"


def published(article: Article) -> dt.date:
    """Return the day of a post; `parse` has seen to it that there is one."""
    return article.meta.date or dt.date.min


def newest_first(articles: Iterable[Article]) -> list[Article]:
    """Sort posts by day, newest first; posts of one day by their address."""
    by_slug = sorted(articles, key=lambda article: article.slug)
    return sorted(by_slug, key=published, reverse=True)


def summarise(
    article: Article, names: Mapping[str, str], hidden: Callable[[Article], bool]
) -> SummaryView:
    """Return a post as lists show it."""
    meta = article.meta
    return SummaryView(
        title=meta.title,
        url=article_url(article),
        date=published(article),
        summary=meta.summary or article.excerpt,
        tags=tag_links(meta.tags, names),
        featured=meta.featured,
        draft=hidden(article),
        language=meta.lang,
    )


def tag_names(articles: Iterable[Article]) -> dict[str, str]:
    """Return each tag's name by its slug, as the oldest post writes it, in the order of names."""
    names: dict[str, str] = {}
    for article in reversed(newest_first(articles)):
        for tag in article.meta.tags:
            names.setdefault(make_slug(tag.name), tag.name)
    return dict(sorted(names.items(), key=lambda item: (item[1].casefold(), item[0])))


def tag_links(tags: Iterable[Key], names: Mapping[str, str]) -> tuple[LinkView, ...]:
    """Return the tags of one post with their pages, each once."""
    slugs = dict.fromkeys(make_slug(tag.name) for tag in tags)
    return tuple(LinkView(names[slug], tag_url(slug)) for slug in slugs)


def tagged(summaries: Sequence[SummaryView]) -> dict[str, tuple[int, ...]]:
    """Return the places of the posts of each tag, by the path of the tag's page."""
    places: dict[str, list[int]] = {}
    for index, summary in enumerate(summaries):
        for tag in summary.tags:
            places.setdefault(tag.url, []).append(index)
    return {url: tuple(indexes) for url, indexes in places.items()}


def tag_views(places: Mapping[str, Sequence[int]], names: Mapping[str, str]) -> tuple[TagView, ...]:
    """Return all tags by name, with the number of their posts."""
    return tuple(
        TagView(name, slug, tag_url(slug), len(places[tag_url(slug)]))
        for slug, name in names.items()
    )


def years(summaries: Sequence[SummaryView], *, whole: bool) -> tuple[YearView, ...]:
    """Group posts, newest first, by year and month; with `whole` the posts are among them."""
    return tuple(
        _year(year, list(group), whole=whole)
        for year, group in groupby(summaries, key=lambda summary: summary.date.year)
    )


def _year(year: int, summaries: Sequence[SummaryView], *, whole: bool) -> YearView:
    months = tuple(
        _month(first, tuple(group), whole=whole)
        for first, group in groupby(summaries, key=lambda summary: summary.date.replace(day=1))
    )
    return YearView(year, year_url(year), len(summaries), months)


def _month(first: dt.date, posts: tuple[SummaryView, ...], *, whole: bool) -> MonthView:
    anchor = f"month-{first.month:02}"
    url = f"{year_url(first.year)}#{anchor}"
    return MonthView(first, url, anchor, len(posts), posts if whole else ())


def paginate(
    summaries: Sequence[SummaryView], size: int, base: str
) -> Iterator[tuple[str, tuple[SummaryView, ...], PaginationView]]:
    """Cut a list into pages.

    Yields for each page its path, its posts and its place; an empty list has one empty page. The
    first page stands at `base`, the others at `base` + `page/2/` and so on.
    """
    total = max(1, -(-len(summaries) // size))
    urls = [base, *(f"{base}page/{number}/" for number in range(2, total + 1))]
    for index, url in enumerate(urls):
        pagination = PaginationView(
            number=index + 1,
            total=total,
            pages=tuple(LinkView(str(n + 1), urls[n]) for n in _near(index, total)),
            newer=urls[index - 1] if index else "",
            older=urls[index + 1] if index + 1 < total else "",
        )
        yield url, tuple(summaries[index * size : (index + 1) * size]), pagination


def _near(index: int, total: int) -> list[int]:
    """Return the pages worth a link: the first, the last, and those around."""
    around = range(max(0, index - 2), min(total, index + 3))
    return sorted({0, *around, total - 1})
