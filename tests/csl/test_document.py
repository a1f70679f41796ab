from __future__ import annotations

from collections.abc import Callable

from citewell.csl import Style
from citewell.csl.context import CITATION, Hints
from citewell.csl.document import Document
from citewell.csl.items import parse_item


def _document(style: Style) -> Document:
    items = {"a": parse_item("a", {"language": "de"}), "b": parse_item("b", {})}
    return Document(style, items, numbers={"b": 4}, hints={"a": Hints(year_suffix="c")})


def test_a_context_is_of_the_item_and_its_hints(styled: Callable[..., Style]) -> None:
    context = _document(styled("")).context("a", CITATION)

    assert (context.item.key, context.hints.year_suffix) == ("a", "c")


def test_hints_that_are_tried_out_come_before_those_that_stand(
    styled: Callable[..., Style],
) -> None:
    context = _document(styled("")).context("a", CITATION, hints=Hints())

    assert context.hints.year_suffix == ""


def test_a_context_speaks_the_language_of_its_item_or_else_of_the_style(
    styled: Callable[..., Style],
) -> None:
    document = _document(styled("", attributes='default-locale="fr-FR"'))

    assert document.context("a", CITATION).language == "de"
    assert document.context("b", CITATION).language == "fr-FR"


def test_each_context_is_fresh(styled: Callable[..., Style]) -> None:
    document = _document(styled(""))
    document.context("a", CITATION).suppressed.add("title")

    assert document.context("a", CITATION).suppressed == set()


def test_an_item_outside_any_cite_has_its_number_only(styled: Callable[..., Style]) -> None:
    document = _document(styled(""))

    assert document.number_state("b").number == 4
    assert document.number_state("a").number == 0
