from __future__ import annotations

import pytest

from citewell.csl.element import Element, parse_xml
from citewell.csl.errors import CslError
from citewell.csl.locale import Locale, fallback_chain, load_locale, locator_words, parse_layer
from citewell.csl.source import read_locale


def _locale(language: str, *overrides: str) -> Locale:
    elements: list[Element] = [parse_xml(text) for text in overrides]
    return load_locale(language, elements, read_locale)


@pytest.mark.parametrize(
    ("language", "chain"),
    [
        ("en-US", ["en-US"]),
        ("en-GB", ["en-GB", "en-US"]),
        ("de-AT", ["de-AT", "de-DE", "en-US"]),
        ("de", ["de", "de-DE", "en-US"]),
        ("pt-BR", ["pt-BR", "pt-PT", "en-US"]),
        ("xx", ["xx", "en-US"]),
    ],
)
def test_a_language_falls_back_to_its_primary_dialect_and_to_american(
    language: str, chain: list[str]
) -> None:
    assert fallback_chain(language) == chain


@pytest.mark.parametrize(
    ("form", "text"),
    [("verb-short", "ed. by"), ("verb", "edited by"), ("short", "ed."), ("symbol", "ed.")],
)
def test_a_term_comes_in_the_nearest_form(english: Locale, form: str, text: str) -> None:
    assert english.term("editor", form) == text


def test_a_term_has_a_plural(english: Locale) -> None:
    assert english.term("page", plural=True) == "pages"


def test_a_term_that_there_is_not_is_none(english: Locale) -> None:
    assert english.term("no such term") is None


def test_a_term_is_never_taken_from_english_in_part() -> None:
    override = '<locale><terms><term name="odd">seltsam</term></terms></locale>'

    assert _locale("de-DE", override).term("odd", "short") == "seltsam"


@pytest.mark.parametrize(
    ("number", "suffix"),
    [(1, "st"), (2, "nd"), (3, "rd"), (4, "th"), (11, "th"), (12, "th"), (21, "st"), (113, "th")],
)
def test_english_ordinals(english: Locale, number: int, suffix: str) -> None:
    assert english.ordinal_suffix(number) == suffix


def test_an_ordinal_can_match_the_whole_number_only() -> None:
    override = """<locale><terms>
        <term name="ordinal">.</term><term name="ordinal-01" match="whole-number">er</term>
    </terms></locale>"""
    locale = _locale("en-US", override)

    assert (locale.ordinal_suffix(1), locale.ordinal_suffix(21)) == ("er", ".")


def test_an_ordinal_can_match_the_last_two_digits_or_one() -> None:
    override = """<locale><terms>
        <term name="ordinal">.</term>
        <term name="ordinal-11" match="last-two-digits">x</term>
        <term name="ordinal-01" match="last-digit">y</term>
    </terms></locale>"""
    locale = _locale("en-US", override)

    assert [locale.ordinal_suffix(n) for n in (1, 11, 111, 21, 2)] == ["y", "x", "x", "y", "."]


def test_ordinals_of_a_gender_are_preferred() -> None:
    locale = _locale("fr-FR")

    assert locale.ordinal_suffix(1, "feminine") != locale.ordinal_suffix(1, "masculine")


def test_a_style_that_defines_an_ordinal_defines_them_all() -> None:
    override = '<locale><terms><term name="ordinal">!</term></terms></locale>'

    assert _locale("en-US", override).ordinal_suffix(1) == "!"


def test_terms_have_genders() -> None:
    assert _locale("fr-FR").gender("edition") == "feminine"


def test_options_of_the_locale_are_read() -> None:
    assert _locale("en-US").punctuation_in_quote
    assert not _locale("en-GB").punctuation_in_quote
    assert _locale("fr-FR").limit_day_ordinals


def test_a_term_without_a_name_is_an_error_with_its_line() -> None:
    with pytest.raises(CslError, match="line 2: a term has no name"):
        parse_layer(parse_xml("<locale><terms>\n<term>x</term></terms></locale>"))


def test_without_any_locale_there_is_an_error() -> None:
    with pytest.raises(CslError, match="there is no locale for de-AT"):
        load_locale("de-AT", (), lambda _language: None)


def test_old_names_of_terms_mean_the_new_ones() -> None:
    override = '<locale><terms><term name="sub verbo">unter</term></terms></locale>'

    assert _locale("de-DE", override).term("sub-verbo") == "unter"


def test_words_before_a_locator_lead_to_its_label(english: Locale) -> None:
    words = locator_words([_locale("de-DE"), english])

    assert [words[word] for word in ("p.", "pages", "Kapitel", "S.", "§")] == [
        "page",
        "page",
        "chapter",
        "page",
        "section",
    ]
