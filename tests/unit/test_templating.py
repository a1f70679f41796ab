"""Templates are held against what there is when they are opened."""

from __future__ import annotations

import jinja2
import pytest

from citewell.model import Source
from citewell.problems import CitewellError, Problem
from citewell.templating import Loader, NameChecker

BASE = "{% block title %}{% endblock %}<main>{% block main %}{% endblock %}</main>"
MIDDLE = "{% extends 'base.html' %}{% block main %}{% block list %}{% endblock %}{% endblock %}"


def opened(text: str, **others: str) -> jinja2.Template:
    """Open a template among others by their names without `.html`."""
    texts = {"page": text, "base": BASE, "middle": MIDDLE, **others}
    sources = {f"{name}.html": Source(f"templates/{name}.html", texts[name]) for name in texts}
    environment = jinja2.Environment(loader=Loader(sources), autoescape=True)
    environment.code_generator_class = NameChecker
    return environment.get_template("page.html")


def faults(text: str, **others: str) -> tuple[Problem, ...]:
    with pytest.raises(CitewellError) as caught:
        opened(text, **others).render()
    return caught.value.problems


def test_a_block_that_no_ancestor_has_is_an_error_with_the_nearest_name() -> None:
    (problem,) = faults("{% extends 'base.html' %}\n\n  {%- block mian -%}x{% endblock %}")

    assert problem.path == "templates/page.html"
    assert (problem.line, problem.column, problem.length) == (3, 13, 4)
    assert problem.message == "there is no block 'mian' to fill in base.html"
    assert problem.hint == "did you mean 'main'?"


def test_a_block_with_no_near_name_is_told_with_those_there_are() -> None:
    (problem,) = faults("{% extends 'base.html' %}{% block qqqqq %}{% endblock %}")

    assert problem.hint == "it has title, main"


def test_every_block_that_is_not_there_is_told() -> None:
    problems = faults(
        "{% extends 'base.html' %}\n"
        "{% block mian %}{% endblock %}\n"
        "{% if x %}{% block titel %}{% endblock %}{% endif %}"
    )

    assert [(problem.line, problem.column) for problem in problems] == [(2, 10), (3, 20)]


def test_a_block_of_any_ancestor_may_be_filled() -> None:
    text = (
        "{% extends 'middle.html' %}{% block title %}A{% endblock %}{% block list %}B{% endblock %}"
    )

    assert opened(text).render() == "A<main>B</main>"


def test_a_fault_of_an_ancestor_is_told_with_its_own_place() -> None:
    (problem,) = faults(
        "{% extends 'between.html' %}",
        between="{% extends 'base.html' %}\n{% block lits %}{% endblock %}",
    )

    assert (problem.path, problem.line) == ("templates/between.html", 2)


def test_a_block_inside_of_another_is_new() -> None:
    text = "{% extends 'base.html' %}{% block main %}{% block mine %}C{% endblock %}{% endblock %}"

    assert opened(text).render() == "<main>C</main>"


def test_a_template_that_extends_none_has_what_blocks_it_likes() -> None:
    assert opened("{% block mine %}D{% endblock %}").render() == "D"


@pytest.mark.parametrize(
    "text",
    [
        "{% extends frame %}{% block mine %}{% endblock %}",
        "{% if frame %}{% extends 'base.html' %}{% endif %}{% block mine %}{% endblock %}",
        "{% extends 'either.html' %}{% block mine %}{% endblock %}",
    ],
)
def test_a_template_that_extends_one_or_another_is_not_judged(text: str) -> None:
    assert opened(text, either="{% if frame %}{% extends frame %}{% endif %}").blocks.keys() == {
        "mine"
    }


@pytest.mark.parametrize(
    "hidden", ["{# {% block mian %}{% endblock %} #}", "{% raw %}{% block mian %}{% endraw %}"]
)
def test_a_block_that_is_only_spoken_of_is_none(hidden: str) -> None:
    assert not opened("{% extends 'base.html' %}" + hidden).blocks


def test_a_template_that_extends_itself_is_told_where() -> None:
    (problem,) = faults("\n{% extends 'page.html' %}")

    assert (problem.line, problem.column) == (2, 13)
    assert problem.message == "the template extends itself"


def test_a_template_of_a_circle_is_not_blamed_for_one_that_it_extends() -> None:
    (problem,) = faults("{% extends 'other.html' %}", other="{% extends 'other.html' %}")

    assert (problem.path, problem.message) == (
        "templates/other.html",
        "the template extends itself",
    )


def test_templates_that_extend_each_other_are_told_where() -> None:
    (problem,) = faults("{% extends 'other.html' %}", other="{% extends 'page.html' %}")

    assert (problem.path, problem.column) == ("templates/page.html", 13)
    assert problem.message == "the template extends one that extends it"


@pytest.mark.parametrize(
    ("text", "column", "message", "hint"),
    [
        ("{{ x | uper }}", 8, "there is no filter 'uper'", "did you mean 'upper'?"),
        ("{{ 'a' | lowr }}", 10, "there is no filter 'lowr'", "did you mean 'lower'?"),
        ("{% filter uper %}x{% endfilter %}", 11, "there is no filter 'uper'", "'upper'"),
        ("{{ uper | uper }}", 11, "there is no filter 'uper'", "'upper'"),
        ("{{ x | qqqqq }}", 8, "there is no filter 'qqqqq'", "docs/designing.md"),
        ("{{ x is evn }}", 9, "there is no test 'evn'", "did you mean 'even'?"),
        ("{{ x is not evn }}", 13, "there is no test 'evn'", "did you mean 'even'?"),
        ("{% include 'bas.html' %}", 13, "there is no template 'bas.html'", "'base.html'"),
        ("{% extends 'bas.html' %}", 13, "there is no template 'bas.html'", "'base.html'"),
        ("{% import 'bas.html' as b %}", 12, "there is no template 'bas.html'", "'base.html'"),
        ("{% from 'bas.html' import b %}", 10, "there is no template 'bas.html'", "'base.html'"),
        ("{% include ['a.html', 'b.html'] %}", 24, "there is no template 'b.html'", ""),
        ("{% include ('a.html',) %}", 14, "there is no template 'a.html'", ""),
        ("{% include 'q' %}", 13, "there is no template 'q'", "put it into the folder templates/"),
    ],
)
def test_an_unknown_name_is_an_error_with_the_nearest(
    text: str, column: int, message: str, hint: str
) -> None:
    (problem,) = faults(f"\n{text}")

    assert (problem.line, problem.column) == (2, column)
    assert problem.message == message
    assert hint in problem.hint


@pytest.mark.parametrize(
    "text",
    [
        "{% if no %}{{ x | uper }}{% endif %}",
        "{{ (x | uper) if no }}",
        "{% if no %}{{ x is evn }}{% endif %}",
        "{% if no %}{% include 'bas.html' %}{% endif %}",
        "{% for x in () %}{% include 'bas.html' %}{% endfor %}",
        "{% macro m() %}{{ x | uper }}{% endmacro %}",
        "{% block b %}{% if no %}{{ x | uper }}{% endif %}{% endblock %}",
    ],
)
def test_an_unknown_name_is_found_where_no_page_comes_by(text: str) -> None:
    assert faults(text)


@pytest.mark.parametrize(
    "text",
    [
        "{% include 'bas.html' ignore missing %}",
        "{% include ['bas.html', 'base.html'] %}",
        "{% if no %}{% include name %}{% endif %}",
        "{% if no %}{% include 'icons/' ~ name %}{% endif %}",
        "{% if no %}{% include 3 %}{% endif %}",
        "{{ '{{ x | uper }}' }}",
        "{# {{ x | uper }} #}",
    ],
)
def test_a_name_that_may_be_missing_is_let_be(text: str) -> None:
    assert opened(text).name == "page.html"


def test_a_name_on_a_later_line_of_its_tag_has_its_place() -> None:
    (problem,) = faults("{{ x |\n  uper }}")

    assert (problem.line, problem.column) == (2, 3)
