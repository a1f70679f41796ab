"""Files of the theme's own words to `Words`: `templates/words/<language>.yaml`, one a language.

Comes after `load`; left out where the files are as they were. What the theme's English has in
braces is what its templates fill in, so every other file may hold that and no more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from string import Formatter

from citewell import yamltree
from citewell.model import Source, Span
from citewell.problems import CitewellError, Problem
from citewell.words import DEFAULT, Forms, Words
from citewell.yamltree import Node, Table

_FORMS = ("zero", "one", "two", "few", "many", "other")
_Said = dict[str, str | Forms]


def parse_words(sources: Iterable[Source]) -> tuple[Words, list[Problem]]:
    """Parse files of words, those of the theme before those of the site, which add to them.

    Returns the words, and problems for what cannot be used.
    """
    languages: dict[str, _Said] = {}
    problems: list[Problem] = []
    english: _Said = {}
    # The first file in English is the theme's; all others are held against it.
    for source in sorted(sources, key=lambda each: _language(each) != DEFAULT):
        language = _language(source)
        try:
            words = _parse(source, english)
        except CitewellError as error:
            problems.extend(error.problems)
            continue
        if language == DEFAULT and not english:
            english = words
        languages.setdefault(language, {}).update(words)
    return Words(languages), problems


def _language(source: Source) -> str:
    return source.path.rpartition("/")[2].removesuffix(".yaml")


def _parse(source: Source, english: Mapping[str, str | Forms]) -> _Said:
    """Return the words of a file; raises `CitewellError` with all that is wrong in them."""
    node = yamltree.parse_yaml(source, Span(0, len(source.text)))
    words: _Said = {}
    problems: list[Problem] = []
    for name, value in yamltree.table(node, "words").fields:
        try:
            words[name.text] = _word(value)
            # A word that English lacks is one of the designer's own.
            if name.text in english:
                _compare(name.text, value, english[name.text])
        except CitewellError as error:
            problems.extend(error.problems)
    if problems:
        raise CitewellError(*problems)
    return words


def _word(node: Node) -> str | Forms:
    if not isinstance(node, Table):
        return _text(node)
    readers = dict.fromkeys(_FORMS, _text)
    forms: dict[str, str] = yamltree.read_record(dict, node, readers, required=("other",))
    return forms


def _text(node: Node) -> str:
    """Read a text; what stands in braces must be the name of a value, and nothing else."""
    text = yamltree.filled(node)
    try:
        fields = [field for field in Formatter().parse(text) if field[1] is not None]
    except ValueError:
        fields = [("", "", "", None)]
    if not all(str(name).isidentifier() and not (spec or turn) for _, name, spec, turn in fields):
        raise node.error("braces hold the name of a value here: {count}", "write {{ for a plain {")
    return text


def _compare(name: str, node: Node, english: str | Forms) -> None:
    """Raise `CitewellError` where a word asks for what the templates do not give with it."""
    if isinstance(node, Table) and isinstance(english, str):
        hint = "write one text behind its name, without `one` and `other`"
        raise node.error(f"no number goes with '{name}', so it has only one form", hint)
    given = _values(english)
    problems: list[Problem] = []
    for text in _texts(node):
        for value in sorted(_values(yamltree.text(text)) - given):
            message = f"there is no value {{{value}}} for '{name}'"
            problems.extend(text.error(message, _hint(given)).problems)
    if problems:
        raise CitewellError(*problems)


def _texts(node: Node) -> list[Node]:
    return [value for _, value in node.fields] if isinstance(node, Table) else [node]


def _values(word: str | Forms) -> set[str]:
    """Return the names that stand in braces in a word, in whichever of its forms."""
    texts = [word] if isinstance(word, str) else word.values()
    return {name for text in texts for _, name, _, _ in Formatter().parse(text) if name}


def _hint(given: Iterable[str]) -> str:
    names = " and ".join(f"{{{name}}}" for name in sorted(given))
    return f"it can hold {names}" if names else "it has none; write {{ and }} for plain braces"
