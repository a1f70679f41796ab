"""Locators in the words behind a key, as pandoc finds them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citewell.locators import split_locator

TERMS = {
    "p.": "page",
    "pp.": "page",
    "page": "page",
    "chap.": "chapter",
    "kap.": "chapter",
    "s.": "page",
    "sec.": "section",
    "§": "section",
    "sub verbo": "sub-verbo",
}


@pytest.mark.parametrize(
    ("suffix", "expected"),
    [
        (", p. 4", ("page", "4", "")),
        (", pp. 3-5, and *passim*", ("page", "3-5", ", and *passim*")),
        (", pp. 33-35, 38-39 and *passim*", ("page", "33-35, 38-39", " and *passim*")),
        (" pp. iv, vi-xi", ("page", "iv, vi-xi", "")),
        (" pp. xi, (xv)-(xvii) too", ("page", "xi, (xv)-(xvii)", " too")),
        (", pp. 12, 15, and 17", ("page", "12, 15, and 17", "")),
        (", p. 12, and so on", ("page", "12", ", and so on")),
        (", S. 35 f.", ("page", "35", " f.")),
        (", Kap. 2", ("chapter", "2", "")),
        (" § 5", ("section", "5", "")),
        (", 33", ("page", "33", "")),
        (" 33-35 and 40", ("page", "33-35 and 40", "")),
        (", p.33", ("page", "33", "")),
        (", P. 33", ("page", "33", "")),
        (", page 33ff", ("page", "33ff", "")),
        (", sub verbo 3a", ("sub-verbo", "3a", "")),
        ("{ii, A, D-Z}", ("page", "ii, A, D-Z", "")),
        (", {ii, A, D-Z}, and *passim*", ("page", "ii, A, D-Z", ", and *passim*")),
        ("{pp. iv, vi-xi, (xv)-(xvii)} with", ("page", "iv, vi-xi, (xv)-(xvii)", " with")),
        (", chap. {three}", ("chapter", "three", "")),
        ("{}, 99 years later", ("", "", ", 99 years later")),
        (", passim", ("", "", ", passim")),
        (", iv", ("", "", ", iv")),
        (", p. at the end", ("", "", ", p. at the end")),
        (", page", ("", "", ", page")),
        ("", ("", "", "")),
    ],
)
def test_a_locator_is_split_from_the_words_after_it(
    suffix: str, expected: tuple[str, str, str]
) -> None:
    assert split_locator(suffix, TERMS) == expected


@given(st.text(max_size=40), st.sampled_from([" ", ", ", ""]))
def test_what_is_split_stands_in_the_suffix(text: str, joint: str) -> None:
    suffix = f"{joint}{text}"

    label, locator, rest = split_locator(suffix, TERMS)

    assert locator in suffix
    assert suffix.endswith(rest)
    assert bool(label) == bool(locator)
