"""Formatting attributes, affixes, display, text case, strip-periods: what most elements share.

(Specification, "Affixes", "Display", "Formatting", "Quotes", "Strip-periods", "Text-case".) Read
once from an element, applied to whatever that element renders.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from citewell.csl.case import change_case
from citewell.csl.fields import parse_field
from citewell.csl.rich import Inline, Node, map_text

# Outermost first: <b><i>...</i></b>.
_MARKS: Mapping[str, Mapping[str, str]] = {
    "vertical-align": {"sup": "superscript", "sub": "subscript", "baseline": "baseline"},
    "text-decoration": {"underline": "underline", "none": "no-decoration"},
    "font-weight": {"bold": "bold", "light": "light", "normal": "font-weight-normal"},
    "font-variant": {"small-caps": "small-caps", "normal": "font-variant-normal"},
    "font-style": {"italic": "italic", "oblique": "oblique", "normal": "font-style-normal"},
}
# The values of `display`, which are marks of the same names.
BLOCKS = ("block", "left-margin", "right-inline", "indent")

_ATTRIBUTES = frozenset(_MARKS) | {
    "prefix", "suffix", "quotes", "text-case", "strip-periods", "display",
}  # fmt: skip


class Formatting(NamedTuple):
    """What an element does to its content, outermost first: display, affixes, marks, case."""

    marks: tuple[str, ...] = ()
    prefix: Inline = ""
    suffix: Inline = ""
    case: str = ""
    strip_periods: bool = False
    display: str = ""

    def apply(self, content: Inline, *, language: str) -> Inline:
        """Return the content with all of this round it; affixes stand outside the marks."""
        if self is NO_FORMATTING:
            return content
        if self.strip_periods:
            content = map_text(content, _without_periods)
        if self.case:
            content = change_case(content, self.case, language=language)
        if self.marks:
            content = Node((content,), self.marks)
        if self.prefix or self.suffix:
            content = Node((self.prefix, content, self.suffix))
        if self.display:
            content = Node((content,), (self.display,))
        return content

    def split(self) -> tuple[Formatting, Formatting]:
        """Return the affixes alone, and all else alone."""
        if self is NO_FORMATTING:
            return self, self
        affixes = Formatting(prefix=self.prefix, suffix=self.suffix)
        rest = self._replace(prefix="", suffix="")
        return _canonical(affixes), _canonical(rest)


NO_FORMATTING = Formatting()


def _canonical(formatting: Formatting) -> Formatting:
    return NO_FORMATTING if formatting == NO_FORMATTING else formatting


def _without_periods(text: str) -> str:
    return text.replace(".", "")


def parse_formatting(attributes: Mapping[str, str]) -> Formatting:
    """Return the formatting that an element's attributes ask for."""
    if _ATTRIBUTES.isdisjoint(attributes):
        return NO_FORMATTING
    marks = tuple(
        known[attributes[name]] for name, known in _MARKS.items() if attributes.get(name) in known
    )
    if attributes.get("quotes") == "true":
        marks = ("quotes", *marks)
    return _canonical(
        Formatting(
            marks=marks,
            prefix=parse_field(attributes.get("prefix", "")),
            suffix=parse_field(attributes.get("suffix", "")),
            case=attributes.get("text-case", ""),
            strip_periods=attributes.get("strip-periods") == "true",
            display=display if (display := attributes.get("display", "")) in BLOCKS else "",
        )
    )
