"""YAML to typed values, every one with its place in the file. The only importer of yaml.

YAML is read as a tree of texts, lists and tables whose types come from the schema that asks, never
from YAML's own guesses: `title: No` stays the title "No", and a year stays as it was written.
A reader is a function that turns a node into a value or raises `CitewellError`; `read_record`
tries every field before it raises, so that all faults are told at once. Knows nothing of what the
fields mean.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

import yaml

from citewell.model import Key, Source, Span
from citewell.problems import CitewellError, Level, Place, Problem, did_you_mean, nearest
from citewell.record import Record, Scratch

T = TypeVar("T")
MAX_DEPTH = 40
MAX_NODES = 200_000
_BASE = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
# YAML 1.1, section 4.1: what is not in c-printable.
_FORBIDDEN = re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# What quotes can smuggle in: control characters, and what no page or feed may hold (XML 1.0, 2.2).
_CONTROL = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_CURLY = re.compile(r"[\u2018-\u201f\xab\xbb\u2039\u203a].*[\u2018-\u201f\xab\xbb\u2039\u203a]")
_INDENTED_NAME = re.compile(r" +[\w-]+")
# A comment that is none: the sign, something right behind it, and all up to a real comment.
_NO_COMMENT = re.compile(r"[ \t]+(#[^\s#](?:(?![ \t]+(?:#[ \t]|\n|$))[^\n])*)")
_CURLY_VALUE = re.compile(r":\s+[\u2018-\u201f\xab\xbb]")
# Strong and stressed words and links, as Markdown has them; stars with space beside them are none.
_MARKDOWN = re.compile(
    r"\*\*[^\s*][^*]*\*\*|(?<![\w*])\*[^\s*]+(?:\s[^\s*]+)*\*(?![\w*])|\[[^][]+\]\([^()\s]+\)"
)
_FLAGS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


class _Loader(_BASE):  # type: ignore[misc, valid-type]
    """Composes nodes without guessing their types, which would take half of the time."""

    def resolve(self, kind: Any, value: Any, implicit: Any) -> str:  # noqa: ARG002
        return ""

    def descend_resolver(self, current_node: Any, current_index: Any) -> None:
        pass

    def ascend_resolver(self) -> None:
        pass


class Node(Record, frozen=True):
    """A piece of YAML: where it stands. Its kind is one of the three below."""

    source: Source
    span: Span

    @property
    def place(self) -> Place:
        """Its address, for problems that come to light later."""
        return self.source.place(self.span)

    def error(self, message: str, hint: str = "") -> CitewellError:
        """Return the exception that blames this piece."""
        return self.source.error(self.span, message, hint)


class Scalar(Node, frozen=True):
    """A single text; `quoted` tells `"2018"` from `2018`."""

    text: str
    quoted: bool

    @property
    def empty(self) -> bool:
        """Whether nothing was written: `tags:` alone, or `~`."""
        return not self.quoted and self.text in _NULLS


class Listing(Node, frozen=True):
    """A list, written with dashes or in brackets."""

    items: tuple[Node, ...]


class Table(Node, frozen=True):
    """Fields with their values, in the order of the file; a name may (wrongly) stand twice."""

    fields: tuple[tuple[Scalar, Node], ...]


def parse_yaml(source: Source, span: Span) -> Node:
    """Parse a stretch of a source as YAML 1.1.

    Returns its tree; an empty stretch gives an empty scalar. Raises `CitewellError` with the place
    where the YAML breaks.
    """
    text = source.text[span.start : span.end]
    try:
        root = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        raise _syntax_error(source, span, error) from None
    except yaml.YAMLError:
        forbidden = _FORBIDDEN.search(text)
        position = span.start + (forbidden.start() if forbidden else 0)
        message = "a character that YAML does not allow"
        hint = "delete the character, which may be invisible, and type it again"
        raise source.error(Span(position, position + 1), message, hint) from None
    if root is None:
        return Scalar(source, Span(span.start, span.start), "", quoted=False)
    return _Grower(source, span.start).grow(root, 0)


def _syntax_error(source: Source, span: Span, error: yaml.MarkedYAMLError) -> CitewellError:
    """Return the exception for broken YAML in a writer's words."""
    words = error.problem or error.context or ""
    unclosed = "unexpected end of stream" in words or "flow" in (error.context or "")
    begun = unclosed or "could not find expected ':'" in words
    mark = error.context_mark if begun and error.context_mark else error.problem_mark
    offset = min(span.start + (mark.index if mark else 0), max(span.start, span.end - 1))
    found = source.text[offset : offset + 1]
    if found in {"\n", ""} and offset > span.start:
        offset -= 1
    if unclosed:
        message = f"what {found} opens here is never closed"
        hint = "close it; a text that begins with ' [ or { belongs in double quotes"
    else:
        line = source.text[source.text.rfind("\n", 0, offset) + 1 : offset].rstrip(" ")
        message, hint = _in_plain_words(words, found, line)
    return source.error(Span(offset, offset + 1), message, hint)


def _in_plain_words(words: str, found: str, line: str) -> tuple[str, str]:
    """Return message and hint for what libyaml says of `found`, with `line` before it."""
    if "mapping values are not allowed" in words:
        return _stray_colon(line)
    if "could not find expected ':'" in words:
        return "a field needs a colon after its name", "write it as `name: value`"
    if "did not find expected key" in words and line.endswith(('"', "'")):
        hint = "put all of the text in quotes, and the other kind of quotes inside it"
        return "the text goes on behind its closing quotation mark", hint
    if "unknown escape character" in words:
        return "a backslash means something in double quotes", "write two of them, or single quotes"
    if found == "\t":
        return "a tab where spaces belong", "indent with spaces, two for each step"
    if "cannot start any token" in words or "alias" in words or "anchor" in words:
        return f"a value cannot begin with {found}", f'put it in quotes: "{found}..."'
    hint = "fields of one group begin at the same column; check quotes and brackets too"
    return "this line does not fit the lines before it", hint


def _stray_colon(line: str) -> tuple[str, str]:
    """Return message and hint for a colon that continues the value of an earlier one."""
    if _INDENTED_NAME.fullmatch(line):
        hint = "begin it at the same column as the field above it, or put the value above in quotes"
        return "this line does not fit the lines before it", hint
    hint = 'put a value that holds a colon in quotes: title: "Grief: a beginning"'
    if _CURLY_VALUE.search(line):
        hint = 'curly quotes do not count; type straight ones: title: "Grief: a beginning"'
    return "this colon is one too many", hint


class _Grower(Scratch):
    """Turns yaml's nodes into ours; counts them, since a few lines of aliases can mean billions."""

    source: Source
    base: int
    count: int = 0

    def grow(self, node: yaml.Node, depth: int) -> Node:
        span = Span(self.base + node.start_mark.index, self.base + node.end_mark.index)
        self.count += 1
        if depth > MAX_DEPTH or self.count > MAX_NODES:
            message = "the values are nested too deeply or repeated without end"
            raise self.source.error(span, message, "write the values out, without & and *")
        if isinstance(node, yaml.SequenceNode):
            return Listing(
                self.source, span, tuple(self.grow(item, depth + 1) for item in node.value)
            )
        if isinstance(node, yaml.MappingNode):
            return Table(self.source, span, self._fields(node, depth))
        self._check(node.value, span)
        return Scalar(self.source, span, node.value, quoted=bool(getattr(node, "style", None)))

    def _check(self, words: str, span: Span) -> None:
        if found := _CONTROL.search(words):
            message = f"a control character (U+{ord(found[0]):04X}) stands in this text"
            raise self.source.error(span, message, "delete it; nobody can see or print it")

    def _fields(self, node: yaml.MappingNode, depth: int) -> tuple[tuple[Scalar, Node], ...]:
        fields = []
        for name, value in node.value:
            key = self.grow(name, depth + 1)
            if not isinstance(key, Scalar):
                raise key.error("a field's name must be a plain word")
            fields.append((key, self.grow(value, depth + 1)))
        return tuple(fields)


def find_cut(node: Node, names: Collection[str]) -> Iterator[Problem]:
    """Yield a warning for each text in a tree that a `#` cuts short, in the fields of these names.

    In YAML a comment begins with a space and a `#` (YAML 1.1, 4.1.1). Where no space follows that,
    as in `Rule #1`, it is hardly meant as one.
    """
    for name, value in _texts(node, names):
        if not value.quoted:
            yield from _cut(name, value)


def find_marked(node: Node, names: Collection[str]) -> Iterator[Problem]:
    """Yield a warning for each text with Markdown in it, in the fields of these names.

    They are printed as they stand.
    """
    for name, value in _texts(node, names):
        if found := _MARKDOWN.search(value.text):
            message = f"'{name}' is plain text, in which readers see the signs of {found[0]}"
            hint = "leave the signs out; Markdown belongs in the text of a post or page"
            yield value.source.problem(value.span, message, hint, Level.WARNING)


def _texts(node: Node, names: Collection[str]) -> Iterator[tuple[str, Scalar]]:
    """Yield the texts in a tree that stand in the fields of these names, each with the name."""
    if isinstance(node, Listing):
        for item in node.items:
            yield from _texts(item, names)
    for name, value in node.fields if isinstance(node, Table) else ():
        if not isinstance(value, Scalar):
            yield from _texts(value, names)
        elif name.text in names:
            yield name.text, value


def _cut(name: str, value: Scalar) -> Iterator[Problem]:
    source = value.source
    if sign := _NO_COMMENT.match(source.text, value.span.end):
        whole = f"{value.text}{sign[0]}".strip()
        quoted = whole.replace("'", "''")
        quoted = f"'{quoted}'" if '"' in whole or "\\" in whole else f'"{whole}"'
        hint = f"put it in quotes: {name}: {quoted}"
        message = "the text ends before this #, which begins a comment"
        yield source.problem(Span(*sign.span(1)), message, hint, Level.WARNING)


def text(node: Node) -> str:
    """Read a text: what stands there, as it stands there."""
    if not isinstance(node, Scalar):
        raise node.error("expected a text here", 'write the text on this line: name: "the text"')
    return node.text.strip()


def filled(node: Node) -> str:
    """Read a text that must not be empty."""
    words = text(node)
    if not words or (isinstance(node, Scalar) and node.empty):
        raise node.error("this must not be empty")
    return words


def code(node: Node) -> str:
    """Read a text that programs read, in which curly quotes would be letters of it."""
    words = optional_text(node)
    if _CURLY.fullmatch(words):
        hint = f"curly quotes do not count; leave them out: {words[1:-1]}"
        raise node.error("the quotation marks are part of this value", hint)
    return words


def optional_text(node: Node) -> str:
    """Read a text that may be missing: `summary:` with nothing behind it is empty."""
    return "" if isinstance(node, Scalar) and node.empty else text(node)


def flag(node: Node) -> bool:
    """Read yes or no."""
    words = text(node).lower()
    if words not in _FLAGS:
        raise node.error(f"expected true or false, found '{words}'")
    return _FLAGS[words]


def whole(low: int, high: int) -> Callable[[Node], int]:
    """Make a reader of whole numbers from `low` to `high`."""

    def read(node: Node) -> int:
        words = text(node)
        if not re.fullmatch(r"[0-9]{1,9}", words) or not low <= int(words) <= high:
            raise node.error(f"expected a whole number from {low} to {high}, found '{words}'")
        return int(words)

    return read


def day(node: Node) -> date:
    """Read a day, `2018-04-19` (ISO 8601, calendar date); a time of day after it is ignored."""
    words = text(node)
    match = re.fullmatch(r"([0-9]{4}-[0-9]{1,2}-[0-9]{1,2})(?:[T ].*)?", words)
    hint = "write year, month and day in numbers: 2018-04-19"
    if match is None:
        raise node.error(f"expected a date, found '{words}'", hint)
    try:
        return date(*(int(part) for part in match[1].split("-")))
    except ValueError:
        raise node.error(f"there is no such day as {match[1]}", hint) from None


def key(node: Node) -> Key:
    """Read a word together with its place."""
    return Key(filled(node) and code(node), node.span)


def listing(read: Callable[[Node], T]) -> Callable[[Node], tuple[T, ...]]:
    """Make a reader of lists. A single value counts as a list of one, nothing as an empty list."""

    def read_all(node: Node) -> tuple[T, ...]:
        if isinstance(node, Scalar) and node.empty:
            return ()
        items = node.items if isinstance(node, Listing) else (node,)
        return tuple(gather(read, items))

    return read_all


def gather(read: Callable[[Node], T], nodes: Iterable[Node]) -> list[T]:
    """Read every node; raise once, with the problems of all."""
    values: list[T] = []
    problems: list[Problem] = []
    for node in nodes:
        try:
            values.append(read(node))
        except CitewellError as error:
            problems.extend(error.problems)
    if problems:
        raise CitewellError(*problems)
    return values


def table(node: Node, what: str) -> Table:
    """Return the node as a table of fields; `what` names it to the writer."""
    if isinstance(node, Table):
        return node
    if isinstance(node, Scalar) and node.empty:
        return Table(node.source, node.span, ())
    hint = "begin each with a name, a colon and a space"
    raise node.error(f"expected {what}: lines of the form `name: value`", hint)


def read_record(
    make: Callable[..., T],
    node: Table,
    readers: Mapping[str, Callable[[Node], Any]],
    required: Sequence[str] = (),
) -> T:
    """Read a table by its readers and make a value of it.

    Raises one `CitewellError` with every unknown, repeated, missing or ill-typed field. A field
    that is there but wrong or misspelt is not called missing too.
    """
    values: dict[str, Any] = {}
    problems = [*_repeated(node), *_unknown(node, readers), *_missing(node, readers, required)]
    for name, value in node.fields:
        if name.text in readers and name.text not in values:
            try:
                values[name.text] = readers[name.text](value)
            except CitewellError as error:
                problems.extend(error.problems)
    if problems:
        raise CitewellError(*problems)
    return make(**values)


def _repeated(node: Table) -> list[Problem]:
    seen: dict[str, int] = {}
    problems = []
    for name, _ in node.fields:
        line = node.source.locate(name.span.start)[0]
        if name.text in seen:
            message = f"the field '{name.text}' stands here a second time"
            hint = f"it stands in line {seen[name.text]} already; keep one of the two"
            problems.append(node.source.problem(name.span, message, hint))
        seen.setdefault(name.text, line)
    return problems


def _unknown(node: Table, known: Iterable[str]) -> list[Problem]:
    return [
        node.source.problem(
            name.span, f"unknown field '{name.text}'", unknown_hint(name.text, known)
        )
        for name, _ in node.fields
        if name.text not in known
    ]


def unknown_hint(name: str, known: Iterable[str]) -> str:
    """Return the nearest known field, or the list of all where none is near."""
    names = list(known)
    return did_you_mean(name, names) or f"the fields are {', '.join(sorted(names))}"


def _missing(node: Table, known: Iterable[str], required: Sequence[str]) -> list[Problem]:
    written = {name.text for name, _ in node.fields}
    meant = {name for word in written.difference(known) for name in nearest(word, known)}
    start = node.fields[0][0].span if node.fields else Span(node.span.start, node.span.start + 1)
    return [
        node.source.problem(start, f"the field '{name}' is missing", f"add a line `{name}: ...`")
        for name in required
        if name not in written | meant
    ]
