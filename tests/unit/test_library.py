from __future__ import annotations

import pytest
from small_site import plan_of, post_of

from citewell import library
from citewell.library import gather_holdings, plan_library, view_library
from citewell.model import Article, Contents

ROGERS = {"id": "rogers1957", "type": "book", "title": "Ångström", "author": "Rogers, C."}
BECK = {"id": "beck1976", "type": "book", "title": "B", "author": "Beck, A."}


def cited(*texts: str) -> tuple[list[Article], list[Contents]]:
    small = plan_of({f"content/posts/p{place}.md": text for place, text in enumerate(texts)})
    articles = [small.articles[page.shows] for page in small.plan.pages if page.shows]
    return articles, [small.contents[article.path] for article in articles]


def test_a_source_that_two_posts_cite_stands_there_once_with_both() -> None:
    articles, contents = cited(
        post_of("@rogers1957", title="One", references=[ROGERS]),
        post_of("@rogers1957", title="Two", references=[ROGERS]),
    )
    shelf = plan_library(articles)

    view = view_library(shelf, gather_holdings(shelf, contents), "library/")

    assert [[post.title for post in source.posts] for source in view.sources] == [["One", "Two"]]


def test_sources_stand_in_the_order_of_their_authors() -> None:
    articles, contents = cited(post_of("@rogers1957 @beck1976", references=[ROGERS, BECK]))
    shelf = plan_library(articles)

    holdings = gather_holdings(shelf, contents)

    assert [holding.entry.key for holding in holdings] == ["beck1976", "rogers1957"]


def test_one_key_for_two_sources_gives_two_entries_with_ids_of_their_own() -> None:
    other = {**ROGERS, "title": "Another"}
    articles, contents = cited(
        post_of("@rogers1957", references=[ROGERS]), post_of("@rogers1957", references=[other])
    )
    shelf = plan_library(articles)

    view = view_library(shelf, gather_holdings(shelf, contents), "library/")

    assert [source.id for source in view.sources] == ["ref-rogers1957", "ref-rogers1957-2"]


def test_a_long_library_goes_over_several_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library, "PAGE_SIZE", 1)
    articles, contents = cited(post_of("@rogers1957 @beck1976", references=[ROGERS, BECK]))
    shelf = plan_library(articles)

    holdings = gather_holdings(shelf, contents)
    views = [view_library(shelf, holdings, url) for url in shelf.pages]

    assert shelf.pages == ("library/", "library/page/2/")
    assert [[source.id for source in view.sources] for view in views] == [
        ["ref-beck1976"],
        ["ref-rogers1957"],
    ]


def test_without_a_source_there_is_no_library() -> None:
    articles, _ = cited(post_of("Nothing."))

    shelf = plan_library(articles)

    assert (shelf.pages, shelf.files, shelf.count) == ((), (), 0)
