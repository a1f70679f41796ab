"""What a site owes its readers is shown as they read it."""

from __future__ import annotations

import pytest

from citewell.care import view_crisis
from citewell.persons import Crisis, CrisisLine


@pytest.mark.parametrize(
    ("url", "number"),
    [
        ("tel:116-123", "116\N{NO-BREAK SPACE}123"),
        (
            "tel:+44-20-7946-0000",
            "+44\N{NO-BREAK SPACE}20\N{NO-BREAK SPACE}7946\N{NO-BREAK SPACE}0000",
        ),
        ("sms:85258?body=HELLO", "85258"),
        ("mailto:jo@samaritans.org", "jo@samaritans.org"),
        ("https://www.befrienders.org/", "www.befrienders.org"),
    ],
)
def test_a_number_is_shown_as_people_read_it(url: str, number: str) -> None:
    crisis = view_crisis(Crisis("Call.", (CrisisLine("Someone", url),)))

    assert crisis
    assert crisis.lines[0].number == number
