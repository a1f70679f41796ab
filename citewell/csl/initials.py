"""Given names -> initials (specification, "Name": initialize, initialize-with).

Text in, text out. "Jean-Paul" gives "J.-P." or "J.P.", "John R." gives "J. R.", "Guy de" keeps
its particle; with `initialize="false"` only what is already an initial is touched.
"""

from __future__ import annotations

import re

_HYPHENS = "\u2010\u2011-"
_PART = re.compile(rf"([{_HYPHENS}])|([^\s.{_HYPHENS}]+\.?)")


def initialize(given: str, mark: str, *, every: bool, hyphen: bool) -> str:
    """Return the given names as initials, each followed by `mark` (`initialize-with`).

    `every` is the `initialize` attribute: False leaves full names alone. `hyphen` is
    `initialize-with-hyphen`: False prints no hyphen between the initials of a compound name.
    """
    out = ""
    pending = ""
    for separator, word in _PART.findall(given):
        if separator:
            pending = separator
            continue
        hyphenated, pending = bool(pending), ""
        short = _initial(word, mark, every=every)
        out = _append(out, short, hyphenated=hyphenated, hyphen=hyphen, is_initial=short != word)
    return out.strip()


def _initial(word: str, mark: str, *, every: bool) -> str:
    bare = word.rstrip(".")
    if not bare[0].isupper() and bare[0].lower() != bare[0].upper():
        return word  # a particle: Guy de Maupassant
    if word.endswith(".") and len(bare) > 1 and not bare.isupper():
        # An abbreviation of more than one letter stands for its name: Ph., Chr.
        return f"{bare}{mark}" if not every else _first_letters(bare) + mark
    if len(bare) == 1:
        return f"{bare}{mark}"
    if not every:
        return word
    if bare.isupper() and len(bare) <= len("JRR") and not word.endswith("."):
        return "".join(f"{letter}{mark}" for letter in bare)
    return _first_letters(bare) + mark


def _first_letters(word: str) -> str:
    return word[0]


def _append(out: str, short: str, *, hyphenated: bool, hyphen: bool, is_initial: bool) -> str:
    if hyphenated:
        joint = "-" if hyphen or not is_initial else ""
        return out.rstrip() + joint + short
    if not out or (is_initial and out[-1] != " " and not _ends_word(out)):
        return out + short
    return f"{out.rstrip()} {short}" if not is_initial or _ends_word(out) else out + short


def _ends_word(out: str) -> bool:
    """Tell whether the last thing written is a word in full, which needs a space after it."""
    last = re.split(rf"[\s{_HYPHENS}]", out)[-1]
    return len(last.rstrip(".")) > 1 and last[-1].islower()
