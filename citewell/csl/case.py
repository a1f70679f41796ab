"""Text case: the five transformations of `text-case` (specification, "Text-case").

Works on a whole inline tree at once: whether a word comes first or last does not depend on where
an italic begins. Text in a `nocase` span counts as words and is never changed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from citewell.csl.rich import Inline, Node, map_text
from citewell.csl.vocabulary import words

# The specification's stop words, and the prepositions, conjunctions and particles that English
# style guides add to them.
STOP_WORDS = words(
    """
    a about above across afore after against al along alongside amid amidst among amongst an and
    anenst apropos apud around as aside astride at athwart atop barring before behind below
    beneath beside besides between beyond but by c ca circa contra d' de despite down during ere
    et except for forenenst from given in into lest like modulo near next nor notwithstanding of
    off on onto or out over pace past per plus pro qua sans since so than the through
    throughout thru till times to toward towards under underneath until unto up upon versus vs
    vs. v v. van via vis-à-vis von with within without yet
    """
)

# Turkish and Azerbaijani tell a dotted from a dotless i.
_DOTTED = ("tr", "az")
_WORD = re.compile(r"[^\s\u00a0\u2013\u2014/\u2010-]+")
# Quotation marks and spaces may stand between a colon and the word after it, but not many.
_LOOK_BACK = 8
_BREAK = re.compile(r"[:?!][\"\'\u201c\u201d\u2018\u2019)]*[\s\u00a0]*[\"\'\u201c\u2018(]*$")


class _Text(NamedTuple):
    """All the text of a tree in one string, and whether each character may change."""

    characters: str
    is_free: list[bool]


def change_case(tree: Inline, case: str, *, language: str) -> Inline:
    """Return the tree in the text case named by the `text-case` attribute.

    Title case is for English only ("Non-English Items"): other text comes back as it is.
    """
    base = language.partition("-")[0].lower()
    if case == "lowercase":
        return _map_free(tree, _turkish_lower if base in _DOTTED else str.lower)
    if case == "uppercase":
        return _map_free(tree, _turkish_upper if base in _DOTTED else str.upper)
    if case == "title" and base != "en":
        return tree
    text = _gather(tree)
    upper, lower = _CASES[case](text) if case in _CASES else (set(), set())
    return _apply(tree, upper, lower) if upper or lower else tree


def _turkish_lower(text: str) -> str:
    return text.replace("I", "\u0131").replace("\u0130", "i").lower()


def _turkish_upper(text: str) -> str:
    return text.replace("i", "\u0130").upper()


def _map_free(tree: Inline, change: Callable[[str], str]) -> Inline:
    if isinstance(tree, str):
        return change(tree)
    if "nocase" in tree.marks:
        return tree
    return tree._replace(children=[_map_free(child, change) for child in tree.children])


def _gather(tree: Inline) -> _Text:
    characters: list[str] = []
    free: list[bool] = []
    for text, is_free in _leaves(tree, is_free=True):
        characters.append(text)
        free.extend([is_free] * len(text))
    return _Text("".join(characters), free)


def _leaves(tree: Inline, *, is_free: bool) -> Iterator[tuple[str, bool]]:
    if isinstance(tree, str):
        yield tree, is_free
        return
    is_free = is_free and not _is_protected(tree)
    for child in tree.children:
        yield from _leaves(child, is_free=is_free)


def _is_protected(node: Node) -> bool:
    return any(
        mark in ("nocase", "superscript", "subscript", "small-caps", "nodecor")
        for mark in node.marks
    )


def _apply(tree: Inline, upper: set[int], lower: set[int]) -> Inline:
    position = 0

    def change(text: str) -> str:
        nonlocal position
        start, position = position, position + len(text)
        if not any(start <= index < position for index in upper | lower):
            return text
        return "".join(
            c.upper() if index in upper else c.lower() if index in lower else c
            for index, c in enumerate(text, start)
        )

    return map_text(tree, change)


_Changes = tuple[set[int], set[int]]


def _capitalize_first(text: _Text) -> _Changes:
    found = next(_words(text.characters), None)
    return ({found.begin} if found and _may_rise(text, found) else set()), set()


def _capitalize_all(text: _Text) -> _Changes:
    return {word.begin for word in _words(text.characters) if _may_rise(text, word)}, set()


def _sentence(text: _Text) -> _Changes:
    words = list(_words(text.characters))
    if not words:
        return set(), set()
    first = words[0].begin
    lower = {i for i, free in enumerate(text.is_free) if free and i != first}
    return ({first} if text.is_free[first] else set()), lower


def _title(text: _Text) -> _Changes:
    words = list(_words(text.characters))
    upper: set[int] = set()
    lower: set[int] = set()
    for index, word in enumerate(words):
        at_edge = index in (0, len(words) - 1) or _follows_break(text.characters, word.begin)
        if not text.is_free[word.begin]:
            continue
        if _is_stop_word(text.characters, word) and not at_edge:
            if word.bare.istitle() and not text.characters[: word.begin].endswith(". "):
                lower.add(word.begin)
        elif _may_rise(text, word) and _is_worth_rising(text.characters, word):
            upper.add(word.begin)
    return upper, lower


def _is_stop_word(text: str, word: _Word) -> bool:
    """Tell whether a word is one that title case leaves small; "pro-" before a hyphen is not."""
    first_of_compound = text[word.begin + len(word.text) :][:1] == "-" and (
        text[: word.begin][-1:] != "-"
    )
    return word.bare.lower() in STOP_WORDS and not first_of_compound


def _is_worth_rising(text: str, word: _Word) -> bool:
    """Tell whether a word is one for title case: not a Greek symbol, not the x of 07-x."""
    if len(word.bare) > 1:
        return True
    return word.bare.isascii() and text[word.begin - 1 : word.begin] != "-"


def _follows_break(text: str, start: int) -> bool:
    return bool(_BREAK.search(text[max(0, start - _LOOK_BACK) : start]))


_CASES: dict[str, Callable[[_Text], _Changes]] = {
    "capitalize-first": _capitalize_first,
    "capitalize-all": _capitalize_all,
    "sentence": _sentence,
    "title": _title,
}


class _Word(NamedTuple):
    """A word from its first letter or digit on."""

    text: str
    begin: int

    @property
    def bare(self) -> str:
        """The word without the punctuation that follows it."""
        return self.text.rstrip("\"\u201d'\u2019)],;:?!")


def _words(text: str) -> Iterator[_Word]:
    for found in _WORD.finditer(text):
        word = found.group()
        skipped = next((i for i, c in enumerate(word) if c.isalnum()), None)
        if skipped is not None:
            yield _Word(word[skipped:], found.start() + skipped)


def _may_rise(text: _Text, word: _Word) -> bool:
    """Tell whether the word is lower-case throughout, and free to change."""
    return text.is_free[word.begin] and not any(c.isupper() for c in word.text)
