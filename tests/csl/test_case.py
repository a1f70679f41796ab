# ruff: noqa: RUF001 - typographic marks are what is printed

from __future__ import annotations

import pytest

from citewell.csl.case import change_case
from citewell.csl.fields import parse_field
from citewell.csl.rich import plain_text


def _changed(text: str, case: str, language: str = "en") -> str:
    return plain_text(change_case(parse_field(text), case, language=language))


@pytest.mark.parametrize(
    ("text", "titled"),
    [
        ("the art of waiting", "The Art of Waiting"),
        ("waiting for", "Waiting For"),
        ("waiting: the art", "Waiting: The Art"),
        ("why? because", "Why? Because"),
        ("the iPad and IBM", "The iPad and IBM"),
        ("self-help for all", "Self-Help for All"),
        ("and/or", "And/Or"),
        ("a study - the second", "A Study - the Second"),
        ("an “empty” chair", "An Empty Chair"),
        ("α and β", "α and β"),
        ("a 3d view", "A 3d View"),
        ("", ""),
        ("  ", "  "),
    ],
)
def test_title_case(text: str, titled: str) -> None:
    assert _changed(text, "title") == titled


@pytest.mark.parametrize("language", ["de", "fr-FR", "nl"])
def test_title_case_is_for_english(language: str) -> None:
    assert _changed("la vie en rose", "title", language) == "la vie en rose"


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        ("lowercase", "the ipad life of ibm"),
        ("uppercase", "THE IPAD LIFE OF IBM"),
        ("capitalize-first", "The iPad Life of IBM"),
        ("capitalize-all", "The iPad Life Of IBM"),
        ("sentence", "The ipad life of ibm"),
        ("unheard-of", "the iPad Life of IBM"),
    ],
)
def test_the_other_cases(case: str, expected: str) -> None:
    assert _changed("the iPad Life of IBM", case) == expected


def test_turkish_tells_its_two_letters_i_apart() -> None:
    assert _changed("diş", "uppercase", "tr") == "DİŞ"
    assert _changed("DIŞ", "lowercase", "tr") == "dış"


def test_protected_text_counts_as_words_and_stays() -> None:
    text = '<span class="nocase">pH</span> of waiting'

    assert _changed(text, "title") == "pH of Waiting"
    assert _changed(text, "uppercase") == "pH OF WAITING"


def test_raised_and_lowered_text_is_protected_in_sentences() -> None:
    assert _changed("The CO<sub>2</sub> Of X<sup>TH</sup>", "sentence") == "The co2 of xTH"


def test_a_letter_that_grows_when_raised_shifts_nothing() -> None:
    assert _changed("ßa ba", "capitalize-all") == "SSa Ba"
