"""Is a style fit to run? Rings of macros, calls of macros that are not there, sheer size.

Done once on the elements, before anything is compiled: a style that passes renders in bounded time
and bounded depth, whatever the item. Knows elements only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from citewell.csl.element import MAXIMUM_DEPTH, Element
from citewell.csl.errors import CslError

# How many elements one cite may pass through; the largest published style stays below 20,000.
MAXIMUM_WORK = 400_000


class _Vetting:
    """Measures a style's macros; each is measured once."""

    def __init__(self, macros: Mapping[str, Element]) -> None:
        self.macros = macros
        self.measured: dict[str, tuple[int, int]] = {}
        self.open: list[str] = []

    def measure(self, element: Element) -> tuple[int, int]:
        """Return how deep an element goes, macros included, and how much work it can make."""
        name = element.attributes.get("macro")
        if name and element.name in ("text", "key"):
            depth, work = self.measure_macro(name, element.line)
        elif element.name == "choose":
            depth, work = self.measure_children(element, max)
        else:
            depth, work = self.measure_children(element, sum)
        if depth > MAXIMUM_DEPTH:
            raise CslError(f"elements and macros nest more than {MAXIMUM_DEPTH} deep", element.line)
        if work > MAXIMUM_WORK:
            raise CslError("the macros call one another too many times", element.line)
        return depth + 1, work + 1

    def measure_children(
        self, element: Element, combine: Callable[[list[int]], int]
    ) -> tuple[int, int]:
        depth, works = 0, [0]
        for child in element.children:
            child_depth, work = self.measure(child)
            depth = max(depth, child_depth)
            works.append(work)
        return depth, combine(works)

    def measure_macro(self, name: str, line: int) -> tuple[int, int]:
        if name in self.measured:
            return self.measured[name]
        if name not in self.macros:
            raise CslError(f"there is no macro called “{name}”", line)
        if name in self.open:
            ring = " → ".join([*self.open[self.open.index(name) :], name])
            raise CslError(f"macros call one another in a ring: {ring}", line)
        if len(self.open) > MAXIMUM_DEPTH:
            raise CslError(f"macros nest more than {MAXIMUM_DEPTH} deep", line)
        self.open.append(name)
        self.measured[name] = self.measure_children(self.macros[name], sum)
        self.open.pop()
        return self.measured[name]


def vet(root: Element, macros: Mapping[str, Element]) -> list[str]:
    """Return the names of the macros, each after those that it calls.

    Raises CslError, with the line, if rendering by the style could fail to end.
    """
    vetting = _Vetting(macros)
    for name, macro in macros.items():
        vetting.measure_macro(name, macro.line)
    for child in root.children:
        if child.name in ("citation", "bibliography"):
            vetting.measure(child)
    return list(vetting.measured)
