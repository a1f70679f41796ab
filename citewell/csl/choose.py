"""cs:choose and its conditions (specification, "Choose")."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from citewell.csl.context import CITATION, OTHERWISE, Context, Renderer, Test
from citewell.csl.element import Element
from citewell.csl.errors import CslError
from citewell.csl.numbers import is_numeric
from citewell.csl.rich import Inline
from citewell.csl.vocabulary import LABEL_SYNONYMS

Branch = tuple[Test, Renderer]


def compile_choose(branches: Sequence[Branch]) -> Renderer:
    """Return the closure of a cs:choose: the first branch whose test holds renders."""

    def render(context: Context) -> Inline | None:
        for test, content in branches:
            if test(context):
                return content(context)
        return None

    return render


def compile_test(element: Element) -> Test:
    """Return the test of a cs:if, cs:else-if or cs:else; CslError for an unknown condition."""
    if element.name == "else":
        return _always
    tests: list[Test] = []
    for condition, values in element.attributes.items():
        if condition == "match":
            continue
        make = _CONDITIONS.get(condition)
        if make is None:
            raise CslError(f"there is no condition called “{condition}”", element.line)
        wanted = frozenset(values.split())
        whole = _WHOLES.get((condition, element.get("match", "all")))
        if whole is not None and wanted and wanted.isdisjoint(OTHERWISE):
            tests.append(whole(wanted))
        else:
            tests.extend(make(value) for value in values.split())
    if not tests:
        raise CslError(f"<{element.name}> has no condition", element.line)
    match = element.get("match", "all")
    if match not in _MATCHES:
        raise CslError(f"match should be all, any or none, not “{match}”", element.line)
    return tests[0] if len(tests) == 1 and match != "none" else _MATCHES[match](tests)


def _always(_context: Context) -> bool:
    return True


def _all(tests: Sequence[Test]) -> Test:
    def holds(context: Context) -> bool:
        for test in tests:  # noqa: SIM110 - a generator would cost a frame for every condition
            if not test(context):
                return False
        return True

    return holds


def _any(tests: Sequence[Test]) -> Test:
    def holds(context: Context) -> bool:
        for test in tests:  # noqa: SIM110 - likewise
            if test(context):
                return True
        return False

    return holds


def _none(tests: Sequence[Test]) -> Test:
    some = _any(tests)
    return lambda context: not some(context)


_MATCHES: dict[str, Callable[[Sequence[Test]], Test]] = {"all": _all, "any": _any, "none": _none}


def _type(value: str) -> Test:
    return lambda context: context.item.type == value


def _any_type(values: frozenset[str]) -> Test:
    return lambda context: context.item.type in values


def _variable(value: str) -> Test:
    if value in OTHERWISE:
        return lambda context: bool(context.peek(value))
    return lambda context: value in context.item.variables


def _any_variable(values: frozenset[str]) -> Test:
    return lambda context: not values.isdisjoint(context.item.variables)


def _every_variable(values: frozenset[str]) -> Test:
    return lambda context: values <= context.item.variables


# Conditions on several values that one look decides, by how they match.
_WHOLES: dict[tuple[str, str], Callable[[frozenset[str]], Test]] = {
    ("type", "any"): _any_type,
    ("type", "none"): _any_type,
    ("variable", "any"): _any_variable,
    ("variable", "none"): _any_variable,
    ("variable", "all"): _every_variable,
}


def _is_numeric(value: str) -> Test:
    return lambda context: is_numeric(context.peek(value))


def _is_uncertain(value: str) -> Test:
    def holds(context: Context) -> bool:
        date = context.item.dates.get(value)
        return date is not None and date.is_uncertain

    return holds


def _locator(value: str) -> Test:
    label = LABEL_SYNONYMS.get(value, value)
    return lambda context: bool(context.cite.locator) and context.cite.label == label


def _position(value: str) -> Test:
    # In the bibliography no position holds ("Choose: position").
    return lambda context: context.area == CITATION and value in context.cite.positions


def _disambiguate(value: str) -> Test:
    return lambda context: context.hints.condition == (value == "true")


_CONDITIONS: dict[str, Callable[[str], Test]] = {
    "type": _type,
    "variable": _variable,
    "is-numeric": _is_numeric,
    "is-uncertain-date": _is_uncertain,
    "locator": _locator,
    "position": _position,
    "disambiguate": _disambiguate,
}
