from __future__ import annotations

import pytest

from citewell.csl.output import Dialect, render_html, render_text
from citewell.csl.rich import CITE, LINK
from citewell.csl.settle import Mark, Piece


def _link(address: str, text: str = "x") -> list[Piece]:
    return [Mark(LINK, True, address), text, Mark(LINK, False, address)]


def _cite(key: str, *inside: Piece) -> list[Piece]:
    return [Mark(CITE, True, key), *inside, Mark(CITE, False, key)]


def test_text_is_escaped() -> None:
    assert render_html(['<b> & "c"']) == "&lt;b&gt; &amp; &quot;c&quot;"


def test_plain_text_is_not_escaped() -> None:
    assert render_text(["<b> & ", Mark("italic", True), "c", Mark("italic", False)]) == "<b> & c"


@pytest.mark.parametrize(
    ("name", "html"),
    [
        ("italic", "<i>x</i>"),
        ("superscript", "<sup>x</sup>"),
        ("small-caps", '<span class="small-caps">x</span>'),
        ("block", '<span class="csl-block">x</span>'),
        ("unheard-of", "x"),
    ],
)
def test_a_mark_becomes_an_element(name: str, html: str) -> None:
    assert render_html([Mark(name, True), "x", Mark(name, False)]) == html


@pytest.mark.parametrize("address", ["https://a.org/", "HTTP://a.org", "mailto:a@b.org"])
def test_addresses_of_safe_schemes_are_linked(address: str) -> None:
    assert render_html(_link(address)) == f'<a href="{address}">x</a>'


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "//evil.org",
        " https://a.org",
        'https://a.org" onclick="x',
        "https://a.org\nx",
        "",
    ],
)
def test_all_other_addresses_stay_text(address: str) -> None:
    assert render_html(_link(address)) == "x"


def test_a_link_takes_in_the_beginning_of_its_address() -> None:
    pieces = ["see https://doi.org/", *_link("https://doi.org/10.1/x", "10.1/x")]

    assert render_html(pieces) == (
        'see <a href="https://doi.org/10.1/x">https://doi.org/10.1/x</a>'
    )


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("https://a.org.", '<a href="https://a.org">https://a.org</a>.'),
        ("(https://a.org/b)", '(<a href="https://a.org/b">https://a.org/b</a>)'),
        ("https://a.org/b_(c)", '<a href="https://a.org/b_(c)">https://a.org/b_(c)</a>'),
        ("ftp://a.org", "ftp://a.org"),
        ("no address", "no address"),
    ],
)
def test_addresses_in_text_become_links(text: str, html: str) -> None:
    assert render_html([text]) == html


def test_a_cite_is_linked_where_the_caller_says() -> None:
    html = render_html(_cite("w&1", "x"), cite_href=lambda key: f"#ref-{key}")

    assert html == '<a role="doc-biblioref" href="#ref-w&amp;1">x</a>'


def test_a_cite_is_not_linked_without_an_address() -> None:
    assert render_html(_cite("w", "x")) == "x"


def test_no_link_stands_inside_a_link() -> None:
    pieces = _cite("w", "https://a.org ", *_link("https://b.org"))

    html = render_html(pieces, cite_href=lambda key: f"#{key}")

    assert html == '<a role="doc-biblioref" href="#w">https://a.org x</a>'


def test_a_dialect_chooses_elements_escapes_and_links() -> None:
    dialect = Dialect({"italic": ("\\emph{", "}")}, str.maketrans({"&": "\\&"}), links=False)
    pieces = [Mark("italic", True), "a & b", Mark("italic", False), *_link("https://a.org")]

    assert render_html(pieces, dialect) == "\\emph{a \\& b}x"
