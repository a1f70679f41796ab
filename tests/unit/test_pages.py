"""The pages of each kind, and what their templates are shown."""

from __future__ import annotations

import datetime as dt
from functools import cache

import pytest
from small_site import SETTINGS, Small, plan_of, post_of, text_of

from citewell.listings import ARCHIVE_WHOLE
from citewell.model import Page
from citewell.pages import DESCRIPTION_LENGTH, fill_in
from citewell.views import (
    ArchiveView,
    HomeView,
    LinkView,
    PageView,
    PostView,
    TagPageView,
    TermView,
)

SOURCES = [
    {"id": "weitz", "type": "book", "title": "Two", "author": [{"family": "Weitz"}]},
    {"id": "a/b%c", "type": "book", "title": "Odd", "author": [{"family": "Odd"}]},
]


def page(small: Small, path: str) -> Page:
    return next(page for page in small.plan.pages if page.path == path)


def facts(small: Small, path: str) -> PageView:
    view = page(small, path).view["page"]
    assert isinstance(view, PageView)
    return view


def post(small: Small, path: str) -> PostView:
    """Return a post as its template sees it, its text filled in."""
    planned = page(small, path)
    view = fill_in(planned, small.contents[planned.shows]).view["post"]
    assert isinstance(view, PostView)
    return view


def home(small: Small, path: str = "index.html") -> HomeView:
    view = page(small, path).view["home"]
    assert isinstance(view, HomeView)
    return view


def archive(small: Small, path: str) -> ArchiveView:
    view = page(small, path).view["archive"]
    assert isinstance(view, ArchiveView)
    return view


def posts_of(count: int, *, featured: bool = False) -> dict[str, str]:
    days = [dt.date(2015, 1, 1) + dt.timedelta(days=7 * number) for number in range(count)]
    return {
        f"content/posts/{day}-p.md": post_of(
            date=day.isoformat(), slug=f"p{number}", featured=featured
        )
        for number, day in enumerate(days)
    }


@cache
def many_posts() -> Small:
    return plan_of(posts_of(ARCHIVE_WHOLE + 1))


def one(body: str = "Text.", **fields: object) -> Small:
    return plan_of({"content/posts/one.md": post_of(body, **fields)})


def test_a_site_without_posts_has_empty_lists() -> None:
    small = plan_of({})

    shown = home(small)
    assert not any((shown.recent, shown.featured, shown.tags, shown.years))
    assert archive(small, "archive/index.html").count == 0
    assert page(small, "tags/index.html").view["tags"] == ()
    assert page(small, "downloads/index.html").view["downloads"] == ()


def test_the_only_post_has_no_neighbours() -> None:
    view = post(one(), "posts/one/index.html")

    assert (view.previous, view.next) == (None, None)


def test_posts_lead_to_the_one_before_and_the_one_after() -> None:
    small = plan_of(posts_of(3))

    views = [post(small, f"posts/p{number}/index.html") for number in range(3)]

    assert [view.previous and view.previous.url for view in views] == [
        None,
        "posts/p0/",
        "posts/p1/",
    ]
    assert [view.next and view.next.url for view in views] == ["posts/p1/", "posts/p2/", None]


def test_featured_posts_stand_on_the_first_page_only() -> None:
    small = plan_of(posts_of(3, featured=True), f"{SETTINGS}posts_per_page: 2\n")

    assert len(home(small).featured) == len(posts_of(3))
    assert home(small, "page/2/index.html").featured == ()


def test_the_home_page_goes_on_with_older_posts() -> None:
    small = plan_of(posts_of(5), f"{SETTINGS}posts_per_page: 2\n")

    shown = [
        item.url
        for path in ("index.html", "page/2/index.html", "page/3/index.html")
        for item in home(small, path).recent
    ]

    assert shown == [f"posts/p{number}/" for number in (4, 3, 2, 1, 0)]


def test_a_post_of_the_future_and_a_draft_are_marked() -> None:
    small = plan_of(
        {
            "content/posts/a.md": post_of(date="2030-01-01"),
            "content/posts/b.md": post_of(draft=True),
            "content/posts/c.md": post_of(),
        }
    )

    marked = {item.url: item.draft for item in home(small).recent}
    assert marked == {"posts/a/": True, "posts/b/": True, "posts/c/": False}
    assert post(small, "posts/a/index.html").draft


def test_the_archive_lists_every_post_as_long_as_they_are_few() -> None:
    few = archive(plan_of(posts_of(ARCHIVE_WHOLE)), "archive/index.html")
    many = archive(many_posts(), "archive/index.html")

    listed = [item for year in few.years for month in year.months for item in month.posts]
    assert len(listed) == few.count == ARCHIVE_WHOLE
    assert not any(month.posts for year in many.years for month in year.months)
    assert sum(year.count for year in many.years) == many.count == ARCHIVE_WHOLE + 1


def test_every_post_stands_on_the_page_of_its_year_however_many_there_are() -> None:
    small = many_posts()

    years = [year.url for year in archive(small, "archive/index.html").years]
    pages = [archive(small, f"{url}index.html").year for url in years]

    listed = [item.url for year in pages if year for month in year.months for item in month.posts]
    assert len(listed) == len(set(listed)) == ARCHIVE_WHOLE + 1


def test_tags_that_differ_in_capitals_share_one_page() -> None:
    small = plan_of(
        {
            "content/posts/a.md": post_of(tags=["Grief"]),
            "content/posts/b.md": post_of(tags=["grief", "GRIEF"], date="2021-01-01"),
        }
    )

    view = page(small, "tags/grief/index.html").view["tag"]

    assert isinstance(view, TagPageView)
    assert (view.name, view.count) == ("Grief", 2)
    assert [item.url for item in view.posts] == ["posts/b/", "posts/a/"]


def test_a_tag_page_names_its_own_feed_where_there_are_feeds() -> None:
    texts = {"content/posts/a.md": post_of(tags=["Grief"])}

    assert facts(plan_of(texts), "tags/grief/index.html").feed == "tags/grief/feed.xml"
    assert facts(plan_of(texts, "title: T\n"), "tags/grief/index.html").feed == ""


@pytest.mark.parametrize(
    ("fields", "description"),
    [
        ({"description": "D.", "summary": "S."}, "D."),
        ({"summary": "S."}, "S."),
        ({}, "Text."),
    ],
)
def test_a_post_is_described_by_the_nearest_words(fields: dict[str, str], description: str) -> None:
    assert facts(one(**fields), "posts/one/index.html").description == description


def test_a_page_without_words_is_described_by_those_of_the_site() -> None:
    small = plan_of({}, f"{SETTINGS}tagline: A line.\n")

    assert facts(small, "tags/index.html").description == "A line."


@pytest.mark.parametrize("words", ["word " * 200, "心" * 1000])
def test_a_long_description_is_cut(words: str) -> None:
    shown = facts(one(description=words.strip()), "posts/one/index.html").description

    assert DESCRIPTION_LENGTH // 2 < len(shown) <= DESCRIPTION_LENGTH + len(" …")
    assert shown.endswith(" …")


def test_a_page_knows_its_whole_address() -> None:
    texts = {"content/posts/ü 心.md": post_of()}

    small = plan_of(texts)

    address = "https://example.org/blog/posts/u-%E5%BF%83/"
    assert facts(small, "posts/u-心/index.html").canonical == address
    assert facts(plan_of(texts, "title: T\n"), "posts/u-心/index.html").canonical == ""


def test_a_post_in_another_language_has_a_page_in_it() -> None:
    small = plan_of({"content/posts/one.md": post_of(lang="de")}, f"{SETTINGS}lang: en-GB\n")

    assert facts(small, "posts/one/index.html").language == "de"
    assert facts(small, "index.html").language == "en-GB"


def test_the_text_links_as_its_own_page_must() -> None:
    small = plan_of(
        {
            "content/posts/one.md": post_of("[a](two.md#x) ![b](<../images/c d.png>)"),
            "content/posts/two.md": post_of(),
        },
        assets=("content/images/c d.png",),
    )

    shown = post(small, "posts/one/index.html").html

    assert 'href="../two/#x"' in shown
    assert 'src="../../images/c%20d.png"' in shown


def test_a_file_with_a_percent_sign_is_linked_by_its_name() -> None:
    texts = {"content/posts/one.md": post_of("![b](../images/50%25.png)")}

    small = plan_of(texts, assets=("content/images/50%.png",))

    assert 'src="../../images/50%25.png"' in post(small, "posts/one/index.html").html


def test_the_footer_links_from_wherever_it_stands() -> None:
    small = plan_of({"content/posts/one.md": post_of()}, f"{SETTINGS}footer: '[a](/archive/)'\n")

    assert '"archive/"' in facts(small, "index.html").footer
    assert '"../../archive/"' in facts(small, "posts/one/index.html").footer


def test_the_page_for_wrong_addresses_links_from_the_top() -> None:
    small = plan_of({}, f"{SETTINGS}footer: '[a](/archive/)'\n")

    assert '"/blog/archive/"' in facts(small, "404.html").footer


def test_an_entry_has_the_id_that_citations_lead_to_and_ways_back() -> None:
    view = post(one("[@weitz] and @weitz, [@{a/b%c}]", references=SOURCES), "posts/one/index.html")

    assert view.bibliography is not None
    odd, weitz = view.bibliography.entries
    assert (odd.id, weitz.id) == ("ref-a/b%c", "ref-weitz")
    assert [(back.title, back.url) for back in weitz.backlinks] == [
        ("1", "#cite-1"),
        ("2", "#cite-2"),
    ]


def test_a_post_that_cites_nothing_has_no_list_of_references() -> None:
    view = post(one(), "posts/one/index.html")

    assert view.bibliography is None
    assert not any((view.notes, view.sources))
    assert [link.url for link in view.exports] == [
        f"posts/one/references.{suffix}" for suffix in ("bib", "ris", "json")
    ]


def test_the_sources_of_a_post_are_there_for_programs() -> None:
    view = post(one("@weitz @{a/b%c}", references=SOURCES), "posts/one/index.html")

    assert [link.title for link in view.exports] == ["bib", "ris", "json"]
    assert [source.title for source in view.sources] == ["Odd", "Two"]


def test_a_page_has_neither_day_nor_neighbours() -> None:
    small = plan_of({"content/pages/about.md": text_of(), **posts_of(2)})

    view = post(small, "about/index.html")

    assert (view.date, view.previous, view.next, view.tags) == (None, None, None, ())


def test_the_author_of_a_post_is_that_of_the_site_unless_told() -> None:
    settings = f"{SETTINGS}author: Doe, Jane\n"
    texts = {"content/posts/a.md": post_of(), "content/posts/b.md": post_of(author="A Guest")}

    small = plan_of(texts, settings)

    assert post(small, "posts/a/index.html").author == "Jane Doe"
    assert post(small, "posts/b/index.html").author == "A Guest"


TERMS = """\
- {term: grief, definition: "See [me](pages/about.md).", see: [loss, bereavement]}
- {term: loss, also: [bereavement], definition: x}
"""


def terms(small: Small) -> tuple[TermView, ...]:
    view: tuple[TermView, ...] = page(small, "glossary/index.html").view["glossary"]
    return view


def test_a_term_names_the_posts_that_use_it() -> None:
    texts = {
        "content/posts/a.md": post_of("On grief.", title="A"),
        "content/posts/b.md": post_of("On grief.", title="B", glossary=False),
        "content/pages/about.md": text_of("My loss.", title="About"),
    }

    grief, loss = terms(plan_of(texts, terms=TERMS))

    assert grief.posts == (LinkView("A", "posts/a/"),)
    assert loss.posts == (LinkView("About", "about/"),)


def test_a_term_leads_to_other_terms_once_and_into_the_site() -> None:
    small = plan_of({"content/pages/about.md": text_of()}, terms=TERMS)

    grief, _ = terms(small)

    assert grief.see == (LinkView("loss", "#term-loss"),)
    assert grief.html == '<p>See <a href="../about/">me</a>.</p>'


def test_a_post_leads_to_the_terms_that_it_uses() -> None:
    small = plan_of({"content/posts/a.md": post_of("On grief.")}, terms=TERMS)

    html = post(small, "posts/a/index.html").html

    assert '<a href="../../glossary/#term-grief">grief</a>' in html
    assert [problem.message for problem in small.plan.problems] == [
        "the link 'pages/about.md' leads nowhere in this site"
    ]


def test_without_terms_there_is_no_page_of_them() -> None:
    small = plan_of({"content/posts/a.md": post_of("[x](/glossary/)")})

    assert "glossary/index.html" not in [each.path for each in small.plan.pages]
    assert [problem.message for problem in small.plan.problems] == [
        "the link '/glossary/' leads nowhere in this site"
    ]
