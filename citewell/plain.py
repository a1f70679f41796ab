"""Records to text and back, for the memo and for identities. With `record` the door to msgspec.

The text is JSON; a record is the list of its fields in the order of their definition. What is read
back can never be code, and its types say how to make it again: what does not fit is a `ValueError`.
Equal values have equal texts, in any process.
"""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar, cast

from msgspec import json

from citewell.record import Record, astuple

T = TypeVar("T")


def encode(value: Any) -> str:
    """Return a value of records, tuples, mappings, texts, numbers and days as a text."""
    return json.encode(value, enc_hook=_own_text).decode("utf-8")


def decode(kind: type[T], text: str) -> T:
    """Make the value of a type again; raises `ValueError` where the text does not fit."""
    return cast("T", _decoder(cast("Any", kind)).decode(text))


def fields_of(value: Any) -> tuple[Any, ...]:
    """Return the fields of a record in order; of anything else, the thing itself alone."""
    return astuple(value) if isinstance(value, Record) else (value,)


@cache
def _decoder(kind: Any) -> json.Decoder[Any]:
    return json.Decoder(kind, dec_hook=_made_own)


def _own_text(value: Any) -> str:
    """Return a text of a kind of its own, such as HTML, as a plain one."""
    if isinstance(value, str):
        return "".join(value)
    raise TypeError(f"{type(value).__name__} cannot be kept")


def _made_own(kind: type, text: Any) -> Any:
    """Make a text of its own kind again."""
    return kind(text)
