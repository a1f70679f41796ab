"""The objects of templates: frozen, and every field of them explained."""

from __future__ import annotations

import inspect
import re

import pytest

from citewell import views
from citewell.model import Html
from citewell.record import Record, fields

KINDS = [
    kind
    for _, kind in inspect.getmembers(views, inspect.isclass)
    if kind.__module__ == views.__name__
]


@pytest.mark.parametrize("kind", KINDS)
def test_a_view_cannot_be_changed(kind: type[Record]) -> None:
    assert issubclass(kind, Record)
    assert kind.__struct_config__.frozen


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_a_view_says_what_it_holds(kind: type[Record]) -> None:
    source = inspect.getsource(kind)

    for field in fields(kind):
        assert re.search(rf"^    {field.name}: .+  # \S", source, re.MULTILINE), field.name


@pytest.mark.parametrize("kind", KINDS)
def test_only_a_field_of_html_is_printed_as_it_is(kind: type[Record]) -> None:
    ready = {field.name for field in fields(kind) if field.type is Html}

    assert ready <= {"disclaimer", "footer", "html", "own_entry", "policy"}


def test_there_are_views_to_be_looked_at() -> None:
    assert len(KINDS) > len(("site", "page", "post"))
