from __future__ import annotations

from hypothesis import given as forall
from hypothesis import strategies as st

from citewell.model import Html, Source, Span
from citewell.problems import Level

POST = Source("content/posts/one.md", "---\ntitle: Grief\n---\n\nText.\n")


def test_lines_and_columns_count_from_one() -> None:
    assert POST.locate(0) == (1, 1)
    assert POST.locate(POST.text.index("Grief")) == (2, 8)


def test_a_line_feed_belongs_to_the_line_it_ends() -> None:
    assert POST.locate(3) == (1, 4)


def test_a_problem_carries_its_line() -> None:
    start = POST.text.index("Grief")

    problem = POST.problem(Span(start, start + 5), "wrong", "mend it", Level.WARNING)

    assert (problem.path, problem.line, problem.column) == (POST.path, 2, 8)
    assert (problem.excerpt, problem.length) == ("title: Grief", 5)
    assert (problem.message, problem.hint, problem.level) == ("wrong", "mend it", Level.WARNING)


def test_a_problem_ends_with_its_first_line() -> None:
    problem = POST.problem(Span(4, len(POST.text)), "wrong")

    assert problem.length == len("title: Grief")


def test_an_error_holds_the_one_problem() -> None:
    assert POST.error(Span(0, 3), "wrong").problems == (POST.problem(Span(0, 3), "wrong"),)


def test_html_is_left_alone_by_a_template_engine() -> None:
    assert Html("<b>").__html__() == "<b>"


@forall(st.text("ab\n漢\t"), st.data())
def test_an_offset_is_found_again_by_line_and_column(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))

    line, column = Source("x.md", text).locate(offset)

    before = text.split("\n")[: line - 1]
    assert sum(len(one) + 1 for one in before) + column - 1 == offset


@forall(st.text("ab\n漢\t"), st.data())
def test_a_problem_never_leaves_its_line(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))

    problem = Source("x.md", text).problem(Span(start, end), "wrong")

    assert problem.excerpt == text.split("\n")[problem.line - 1]
    assert problem.column - 1 + problem.length <= max(len(problem.excerpt), problem.column)
