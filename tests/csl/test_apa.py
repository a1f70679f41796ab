"""The case files of `apa/`: what the Publication Manual asks for, and what APA's style prints.

A case is a heading with the rule, `lang:` where it is not en-US, the references in a fence, then
the list of references after `>`, one entry a line, and citations after `-`. Where the style departs
from the manual, two indented lines say what it prints and why; they are then what is tested.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from apa_document import print_post

FOLDER = Path(__file__).parent / "apa"
_CASE = re.compile(
    r"(?P<title>[^\n]+)\n+(?:lang: (?P<lang>\S+)\n+)?```yaml\n(?P<yaml>.*?)^```$(?P<rest>.*)",
    re.MULTILINE | re.DOTALL,
)
_EXPECTED = re.compile(
    r"^(?:> |- `(?P<written>.+?)` )(?P<manual>.+)"
    r"(?:\n +style prints: (?P<style>.+)\n +why: .+)?$",
    re.MULTILINE,
)


@dataclass(frozen=True)
class Expected:
    """One line of a case: what is written (for an entry, nothing), what manual and style print."""

    written: str
    manual: str
    style: str

    @property
    def printed(self) -> str:
        return self.style or self.manual


@dataclass(frozen=True)
class Case:
    """One rule of the manual: references, the list that they make, citations."""

    title: str
    language: str
    yaml: str
    expected: tuple[Expected, ...]


def read_cases(path: Path) -> Iterator[tuple[int, Case]]:
    """Yield the cases of a file with their lines."""
    head, *parts = re.split(r"^## ", path.read_text("utf-8"), flags=re.MULTILINE)
    line = head.count("\n") + 1
    for part in parts:
        yield line, parse_case(part)
        line += part.count("\n")


def parse_case(text: str) -> Case:
    found = _CASE.fullmatch(text)
    assert found, text
    left = _EXPECTED.sub("", found["rest"]).strip()
    assert not left, f"neither an entry nor a citation: {left}"
    lines = [
        Expected(line["written"] or "", line["manual"], line["style"] or "")
        for line in _EXPECTED.finditer(found["rest"])
    ]
    return Case(found["title"], found["lang"] or "en-US", found["yaml"], tuple(lines))


CASES = [
    pytest.param(case, id=f"{path.name}:{line}")
    for path in sorted(FOLDER.glob("*.md"))
    for line, case in read_cases(path)
]


@pytest.mark.parametrize("case", CASES)
def test_a_case_prints_as_expected(case: Case) -> None:
    entries = [line.printed for line in case.expected if not line.written]
    cited = [line for line in case.expected if line.written]

    citations, listed = print_post(
        case.yaml, [line.written for line in cited], "apa", case.language
    )

    assert listed == entries, case.title
    assert citations == [line.printed for line in cited], case.title


@pytest.mark.parametrize("case", CASES)
def test_a_departure_from_the_manual_is_none_if_both_print_the_same(case: Case) -> None:
    same = [line.manual for line in case.expected if line.style == line.manual]

    assert not same, case.title


@pytest.mark.parametrize("count", range(1, 24))
def test_up_to_twenty_authors_are_named_then_nineteen_and_the_last(count: int) -> None:
    """Publication Manual, section 9.8."""
    families = [f"{letter}ady" for letter in "BCDFGHJKLMNPQRSTVWXYZbc"[:count]]
    authors = ", ".join(f"{{family: {family}, given: Ann}}" for family in families)
    reference = f"- {{id: many, type: book, title: Many, issued: 2020, author: [{authors}]}}\n"

    _, (entry,) = print_post(reference, [], "apa", "en-US")

    names = [f"{family}, A." for family in families]
    shown = ", ".join(names[:-1]) + ", & " + names[-1] if count > 1 else names[0]
    shortened = ", ".join(names[:19]) + ", … " + names[-1]
    assert entry == f"{shown if count <= 20 else shortened} (2020). *Many*."
