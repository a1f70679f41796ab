from __future__ import annotations

from collections.abc import Callable

import pytest

from citewell.csl import Style
from citewell.csl.bibliography import render_bibliography
from citewell.csl.document import Document
from citewell.csl.items import parse_item
from citewell.csl.rich import plain_text

LAYOUT = (
    '<layout suffix="."><group delimiter=": "><names variable="author"><name/></names>'
    '<text variable="title"/></group></layout>'
)
A, B, C = ({"family": name} for name in "ABC")


def _texts(styled: Callable[..., Style], options: str, *authors: list[dict[str, str]]) -> list[str]:
    style = styled("", f"<bibliography {options}>{LAYOUT}</bibliography>")
    items = {
        str(number): parse_item(str(number), {"author": people, "title": f"T{number}"})
        for number, people in enumerate(authors, 1)
    }
    entries = render_bibliography(Document(style, items), list(items))
    return [plain_text(entry.tree) for entry in entries]


@pytest.mark.parametrize(
    ("rule", "second"),
    [
        ("complete-all", "A, C: T2."),
        ("complete-each", "A, C: T2."),
        ("partial-each", "-, C: T2."),
        ("partial-first", "-, C: T2."),
    ],
)
def test_authors_that_are_the_same_in_part(
    styled: Callable[..., Style], rule: str, second: str
) -> None:
    options = f'subsequent-author-substitute="-" subsequent-author-substitute-rule="{rule}"'

    assert _texts(styled, options, [A, B], [A, C]) == ["A, B: T1.", second]


@pytest.mark.parametrize(
    ("rule", "second"),
    [
        ("complete-all", "-: T2."),
        ("complete-each", "-, -: T2."),
        ("partial-each", "-, -: T2."),
        ("partial-first", "-, B: T2."),
    ],
)
def test_authors_that_are_the_same_throughout(
    styled: Callable[..., Style], rule: str, second: str
) -> None:
    options = f'subsequent-author-substitute="-" subsequent-author-substitute-rule="{rule}"'

    assert _texts(styled, options, [A, B], [A, B]) == ["A, B: T1.", second]


def test_authors_are_compared_with_the_entry_before_only(styled: Callable[..., Style]) -> None:
    texts = _texts(styled, 'subsequent-author-substitute="-"', [A], [B], [A])

    assert texts == ["A: T1.", "B: T2.", "A: T3."]


def test_an_empty_substitute_leaves_the_names_out(styled: Callable[..., Style]) -> None:
    texts = _texts(styled, 'subsequent-author-substitute=""', [A], [A])

    assert texts == ["A: T1.", ": T2."]


def test_without_a_substitute_names_repeat(styled: Callable[..., Style]) -> None:
    assert _texts(styled, "", [A], [A]) == ["A: T1.", "A: T2."]


def test_a_style_without_a_bibliography_lists_nothing(styled: Callable[..., Style]) -> None:
    items = {"1": parse_item("1", {"title": "T"})}

    assert render_bibliography(Document(styled(""), items), ["1"]) == []
