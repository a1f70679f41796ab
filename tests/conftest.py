"""What all tests share: cases read from files, and how hypothesis searches.

A test that asks for `given` and `expected` is run for every case in the folder of `tests/cases/`
that its module is named after. A case is a title, an input and what comes of it, with a line that
holds a single dot after each. Its id is the file and the line of the title.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from citewell.model import Source
from citewell.problems import Problem

CASES = Path(__file__).parent / "cases"

settings.register_profile("default", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, max_examples=300)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "default")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test of cases once for each of them."""
    if {"given", "expected"} <= set(metafunc.fixturenames):
        folder = CASES / metafunc.module.__name__.rpartition(".test_")[2]
        cases = [case for path in sorted(folder.glob("*.md")) for case in _read_cases(path)]
        metafunc.parametrize(("given", "expected"), cases)


def _read_cases(path: Path) -> Iterator[Any]:
    parts: list[list[str]] = [[]]
    start = 1
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if line != ".":
            parts[-1].append(line)
            continue
        if len(parts) == 1:
            start = number - 1
        parts.append([])
        if len(parts) == 4:  # title, input, outcome, and what comes next
            _, given, expected, _ = parts
            yield pytest.param("\n".join(given), "\n".join(expected), id=f"{path.name}:{start}")
            parts = [[]]


@pytest.fixture(scope="session")
def lies_in() -> Callable[[Problem, Source], bool]:
    """Tell whether a problem's place is one of the source, and its excerpt what stands there."""
    return _lies_in


def _lies_in(problem: Problem, source: Source) -> bool:
    lines = source.text.split("\n")
    if problem.path != source.path or not 0 <= problem.line <= len(lines):
        return False
    if problem.line == 0:
        return problem.column == 0
    line = lines[problem.line - 1]
    return problem.excerpt == line and 1 <= problem.column <= len(line) + 1
