"""The official CSL test suite, held to a ledger that is true in both directions."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
NOTES = Path(__file__).with_name("NOTES.md")
REWRITE = "python scripts/csl_suite.py --write-ledger"


def _load_script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


csl_suite = _load_script("csl_suite")


@pytest.fixture(scope="module")
def passing() -> frozenset[str]:
    folder = csl_suite.suite_folder()
    if folder is None:
        pytest.skip("The CSL test suite is not here: set CSL_TEST_SUITE to its folder.")
    outcomes = [csl_suite.judge(fixture) for fixture in csl_suite.read_fixtures(folder)]
    return frozenset(outcome.fixture.name for outcome in outcomes if outcome.passes)


def _lines(names: Iterable[str]) -> str:
    return "".join(f"\n  {name}" for name in sorted(names))


def test_every_fixture_of_the_ledger_passes(passing: frozenset[str]) -> None:
    broken = csl_suite.read_ledger() - passing

    assert not broken, f"fixtures that passed before fail now:{_lines(broken)}"


def test_every_fixture_that_passes_is_in_the_ledger(passing: frozenset[str]) -> None:
    unlisted = passing - csl_suite.read_ledger()

    assert not unlisted, f"fixtures pass that the ledger lacks; {REWRITE}:{_lines(unlisted)}"


def test_the_ledger_is_sorted_and_names_each_fixture_once() -> None:
    lines = csl_suite.LEDGER.read_text(encoding="utf-8").splitlines()

    assert lines == sorted(set(lines))


def test_a_fixture_either_passes_or_is_argued_in_the_notes(passing: frozenset[str]) -> None:
    fixtures = {fixture.name for fixture in csl_suite.read_fixtures(csl_suite.suite_folder())}
    argued = set(re.findall(r"\*\*(\w+)\*\*", NOTES.read_text(encoding="utf-8")))

    assert argued == fixtures - passing
