# ruff: noqa: RUF001 - typographic marks are what is printed

from __future__ import annotations

import pytest

from citewell.csl.locale import Locale
from citewell.csl.numbers import (
    format_number,
    format_ranges,
    is_numeric,
    is_plural,
    range_delimiter,
)


@pytest.mark.parametrize(
    "text", ["2", "2b", "L2", "2, 3", "2-4", "2 & 4", "2–4", "1st", "12a-12c", " 2 "]
)
def test_numbers_with_letters_lists_and_ranges_are_numeric(text: str) -> None:
    assert is_numeric(text)


@pytest.mark.parametrize(
    "text", ["", "second", "2 edition", "2,", "-", "IV", "2 and", "1" * 10_000]
)
def test_all_else_is_not_numeric(text: str) -> None:
    assert not is_numeric(text)


@pytest.mark.parametrize(
    ("variable", "text", "plural"),
    [
        ("page", "3", False),
        ("page", "3-5", True),
        ("page", "3, 5", True),
        ("page", "3 & 5", True),
        ("page", "3 and 5", True),
        ("page", "iv-vi", True),
        ("page", "3\\-5", False),
        ("page", "a, b", False),
        ("number-of-pages", "1", False),
        ("number-of-pages", "120", True),
        ("number-of-volumes", "", False),
    ],
)
def test_a_label_is_plural_when_there_are_several(variable: str, text: str, plural: bool) -> None:
    assert is_plural(variable, text) is plural


def test_the_word_for_and_is_the_languages() -> None:
    assert is_plural("page", "3 und 5", "und")
    assert not is_plural("page", "3 und", "und")


@pytest.mark.parametrize(
    ("text", "form", "formatted"),
    [
        ("2", "ordinal", "2nd"),
        ("2", "long-ordinal", "second"),
        ("11", "long-ordinal", "11th"),
        ("0", "long-ordinal", "0th"),
        ("4", "roman", "iv"),
        ("3999", "roman", "mmmcmxcix"),
        ("4000", "roman", "4000"),
        ("0", "roman", "0"),
        ("2b", "ordinal", "2b"),
        ("1,2", "numeric", "1, 2"),
        ("1 -3", "numeric", "1–3"),
        ("1&2", "ordinal", "1st & 2nd"),
        ("9" * 400, "ordinal", "9" * 400 + "th"),
        ("last", "ordinal", "last"),
    ],
)
def test_a_number_takes_the_form(english: Locale, text: str, form: str, formatted: str) -> None:
    assert format_number(text, form, english, "") == formatted


@pytest.mark.parametrize(
    ("pages", "rule", "formatted"),
    [
        ("42-45", "", "42–45"),
        ("42--45", "", "42–45"),
        ("321-8", "expanded", "321–328"),
        ("321-328", "minimal", "321–8"),
        ("321-328", "minimal-two", "321–28"),
        ("7-8", "minimal-two", "7–8"),
        ("3-10", "chicago", "3–10"),
        ("96-117", "chicago", "96–117"),
        ("100-104", "chicago", "100–104"),
        ("107-8", "chicago", "107–8"),
        ("1002-1006", "chicago", "1002–6"),
        ("1496-1504", "chicago-15", "1496–1504"),
        ("1496-1504", "chicago-16", "1496–504"),
        ("42-45", "unheard-of", "42–45"),
        ("110-N6", "expanded", "110–N6"),
        ("45-42", "minimal", "45–42"),
        ("1-2, 5-6", "expanded", "1–2, 5–6"),
        ("a-b", "", "a-b"),
        ("xii-xv", "", "xii–xv"),
        ("12\\-3", "", "12-3"),
    ],
)
def test_page_ranges(english: Locale, pages: str, rule: str, formatted: str) -> None:
    assert format_ranges(pages, rule, english) == formatted


def test_a_text_too_long_for_pages_is_left_alone(english: Locale) -> None:
    text = "1-" * 5000

    assert format_ranges(text, "expanded", english) == text


def test_the_range_delimiter_is_an_en_dash_in_english(english: Locale) -> None:
    assert range_delimiter(english) == "–"
