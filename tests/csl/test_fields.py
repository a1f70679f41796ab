# ruff: noqa: RUF001 - typographic marks are what is printed

from __future__ import annotations

import unicodedata

import pytest

from citewell.csl.fields import parse_field
from citewell.csl.rich import Inline, Node, plain_text


def _sketch(tree: Inline) -> str:
    """Write a tree with its marks in square brackets."""
    if isinstance(tree, str):
        return tree
    inner = "".join(_sketch(child) for child in tree.children)
    return f"[{' '.join(tree.marks)}:{inner}]" if tree.marks else inner


@pytest.mark.parametrize(
    ("text", "sketch"),
    [
        ("plain", "plain"),
        ("a <i>b</i> c", "a [italic:b] c"),
        ("<b>a <i>b</i></b>", "[bold:a [italic:b]]"),
        ("H<sub>2</sub>O x<sup>2</sup>", "H[subscript:2]O x[superscript:2]"),
        ("<sc>Ab</sc>", "[small-caps:Ab]"),
        ('<span style="font-variant: small-caps;">Ab</span>', "[small-caps:Ab]"),
        ('<span class="nocase">iPad</span>', "[nocase:iPad]"),
        ('<span class="nodecor">x</span>', "[nodecor:x]"),
        ("4ᵉ", "4[superscript:e]"),
        ('say "yes"', "say [quotes:yes]"),
        ("say 'yes'", "say [quotes:yes]"),
        ("“yes”", "[quotes:yes]"),
        ("\"a 'b' c\"", "[quotes:a [quotes:b] c]"),
        ("the client's", "the client’s"),
        ("the clients' rights", "the clients’ rights"),
        ("rock 'n' roll", "rock [quotes:n] roll"),
        ("« oui »", "«\u202foui\u202f»"),
        ("a <i>b", "a <i>b"),
        ("a</i> b", "a</i> b"),
        ("<i>a <b>b</i>", "[italic:a <b>b]"),
        ('6" nails', '6" nails'),
        ("<em>a</em>", "<em>a</em>"),
        ("1 < 2 & 3", "1 < 2 & 3"),
    ],
)
def test_a_field_becomes_a_tree(text: str, sketch: str) -> None:
    assert _sketch(parse_field(text)) == sketch


def test_a_plain_text_stands_for_itself() -> None:
    text = "no markup, no quotation"

    assert parse_field(text) is text


def test_tags_nested_past_all_reason_stay_text() -> None:
    tree = parse_field("<i>" * 2000 + "x" + "</i>" * 2000)

    assert "x" in plain_text(tree)
    assert _depth(tree) < 50


def _depth(tree: Inline) -> int:
    if not isinstance(tree, Node):
        return 0
    return 1 + max((_depth(child) for child in tree.children), default=0)


def test_every_superscript_of_unicode_is_known() -> None:
    letters = map(chr, range(0xA0, 0x3300))
    raised = [each for each in letters if unicodedata.decomposition(each).startswith("<super>")]

    assert [each for each in raised if "superscript" not in _sketch(parse_field(each))] == []
