"""The theme's own words, in one file for each language: `templates/words/<language>.yaml`.

Comes after `load`; `plan` and `render` say them. A word that a language lacks is said in English.
 `{name}` in a text is filled in; where a number decides the form, the file has
one text for each plural form of that language (Unicode CLDR, "Language Plural Rules").
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from string import Formatter

from citewell import yamltree
from citewell.model import Source, Span
from citewell.problems import CitewellError, Problem, did_you_mean
from citewell.record import Record
from citewell.yamltree import Node, Table

DEFAULT = "en"
_FORMS = ("zero", "one", "two", "few", "many", "other")
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
        plural_form: Callable[[float], str] | None = None,
        **values: object,
    ) -> str:
        """Return a word with its values filled in; `plural_form` tells the form for a number.

        Raises `ValueError`, with a hint, for a number or another value that is not given.
        """
        found = self.find(name, language)
        if isinstance(found, Mapping):
            count = _count(name, values)
            found = found.get(plural_form(count) if plural_form else "other", found["other"])
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


def parse_words(sources: Iterable[Source]) -> tuple[Words, list[Problem]]:
    """Parse files of words, those of the theme before those of the site, which add to them.

    Returns the words, and problems for what cannot be used.
    """
    languages: dict[str, dict[str, str | Forms]] = {}
    problems: list[Problem] = []
    for source in sources:
        language = source.path.rpartition("/")[2].removesuffix(".yaml")
        try:
            languages.setdefault(language, {}).update(_parse(source))
        except CitewellError as error:
            problems.extend(error.problems)
    return Words(languages), problems


def _parse(source: Source) -> dict[str, str | Forms]:
    node = yamltree.parse_yaml(source, Span(0, len(source.text)))
    table = yamltree.table(node, "words")
    return {name.text: _word(value) for name, value in table.fields}


def _word(node: Node) -> str | Forms:
    if not isinstance(node, Table):
        return _text(node)
    readers = dict.fromkeys(_FORMS, _text)
    forms: dict[str, str] = yamltree.read_record(dict, node, readers, required=("other",))
    return forms


def _text(node: Node) -> str:
    """Read a text; what stands in braces must be the name of a value."""
    text = yamltree.filled(node)
    try:
        names = [name for _, name, _, _ in Formatter().parse(text) if name is not None]
    except ValueError:
        names = [""]
    if not all(name.isidentifier() for name in names):
        raise node.error("braces hold the name of a value here: {count}", "write {{ for a plain {")
    return text
