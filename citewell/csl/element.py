"""XML text -> elements that know their line.

First step of reading a style or a locale. `xml.parsers.expat` is used directly because it tells
lines and builds nothing that is not asked for. Knows nothing of CSL.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple
from xml.parsers import expat

from citewell.csl.errors import CslError

# Deep enough for any style ever published (the deepest stands below 40), and shallow enough that
# no style can exhaust the interpreter's stack.
MAXIMUM_DEPTH = 100


class Element(NamedTuple):
    """One XML element: local name, attributes, child elements, text, and its line from 1."""

    name: str
    attributes: dict[str, str]
    children: Sequence[Element]
    text: str
    line: int

    def get(self, attribute: str, default: str = "") -> str:
        """Return the attribute's value, or the default."""
        return self.attributes.get(attribute, default)

    def first(self, name: str) -> Element | None:
        """Return the first child of that name, if any."""
        return next(self.every(name), None)

    def every(self, name: str) -> Iterator[Element]:
        """Yield the children of that name in document order."""
        return (child for child in self.children if child.name == name)

    def walk(self) -> Iterator[Element]:
        """Yield the element and all that are inside it, in no particular order."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting += element.children


class _Open:
    """An element whose end is not read yet; most have no children, or no text."""

    __slots__ = ("attributes", "children", "line", "name", "texts")

    def __init__(self, name: str, attributes: dict[str, str], line: int) -> None:
        self.name = name
        self.attributes = attributes
        self.line = line
        self.children: list[Element] = []
        self.texts: list[str] = []


class _Builder:
    """Collects expat's events into elements; one builder reads one text."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.character_data
        self.parser.EntityDeclHandler = self.entity
        self.root = _Open("", {}, 0)
        self.open = [self.root]

    def start(self, name: str, attributes: dict[str, str]) -> None:
        line = self.parser.CurrentLineNumber
        if len(self.open) > MAXIMUM_DEPTH:
            raise CslError(f"elements nest more than {MAXIMUM_DEPTH} deep", line)
        local = name.rpartition(":")[2] if ":" in name else name
        self.open.append(_Open(local, attributes, line))

    def end(self, _name: str) -> None:
        done = self.open.pop()
        text = "".join(done.texts) if done.texts else ""
        element = Element(done.name, done.attributes, done.children or (), text, done.line)
        self.open[-1].children.append(element)

    def character_data(self, text: str) -> None:
        if not text.isspace():
            self.open[-1].texts.append(text)

    def entity(self, *_declaration: object) -> None:
        # An entity can unfold to gigabytes, or name a file; no style needs one.
        raise CslError("entity declarations are not allowed", self.parser.CurrentLineNumber)


def parse_xml(text: str | bytes) -> Element:
    """Return the root element of an XML text; CslError with the line if it is not well formed."""
    builder = _Builder()
    try:
        builder.parser.Parse(text, True)
    except expat.ExpatError as error:
        raise CslError(
            f"not well-formed XML: {expat.ErrorString(error.code)}", error.lineno
        ) from None
    except (ValueError, LookupError) as error:
        raise CslError(f"not readable as XML: {error}") from None
    return builder.root.children[0]
