from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from citewell import identity
from citewell.identity import fingerprint, identify
from citewell.problems import Level


def test_equal_parts_have_one_identity() -> None:
    assert identify("a", [1, ("b", None)]) == identify("a", [1, ("b", None)])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("ab",), ("a", "b")),
        ((["ab"],), (["a", "b"],)),
        ((1,), ("1",)),
        ((1,), (True,)),
        ((None,), ("None",)),
        (("a'",), ('a"',)),
        (("", "a"), ("a", "")),
        (([],), ()),
        (("\ud800",), ("\\ud800",)),
    ],
)
def test_other_parts_have_another_identity(one: tuple[object], other: tuple[object]) -> None:
    assert identify(*one) != identify(*other)


def test_an_identity_is_short_and_plain() -> None:
    assert len(identify("x" * 10_000)) == 32
    assert identify().isalnum()


@pytest.mark.parametrize("seed", ["0", "1"])
def test_an_identity_is_the_same_in_any_process(seed: str) -> None:
    script = (
        "from citewell.identity import identify; from citewell.problems import Level; "
        "print(identify({'a': Level.ERROR, 'b': 'ü'}))"
    )
    command = [sys.executable, "-c", script]

    told = subprocess.run(  # noqa: S603  our own Python
        command,
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(identity.__file__).parents[1])},
    )

    assert told.stdout.strip() == identify({"a": Level.ERROR, "b": "ü"})


def test_citewell_knows_itself_again() -> None:
    assert fingerprint() == fingerprint()


@pytest.fixture
def own_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a package with a few files that stands for citewell."""
    package = tmp_path / "citewell"
    (package / "csl").mkdir(parents=True)
    for name in ("identity.py", "csl/sort.py"):
        (package / name).write_text("pass\n", encoding="utf-8")
    monkeypatch.setattr(identity, "__file__", str(package / "identity.py"))
    return package


@pytest.mark.parametrize("name", ["identity.py", "csl/sort.py", "new.py"])
def test_a_changed_source_of_citewell_changes_it(name: str, own_copy: Path) -> None:
    before = fingerprint()

    (own_copy / name).write_text("pass  # changed\n", encoding="utf-8")

    assert fingerprint() != before


def test_another_version_of_a_package_changes_it(
    own_copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packages = tmp_path / "site-packages"
    (packages / "markdown-3.7.dist-info").mkdir(parents=True)
    monkeypatch.setattr(sys, "path", [str(own_copy.parent), str(packages)])
    before = fingerprint()

    (packages / "markdown-3.7.dist-info").rename(packages / "markdown-3.8.dist-info")

    assert fingerprint() != before


def test_another_python_changes_it(own_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = fingerprint()

    monkeypatch.setattr(sys, "version", f"{own_copy.name} 4.0")

    assert fingerprint() != before
