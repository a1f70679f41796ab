# ruff: noqa: RUF001 - typographic marks are what is printed

from __future__ import annotations

import pytest

from citewell.csl.formatting import NO_FORMATTING, parse_formatting
from citewell.csl.output import render_html, render_text
from citewell.csl.settle import Quotes, settle

QUOTES = Quotes("“", "”", "‘", "’", punctuation_inside=True)


def _html(**attributes: str) -> str:
    named = {name.replace("_", "-"): value for name, value in attributes.items()}
    tree = parse_formatting(named).apply("a. b", language="en")
    return render_html(settle(tree, QUOTES))


@pytest.mark.parametrize(
    ("attributes", "html"),
    [
        ({"font_style": "italic"}, "<i>a. b</i>"),
        ({"font_weight": "bold"}, "<b>a. b</b>"),
        ({"vertical_align": "sup"}, "<sup>a. b</sup>"),
        ({"font_variant": "small-caps"}, '<span class="small-caps">a. b</span>'),
        ({"text_decoration": "underline"}, '<span class="underline">a. b</span>'),
        ({"display": "indent"}, '<span class="csl-indent">a. b</span>'),
        ({"display": "nonsense"}, "a. b"),
        ({"text_case": "uppercase"}, "A. B"),
        ({"strip_periods": "true"}, "a b"),
        ({"quotes": "true"}, "“a. b”"),
        ({"prefix": "(", "suffix": ")"}, "(a. b)"),
        ({"prefix": "(", "font_style": "italic"}, "(<i>a. b</i>"),
        ({"font_style": "unheard-of"}, "a. b"),
    ],
)
def test_an_attribute_formats_its_content(attributes: dict[str, str], html: str) -> None:
    assert _html(**attributes) == html


def test_affixes_stand_outside_text_case_and_inside_display() -> None:
    html = _html(prefix="<i>x</i> ", text_case="uppercase", display="block")

    assert html == '<span class="csl-block"><i>x</i> A. B</span>'


def test_no_attributes_are_no_formatting() -> None:
    assert parse_formatting({"variable": "title"}) is NO_FORMATTING
    assert NO_FORMATTING.apply("a", language="en") == "a"


def test_affixes_can_be_parted_from_the_rest() -> None:
    affixes, rest = parse_formatting({"prefix": "(", "font-style": "italic"}).split()

    assert render_text(settle(affixes.apply("a", language=""), QUOTES)) == "(a"
    assert render_html(settle(rest.apply("a", language=""), QUOTES)) == "<i>a</i>"
