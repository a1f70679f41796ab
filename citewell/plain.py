"""Frozen records to plain data and back, for the memo and for identities.

A leaf. Plain data are what JSON has: texts, numbers, true, false, none, lists, and tables with
texts for names. What is read back can never be code. A record becomes the list of its fields in the
order of their definition; its types say how to make it again, so what does not fit is a
`ValueError`.
"""

from __future__ import annotations

import datetime as dt
import enum
import types
import typing
from collections.abc import Callable, Hashable, Iterable, Mapping
from functools import cache
from typing import Any, cast

from citewell.record import Record, astuple

_PLAIN = frozenset({str, int, float, bool, type(None)})
Decoder = Callable[[Any], Any]


def to_plain(value: Any) -> Any:
    """Return a value of records, tuples, mappings, texts, numbers and days as plain data."""
    kind: Any = type(value)
    if kind in _PLAIN:
        return value
    if issubclass(kind, tuple | list):
        return _all_plain(value)
    if isinstance(value, str | int | float):
        return value
    if isinstance(value, Mapping):
        return {key: to_plain(item) for key, item in value.items()}
    if isinstance(value, dt.date):
        return value.isoformat()
    return _all_plain(astuple(value))


def _all_plain(values: Iterable[Any]) -> list[Any]:
    # Most are plain already; to ask here saves a call for each.
    return [each if type(each) in _PLAIN else to_plain(each) for each in values]


def fields_of(value: Any) -> tuple[Any, ...]:
    """Return the fields of a record in order; of anything else, the thing itself alone."""
    return astuple(value) if isinstance(value, Record) else (value,)


def from_plain(kind: Any, data: Any) -> Any:
    """Make the value of a type from plain data; raises `ValueError` where they do not fit."""
    try:
        return decoder(kind)(data)
    except (TypeError, KeyError, IndexError, AttributeError) as error:
        raise ValueError(str(error)) from error


@cache
def decoder(kind: Any) -> Decoder:
    """Return the function that makes values of a type from plain data."""
    if _is_record(kind):
        return _record(cast("type", kind))
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in {typing.Union, types.UnionType}:
        return _union(arguments)
    if origin is tuple:
        return _tuple(decoder(arguments[0]))
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return kind
    if kind is dt.date:
        return dt.date.fromisoformat
    if isinstance(kind, type) and issubclass(kind, str) and kind is not str:
        return kind
    return _as_it_is


def _is_record(kind: Any) -> bool:
    return isinstance(kind, type) and (issubclass(kind, Record) or hasattr(kind, "_fields"))


def _as_it_is(data: Any) -> Any:
    return data


def _tuple(item: Decoder) -> Decoder:
    def make(data: Any) -> Any:
        if not isinstance(data, list):
            raise TypeError("no list")
        return tuple([item(each) for each in data])

    return make


def _record(kind: type) -> Decoder:
    hints = typing.get_type_hints(kind)
    decoders = [decoder(kind_of) for kind_of in hints.values()]

    def make(data: Any) -> Any:
        if not isinstance(data, list):
            raise TypeError(kind.__name__)
        return kind(*[read(each) for read, each in zip(decoders, data, strict=True)])

    return make


def _union(kinds: tuple[Any, ...]) -> Decoder:
    """Tell the members apart by what they look like: none, a text, a list."""
    record = next(filter(_is_record, kinds), None)
    read = decoder(cast("Hashable", record)) if record else _as_it_is
    day = dt.date in kinds

    def make(data: Any) -> Any:
        if isinstance(data, list):
            return read(data)
        return dt.date.fromisoformat(data) if day and data is not None else data

    return make
