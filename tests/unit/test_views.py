"""The objects of templates: frozen, and every field of them explained."""

from __future__ import annotations

import dataclasses
import inspect
import re

import pytest

from citewell import views

KINDS = [
    kind
    for _, kind in inspect.getmembers(views, inspect.isclass)
    if kind.__module__ == views.__name__
]


@pytest.mark.parametrize("kind", KINDS)
def test_a_view_cannot_be_changed(kind: type) -> None:
    assert dataclasses.is_dataclass(kind)
    assert kind.__dataclass_params__.frozen  # type: ignore[attr-defined]  # typeshed hides it


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_a_view_says_what_it_holds(kind: type) -> None:
    source = inspect.getsource(kind)

    for field in dataclasses.fields(kind):
        assert re.search(rf"^    {field.name}: .+  # \S", source, re.MULTILINE), field.name


@pytest.mark.parametrize("kind", KINDS)
def test_only_a_field_of_html_is_printed_as_it_is(kind: type) -> None:
    ready = {field.name for field in dataclasses.fields(kind) if field.type == "Html"}

    assert ready <= {"disclaimer", "footer", "html", "own_entry", "policy"}


def test_there_are_views_to_be_looked_at() -> None:
    assert len(KINDS) > len(("site", "page", "post"))
