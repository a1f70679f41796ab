from __future__ import annotations

import ast
import importlib.metadata
import importlib.util
import re
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parent.parent.parent
TYPES_ONLY = re.compile(r"types-")


def _load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / f"scripts/{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def bootstrap() -> ModuleType:
    """The module that build.py begins with."""
    return _load("bootstrap")


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module that makes .venv, with a folder of its own to set up."""
    module = _load("environment")
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "STAMP", tmp_path / ".venv" / "citewell.txt")
    return module


def _finished(environment: ModuleType, *requirements: str) -> None:
    environment._python().parent.mkdir(parents=True)
    environment._python().touch()
    environment.STAMP.write_text("\n".join(requirements), encoding="utf-8")


@pytest.mark.parametrize("name", ["build.py", "scripts/bootstrap.py"])
def test_an_old_python_can_read_what_it_runs_first(name: str) -> None:
    ast.parse((ROOT / name).read_text(encoding="utf-8"), feature_version=(3, 6))


def test_an_old_python_is_told_so(bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 18, "final", 0))

    with pytest.raises(SystemExit) as stopped:
        bootstrap.ensure()

    message = "error: citewell needs Python 3.11 or newer, and this is Python 3.9"
    assert str(stopped.value.code).startswith(message)


def test_every_requirement_is_looked_for(bootstrap: ModuleType) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    required = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    names = {re.split(r"[<>=\[;]", line)[0] for line in required if not TYPES_ONLY.match(line)}

    owners = importlib.metadata.packages_distributions()
    modules = bootstrap.MODULES + bootstrap.TEST_MODULES
    found = {owner.lower() for module in modules for owner in owners[module]}

    assert {name.lower().replace("_", "-") for name in names} == {
        name.replace("_", "-") for name in found
    }


def test_a_finished_environment_is_used_again(environment: ModuleType) -> None:
    _finished(environment, "jinja2>=3.1.4", "pytest>=8.2")

    assert environment._is_ready(["jinja2>=3.1.4"])


def test_a_changed_requirement_is_installed(environment: ModuleType) -> None:
    _finished(environment, "jinja2>=3.1.4")

    assert not environment._is_ready(["jinja2>=3.2"])


def test_an_unfinished_environment_is_made_again(
    environment: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    _finished(environment)
    made: list[str] = []
    monkeypatch.setattr(environment, "_make_venv", lambda: made.append("made"))
    monkeypatch.setattr(environment, "_install", lambda _: True)

    environment._set_up("test", ["jinja2>=3.1.4"])

    assert made == ["made"]
    assert environment._is_ready(["jinja2>=3.1.4"])


def test_an_environment_survives_a_failed_addition(
    environment: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    _finished(environment, "jinja2>=3.1.4")
    monkeypatch.setattr(environment, "_install", lambda _: False)

    with pytest.raises(SystemExit):
        environment._set_up("test", ["jinja2>=3.1.4", "pytest>=8.2"])

    assert environment._is_ready(["jinja2>=3.1.4"])


def test_an_environment_of_somebody_else_is_never_thrown_away(
    environment: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    _finished(environment)
    environment.STAMP.unlink()
    monkeypatch.setattr(environment, "_install", lambda _: False)

    for _ in range(2):
        with pytest.raises(SystemExit):
            environment._set_up("", ["jinja2>=3.1.4"])

    assert environment._python().exists()


def test_a_python_without_venv_is_told_what_to_install(
    environment: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)

    with pytest.raises(SystemExit):
        environment._make_venv()

    assert "sudo apt install python3-venv" in capsys.readouterr().err


def test_a_damaged_environment_does_not_start_itself_for_ever(
    environment: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _finished(environment, "jinja2>=3.1.4")
    monkeypatch.setattr(environment, "_requirements", lambda _: ["jinja2>=3.1.4"])
    monkeypatch.setattr(sys, "prefix", str(environment.VENV))

    with pytest.raises(SystemExit):
        environment.start_again("", "jinja2")

    assert "the folder .venv is damaged: jinja2 is missing" in capsys.readouterr().err
