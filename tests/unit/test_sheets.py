"""Style sheets are joined and made small, and mean the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citewell.sheets import find_addresses, join_sheets, shorten, squeeze


def test_the_values_stand_before_the_rules() -> None:
    sheets = {"style.css": "a { color: var(--x) }", "theme.css": ":root { --x: red }"}

    assert join_sheets(sheets) == {"style.css": ":root{--x:red}a{color:var(--x)}"}


def test_rich_rules_stand_behind_all_others() -> None:
    sheets = {"rich.css": "td {}", "more.css": "p {}", "style.css": "a {}", "theme.css": "b {}"}

    assert join_sheets(sheets) == {
        "rich.css": "b{}a{}p{}td{}",
        "more.css": "b{}a{}p{}",
        "style.css": "b{}a{}",
    }


def test_other_sheets_stand_alone() -> None:
    assert join_sheets({"lists.css": "b {}"}) == {"lists.css": "b{}"}


def test_comments_and_spare_space_are_left_out() -> None:
    assert squeeze("/* A word */\na  b ,\n c { d: e f;\n}\n") == "a b,c{d:e f}"


def test_a_comment_between_rules_leaves_no_space_behind() -> None:
    sheet = "a {}\n\n/* A word */\n/* more */ b { c: d !important }"

    assert squeeze(sheet) == "a{}b{c:d!important}"


def test_space_that_means_something_stays() -> None:
    assert squeeze("a :hover > b { margin: calc(1px + 2px) }") == (
        "a :hover>b{margin:calc(1px + 2px)}"
    )


def test_texts_stay_as_they_are() -> None:
    sheet = """a::after{content:"/*  ; \\" { */";b:'  }  '}"""

    assert squeeze(sheet) == sheet


def test_a_comment_that_never_ends_swallows_the_rest() -> None:
    assert squeeze("a{}/* b{}") == "a{}"


def asked(sheet: str) -> list[str]:
    return [found.address for found in find_addresses(sheet)]


@pytest.mark.parametrize(
    "sheet",
    [
        "a { background: url(//x.org/a) }",
        "a { background: URL( '//x.org/a' ) }",
        'a { background: url("//x.org/a"',
        "a { background: url(//x.org/a",
        "a { background: url(\\2f/x.org\\/a) }",
        "@font-face { src: local(Own), url(//x.org/a) format('woff2') }",
        ":root { --picture: url(//x.org/a) }",
        '@import "//x.org/a";',
        "@import/* the face */'//x.org/a' print;",
        "@IMPORT url(//x.org/a) layer(face);",
        'a { background: image-set("//x.org/a" 1x) }',
        "a { background: -webkit-image-set('//x.org/a' type('image/png')) }",
        'a { content: "url(" } b { background: url(//x.org/a) }',
        "a { content: 'it is } b { \n background: url(//x.org/a) }",
        ".url\\( { background: url(//x.org/a) }",
    ],
)
def test_what_a_sheet_asks_for_is_found(sheet: str) -> None:
    assert [each for each in asked(sheet) if each != "image/png"] == ["//x.org/a"]


@pytest.mark.parametrize(
    "sheet",
    [
        "/* url(//x.org/a) and @import '//x.org/a'; */ a { color: red }",
        "/* @import '//x.org/a' ",
        "a::after { content: 'url(//x.org/a)' }",
        "a[href='//x.org/a'] { color: red } /* url( */",
        "@import url(); a { content: '//x.org/a' }",
        "@namespace svg url(//x.org/a);",
        "@namespace '//x.org/a'; /* url( */",
        "a { background: image-set(none); content: '//x.org/a' }",
        "a { background: my-url(//x.org/a) }",
        "a { color: red } /* @import */",
    ],
)
def test_what_a_sheet_only_speaks_of_is_let_be(sheet: str) -> None:
    assert "//x.org/a" not in asked(sheet)


def test_an_address_has_its_place_without_its_marks_of_quotation() -> None:
    sheet = 'a { background: url( "b.png" ) }'

    (found,) = find_addresses(sheet)

    assert sheet[found.start : found.end] == "b.png"


@given(st.text(alphabet="url(@import \"'/*\\;{})a:-set\n", max_size=60))
def test_any_address_stands_where_it_is_said_to(sheet: str) -> None:
    for found in find_addresses(sheet):
        assert 0 <= found.start <= found.end <= len(sheet)


def test_a_script_loses_lines_for_people_and_indents() -> None:
    script = '// A word\nif (a) {\n\n  // another\n  b("// c"); // d\n}\n'

    assert shorten(script) == 'if (a) {\nb("// c"); // d\n}\n'


def test_a_script_without_slashes_loses_spare_space() -> None:
    script = 'let a = (b, c) => {\n  d( " = ; " );\n  return e ? -1 : f + 2\n};\ng()\n'

    assert shorten(script) == 'let a=(b,c)=>{d(" = ; ");return e?-1:f+2};g()\n'


@pytest.mark.parametrize(
    ("written", "short"),
    [
        ("a + b - c > d\n", "a+b-c>d\n"),
        ("a !== b != c == d >= e\n", "a!==b!=c==d>=e\n"),
        ("a + +b - -c + ++d\n", "a+ +b- -c+ ++d\n"),
        ("a++ + b-- - c\n", "a++ +b-- -c\n"),
        ("a +\n  +b\n", "a+\n+b\n"),
        ("return -1\n", "return-1\n"),
        ("a < !--b\n", "a < !--b\n"),
        ("a <! --b\n", "a <! --b\n"),
    ],
)
def test_operators_stand_close_and_stay_what_they_are(written: str, short: str) -> None:
    assert shorten(written) == short


def test_space_beside_what_may_be_a_regular_expression_stays() -> None:
    assert shorten("  a = / , /;\n") == "a = / , /;\n"


@pytest.mark.parametrize("script", ["a = `\n  // b\n`;", "/*\n// */\n  a();", 'a = "b\\\n  c";'])
def test_a_script_whose_lines_may_be_texts_stays_as_it_is(script: str) -> None:
    assert shorten(script) == script
