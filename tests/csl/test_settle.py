# ruff: noqa: RUF001 - typographic marks are what is printed

from __future__ import annotations

import pytest

from citewell.csl.output import render_html, render_text
from citewell.csl.rich import AFFIX, Inline, Node
from citewell.csl.settle import Mark, Quotes, settle

AMERICAN = Quotes("“", "”", "‘", "’", punctuation_inside=True)
BRITISH = Quotes("‘", "’", "“", "”", punctuation_inside=False)


def _quoted(*parts: Inline) -> Node:
    return Node(parts, ("quotes",))


def _text(*parts: Inline, quotes: Quotes = AMERICAN) -> str:
    return render_text(settle(Node(parts), quotes))


@pytest.mark.parametrize(
    ("before", "after", "together"),
    [
        ("a.", ".", "a."),
        ("a?", ".", "a?"),
        ("a!", ".", "a!"),
        ("a.", ", b", "a., b"),
        ("a,", ", b", "a, b"),
        ("a:", ".", "a:"),
        ("a;", ".", "a;"),
        ("a. ", " b", "a. b"),
        ("a ", ", b", "a, b"),
        ("a. ", ".", "a."),
        ("a", ".", "a."),
        ("a?", ", b", "a?, b"),
    ],
)
def test_punctuation_that_meets_is_mended(before: str, after: str, together: str) -> None:
    assert _text(before, after) == together


def test_marks_are_looked_through() -> None:
    pieces = settle(Node([Node(["a."], ("italic",)), "."]), AMERICAN)

    assert render_html(pieces) == "<i>a.</i>"


def test_a_space_of_its_own_gives_way_to_what_stands_before_it() -> None:
    assert _text("a.", " ", ".") == "a."


def test_texts_are_mended_only_where_they_meet() -> None:
    assert _text("a.. b", " c") == "a.. b c"


@pytest.mark.parametrize(
    ("parts", "american", "british"),
    [
        ((_quoted("a"), "."), "“a.”", "‘a’."),
        ((_quoted("a"), ", b"), "“a,” b", "‘a’, b"),
        ((_quoted("a"), ": b"), "“a”: b", "‘a’: b"),
        ((_quoted("a?"), "."), "“a?”", "‘a?’"),
        ((_quoted("a."), "."), "“a.”", "‘a.’"),
        ((_quoted("a ", _quoted("b")), "."), "“a ‘b.’”", "‘a “b”’."),
        ((_quoted(_quoted(_quoted("b"))),), "“‘“b”’”", "‘“‘b’”’"),
    ],
)
def test_quotation_marks_and_punctuation(
    parts: tuple[Inline, ...], american: str, british: str
) -> None:
    assert _text(*parts) == american
    assert _text(*parts, quotes=BRITISH) == british


def test_an_affix_of_the_writer_is_left_alone_inside() -> None:
    affix = Node([_quoted("a"), ", b.. c"], (), AFFIX)

    assert _text(affix) == "“a”, b.. c"


def test_an_affix_of_the_writer_is_mended_at_its_edges() -> None:
    assert _text("a.", Node([". b,"], (), AFFIX), ", c") == "a. b, c"


@pytest.mark.parametrize(
    ("mark", "inner"),
    [
        ("italic", "font-style-normal"),
        ("bold", "font-weight-normal"),
        ("small-caps", "font-variant-normal"),
        ("underline", "no-decoration"),
        ("superscript", "baseline"),
    ],
)
def test_a_mark_inside_itself_flips(mark: str, inner: str) -> None:
    tree = Node(["a", Node(["b"], (mark,))], (mark,))

    names = [piece.name for piece in settle(tree, AMERICAN) if isinstance(piece, Mark)]

    assert names == [mark, inner, inner, mark]


def test_marks_of_two_kinds_do_not_flip() -> None:
    tree = Node([Node(["b"], ("bold",))], ("italic",))

    names = [piece.name for piece in settle(tree, AMERICAN) if isinstance(piece, Mark)]

    assert names == ["italic", "bold", "bold", "italic"]


def test_nodecor_sets_everything_upright() -> None:
    tree = Node([Node(["b"], ("nodecor",))], ("italic", "bold"))

    names = {piece.name for piece in settle(tree, AMERICAN) if isinstance(piece, Mark)}

    assert {"font-style-normal", "font-weight-normal"} <= names


def test_a_span_that_holds_nothing_is_dropped() -> None:
    assert settle(Node(["a", Node([""], ("italic",))]), AMERICAN) == ("a",)


def test_neighbouring_texts_become_one_piece() -> None:
    assert settle(Node(["a", Node(["b"]), "c"]), AMERICAN) == ("abc",)
