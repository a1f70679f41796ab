"""The locator in what a writer put behind the key of a source: `, pp. 33-35, emphasis mine`.

Called by `printing`, which knows the words of the language for pages, chapters and the like.

Source: pandoc's manual, "Citation syntax".
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_BRACED = re.compile(r"\{([^{}]*)\}")
_AND = r"\s*(?:,(?:\s*and\b)?|&|\band\b|[-\u2013])\s*"
# The bound keeps long words without a digit from being read over and over.
_NUMBER = r"[^\s,;{}]{0,30}\d[^\s,;{}]*"
_ROMAN = r"(?:\([ivxlcdm]+\)|[ivxlcdm]+(?:[-\u2013][ivxlcdm]+)?(?![^\W\d_]))"
_PAGES = re.compile(rf"\d[^\s,;{{}}]*(?:{_AND}\d[^\s,;{{}}]*)*")
_AFTER_LABEL = re.compile(
    rf"(?:{_NUMBER}|{_ROMAN})(?:{_AND}(?:{_NUMBER}|{_ROMAN}))*", re.IGNORECASE
)


def split_locator(suffix: str, terms: Mapping[str, str]) -> tuple[str, str, str]:
    """Split what follows a key into label, locator and the rest.

    `terms` maps words such as `pp.` or `chapter`, in small letters, to the labels of CSL. Without
    a word, a number that comes first is a page. Braces hold a locator of any form, `{ii, A, D-Z}`,
    and empty ones say that there is none. Returns empty texts for what is not there.
    """
    label, start = _label(suffix, len(suffix) - len(suffix.lstrip(" ,\t")), terms)
    if braced := _BRACED.match(suffix, start):
        return _in_braces(label, braced[1], terms, suffix[braced.end() :])
    found = (_AFTER_LABEL if label else _PAGES).match(suffix, start)
    if found is None:
        return "", "", suffix
    return label or "page", found[0], suffix[found.end() :]


def _in_braces(
    label: str, inside: str, terms: Mapping[str, str], rest: str
) -> tuple[str, str, str]:
    inner, start = _label(inside, 0, terms) if not label else (label, 0)
    locator = inside[start:].strip()
    return (inner or "page", locator, rest) if locator else ("", "", rest)


def _label(text: str, start: int, terms: Mapping[str, str]) -> tuple[str, int]:
    """Return the label that stands at `start`, the longest that fits, and the offset behind it."""
    longest = max(map(len, terms), default=0)
    lower = text[start : start + longest + 1].lower()
    for length in range(min(longest, len(lower)), 0, -1):
        label = terms.get(lower[:length])
        if label and _ends(lower[:length], lower):
            after = text[start + length :]
            return label, len(text) - len(after.lstrip())
    return "", start


def _ends(term: str, text: str) -> bool:
    """Tell whether the word ends where the term ends: `p` does not begin `passim`."""
    return not (term[-1].isalpha() and text[len(term) : len(term) + 1].isalpha())
