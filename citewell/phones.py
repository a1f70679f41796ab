"""Telephone numbers as people write them, and as a telephone dials them (RFC 3966).

A leaf.
"""

from __future__ import annotations

import re

# The first number in a text: letters end it, as in `0000 (mornings)` and `0000 ext. 5`.
_NUMBER = re.compile(r"\+?[ (]*\d(?:[\d\s()./-]|[\u2010-\u2015\u2212])*")
# What is dialled within the country only, and not behind its code.
_TRUNK = re.compile(r"\(\s*0\s*\)")


def dial(words: str) -> str:
    """Return what a telephone dials for a number: digits and hyphens, behind a `+` if it has one.

    A zero in round brackets is left out behind the code of a country. Returns an empty text where
    there is no number.
    """
    found = _NUMBER.search(words)
    if found is None:
        return ""
    plus = "+" if found[0].startswith("+") else ""
    number = _TRUNK.sub(" ", found[0]) if plus else found[0]
    digits = "".join(str(int(sign)) if sign.isdecimal() else "-" for sign in number)
    return plus + re.sub("-+", "-", digits).strip("-")


def has_dead_zero(words: str) -> bool:
    """Tell whether a zero in brackets stands behind a `+`: a telephone would dial that too."""
    return "+" in words and _TRUNK.search(words) is not None
