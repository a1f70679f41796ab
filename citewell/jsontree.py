"""JSON to the same tree of texts, lists and tables as YAML, every one with its place in the file.

Nearly all JSON is YAML too, but not the surrogate pairs in which programs write rare characters,
and libraries of thousands of references are read three times faster here. What the fields mean is
for others to say.

Source: RFC 8259.
"""

from __future__ import annotations

import json
import re

from citewell.model import Source, Span
from citewell.problems import CitewellError
from citewell.record import Record
from citewell.yamltree import MAX_DEPTH, Listing, Node, Scalar, Table

_SPACE = re.compile(r"[ \t\r\n]*")
# Half of a surrogate pair is no character and could not be written to a file.
_HALF_PAIR = re.compile("[\ud800-\udfff]")
_WORD = re.compile(r"[-+.\w]+")
_VALUE = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|true|false|null")
# Programs write tabs and line ends into texts as they are; what they mean is plain.
_DECODER = json.JSONDecoder(strict=False)


def parse_json(source: Source) -> Node:
    """Parse a file as JSON; nothing but spaces gives an empty scalar.

    Raises `CitewellError` with the place where the JSON breaks.
    """
    reader = _Reader(source)
    start = reader.skip(0)
    if start == len(source.text):
        return Scalar(source, Span(start, start), "", quoted=False)
    node = reader.read(start, 0)
    rest = reader.skip(node.span.end)
    if rest < len(source.text):
        raise reader.error(rest, "something follows the end of the file's list")
    return node


class _Reader(Record, frozen=True):
    source: Source

    def error(self, position: int, message: str) -> CitewellError:
        hint = "export the file once more, or look for a missing comma, quotation mark or bracket"
        position = min(position, max(0, len(self.source.text) - 1))
        return self.source.error(Span(position, position + 1), message, hint)

    def skip(self, position: int) -> int:
        """Return the offset of what comes after the white space."""
        match = _SPACE.match(self.source.text, position)
        return match.end() if match else position

    def read(self, start: int, depth: int) -> Node:
        """Read the value that begins at `start`."""
        if depth > MAX_DEPTH:
            raise self.error(start, "the values are nested too deeply")
        sign = self.source.text[start : start + 1]
        if sign == '"':
            return self.string(start)
        if sign == "[":
            return self.listing(start, depth)
        if sign == "{":
            return self.table(start, depth)
        match = _WORD.match(self.source.text, start)
        if not sign:
            raise self.error(start, "the file ends in the middle of a list")
        if match is None or not _VALUE.fullmatch(match[0]):
            raise self.error(start, "expected a value here")
        return Scalar(self.source, Span(start, match.end()), match[0], quoted=False)

    def string(self, start: int) -> Scalar:
        if start == len(self.source.text):
            raise self.error(start, "the file ends in the middle of an item")
        if self.source.text[start] != '"':
            raise self.error(start, 'expected a name in quotation marks: "title"')
        try:
            words, end = _DECODER.raw_decode(self.source.text, start)
        except json.JSONDecodeError as error:
            unclosed = error.msg.startswith("Unterminated")
            message = "this text is never closed" if unclosed else "a broken escape in this text"
            raise self.error(error.pos, message) from None
        whole = _HALF_PAIR.sub("\ufffd", words)
        return Scalar(self.source, Span(start, end), whole, quoted=True)

    def listing(self, start: int, depth: int) -> Listing:
        items = []
        position = self.skip(start + 1)
        while self.source.text[position : position + 1] != "]":
            item = self.read(position, depth + 1)
            items.append(item)
            position = self.after(item.span.end, start, "]")
        return Listing(self.source, Span(start, position + 1), tuple(items))

    def table(self, start: int, depth: int) -> Table:
        fields = []
        position = self.skip(start + 1)
        while self.source.text[position : position + 1] != "}":
            name = self.string(position)
            colon = self.skip(name.span.end)
            if self.source.text[colon : colon + 1] != ":":
                raise self.error(colon, "a field needs a colon after its name")
            value = self.read(self.skip(colon + 1), depth + 1)
            fields.append((name, value))
            position = self.after(value.span.end, start, "}")
        return Table(self.source, Span(start, position + 1), tuple(fields))

    def after(self, end: int, start: int, closing: str) -> int:
        """Return the offset of the next item, or of what closes the list that began at `start`."""
        position = self.skip(end)
        sign = self.source.text[position : position + 1]
        if sign == closing:
            return position
        if sign == ",":
            return self.skip(position + 1)
        if not sign:
            raise self.error(start, f"what {self.source.text[start]} opens here is never closed")
        raise self.error(position, "a comma is missing before this")
