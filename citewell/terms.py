"""The nouns for the terms that a site explains.

Knows nothing of the file in which they stand.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from citewell.model import Key, Text
from citewell.problems import Place
from citewell.record import Record, field

URL = "glossary/"


class Term(Record, frozen=True):
    """One term: its `id` on the page of the glossary, and what the author wrote of it.

    `abbreviation` may be empty, `also` are other ways to write the term. `see` are other terms as
    the author names them. `place` is where the term stands in the file.
    """

    id: str
    name: str
    definition: Text
    place: Place
    abbreviation: str = ""
    also: tuple[str, ...] = ()
    url: str = ""
    see: tuple[Key, ...] = ()


class Glossary(Record, frozen=True):
    """All terms in the order of their names, each also by its folded names and its abbreviation."""

    terms: tuple[Term, ...] = ()
    names: Mapping[str, Term] = field(default_factory=dict)
    abbreviations: Mapping[str, Term] = field(default_factory=dict)

    def find(self, words: str) -> Term | None:
        """Return the term that the words stand for; of an abbreviation, capitals matter."""
        return self.abbreviations.get(plain(words)) or self.names.get(fold(words))


def plain(words: str) -> str:
    """Return words with single spaces between them, accents and letters in one (Unicode's NFC)."""
    return " ".join(unicodedata.normalize("NFC", words).split())


def fold(words: str) -> str:
    """Return what two ways to write a term have in common: the plain words, without capitals."""
    return plain(words).casefold()
