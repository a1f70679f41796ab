"""Given names -> initials (specification, "Name": initialize, initialize-with).

Text in, text out. "Jean-Paul" gives "J.-P." or "J.P.", "John R." gives "J. R.", "Guy de" keeps
its particle; with `initialize="false"` only what is an initial already is touched.
"""

from __future__ import annotations

import re

_HYPHENS = "\u2010\u2011-"
_TAG = r"</?(?:i|b|sup|sub|sc|span)\b[^<>]*>"
_PART = re.compile(rf"({_TAG})|(\s+)|([{_HYPHENS}])|((?:(?!{_TAG})[^\s.{_HYPHENS}])+\.?)")


def initialize(given: str, mark: str, *, every: bool, hyphen: bool) -> str:
    """Return the given names as initials, each followed by `mark` (`initialize-with`).

    `every` is the `initialize` attribute: False leaves full names alone. `hyphen` is
    `initialize-with-hyphen`: False prints no hyphen between the initials of a compound name.
    """
    out = joint = opened = ""
    after_word = False
    for tag, space, separator, word in _PART.findall(given):
        if tag:
            out, opened = _take_tag(tag, out, opened)
            continue
        if space or separator:
            joint = separator or joint or " "
            continue
        if joint in _HYPHENS and joint and every and word[0].islower():
            continue  # the second half of Guo-ping has no initial
        short = _initial(word, mark, every=every)
        is_word = short is None
        if joint in _HYPHENS and joint:
            out = out.rstrip() + (joint if hyphen or is_word or after_word else "")
        elif out and (is_word or after_word):
            out = f"{out.rstrip()} "
        out += opened + (word if short is None else short)
        joint, opened, after_word = "", "", is_word
    return out.strip()


def _take_tag(tag: str, out: str, opened: str) -> tuple[str, str]:
    """Return what is printed, and what opens before the next word, once a tag is taken in.

    A tag that closes does so before the space that follows an initial.
    """
    if not tag.startswith("</"):
        return out, opened + tag
    text = out.rstrip()
    return f"{text}{opened}{tag}{out[len(text) :]}", ""


def _initial(word: str, mark: str, *, every: bool) -> str | None:
    """Return a word as an initial with its mark, or None if it stays a word."""
    if word.endswith("."):
        return f"{word[:-1]}{mark}"  # an abbreviation stays what it is: Ph., Ts.
    if word[0].islower():
        return None  # a particle: Guy de Maupassant
    if len(word) == 1 or every:
        return f"{_letters(word)}{mark}"
    return None


def _letters(word: str) -> str:
    """Return the letters that stand for a word: J for John, Ts for a TSerendorj."""
    capitals = next((i for i, letter in enumerate(word) if not letter.isupper()), 1)
    return word[:capitals].capitalize() if capitals > 1 else word[0]
