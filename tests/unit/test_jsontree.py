from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citewell.jsontree import parse_json
from citewell.model import Source
from citewell.problems import CitewellError
from citewell.yamltree import Listing, Node, Scalar, Table

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def value(node: Node) -> Any:
    if isinstance(node, Listing):
        return [value(item) for item in node.items]
    if isinstance(node, Table):
        return {name.text: value(item) for name, item in node.fields}
    assert isinstance(node, Scalar)
    return node.text if node.quoted else json.loads(node.text)


@given(VALUES, st.sampled_from([None, 1, "\t"]), st.booleans())
def test_what_json_writes_is_read(written: Any, indent: str | int | None, ascii_only: bool) -> None:
    text = json.dumps(written, indent=indent, ensure_ascii=ascii_only)

    assert value(parse_json(Source("a.json", text))) == written


@given(VALUES)
def test_a_span_holds_its_value(written: Any) -> None:
    text = f" {json.dumps(written)} "

    span = parse_json(Source("a.json", text)).span

    assert json.loads(text[span.start : span.end]) == written


def test_half_a_surrogate_pair_becomes_a_replacement_character() -> None:
    node = parse_json(Source("a.json", '"a\\ud83d"'))

    assert value(node) == "a\ufffd"


def test_tabs_and_line_ends_may_stand_in_texts() -> None:
    assert value(parse_json(Source("a.json", '"a\tb\nc"'))) == "a\tb\nc"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[1, 2", "a.json:1:1: error: what [ opens here is never closed"),
        ("[1,", "a.json:1:3: error: the file ends in the middle of a list"),
        ('{"a": 1,', "a.json:1:8: error: the file ends in the middle of an item"),
        ("[1 2]", "a.json:1:4: error: a comma is missing before this"),
        ('{"a" 1}', "a.json:1:6: error: a field needs a colon after its name"),
        ("{a: 1}", 'a.json:1:2: error: expected a name in quotation marks: "title"'),
        ('{"a": "x', "a.json:1:7: error: this text is never closed"),
        ('"\\q"', "a.json:1:2: error: a broken escape in this text"),
        ("[] x", "a.json:1:4: error: something follows the end of the file's list"),
        ("[tru]", "a.json:1:2: error: expected a value here"),
        ("[" * 100, "a.json:1:42: error: the values are nested too deeply"),
    ],
)
def test_broken_json_has_a_place(text: str, fault: str) -> None:
    with pytest.raises(CitewellError) as raised:
        parse_json(Source("a.json", text))

    assert str(raised.value).splitlines()[0] == fault
