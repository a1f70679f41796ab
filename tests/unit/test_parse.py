from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given as forall
from hypothesis import strategies as st

from citewell.frontmatter import PAGE_READERS, READERS
from citewell.model import Download, DownloadLink, FrontMatter, Post, Source
from citewell.parse import parse_post
from citewell.problems import CitewellError, Place, Problem

VALUES = ("x", "2018-04-19", "[a, b]", "{title: b}", "[{id: a, type: book}]", "", "'é", "!?")
LINES = st.sampled_from([f"{name}: {value}\n" for name in (*READERS, "mood") for value in VALUES])
BODIES = st.lists(st.sampled_from(["[@a", "; @b]", "@c", "\n", "`", "](x)", "<p>", "---\n", "é "]))
POSTS = st.tuples(st.lists(LINES), BODIES).map(
    lambda parts: f"---\n{''.join(parts[0])}---\n{''.join(parts[1])}"
)


def _parse(head: str, body: str = "Text.\n", path: str = "content/posts/one.md") -> Post:
    kind: Any = "post" if "/posts/" in path else "page"
    return parse_post(Source(path, f"---\n{head}---\n{body}"), kind)


def _meta(line: str) -> FrontMatter:
    return _parse(f"title: One\ndate: 2018-04-19\n{line}\n").meta


def _fault(text: str) -> Problem:
    with pytest.raises(CitewellError) as error:
        parse_post(Source("content/posts/one.md", text), "post")
    (problem,) = error.value.problems
    return problem


@forall(st.text() | POSTS, st.sampled_from(["post", "page"]))
def test_any_text_parses_or_has_problems_in_the_file(
    lies_in: Callable[[Problem, Source], bool], text: str, kind: Any
) -> None:
    source = Source("content/posts/one.md", text)
    problems: tuple[Problem, ...] = ()

    try:
        parse_post(source, kind)
    except CitewellError as error:
        problems = error.problems

    assert all(lies_in(problem, source) for problem in problems)


def test_a_post_has_front_matter_and_a_text() -> None:
    post = _parse("title: One\ndate: 2018-04-19\n", "Dear *reader*.\n")

    assert post.meta == FrontMatter("One", dt.date(2018, 4, 19))
    assert post.prose.body == ("<p>Dear <em>reader</em>.</p>",)
    assert (post.path, post.kind, post.slug) == ("content/posts/one.md", "post", "one")


def test_a_text_may_be_missing() -> None:
    post = parse_post(Source("content/pages/a.md", "---\ntitle: One\n---"), "page")

    assert post.prose.body == ()


def test_three_dots_close_front_matter_as_well() -> None:
    text = "---\ntitle: One\n...\nText with --- in it.\n"

    assert parse_post(Source("content/pages/a.md", text), "page").meta.title == "One"


@pytest.mark.parametrize(
    ("path", "slug"),
    [
        ("content/posts/Skype or VSee.md", "skype-or-vsee"),
        ("content/posts/2018-04-19-skype-or-vsee.md", "skype-or-vsee"),
        ("content/posts/2018/grief.md", "grief"),
        ("content/posts/2018-04-19.md", "2018-04-19"),
    ],
)
def test_the_address_comes_from_the_file(path: str, slug: str) -> None:
    assert _parse("title: One\ndate: 2018-04-19\n", path=path).slug == slug


def test_a_slug_may_be_chosen() -> None:
    assert _parse("title: One\ndate: 2018-04-19\nslug: another\n").slug == "another"


def test_the_date_may_stand_in_the_name_of_the_file() -> None:
    post = _parse("title: One\n", path="content/posts/2018-04-19-one.md")

    assert post.meta.date == dt.date(2018, 4, 19)


def test_a_date_that_is_written_stands_before_the_name_of_the_file() -> None:
    post = _parse("title: One\ndate: 2020-01-02\n", path="content/posts/2018-04-19-one.md")

    assert post.meta.date == dt.date(2020, 1, 2)


def test_a_name_with_no_true_date_gives_none() -> None:
    with pytest.raises(CitewellError, match="the field 'date' is missing"):
        _parse("title: One\n", path="content/posts/2018-02-30-one.md")


def test_a_page_needs_a_title_only() -> None:
    assert _parse("title: About\n", path="content/pages/about.md").meta == FrontMatter("About")


@pytest.mark.parametrize("name", sorted(READERS.keys() - PAGE_READERS.keys()))
def test_a_page_has_no_place_in_time(name: str) -> None:
    with pytest.raises(CitewellError, match=f"unknown field '{name}'"):
        _parse(f"title: About\n{name}: 2018-04-19\n", path="content/pages/about.md")


@pytest.mark.parametrize("text", ["", "  \n\n", "\t"])
def test_an_empty_file_is_a_problem_of_the_whole_file(text: str) -> None:
    problem = _fault(text)

    assert (problem.message, problem.line) == ("this file is empty", 0)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Dear reader,\n", "the front matter is missing"),
        ("\n---\ntitle: One\n---\n", "the front matter is missing"),
        ("---\ntitle: One\n", "the front matter is never closed"),
        ("---\nDear reader,\n---\n", "expected front matter: lines of the form `name: value`"),
    ],
)
def test_front_matter_has_its_form(text: str, message: str) -> None:
    assert _fault(text).message == message


def test_faults_of_front_matter_and_text_come_together() -> None:
    with pytest.raises(CitewellError) as error:
        _parse("title: One\ndate: 2018-04-19\nmood: calm\n", "As in [@one @two].\n")

    assert [problem.line for problem in error.value.problems] == [4, 6]


def test_tags_are_kept_as_they_are_written() -> None:
    names = [tag.name for tag in _meta("tags: [Online therapy, 'E-mail', No]").tags]

    assert names == ["Online therapy", "E-mail", "No"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("tags: ['!?']", "the tag '!?' has neither letters nor digits"),
        ("slug: My Post", "'My Post' cannot be part of an address"),
        ("aliases: [https://example.org/]", "'https://example.org/' is no address in this site"),
        ("aliases: [../../up]", "'../../up' is no address in this site"),
        ("aliases: ['/a?b']", "'/a?b' is no address in this site"),
        ("downloads: [{title: A}]", "a download needs a `file`, a `url` or `links`"),
        ("downloads: [{title: A, url: a.pdf}]", "'a.pdf' is no web address"),
        ("downloads: [{url: 'https://a.org/'}]", "the field 'title' is missing"),
        ("featured: perhaps", "expected true or false, found 'perhaps'"),
        ("updated: yesterday", "expected a date, found 'yesterday'"),
        ("lang: not a language", "'not a language' is no language tag"),
    ],
)
def test_a_field_that_is_wrong_is_named(line: str, message: str) -> None:
    problem = _fault(f"---\ntitle: One\ndate: 2018-04-19\n{line}\n---\n")

    assert problem.message == message
    assert problem.line == 4


def test_a_download_has_links_or_a_file() -> None:
    line = "downloads: [{title: VSee, url: 'https://vsee.com/'}, {title: Diary, file: diary.pdf}]"

    program, handout = _meta(line).downloads

    assert program.links == (DownloadLink("", "https://vsee.com/"),)
    place = Place("content/posts/one.md", 4, line.index("diary.pdf") + 1, 9, line)
    assert handout == Download("Diary", "", (), "diary.pdf", place)


def test_a_post_may_bring_its_own_references() -> None:
    (reference,) = _meta("references: [{id: weitz2014, type: book, title: One}]").references

    assert reference.key == "weitz2014"
    assert reference.path == "content/posts/one.md"
