"""A `.bib` file to its entries: syntax only. The only importer of bibtexparser.

Abbreviations are resolved, values joined, and what an entry inherits from another is filled in; a
value is still LaTeX. Broken syntax is a problem with its line, and all of a file's problems are
told at once. What the fields mean is for `biblatex` to say.

Sources: "Tame the BeaST", chapters 2 to 4; the biblatex manual, "Data Inheritance (crossref)" and
"Data Containers".
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping

from bibtexparser.model import (
    Block,
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    ParsingFailedBlock,
    String,
)
from bibtexparser.model import Entry as ParsedEntry
from bibtexparser.splitter import Splitter

from citewell.model import Source, Span
from citewell.problems import CitewellError, Problem
from citewell.record import Record, replace

# What the library says of broken entries is said again here, with its place and a way out.
logging.getLogger("bibtexparser").addHandler(logging.NullHandler())

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_STRINGS = {name: str(number) for number, name in enumerate(_MONTHS, 1)}
_FIELD_NAME = re.compile(r"after entry key `(.+?)`", re.DOTALL)
_WORD = re.compile(r'[^\s#{}"]+|.', re.DOTALL)
_DELIMITER = re.compile(r'\\.|[{}"]')
_STAYS = """
crossref entryset entrysubtype execute ids keywords label options pubstate related relatedstring
relatedtype shorthand sortkey sortname sorttitle xdata xref
"""
_NOT_INHERITED = frozenset(_STAYS.split())
# Nobody nests deeper by hand, and a circle must end.
_DEEPEST = 6
# What a field of a whole is called in its part, by the kind of the whole.
_PERIODICALS = frozenset({"periodical"})
_SETS = frozenset({"mvbook", "mvcollection", "mvproceedings", "mvreference"})
_WHOLES = frozenset({"book", "collection", "proceedings", "reference"})
_TITLES = ("title", "subtitle", "titleaddon")


class Entry(Record, frozen=True):
    """One entry: its type, its key, its fields by small name, and where its key stands."""

    kind: str
    key: str
    fields: Mapping[str, str]
    span: Span


def parse_bibtex(source: Source) -> tuple[Entry, ...]:
    """Parse a file of BibTeX or BibLaTeX; comments, preambles and sets are passed over.

    Raises `CitewellError` with every place where the syntax breaks or a key is missing.
    """
    strings = dict(_STRINGS)
    entries: list[Entry] = []
    problems: list[Problem] = []
    lines = [0, *(match.end() for match in re.finditer("\n", source.text))]
    for block in Splitter(source.text).split().blocks:
        start = _start(source.text, block, lines)
        try:
            if isinstance(block, String):
                strings[block.key.lower()] = _value(source, start, block.value, strings)
            elif entry := _entry(source, block, start, strings):
                entries.append(entry)
        except CitewellError as error:
            problems += error.problems
    if problems:
        raise CitewellError(*problems)
    return tuple(_completed(entries))


def _start(text: str, block: Block, lines: list[int]) -> int:
    """Return the offset of a block, which the library knows by its line."""
    line = lines[min(block.start_line or 0, len(lines) - 1)]
    return max(line, text.find(block.raw or "", line))


def _entry(source: Source, block: Block, start: int, strings: Mapping[str, str]) -> Entry | None:
    """Read an entry; comments and preambles are none. One that stands twice is still an entry."""
    if isinstance(block, DuplicateBlockKeyBlock | DuplicateFieldKeyBlock):
        block = block.ignore_error_block or block
    if isinstance(block, ParsingFailedBlock):
        raise _broken(source, block, start)
    if not isinstance(block, ParsedEntry):
        return None
    if not block.key:
        hint = f"write a key after the brace: @{block.entry_type}{{weitz2014,"
        raise source.error(Span(start, start + 1), "this entry has no key", hint)
    fields: dict[str, str] = {}
    for found in block.fields:
        # BibTeX keeps the first of two fields of one name.
        fields.setdefault(found.key.lower(), _value(source, start, found.value, strings))
    key = source.text.find(block.key, start + len(block.entry_type) + 1)
    span = Span(key, key + len(block.key))
    return Entry(block.entry_type.lower(), block.key, fields, span)


def _value(source: Source, start: int, written: str, strings: Mapping[str, str]) -> str:
    """Return a value as text: `{a}`, `"a"`, 2014, an abbreviation, or several joined by #.

    `start` is the offset of the value's entry. Raises `CitewellError` for two without a # between.
    """
    parts: list[str] = []
    joined = True
    position = 0
    while position < len(written):
        end = _part_end(written, position)
        part = written[position:end]
        if part.strip() and part != "#" and not joined:
            offset = max(0, source.text.find(written, start)) + position
            hint = "a text needs braces round it, and a field a comma behind it"
            message = "a comma is missing before this"
            raise source.error(Span(offset, offset + len(part)), message, hint)
        if part.strip():
            joined = part == "#"
            parts.append(_part(part, strings))
        position = end
    return "".join(parts)


def _part(part: str, strings: Mapping[str, str]) -> str:
    if part[0] in '{"':
        return part[1:-1]
    return "" if part == "#" else strings.get(part.lower(), part)


def _part_end(text: str, start: int) -> int:
    """Return the offset after the part of a value that begins at `start`."""
    if text[start] in '{"':
        return _closing(text, start) + 1
    match = _WORD.match(text, start)
    return match.end() if match else start + 1


def _closing(text: str, start: int) -> int:
    """Return the offset of the brace or quotation mark that closes the one at `start`."""
    partner = {"{": "}"}.get(text[start], text[start])
    depth = 0
    for match in _DELIMITER.finditer(text, start):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth == 0 and match[0] == partner and match.start() > start:
            return match.start()
    return len(text)


def _broken(source: Source, block: ParsingFailedBlock, start: int) -> CitewellError:
    """Return what is wrong with a block, in a writer's words."""
    reason = str(getattr(block.error, "abort_reason", ""))
    end = start + max(1, len((block.raw or "").rstrip()))
    if "Expected comma after entry key" in reason:
        hint = "an entry begins with its type, its key and a comma: @book{weitz2014,"
        return source.error(Span(start, end), "this entry's key needs a comma behind it", hint)
    if found := _FIELD_NAME.search(reason):
        begin = max(start, source.text.rfind(found[1], start, end))
        hint = "a field is written `name = {value},`"
        return source.error(Span(begin, begin + len(found[1])), "this field has no value", hint)
    if "Expected" in reason:
        hint = "a field is written `name = {value},`; look at the braces and commas before this"
        found_at = min(start + len(block.raw or ""), len(source.text) - 1)
        return source.error(Span(found_at, found_at + 1), "this fits no field", hint)
    hint = "each { and each quotation mark in it needs its partner"
    return source.error(Span(start, end), "this entry is never closed", hint)


def _completed(entries: list[Entry]) -> Iterator[Entry]:
    """Yield the entries that can be cited, with what they inherit."""
    by_key: dict[str, Entry] = {}
    for entry in entries:
        by_key.setdefault(entry.key, entry)
    for entry in entries:
        if entry.kind not in {"xdata", "set"}:
            yield replace(entry, fields=_inherited(entry, by_key, frozenset()))


def _inherited(
    entry: Entry, by_key: Mapping[str, Entry], passed: frozenset[str]
) -> Mapping[str, str]:
    """Return an entry's fields with those of the entries that it names; its own come first."""
    fields = dict(entry.fields)
    names = [*fields.get("xdata", "").split(","), fields.get("crossref", "")]
    for name in dict.fromkeys(name.strip() for name in names):
        parent = by_key.get(name)
        if parent is None or name in passed or len(passed) > _DEEPEST:
            continue
        given = _inherited(parent, by_key, passed | {entry.key, name})
        for field, value in given.items():
            if field not in _NOT_INHERITED:
                fields.setdefault(_name_in_part(field, parent.kind, entry.kind), value)
    return fields


def _name_in_part(field: str, whole: str, part: str) -> str:
    """Return what a field of the whole is called in the part: its title is a `booktitle` there."""
    if field in _TITLES and whole in _PERIODICALS:
        return f"journal{field}"
    if field in _TITLES and whole in _SETS:
        return f"main{field}"
    if field in _TITLES and whole in _WHOLES and part != whole:
        return f"book{field}"
    if field == "author" and whole in {"book", "mvbook"} and part in {"inbook", "bookinbook"}:
        return "bookauthor"
    return field
