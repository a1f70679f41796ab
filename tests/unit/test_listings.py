"""Lists of posts: every post in its place, once."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citewell import listings
from citewell.model import Article, FrontMatter, Key, Span
from citewell.views import SummaryView

DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2030, 12, 31))
TAGS = st.lists(st.sampled_from(["Grief", "grief", "Privacy", "privé", "prive", "心理"]))


def article(slug: str, day: dt.date, *tags: str, title: str = "", summary: str = "") -> Article:
    meta = FrontMatter(
        title or slug,
        date=day,
        tags=tuple(Key(tag, Span(0, 0)) for tag in tags),
        summary=summary,
    )
    path = f"content/posts/{slug}.md"
    return Article(path, "post", slug, meta, "Its beginning.", ())


def summary(slug: str, day: dt.date = dt.date(2020, 1, 1)) -> SummaryView:
    return listings.summarise(article(slug, day), {}, lambda _: False)


def summaries(days: list[dt.date]) -> list[SummaryView]:
    articles = listings.newest_first(article(f"p{n}", day) for n, day in enumerate(days))
    return [listings.summarise(each, {}, lambda _: False) for each in articles]


@given(count=st.integers(0, 60), size=st.integers(1, 20))
def test_every_post_stands_on_one_page_of_a_list_in_its_order(count: int, size: int) -> None:
    posts = [summary(f"p{number}") for number in range(count)]

    pages = list(listings.paginate(posts, size, "tags/x/"))

    assert [post for _, shown, _ in pages for post in shown] == posts
    assert all(len(shown) <= size for _, shown, _ in pages)
    assert len({url for url, _, _ in pages}) == len(pages)


@given(count=st.integers(0, 200), size=st.integers(1, 20))
def test_pages_of_a_list_lead_to_each_other(count: int, size: int) -> None:
    pages = list(listings.paginate([summary("p")] * count, size, "tags/x/"))

    urls = [url for url, _, _ in pages]
    for index, (url, _, place) in enumerate(pages):
        assert (place.number, place.total) == (index + 1, len(pages))
        assert [place.newer] == (urls[index - 1 : index] or [""])
        assert [place.older] == (urls[index + 1 : index + 2] or [""])
        links = {int(link.title): link.url for link in place.pages}
        assert links[place.number] == url
        assert {1, place.total} <= links.keys()
        assert all(urls[number - 1] == link for number, link in links.items())


def test_a_list_without_posts_has_one_page() -> None:
    ((url, shown, place),) = listings.paginate([], 10, "tags/x/")

    assert (url, shown, place.total, place.newer, place.older) == ("tags/x/", (), 1, "", "")


def test_a_long_list_links_its_ends_and_what_is_near() -> None:
    pages = list(listings.paginate([summary("p")] * 20, 1, ""))

    assert [link.title for link in pages[9][2].pages] == ["1", "8", "9", "10", "11", "12", "20"]


@given(days=st.lists(DAYS))
def test_posts_are_listed_from_the_newest(days: list[dt.date]) -> None:
    listed = [post.date for post in summaries(days)]

    assert listed == sorted(days, reverse=True)


def test_posts_of_one_day_are_listed_by_their_address() -> None:
    day = dt.date(2020, 1, 1)

    listed = listings.newest_first([article("b", day), article("a", day)])

    assert [each.slug for each in listed] == ["a", "b"]


@given(days=st.lists(DAYS))
def test_every_post_stands_in_its_month_and_year_once(days: list[dt.date]) -> None:
    posts = summaries(days)

    years = listings.years(posts, whole=True)

    months = [month for year in years for month in year.months]
    assert [post for month in months for post in month.posts] == posts
    assert all(
        (post.date.year, post.date.month) == (month.date.year, month.date.month)
        for month in months
        for post in month.posts
    )
    assert [year.year for year in years] == sorted({day.year for day in days}, reverse=True)


@given(days=st.lists(DAYS))
def test_counts_of_months_and_years_are_those_of_the_days(days: list[dt.date]) -> None:
    years = listings.years(summaries(days), whole=False)

    assert {year.year: year.count for year in years} == Counter(day.year for day in days)
    counts = {month.date: month.count for year in years for month in year.months}
    assert counts == Counter(day.replace(day=1) for day in days)
    assert not any(month.posts for year in years for month in year.months)


def test_a_month_is_a_place_on_the_page_of_its_year() -> None:
    (year,) = listings.years([summary("p", dt.date(2018, 4, 19))], whole=False)

    assert (year.url, year.months[0].url) == ("archive/2018/", "archive/2018/#month-04")
    assert year.months[0].anchor == "month-04"


def test_tags_that_differ_in_capitals_and_accents_are_one() -> None:
    posts = [
        article("new", dt.date(2021, 1, 1), "Grief", "prive"),
        article("old", dt.date(2020, 1, 1), "grief", "Privé"),
    ]

    assert listings.tag_names(posts) == {"grief": "grief", "prive": "Privé"}


def test_a_tag_is_called_as_its_oldest_post_calls_it() -> None:
    posts = [
        article("new", dt.date(2021, 1, 1), "GRIEF"),
        article("old", dt.date(2020, 1, 1), "Grief"),
    ]

    assert listings.tag_names(posts) == {"grief": "Grief"}


def test_tags_are_listed_by_name_without_minding_capitals() -> None:
    posts = [article("p", dt.date(2020, 1, 1), "zoo", "Bee", "ant")]

    assert list(listings.tag_names(posts).values()) == ["ant", "Bee", "zoo"]


@given(tags=st.lists(TAGS, max_size=8))
def test_the_count_of_a_tag_is_the_number_of_its_posts(tags: list[list[str]]) -> None:
    day = dt.date(2020, 1, 1)
    posts = listings.newest_first(article(f"p{n}", day, *own) for n, own in enumerate(tags))
    names = listings.tag_names(posts)
    shown = [listings.summarise(post, names, lambda _: False) for post in posts]

    views = listings.tag_views(listings.tagged(shown), names)

    counted = Counter(tag.url for post in shown for tag in post.tags)
    assert {view.url: view.count for view in views} == counted
    assert all(len(post.tags) == len({tag.url for tag in post.tags}) for post in shown)


def test_a_summary_is_the_authors_or_the_beginning() -> None:
    day = dt.date(2020, 1, 1)

    own = listings.summarise(article("a", day, summary="Mine."), {}, lambda _: False)
    other = listings.summarise(article("b", day), {}, lambda _: True)

    assert (own.summary, own.draft) == ("Mine.", False)
    assert (other.summary, other.draft) == ("Its beginning.", True)


@pytest.mark.parametrize(("kind", "url"), [("post", "posts/a/"), ("page", "a/")])
def test_posts_have_a_folder_and_pages_have_none(kind: str, url: str) -> None:
    post = article("a", dt.date(2020, 1, 1))
    made = Article(post.path, "page" if kind == "page" else "post", "a", post.meta, "", ())

    assert listings.article_url(made) == url
