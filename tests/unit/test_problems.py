from __future__ import annotations

import unicodedata

from hypothesis import given as forall
from hypothesis import strategies as st

from citewell.model import Source, Span
from citewell.problems import CitewellError, Level, Problem, did_you_mean, has_errors, nearest, show

LETTERS = st.characters(exclude_categories=("Cs", "Cc", "Cf"), exclude_characters="\u2028\u2029")
LINES = st.text(LETTERS | st.sampled_from("\t漢\u0301"))


def test_a_screen_shows_the_place(given: str, expected: str) -> None:
    start = given.index("«")
    end = given.index("»") - 1
    source = Source("post.md", given.replace("«", "").replace("»", ""))

    problem = source.problem(Span(start, end), "this is wrong", "write it so")

    assert show(problem) == expected


def test_a_problem_of_a_whole_file_has_neither_line_nor_caret() -> None:
    problem = Problem("content/site.yaml", 0, 0, "there is no such file")

    assert show(problem) == "content/site.yaml: error: there is no such file"


def test_a_problem_of_a_whole_line_has_no_caret() -> None:
    problem = Problem("post.md", 3, 0, "this is wrong", excerpt="words")

    assert show(problem) == "post.md:3: error: this is wrong\n    3 | words"


def test_a_warning_says_that_it_is_one() -> None:
    problem = Problem("post.md", 0, 0, "doubtful", level=Level.WARNING)

    assert show(problem) == "post.md: warning: doubtful"


def test_a_line_that_no_screen_holds_is_cut_off() -> None:
    problem = Problem("a.md", 1, 3, "wrong", 4, excerpt="x" * 10_000)

    _, line, caret = show(problem).splitlines()

    assert line == f"    1 | {'x' * 2000}…"
    assert caret == "      |   ^^^^"


def test_a_screen_cannot_be_steered_by_what_it_shows() -> None:
    text = "title: \x1b[2J\u202eGrief\x07"
    problem = Source("post.md", text).problem(Span(0, 5), f"unknown '{text}'")

    assert not set("\x1b\u202e\x07") & set(show(problem))


def test_problems_are_ordered_by_their_place() -> None:
    problems = [
        Problem("b.md", 1, 1, "x"),
        Problem("a.md", 10, 1, "x"),
        Problem("a.md", 2, 5, "x"),
        Problem("a.md", 2, 1, "x"),
    ]

    assert sorted(problems) == problems[::-1]


def test_an_exception_reads_as_its_screens() -> None:
    one, two = Problem("a.md", 0, 0, "one"), Problem("b.md", 0, 0, "two")

    assert str(CitewellError(one, two)) == f"{show(one)}\n{show(two)}"


def test_warnings_alone_do_not_stop_a_build() -> None:
    warning = Problem("a.md", 0, 0, "one", level=Level.WARNING)

    assert not has_errors([warning])
    assert has_errors([warning, Problem("a.md", 0, 0, "two")])


def test_the_nearest_word_is_found_whatever_its_capitals() -> None:
    assert nearest("url", ["URL", "title"]) == ["URL"]


def test_a_hint_is_empty_where_nothing_is_near() -> None:
    assert did_you_mean("mood", ["title", "date"]) == ""


@forall(LINES.filter(str.strip), st.data())
def test_the_caret_stands_under_the_fault(line: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(line) - 1))
    end = data.draw(st.integers(start + 1, len(line)))

    screen = show(Source("post.md", line).problem(Span(start, end), "wrong"))

    _, shown, carets = screen.split("\n")
    before, marked = line[:start].expandtabs(4), line[:end].expandtabs(4)
    assert shown.startswith(f"    1 | {marked}")
    assert carets.index("^") == len("      | ") + _columns(before)
    assert carets.count("^") == max(1, _columns(marked) - _columns(before))


def _columns(text: str) -> int:
    """Count the columns of a terminal in a way of its own."""
    wide = sum(unicodedata.east_asian_width(letter) in ("W", "F") for letter in text)
    none = [letter for letter in text if unicodedata.category(letter) in ("Mn", "Me")]
    wide -= sum(unicodedata.east_asian_width(letter) in ("W", "F") for letter in none)
    return len(text) + wide - len(none)
