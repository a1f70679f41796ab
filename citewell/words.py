"""The theme's own words, by language: found and said.

`cite`, `plan` and `render` say them. A word that a language lacks is said in English. `{name}` in a
text is filled in; where a number decides the form, there is one text for each plural form of that
language (Unicode CLDR, "Language Plural Rules").
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from citewell.problems import did_you_mean
from citewell.record import Record

DEFAULT = "en"
Forms = Mapping[str, str]


class Words(Record, frozen=True):
    """All words by language and name; a word is a text, or texts by plural form."""

    languages: Mapping[str, Mapping[str, str | Forms]]

    def find(self, name: str, language: str) -> str | Forms:
        """Return a word in a language, in the nearest one that has it, or in English.

        Raises `KeyError`, with a hint, for a word that no file has.
        """
        for known in (*narrowing(language), DEFAULT):
            if found := self.languages.get(known, {}).get(name):
                return found
        names = self.languages.get(DEFAULT, {})
        raise KeyError(f"there is no word '{name}'; {did_you_mean(name, names)}".rstrip("; "))

    def say(
        self,
        name: str,
        language: str,
        plural_form: Callable[[float, str], str] | None = None,
        **values: object,
    ) -> str:
        """Return a word with its values filled in; `plural_form` tells the form for a number.

        Raises `ValueError`, with a hint, for a number or another value that is not given.
        """
        found = self.find(name, language)
        if isinstance(found, Mapping):
            count = _count(name, values)
            form = plural_form(count, language) if plural_form else "other"
            found = found.get(form, found["other"])
        try:
            return found.format(**values)
        except KeyError as missing:
            value = missing.args[0]
            raise ValueError(f"the word '{name}' needs '{value}'; say({value}=...)") from None


def _count(name: str, values: Mapping[str, object]) -> float:
    try:
        return float(str(values["count"]))
    except (KeyError, ValueError):
        raise ValueError(f"the word '{name}' needs a number; say(count=...)") from None


def narrowing(language: str) -> list[str]:
    """Return a language tag and what it narrows: `de-CH`, `de`."""
    parts = language.split("-")
    return ["-".join(parts[:length]) for length in range(len(parts), 0, -1)]
