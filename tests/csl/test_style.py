from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from citewell.csl import CslError, Style, load_style, parse_style

CITATION = '<citation><layout><text variable="title"/></layout></citation>'


def _dependent(parent: str, attributes: str = "") -> str:
    return (
        f'<style {attributes}><info><link rel="independent-parent" href="http://x/{parent}"/>'
        "</info></style>"
    )


def test_a_style_tells_what_it_is() -> None:
    style = load_style("apa")

    assert style.title == "APA Style 7th edition"
    assert (style.kind, style.format, style.language) == ("in-text", "author-date", "en-US")
    assert style.has_bibliography
    assert style.bibliography_options.hanging_indent


def test_a_style_shows_itself_in_a_line() -> None:
    assert repr(load_style("apa")) == "<Style 'APA Style 7th edition' in en-US>"


def test_a_style_may_have_no_bibliography(styled: Callable[..., Style]) -> None:
    style = styled("")

    assert not style.has_bibliography
    assert style.bibliography is None


def test_a_note_style_says_so() -> None:
    assert load_style("chicago-notes-bibliography").kind == "note"


@pytest.mark.parametrize(
    ("attributes", "options"),
    [
        ("", (False, "", 1, 1)),
        ('hanging-indent="true" entry-spacing="0" line-spacing="2"', (True, "", 0, 2)),
        ('second-field-align="flush"', (False, "flush", 1, 1)),
        ('entry-spacing="many"', (False, "", 1, 1)),
    ],
)
def test_the_options_of_a_bibliography_are_read(
    styled: Callable[..., Style], attributes: str, options: tuple[bool, str, int, int]
) -> None:
    rest = f"<bibliography {attributes}><layout/></bibliography>"

    assert styled("", rest).bibliography_options == options


def test_the_caller_chooses_the_language_before_the_style() -> None:
    text = f'<style default-locale="fr-FR">{CITATION}</style>'

    assert parse_style(text).language == "fr-FR"
    assert parse_style(text, "de-DE").language == "de-DE"
    assert parse_style(f"<style>{CITATION}</style>").language == "en-US"


def test_a_dependent_style_is_its_parent(tmp_path: Path) -> None:
    (tmp_path / "mine.csl").write_text(_dependent("apa"))

    assert load_style("mine", folders=[tmp_path]).title == load_style("apa").title


def test_a_dependent_style_may_set_the_language(tmp_path: Path) -> None:
    (tmp_path / "mine.csl").write_text(_dependent("apa", 'default-locale="de-DE"'))

    assert load_style("mine", folders=[tmp_path]).language == "de-DE"


def test_dependent_styles_in_a_ring_are_an_error(tmp_path: Path) -> None:
    (tmp_path / "one.csl").write_text(_dependent("two"))
    (tmp_path / "two.csl").write_text(_dependent("one"))

    with pytest.raises(CslError, match="the style one depends on styles that depend on others"):
        load_style("one", folders=[tmp_path])


def test_a_parent_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "mine.csl").write_text(_dependent("nobody-has-this-one"))

    with pytest.raises(CslError, match="there is no style called nobody-has-this-one"):
        load_style("mine", folders=[tmp_path])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<locale/>", "line 1: this is no CSL style: it begins with <locale>"),
        ("<style/>", "line 1: the style has no citation"),
        ("<style>\n<citation/></style>", "line 2: the citation has no layout"),
        (
            f"<style>{CITATION}\n<bibliography/></style>",
            "line 2: the bibliography has no layout",
        ),
        (f"<style>{CITATION}\n<macro/></style>", "line 2: a macro has no name"),
        ("<style", "line 1: not well-formed XML: unclosed token"),
    ],
)
def test_a_faulty_style_is_an_error_with_its_line(text: str, message: str) -> None:
    with pytest.raises(CslError) as caught:
        parse_style(text)

    assert str(caught.value) == message


def test_the_words_for_locators_are_known_in_english_and_in_the_language() -> None:
    terms = parse_style(f"<style>{CITATION}</style>", "de-DE").locator_terms

    assert [terms[word] for word in ("S.", "p.", "Kapitel", "chapters")] == [
        "page",
        "page",
        "chapter",
        "chapter",
    ]


def test_a_locale_of_the_site_comes_before_the_package(tmp_path: Path) -> None:
    (tmp_path / "locales-en-US.xml").write_text(
        '<locale xml:lang="en-US"><terms><term name="page">leaf</term></terms></locale>'
    )

    style = parse_style(f"<style>{CITATION}</style>", locale_folders=[tmp_path])

    assert style.locale.term("page") == "leaf"
