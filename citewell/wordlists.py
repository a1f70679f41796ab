"""Files of the theme's own words to `Words`: `templates/words/<language>.yaml`, one a language.

Comes after `load`; left out where the files are as they were.
"""

from __future__ import annotations

from collections.abc import Iterable
from string import Formatter

from citewell import yamltree
from citewell.model import Source, Span
from citewell.problems import CitewellError, Problem
from citewell.words import Forms, Words
from citewell.yamltree import Node, Table

_FORMS = ("zero", "one", "two", "few", "many", "other")


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
