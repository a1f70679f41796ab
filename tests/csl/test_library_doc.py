"""The manual of the library: its examples run, and every name of the door is in it."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

import citewell.csl

MANUAL = Path(__file__).resolve().parents[2] / "docs" / "csl-library.md"
TEXT = MANUAL.read_text(encoding="utf-8")


def test_the_examples_print_what_the_manual_says() -> None:
    outcome = doctest.testfile(str(MANUAL), module_relative=False, encoding="utf-8")

    assert outcome.attempted > 20
    assert outcome.failed == 0


@pytest.mark.parametrize("name", citewell.csl.__all__)
def test_a_name_of_the_door_is_explained_and_used(name: str) -> None:
    prose, examples = TEXT.split("```pycon"), re.findall(r"```pycon\n(.*?)```", TEXT, re.DOTALL)

    assert re.search(rf"`{name}\b", "".join(part.rpartition("```")[2] for part in prose))
    assert any(re.search(rf"\b{name}\b", example) for example in examples)
