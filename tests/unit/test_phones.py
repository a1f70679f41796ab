"""A telephone number is dialled as it was meant."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citewell.phones import dial, has_dead_zero


@pytest.mark.parametrize(
    ("written", "dialled"),
    [
        ("+44 (0)20 7946 0000", "+44-20-7946-0000"),
        ("+44 ( 0 ) 20 7946", "+44-20-7946"),
        ("+ 44 20", "+44-20"),
        ("(020) 7946 0000", "020-7946-0000"),
        ("030/12 34\u201356", "030-12-34-56"),
        ("+1.555.0100", "+1-555-0100"),
        ("Tel. 116 123 (day and night)", "116-123"),
        ("020 7946 0000 ext. 5", "020-7946-0000"),
        ("٠٢٠ ١٢٣", "020-123"),
        ("020 7946 0000 / 020 7946 0001", "020-7946-0000"),
        ("+44 20 7946 0000 / 0001", "+44-20-7946-0000"),
        ("020 7946 0000 or 020 7946 0001, 9-12", "020-7946-0000"),
        ("116 123 / 116 117", "116-123"),
        ("030 / 12 34 56", "030-12-34-56"),
        ("+49 (0)30 / 12 34 56", "+49-30-12-34-56"),
        ("(030) / 12 34 56", "030-12-34-56"),
        ("Mo-Fr 9-12, 020 79 46", "020-79-46"),
        ("(+44) 20 7946", "+44-20-7946"),
        ("112", "112"),
        ("by appointment", ""),
        ("9-5", ""),
        ("+(0)", ""),
        ("+(0)12", ""),
    ],
)
def test_a_number_is_dialled_without_what_is_for_people(written: str, dialled: str) -> None:
    assert dial(written) == dialled


@given(st.text(st.characters(codec="utf-8")) | st.text("+0123 ()-./"))
def test_whatever_is_written_a_telephone_can_dial_it(written: str) -> None:
    assert re.fullmatch(r"(?:\+?[0-9]+(?:-[0-9]+)*)?", dial(written))


def test_a_zero_in_brackets_is_dead_behind_the_code_of_a_country() -> None:
    assert has_dead_zero("tel:+44-(0)20")
    assert not has_dead_zero("tel:(0)20")


@pytest.mark.parametrize("sign", ["(", "+(", " "])
def test_very_many_signs_are_no_number(sign: str) -> None:
    assert dial(sign * 20000) == ""
