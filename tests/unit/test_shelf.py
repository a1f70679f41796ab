"""The downloads of all posts on one shelf."""

from __future__ import annotations

import datetime as dt
from functools import partial
from pathlib import Path

import pytest
from small_site import WORDS

from citewell.model import Article, Asset, Download, DownloadLink, FrontMatter
from citewell.problems import Place, Problem
from citewell.shelf import gather_downloads
from citewell.views import DownloadView

SAY = partial(WORDS.say, language="en")
DIARY = Asset("downloads/files/diary.pdf", Path("diary.pdf"), "content/downloads/diary.pdf", 9, "f")


def download(title: str, url: str = "", file: str = "", words: str = "") -> Download:
    links = (DownloadLink("", url),) if url else ()
    return Download(title, words, links, file, Place("content/posts/a.md", 5, 3))


def post(slug: str, *downloads: Download) -> Article:
    meta = FrontMatter(slug.upper(), date=dt.date(2020, 1, 1), downloads=downloads)
    return Article(f"content/posts/{slug}.md", "post", slug, meta, "", ())


def gather(*articles: Article) -> tuple[list[DownloadView], list[Problem]]:
    shelf, problems = gather_downloads(articles, {"diary.pdf": DIARY}, SAY)
    assert [view.url for view in shelf.values()] == list(shelf)
    return list(shelf.values()), problems


def test_posts_that_offer_the_same_share_its_page() -> None:
    one = download("VSee", "https://vsee.com/")

    (view,), problems = gather(post("a", one), post("b", one))

    assert [(link.title, link.url) for link in view.posts] == [
        ("A", "posts/a/"),
        ("B", "posts/b/"),
    ]
    assert not problems


def test_two_things_under_one_title_name_both_posts() -> None:
    one, other = download("VSee", "https://vsee.com/"), download("vsee!", "https://example.org/")

    _, (problem,) = gather(post("x", one), post("b", other))

    assert (problem.path, problem.line, problem.column) == ("content/posts/a.md", 5, 3)
    assert "content/posts/x.md" in problem.message


def test_one_post_may_describe_what_another_leaves_plain() -> None:
    url = "https://vsee.com/"

    (view,), problems = gather(
        post("a", download("VSee", url)), post("b", download("VSee", url, words="Calls."))
    )

    assert (view.description, problems) == ("Calls.", [])


def test_a_file_that_is_not_there_is_told_with_the_nearest_name() -> None:
    _, (problem,) = gather(post("a", download("Diary", file="dairy.pdf")))

    assert problem.hint == "did you mean 'diary.pdf'?"


@pytest.mark.parametrize("name", ["../site.yaml", "/etc/hosts", "diary.pdf/..", ""])
def test_only_files_of_the_folder_are_offered(name: str) -> None:
    (view,), problems = gather(post("a", download("Diary", "https://x.org/", file=name)))

    assert view.file is None
    assert bool(problems) == bool(name)


def test_a_file_says_what_it_is() -> None:
    (view,), _ = gather(post("a", download("Diary", file="diary.pdf")))

    assert view.file is not None
    assert (view.file.name, view.file.url) == ("diary.pdf", "downloads/files/diary.pdf")
    assert (view.file.type, view.file.size, view.file.sha256) == ("PDF document", 9, "f")


@pytest.mark.parametrize(
    ("name", "words"),
    [("a.PDF", "PDF document"), ("a.xyz", "XYZ file"), ("readme", "file"), ("a.b/c", "file")],
)
def test_a_file_of_any_kind_has_words_for_its_kind(name: str, words: str) -> None:
    asset = Asset(f"downloads/files/{name}", Path(name), name, 1, "")

    shelf, _ = gather_downloads([post("a", download("T", file=name))], {name: asset}, SAY)

    (view,) = shelf.values()
    assert view.file is not None
    assert view.file.type == words


def test_a_link_without_a_title_is_called_by_its_host() -> None:
    (view,), _ = gather(post("a", download("VSee", "https://www.vsee.com/get?x=1")))

    assert [link.title for link in view.links] == ["vsee.com"]


def test_the_shelf_is_sorted_by_title_without_minding_capitals() -> None:
    views, _ = gather(
        post("a", download("b", "https://b.org/"), download("A", "https://a.org/")),
        post("c", download("C", "https://c.org/")),
    )

    assert [view.title for view in views] == ["A", "b", "C"]


def test_the_order_of_posts_does_not_change_the_shelf() -> None:
    one = post("a", download("A", "https://a.org/"))
    two = post("b", download("B", "https://b.org/"))

    assert gather(one, two) == gather(two, one)
