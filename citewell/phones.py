"""Telephone numbers as people write them, and as a telephone dials them (RFC 3966).

A leaf.
"""

from __future__ import annotations

import re

# Behind the code of a town many write a slash between spaces: `030 / 12 34 56`. Such a code is
# short and begins with a zero or a plus, what follows does not.
_TOWN = r"(?:(?:\+[ (]*|(?=0))\d(?:[\s()-]*+\d){1,7}+[\s)]*+(?<=\s)/\s+(?=[1-9]))?"
# A number in a text: letters and commas end it, as in `0000 (mornings)` and `0000 ext. 5`, and so
# does any other slash between spaces.
_NUMBER = re.compile(
    rf"{_TOWN}(?:\+[ (]*)?\d(?:[\d\s().-]|(?<!\s)/|/(?!\s)|[\u2010-\u2015\u2212])*"
)
# What is dialled within the country only, and not behind its code.
_TRUNK = re.compile(r"\(\s*0\s*\)")
# No telephone has a shorter number: `112`.
_SHORTEST = 3


def dial(words: str) -> str:
    """Return what a telephone dials for a number: digits and hyphens, behind a `+` if it has one.

    Of several numbers it is the longest, so that hours beside it do not matter, and the first of
    these. A zero in round brackets is left out behind the code of a country. Returns an empty text
    where there is no number.
    """
    number = max(map(_dialled, _NUMBER.findall(words)), key=_digits, default="")
    return number if _digits(number) >= _SHORTEST else ""


def _digits(number: str) -> int:
    return sum(map(str.isdecimal, number))


def _dialled(found: str) -> str:
    plus = "+" if found.startswith("+") else ""
    number = _TRUNK.sub(" ", found) if plus else found
    digits = "".join(str(int(sign)) if sign.isdecimal() else "-" for sign in number)
    return plus + re.sub("-+", "-", digits).strip("-")


def has_dead_zero(words: str) -> bool:
    """Tell whether a zero in brackets stands behind a `+`: a telephone would dial that too."""
    return "+" in words and _TRUNK.search(words) is not None
