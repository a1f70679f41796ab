"""Style sheets are joined and made small, and mean the same."""

from __future__ import annotations

from citewell.sheets import join_sheets, squeeze


def test_the_values_stand_before_the_rules() -> None:
    sheets = {"style.css": "a { color: var(--x) }", "theme.css": ":root { --x: red }"}

    assert join_sheets(sheets) == {"style.css": ":root{--x:red}a{color:var(--x)}"}


def test_other_sheets_stand_alone() -> None:
    assert join_sheets({"lists.css": "b {}"}) == {"lists.css": "b{}"}


def test_comments_and_spare_space_are_left_out() -> None:
    assert squeeze("/* A word */\na  b ,\n c { d: e f;\n}\n") == "a b,c{d:e f}"


def test_space_that_means_something_stays() -> None:
    assert squeeze("a :hover > b { margin: calc(1px + 2px) }") == (
        "a :hover > b{margin:calc(1px + 2px)}"
    )


def test_texts_stay_as_they_are() -> None:
    sheet = """a::after{content:"/*  ; \\" { */";b:'  }  '}"""

    assert squeeze(sheet) == sheet


def test_a_comment_that_never_ends_swallows_the_rest() -> None:
    assert squeeze("a{}/* b{}") == "a{}"
