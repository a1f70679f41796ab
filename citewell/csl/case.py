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
    off on onto or out over pace past per plus pro qua sans since so than that the through
    throughout thru till times to toward towards under underneath until unto up upon versus vs
    vs. v v. van via vis-à-vis von with within without yet
    """
)

_WORD = re.compile(r"[^\s\u00a0\u2013\u2014/\u2010-]+")
_SENTENCE_END = re.compile(r"[:?!.][\"'\u201c\u201d\u2018\u2019)]*\s*$|[\u2014]\s*$")
_COLON_END = re.compile(r"[:?!\u2014][\"'\u201c\u201d\u2018\u2019)\u00a0 ]*$|\.\s+$")


class _Text(NamedTuple):
    """All the text of a tree in one string, and whether each character may change."""

    characters: str
    is_free: list[bool]


def change_case(tree: Inline, case: str, *, english: bool) -> Inline:
    """Return the tree in the text case named by the `text-case` attribute.

    Title case is for English only ("Non-English Items"): other text comes back as it is.
    """
    if case == "lowercase":
        return _map_free(tree, str.lower)
    if case == "uppercase":
        return _map_free(tree, str.upper)
    if case == "title" and not english:
        return tree
    text = _gather(tree)
    upper, lower = _CASES[case](text) if case in _CASES else (set(), set())
    return _apply(tree, upper, lower) if upper or lower else tree


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
    return any(mark in ("nocase", "superscript", "subscript") for mark in node.marks)


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
    return ({found.start()} if found and _may_rise(text, found) else set()), set()


def _capitalize_all(text: _Text) -> _Changes:
    return {word.start() for word in _words(text.characters) if _may_rise(text, word)}, set()


def _sentence(text: _Text) -> _Changes:
    words = list(_words(text.characters))
    upper = {words[0].start()} if words and _may_rise(text, words[0]) else set()
    if not text.characters.isupper():
        return upper, set()
    first = next((i for i, c in enumerate(text.characters) if c.isalpha()), 0)
    return upper, {i for i, free in enumerate(text.is_free) if free and i > first}


def _title(text: _Text) -> _Changes:
    words = list(_words(text.characters))
    upper: set[int] = set()
    lower: set[int] = set()
    for index, word in enumerate(words):
        at_edge = index in (0, len(words) - 1) or _follows_break(text.characters, word.start())
        if not text.is_free[word.start()]:
            continue
        if _bare(word.group()).lower() in STOP_WORDS and not at_edge:
            if _bare(word.group()).istitle() or len(_bare(word.group())) == 1:
                lower.add(word.start())
        elif _may_rise(text, word):
            upper.add(word.start())
    return upper, lower


def _follows_break(text: str, start: int) -> bool:
    return bool(_COLON_END.search(text[:start]))


def _bare(word: str) -> str:
    return word.strip("\"\u201c\u201d\u2018\u2019'()[],;:?!")


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

    def group(self) -> str:
        return self.text

    def start(self) -> int:
        return self.begin


def _words(text: str) -> Iterator[_Word]:
    for found in _WORD.finditer(text):
        word = found.group()
        skipped = next((i for i, c in enumerate(word) if c.isalnum()), None)
        if skipped is not None:
            yield _Word(word[skipped:], found.start() + skipped)


def _may_rise(text: _Text, word: _Word) -> bool:
    """Tell whether the word is lower-case throughout, and free to change."""
    return text.is_free[word.begin] and not any(c.isupper() for c in word.text)
