from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given as forall
from hypothesis import strategies as st

from citewell import yamltree
from citewell.model import Key, Source, Span
from citewell.problems import CitewellError, Problem
from citewell.yamltree import Listing, Node, Scalar, Table, parse_yaml

MARKS = [*"abé漢: []{}'\"#&*|>?!%@`,\t\n\\~", "- ", "---", "...", "a: b\n", "&a", "*a", "<<: *a\n"]
UNSEEN = ["\x07", "\x85", "\u2028", "\ufeff"]
PIECES = st.lists(st.sampled_from([*MARKS, *UNSEEN])).map("".join)


def _parse(text: str) -> Node:
    return parse_yaml(Source("file.yaml", text), Span(0, len(text)))


def _attempt(source: Source, span: Span) -> tuple[Node | None, tuple[Problem, ...]]:
    try:
        return parse_yaml(source, span), ()
    except CitewellError as error:
        return None, error.problems


def _value(text: str) -> Node:
    node = _parse(f"field: {text}\n")
    assert isinstance(node, Table)
    return node.fields[0][1]


def _messages(error: pytest.ExceptionInfo[CitewellError]) -> list[str]:
    return [problem.message for problem in error.value.problems]


@forall(st.text() | PIECES)
def test_any_text_parses_or_has_a_problem_in_the_file(
    lies_in: Callable[[Problem, Source], bool], text: str
) -> None:
    source = Source("file.yaml", text)

    _, problems = _attempt(source, Span(0, len(text)))

    assert all(lies_in(problem, source) for problem in problems)


@forall(st.text("ab: é漢\n", min_size=1), PIECES)
def test_a_stretch_of_a_file_has_the_places_of_the_file(
    lies_in: Callable[[Problem, Source], bool], before: str, text: str
) -> None:
    source = Source("post.md", f"{before}\n{text}\nafter: [")
    span = Span(len(before) + 1, len(before) + 1 + len(text))

    node, problems = _attempt(source, span)

    first, last = source.locate(span.start)[0], source.locate(span.end)[0]
    assert all(lies_in(problem, source) for problem in problems)
    assert all(first <= problem.line <= last for problem in problems)
    assert node is None or span.start <= node.span.start <= node.span.end <= span.end


def test_a_value_has_its_place() -> None:
    node = _parse("first: é\nsecond: [漢, 'b']\n")

    assert isinstance(node, Table)
    words = [node.source.text[value.span.start : value.span.end] for _, value in node.fields]
    assert words == ["é", "[漢, 'b']"]


def test_an_empty_stretch_is_an_empty_value() -> None:
    node = _parse("# only a remark\n")

    assert isinstance(node, Scalar)
    assert node.empty


@pytest.mark.parametrize("words", ["No", "2018", "1.10", "2018-04-19", "null-hypothesis", "0x1F"])
def test_a_text_stays_as_it_was_written(words: str) -> None:
    assert yamltree.text(_value(words)) == words


def test_a_quoted_empty_text_is_no_missing_one() -> None:
    quoted, bare = _value('""'), _value("")

    assert isinstance(quoted, Scalar)
    assert isinstance(bare, Scalar)
    assert (quoted.empty, bare.empty) == (False, True)


@pytest.mark.parametrize("words", ["", '""', "~", "null"])
def test_a_filled_text_must_not_be_empty(words: str) -> None:
    with pytest.raises(CitewellError, match="this must not be empty"):
        yamltree.filled(_value(words))


@pytest.mark.parametrize("words", ["", "~", '""'])
def test_an_optional_text_may_be_empty(words: str) -> None:
    assert yamltree.optional_text(_value(words)) == ""


@pytest.mark.parametrize("words", ["[a, b]", "{a: b}"])
def test_a_list_or_table_is_no_text(words: str) -> None:
    with pytest.raises(CitewellError, match="expected a text here"):
        yamltree.text(_value(words))


@pytest.mark.parametrize(
    ("words", "flag"), [("true", True), ("Yes", True), ("false", False), ("off", False)]
)
def test_a_flag_is_yes_or_no(words: str, flag: bool) -> None:
    assert yamltree.flag(_value(words)) is flag


@pytest.mark.parametrize("words", ["perhaps", "1", ""])
def test_a_flag_is_nothing_else(words: str) -> None:
    with pytest.raises(CitewellError, match="expected true or false"):
        yamltree.flag(_value(words))


@pytest.mark.parametrize("words", ["0", "11", "-1", "ten", "1.5", "٣", "1_0"])
def test_a_whole_number_keeps_its_bounds(words: str) -> None:
    with pytest.raises(CitewellError, match="expected a whole number from 1 to 10"):
        yamltree.whole(1, 10)(_value(words))


@pytest.mark.parametrize(
    "words", ["2018-04-19", "2018-4-19", '"2018-04-19"', "2018-04-19 10:30", "2018-04-19T10:30Z"]
)
def test_a_day_is_year_month_and_day(words: str) -> None:
    assert yamltree.day(_value(words)) == dt.date(2018, 4, 19)


@pytest.mark.parametrize("words", ["19.4.2018", "2018", "2018-04", "0000-01-01", "2018-13-01"])
def test_other_words_are_no_day(words: str) -> None:
    with pytest.raises(CitewellError, match=r"expected a date|there is no such day"):
        yamltree.day(_value(words))


def test_a_single_value_is_a_list_of_one() -> None:
    read = yamltree.listing(yamltree.text)

    assert read(_value("grief")) == ("grief",)
    assert read(_value("[grief, loss]")) == ("grief", "loss")
    assert read(_value("")) == ()


def test_a_list_tells_all_its_faults() -> None:
    with pytest.raises(CitewellError) as error:
        yamltree.listing(yamltree.filled)(_value("[a, '', b, []]"))

    assert _messages(error) == ["this must not be empty", "expected a text here"]


def test_a_key_remembers_its_place() -> None:
    assert yamltree.key(_value("grief")) == Key("grief", Span(7, 12))


def _record(text: str, required: tuple[str, ...] = ()) -> dict[str, Any]:
    node = yamltree.table(_parse(text), "fields")
    readers = {"title": yamltree.filled, "tags": yamltree.listing(yamltree.text)}
    record: dict[str, Any] = yamltree.read_record(dict, node, readers, required)
    return record


def test_a_record_holds_the_fields_that_are_there() -> None:
    assert _record("title: One\n") == {"title": "One"}


def test_a_record_tells_all_its_faults() -> None:
    with pytest.raises(CitewellError) as error:
        _record("tags: [{a: b}]\nmood: calm\ntags: []\n", required=("title",))

    assert sorted(_messages(error)) == [
        "expected a text here",
        "the field 'tags' stands here a second time",
        "the field 'title' is missing",
        "unknown field 'mood'",
    ]


@pytest.mark.parametrize("text", ["title: ''\n", "titel: One\n"])
def test_a_field_that_is_wrong_is_not_missing_too(text: str) -> None:
    with pytest.raises(CitewellError) as error:
        _record(text, required=("title",))

    assert len(error.value.problems) == 1
    assert "missing" not in _messages(error)[0]


def test_nothing_is_a_table_without_fields() -> None:
    assert _record("") == {}


def test_a_sentence_is_no_table() -> None:
    with pytest.raises(CitewellError, match="expected fields: lines of the form"):
        yamltree.table(_parse("Dear reader"), "fields")


def test_a_few_lines_cannot_grow_without_end() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]

    with pytest.raises(CitewellError, match="repeated without end"):
        _parse("\n".join(lines))


def test_lists_cannot_be_nested_without_end() -> None:
    with pytest.raises(CitewellError, match="nested too deeply"):
        _parse("[" * 60 + "]" * 60)


def test_a_list_that_holds_itself_is_no_end_of_the_world() -> None:
    with pytest.raises(CitewellError, match="nested too deeply"):
        _parse("&a [*a]")


def test_lists_are_read_in_both_forms() -> None:
    dashes, brackets = _parse("- a\n- b\n"), _parse("[a, b]")

    assert isinstance(dashes, Listing)
    assert isinstance(brackets, Listing)
    assert [yamltree.text(item) for item in dashes.items] == ["a", "b"]
    assert [yamltree.text(item) for item in brackets.items] == ["a", "b"]
