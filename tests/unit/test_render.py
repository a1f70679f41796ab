"""Pages by templates: what filters write, and where a fault of a template is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_site import WORDS, plan_of, post_of

from citewell.model import Page, Source
from citewell.problems import CitewellError, Problem
from citewell.record import replace
from citewell.render import open_templates, render_page
from citewell.sayings import Sayings
from citewell.views import PageView

SMALL = plan_of({"content/posts/one.md": post_of()})
VIEWS = SMALL.views("posts/one/index.html")
STATIC = {"a.css": "a.1f2e.css"}
OWNER = "content/posts/one.md"


def render(text: str, others: Mapping[str, str] | None = None, **shown: object) -> str:
    texts = {"page.html": text, **(others or {})}
    sources = {name: Source(f"templates/{name}", words) for name, words in texts.items()}
    page = Page("index.html", "page.html", {**VIEWS, **shown}, OWNER)
    templates = open_templates(sources, WORDS, STATIC, {}, Sayings())
    return render_page(page, templates, sources).data.decode()


def fault(text: str, others: Mapping[str, str] | None = None, **shown: object) -> Problem:
    with pytest.raises(CitewellError) as caught:
        render(text, others, **shown)
    (problem,) = caught.value.problems
    return problem


def in_language(language: str) -> PageView:
    page = VIEWS["page"]
    assert isinstance(page, PageView)
    return replace(page, language=language)


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en-GB", "9 April 2018"),
        ("en", "9 April 2018"),
        ("en-US", "April 9, 2018"),
        ("de", "9. April 2018"),
        ("de-CH", "9. April 2018"),
        ("zh-Hans", "2018年4月9日"),
        ("ar", "9 أبريل 2018"),
        ("xx", "9 April 2018"),
    ],
)
def test_a_day_is_written_in_the_language_of_the_page(language: str, written: str) -> None:
    shown = render("{{ day | date }}", day=dt.date(2018, 4, 9), page=in_language(language))

    assert shown == written


@pytest.mark.parametrize(
    ("form", "written"),
    [("month", "April 2018"), ("year", "2018"), ("iso", "2018-04-09"), ("long", "9 April 2018")],
)
def test_a_day_has_several_forms(form: str, written: str) -> None:
    page = in_language("en-GB")

    assert render(f"{{{{ day | date('{form}') }}}}", day=dt.date(2018, 4, 9), page=page) == written


def test_an_unknown_form_of_a_day_is_told_with_those_there_are() -> None:
    problem = fault("{{ post.date | date('lnog') }}")

    assert "'lnog'" in problem.message
    assert problem.hint == "use long, month, year or iso"


@pytest.mark.parametrize("day", [None, "2018-04-09"])
def test_no_day_is_never_today(day: object) -> None:
    problem = fault("{{ day | date }}", day=day)

    assert (problem.path, problem.line) == ("templates/page.html", 1)
    assert "there is no day" in problem.message


@pytest.mark.parametrize(
    ("count", "written"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (999, "1 kB"),
        (1500, "1.5 kB"),
        (9_999, "10 kB"),
        (84_400, "84 kB"),
        (999_600, "1 MB"),
        (1_000_000, "1 MB"),
        (999_999_999, "1 GB"),
    ],
)
def test_a_size_is_written_for_people(count: int, written: str) -> None:
    assert render("{{ count | size }}", count=count) == written


@given(count=st.integers(0, 999_000_000_000))
def test_a_size_has_three_figures_at_most(count: int) -> None:
    number, _, unit = render("{{ count | size }}", count=count).partition(" ")

    assert len(number.replace(".", "")) <= len("999")
    assert unit in {"byte", "bytes", "kB", "MB", "GB"}


def test_a_size_has_the_decimal_sign_of_the_language() -> None:
    assert render("{{ 1500 | size }}", page=in_language("de")) == "1,5 kB"


def test_links_are_written_from_the_page_at_hand() -> None:
    assert render("{{ 'tags/x/' | link }} {{ 'a.css' | asset }} {{ '' | link }}") == (
        "../../tags/x/ ../../a.1f2e.css ../../"
    )


def test_a_whole_address_is_made_of_a_path() -> None:
    assert render("{{ 'tags/ü x/' | absolute }}") == "https://example.org/blog/tags/%C3%BC%20x/"
    assert render("{{ 'https://x.org/' | absolute }}") == "https://x.org/"


def test_text_is_escaped_and_html_is_not() -> None:
    assert render("{{ words }} {{ post.html }}", words="<b>&\"'") == "&lt;b&gt;&amp;&#34;&#39; "


def test_an_unknown_field_has_its_place_and_the_nearest_name() -> None:
    problem = fault("<p>\n  {{ post.titel }}\n</p>")

    assert (problem.path, problem.line, problem.column) == ("templates/page.html", 2, 3)
    assert problem.message == "post has no 'titel'"
    assert problem.hint == "did you mean 'title'?"
    assert problem.excerpt == "  {{ post.titel }}"


def test_an_unknown_field_with_no_near_name_lists_those_there_are() -> None:
    assert "title" in fault("{{ post.qqqqq }}").hint


def test_an_unknown_object_has_the_nearest_name() -> None:
    problem = fault("{{ pots.title }}")

    assert (problem.message, problem.hint) == ("there is no 'pots' here", "did you mean 'post'?")


def test_what_is_empty_is_said_to_be_empty() -> None:
    problem = fault("{{ post.previous.title }}")

    assert "'title'" in problem.message
    assert "NoneType" not in problem.message
    assert "{% if" in problem.hint


@pytest.mark.parametrize(
    ("text", "others", "place"),
    [
        ("a\n{% include 'b.html' %}", {"b.html": "b\n\n{{ post.x }}"}, ("b.html", 3)),
        ("a\n{% include 'b.html' %}", {"b.html": "b\n{% if %}"}, ("b.html", 2)),
        ("a\n{% include 'b.html' %}", {"b.html": "\n{{ 1 | nope }}"}, ("b.html", 2)),
        (
            "{% extends 'b.html' %}\n{% block m %}\n{{ post.x }}{% endblock %}",
            {"b.html": "b {% block m %}{% endblock %}"},
            ("page.html", 3),
        ),
        (
            "{% extends 'b.html' %}",
            {"b.html": "b\n{% include 'c.html' %}", "c.html": "{{ post.x }}"},
            ("c.html", 1),
        ),
        (
            "{% from 'b.html' import m %}\n{{ m() }}",
            {"b.html": "{% macro m() %}\n{{ nothing.x }}{% endmacro %}"},
            ("b.html", 2),
        ),
        ("a\n{% include 'd.html' %}", {}, ("page.html", 2)),
        ("{% extends 'd.html' %}", {}, ("page.html", 1)),
        ("a\n\n{{ 1 / 0 }}", {}, ("page.html", 3)),
        ("{% for x in y %}", {}, ("page.html", 1)),
    ],
)
def test_a_fault_is_blamed_on_its_own_template_and_line(
    text: str, others: dict[str, str], place: tuple[str, int]
) -> None:
    problem = fault(text, others)

    assert (problem.path, problem.line) == (f"templates/{place[0]}", place[1])


def test_a_template_that_is_not_there_is_told_with_the_nearest_name() -> None:
    problem = fault("{% include 'hed.html' %}", {"head.html": ""})

    assert problem.message == "there is no template 'hed.html'"
    assert problem.hint == "did you mean 'head.html'?"


def test_a_page_whose_own_template_is_not_there_names_it() -> None:
    with pytest.raises(CitewellError) as caught:
        render_page(
            Page("x", "tgas.html", VIEWS, OWNER), open_templates({}, WORDS, {}, {}, Sayings()), {}
        )

    assert caught.value.problems[0].path == "templates/tgas.html"


def test_a_fault_in_an_expression_says_for_which_page() -> None:
    assert fault("{{ 1 / 0 }}").hint == f"while making the page for {OWNER}"


def test_a_template_sees_no_clock_and_no_disk() -> None:
    for name in ("now", "open", "request", "config", "today"):
        assert fault(f"{{{{ {name} }}}}").message == f"there is no '{name}' here"


def test_an_unknown_word_of_the_theme_is_told_by_its_name() -> None:
    problem = fault("{{ 'qqqqq' | say }}")

    assert (problem.path, problem.line) == ("templates/page.html", 1)
    assert problem.message == "there is no word 'qqqqq'"
