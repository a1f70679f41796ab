from __future__ import annotations

import contextlib
import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citewell.disk import Stamp
from citewell.model import (
    Article,
    Bibliography,
    CiteItem,
    Contents,
    Download,
    Entry,
    FrontMatter,
    Html,
    Key,
    Note,
    Settings,
    Span,
    Target,
)
from citewell.persons import Person
from citewell.plain import decode, encode
from citewell.problems import Level, Place, Problem

_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | _TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_TEXT, inner, max_size=4),
    max_leaves=12,
)
_ITEM = st.dictionaries(_TEXT, _JSON, max_size=3)
st.register_type_strategy(str, _TEXT)
_KINDS = (Article, Contents, Problem, Settings, Stamp, Place, Download, CiteItem, Entry)


def _filled(kind: type) -> st.SearchStrategy[Any]:
    """Make records of a kind, every field drawn by its type."""
    if kind is Contents:
        return st.builds(
            Contents,
            text=st.lists(_TEXT | st.from_type(Target), max_size=3).map(tuple),
            notes=st.lists(st.from_type(Note), max_size=2).map(tuple),
            bibliography=st.none() | st.from_type(Bibliography),
            items=st.lists(_ITEM, max_size=2).map(tuple),
            own_entry=_TEXT,
        )
    if kind is Article:
        meta = st.builds(
            FrontMatter,
            title=_TEXT,
            date=st.none() | st.dates(),
            updated=st.none() | st.dates(),
            tags=st.lists(st.from_type(Key), max_size=2).map(tuple),
            featured=st.booleans(),
            author=st.from_type(Person),
            csl=st.none() | st.from_type(Key),
            downloads=st.lists(st.from_type(Download), max_size=1).map(tuple),
        )
        return st.builds(Article, meta=meta)
    return st.from_type(kind)


@settings(max_examples=20, deadline=None)
@given(st.data(), st.sampled_from(_KINDS))
def test_records_come_back_as_they_were(data: st.DataObject, kind: type) -> None:
    value = data.draw(_filled(kind))

    assert decode(kind, encode(value)) == value


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(_KINDS), _JSON)
def test_data_that_do_not_fit_raise_no_other_error(kind: type, data: Any) -> None:
    with contextlib.suppress(ValueError):
        decode(kind, json.dumps(data))


@settings(max_examples=60, deadline=None)
@given(st.data(), st.sampled_from(_KINDS))
def test_a_record_with_one_wrong_field_raises_no_other_error(
    data: st.DataObject, kind: type
) -> None:
    plain = json.loads(encode(data.draw(_filled(kind))))
    plain[data.draw(st.integers(0, len(plain) - 1))] = data.draw(_JSON)

    with contextlib.suppress(ValueError):
        decode(kind, json.dumps(plain))


@pytest.mark.parametrize("data", [None, "text", 1, {}, [], [1], [1, 2, 3]])
def test_a_record_needs_a_list_of_its_fields(data: Any) -> None:
    with pytest.raises(ValueError, match="array"):
        decode(Span, json.dumps(data))


@pytest.mark.parametrize("data", [None, 1, True, "text", {"a": 1}])
def test_a_tuple_needs_a_list(data: Any) -> None:
    with pytest.raises(ValueError, match="array"):
        decode(tuple[str, ...], json.dumps(data))


def test_a_day_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="date"):
        decode(dt.date, '"2024-13-01"')


def test_a_level_that_there_is_not_is_refused() -> None:
    with pytest.raises(ValueError, match="catastrophe"):
        decode(Level, '"catastrophe"')


def test_a_level_is_plain_text() -> None:
    assert encode(Level.WARNING) == '"warning"'


def test_a_record_of_one_field_is_a_list() -> None:
    assert encode(Person("Ada")) == '["Ada","",""]'


def test_a_text_of_its_own_kind_comes_back_as_that() -> None:
    assert isinstance(decode(Html, encode(Html("<b>"))), Html)


def test_what_is_no_value_is_not_kept() -> None:
    with pytest.raises(TypeError, match="object cannot be kept"):
        encode(object())
