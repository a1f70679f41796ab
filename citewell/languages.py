"""Days, numbers, plural forms and tags of languages, as Unicode's CLDR has them; door to Babel.

Called by `sayings`, and by `unused` for the names of files of words.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

import babel
import babel.dates
import babel.numbers
from babel.core import get_global
from babel.localedata import exists

from citewell.words import narrowing

_SKELETONS = {"month": "yMMMM", "year": "y"}
# English of no country writes the day first, as all the world but the United States does.
_WORLD_ENGLISH = "en-001"


def write_day(day: dt.date, form: str, language: str) -> str:
    """Return a day in words: `long`, without the day (`month`), or the `year` alone."""
    locale = _locale(language)
    if form == "long":
        return str(babel.dates.format_date(day, "long", locale))
    return str(babel.dates.format_skeleton(_SKELETONS[form], day, locale=locale))


def write_number(number: float, language: str) -> str:
    """Return a number with the signs of a language."""
    return str(babel.numbers.format_decimal(number, locale=_locale(language)))


def plural_form(count: float, language: str) -> str:
    """Return which form a word takes for so many: `one`, `few`, `other`."""
    return str(_locale(language).plural_form(count))


def spell_tag(tag: str) -> str:
    """Return a language tag as it is written (RFC 5646, 2.1.1), or nothing for no language.

    A language has the shorter of its codes: `de`, not `deu`.
    """
    language, *rest = tag.replace("_", "-").split("-")
    language = str(get_global("language_aliases").get(language.lower(), language.lower()))
    sizes = {2: str.upper, 4: str.title}
    parts = [sizes.get(len(part), str.lower)(part) for part in rest]
    return "-".join([language, *parts]) if exists(language) else ""


@lru_cache(maxsize=32)
def _locale(language: str) -> babel.Locale:
    """Return what Babel knows of a language tag, or of the nearest it knows, or of English."""
    for tag in narrowing(_WORLD_ENGLISH if language == "en" else language):
        try:
            return babel.Locale.parse(tag, sep="-")
        except (babel.UnknownLocaleError, ValueError):
            continue
    return babel.Locale.parse(_WORLD_ENGLISH, sep="-")
