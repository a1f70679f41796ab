"""Every file of the site decided: no path twice, none outside, no link into the void."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_site import SETTINGS, Small, plan_of, post_of, text_of

from citewell.model import Plan
from citewell.problems import CitewellError, Problem

SAFE = re.compile(r"(?!\.{1,2}$)[^/\\\x00-\x1f]+")
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1, max_size=12)
PARTS = st.sampled_from(
    ["", ".", "..", "a", "A", "tags", "%2e%2e", "%2F", "~", "a b", "c.html", "C:", "\\"]
)
ADDRESSES = st.lists(PARTS, min_size=1, max_size=4).map("/".join)


def paths(plan: Plan) -> list[str]:
    return [
        *(page.path for page in plan.pages),
        *(feed.path for feed in plan.feeds),
        *(export.path for export in plan.exports),
        *(output.path for output in plan.outputs),
        *(copy.path for copy in plan.copies),
    ]


def problems(small: Small) -> list[Problem]:
    return list(small.plan.problems)


def clash(small: Small) -> Problem:
    (problem,) = small.plan.problems
    assert "already" in problem.message
    return problem


def stays_inside(path: str) -> bool:
    return all(SAFE.fullmatch(part) for part in path.split("/"))


def test_an_empty_site_has_its_fixed_pages() -> None:
    plan = plan_of({}).plan

    assert not plan.problems
    assert set(paths(plan)) >= {
        "index.html",
        "archive/index.html",
        "tags/index.html",
        "downloads/index.html",
        "search/index.html",
        "404.html",
        "feed.xml",
        "sitemap.xml",
        "robots.txt",
        "search.json",
        ".nojekyll",
    }


def test_files_that_are_copied_keep_their_places() -> None:
    names = ("static/a.css", "content/images/b/c.png", "content/downloads/d.pdf")

    copied = [copy.path for copy in plan_of({}, assets=names).plan.copies]

    assert copied == ["a.css", "images/b/c.png", "downloads/files/d.pdf"]


@settings(max_examples=60)
@given(title=WORDS, tag=WORDS, slug=WORDS, download=WORDS)
def test_no_words_of_a_writer_lead_out_of_the_site(
    title: str, tag: str, slug: str, download: str
) -> None:
    offered = [{"title": download, "url": "https://x.org/"}]
    text = post_of(title=title, tags=[tag], downloads=offered)
    try:
        small = plan_of({f"content/posts/{slug}.md": text})
    except CitewellError:
        return

    assert all(map(stays_inside, paths(small.plan)))


@settings(max_examples=60)
@given(alias=ADDRESSES)
def test_no_alias_leads_out_of_the_site(alias: str) -> None:
    try:
        small = plan_of({"content/posts/a.md": post_of(aliases=[alias])})
    except CitewellError:
        return

    assert all(map(stays_inside, paths(small.plan)))


@settings(max_examples=60)
@given(alias=ADDRESSES)
def test_an_alias_has_a_page_of_its_own_or_is_a_problem(alias: str) -> None:
    try:
        plan = plan_of({"content/posts/a.md": post_of(aliases=[alias])}).plan
    except CitewellError:
        return

    made = [unicodedata.normalize("NFC", path).casefold() for path in paths(plan)]
    assert len(made) == len(set(made)) or plan.problems


@pytest.mark.parametrize(
    ("alias", "path"),
    [
        ("/old/address/", "old/address/index.html"),
        ("old", "old/index.html"),
        ("/old.html", "old.html"),
        ("/Old.HTM", "Old.HTM"),
        ("/old.php", "old.php/index.html"),
        ("/a//b/./c", "a/b/c/index.html"),
        ("/caf%C3%A9/", "café/index.html"),
        ("/old%20address", "old address/index.html"),
    ],
)
def test_an_old_address_is_kept_where_a_host_looks_for_it(alias: str, path: str) -> None:
    plan = plan_of({"content/posts/a.md": post_of(aliases=[alias])}).plan

    (page,) = [page for page in plan.pages if page.template == "redirect.html"]
    assert (page.path, page.view["redirect"].url) == (path, "posts/a/")
    assert not plan.problems


@pytest.mark.parametrize(
    ("alias", "owner"),
    [
        ("/", "the home page"),
        ("/index.html", "the home page"),
        ("/tags/", "the tag search"),
        ("./tags", "the tag search"),
        ("/TAGS", "the tag search"),
        ("/posts/a/", "content/posts/a.md"),
        ("/posts//b", "content/posts/b.md"),
        ("/feed.xml", "a feed"),
        ("/images/c.png", "content/images/c.png"),
        ("/404.html", "the page for wrong addresses"),
    ],
)
def test_an_alias_never_takes_the_address_of_a_page(alias: str, owner: str) -> None:
    texts = {"content/posts/a.md": post_of(aliases=[alias]), "content/posts/b.md": post_of()}

    problem = clash(plan_of(texts, assets=("content/images/c.png",)))

    assert problem.path == "content/posts/a.md" or owner == "content/images/c.png"
    assert owner in problem.message or problem.path == owner


def test_an_alias_that_clashes_is_to_be_taken_out() -> None:
    problem = clash(plan_of({"content/posts/a.md": post_of(aliases=["/tags"])}))

    assert problem.hint == "take /tags/ out of its `aliases`"


def test_two_posts_with_one_alias_name_each_other() -> None:
    texts = {f"content/posts/{name}.md": post_of(aliases=["/old/"]) for name in "ab"}

    problem = clash(plan_of(texts))

    assert {problem.path, problem.message.split()[-2]} == set(texts)


def test_two_posts_with_one_slug_name_both_files() -> None:
    texts = {
        "content/posts/2020-01-01-a.md": post_of(),
        "content/posts/2021-01-01-a.md": post_of(date=None),
    }

    problem = clash(plan_of(texts))

    assert {problem.path, problem.message.split()[-2]} == set(texts)
    assert "/posts/a/" in problem.message
    assert "slug" in problem.hint


@pytest.mark.parametrize("name", ["tags", "archive", "search", "downloads", "Tags"])
def test_a_page_never_takes_the_address_of_a_fixed_page(name: str) -> None:
    path = f"content/pages/{name}.md"

    assert clash(plan_of({path: text_of()})).path == path


def test_a_static_file_that_stands_in_the_way_is_blamed() -> None:
    assert clash(plan_of({}, assets=("static/feed.xml",))).path == "static/feed.xml"
    assert clash(plan_of({}, assets=("static/tags",))).path == "static/tags"


def test_files_that_differ_only_in_capitals_clash() -> None:
    names = ("content/images/a.png", "content/images/A.png")

    assert clash(plan_of({}, assets=names)).path in names


def test_a_file_that_no_link_can_name_is_a_problem() -> None:
    (problem,) = plan_of({}, assets=("content/images/a#b.png",)).plan.problems

    assert problem.path == "content/images/a#b.png"


def test_a_dead_link_has_its_place_and_the_nearest_file() -> None:
    texts = {
        "content/posts/a.md": post_of("See [this](../pages/abuot.md)."),
        "content/pages/about.md": text_of(),
    }

    (problem,) = plan_of(texts).plan.problems

    assert (problem.path, problem.line, problem.column) == ("content/posts/a.md", 5, 12)
    assert problem.hint == "did you mean 'about.md'?"


@pytest.mark.parametrize(
    "address",
    [
        "b.md",
        "../posts/b.md",
        "../pages/about.md#me",
        "/about/",
        "/posts/b/",
        "/archive/2020/",
        "/tags/grief/",
        "/downloads/diary/",
        "/search/",
        "/feed.xml",
        "../images/c%20d.png",
        "/",
    ],
)
def test_a_link_may_name_a_file_or_an_address(address: str) -> None:
    downloads = [{"title": "Diary", "url": "https://x.org/"}]
    texts = {
        "content/posts/a.md": post_of(f"[x]({address})", tags=["Grief"], downloads=downloads),
        "content/posts/b.md": post_of(),
        "content/pages/about.md": text_of(),
    }

    assert not plan_of(texts, assets=("content/images/c d.png",)).plan.problems


@pytest.mark.parametrize(
    "more",
    [
        "menu: [{title: X, url: /nowhere/}]\n",
        "footer: '[x](/nowhere/)'\n",
        "disclaimer: '[x](/nowhere/)'\n",
    ],
)
def test_a_dead_link_of_the_settings_is_blamed_there(more: str) -> None:
    (problem,) = plan_of({}, SETTINGS + more).plan.problems

    assert (problem.path, problem.line) == ("content/site.yaml", 3)


def test_the_order_of_the_files_does_not_matter() -> None:
    texts = {f"content/posts/{name}.md": post_of(tags=["Grief", name]) for name in "cab"}

    assert plan_of(texts).plan == plan_of(dict(sorted(texts.items()))).plan


def test_a_post_with_sources_has_them_for_programs_beside_it() -> None:
    sources = [{"id": "w", "type": "book", "title": "Two"}]

    plan = plan_of({"content/posts/a.md": post_of("@w", references=sources)}).plan

    assert {export.path for export in plan.exports} == {
        f"posts/a/references.{suffix}" for suffix in ("bib", "ris", "json")
    }


def test_pages_are_the_menu_where_the_author_made_none() -> None:
    about, zoo = text_of(title="About"), text_of(title="a zoo")
    site = plan_of({"content/pages/about.md": about, "content/pages/zoo.md": zoo}).plan.site

    assert [(entry.title, entry.url) for entry in site.menu] == [
        ("a zoo", "zoo/"),
        ("About", "about/"),
    ]
