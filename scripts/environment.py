"""The environment in `.venv/`: made, completed, and taken in place of the running Python.

Called by `bootstrap` where something is missing, on a Python that is new enough. It knows the
standard library only.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
# What the environment holds, one requirement a line; nothing while it is being made.
STAMP = VENV / "citewell.txt"


def start_again(extra: str, missing: str) -> NoReturn:
    """Run the same script with the Python of `.venv/`, which is made or completed first.

    `extra` names further requirements ("test") or is empty; `missing` is a module that the running
    Python lacks.
    """
    wanted = _requirements(extra)
    ready = _is_ready(wanted)
    if ready and Path(sys.prefix).resolve() == VENV.resolve():
        _stop(f"the folder .venv is damaged: {missing} is missing", "delete it and start again")
    if not ready:
        _set_up(extra, wanted)
    _run_script()


def _requirements(extra: str) -> list[str]:
    """Return the requirements of the project, as pyproject.toml writes them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [*project["dependencies"], *(project["optional-dependencies"][extra] if extra else ())]


def _is_ready(wanted: list[str]) -> bool:
    return _python().exists() and set(wanted) <= set(_stamp().split("\n"))


def _python() -> Path:
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _stamp() -> str:
    return STAMP.read_text(encoding="utf-8") if STAMP.exists() else ""


def _set_up(extra: str, wanted: list[str]) -> None:
    """Make `.venv/` if need be, and install the project into it.

    An unfinished one is thrown away; one that somebody else made, which has no stamp, is used.
    """
    _say("setting up the folder .venv, which happens once and takes about a minute")
    try:
        unfinished = STAMP.exists() and not _stamp()
        if unfinished or not _python().exists():
            _make_venv()
        before = _stamp()
        if before:
            STAMP.write_text("", encoding="utf-8")
        done = _install(extra)
        if done or before:
            STAMP.write_text("\n".join(wanted) if done else before, encoding="utf-8")
    except OSError as error:
        _stop(f"the folder .venv cannot be made in {ROOT}", str(error))
    except KeyboardInterrupt:
        sys.exit("stopped; the next start will begin anew")
    if not done:
        sys.exit(1)


def _make_venv() -> None:
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        hint = "on Debian or Ubuntu: sudo apt install python3-venv"
        _stop("this Python comes without its modules venv and ensurepip", hint)
    import venv  # noqa: PLC0415  # Debian has it in a package of its own

    if VENV.exists():
        shutil.rmtree(VENV)
    VENV.mkdir()
    STAMP.write_text("", encoding="utf-8")
    try:
        venv.EnvBuilder(symlinks=os.name != "nt", with_pip=True).create(VENV)
    except subprocess.CalledProcessError as error:
        _stop("Python's module venv cannot make the folder .venv", str(error))


def _install(extra: str) -> bool:
    """Install the project into `.venv/` with pip; tell what went wrong where that fails."""
    project = f"{ROOT}[{extra}]" if extra else str(ROOT)
    options = ["--quiet", "--disable-pip-version-check", "--retries", "2", "--editable", project]
    command = [str(_python()), "-m", "pip", "install", *options]
    pip = subprocess.run(
        command, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, errors="replace"
    )
    if pip.returncode:
        for line in pip.stdout.strip().split("\n")[-5:]:
            _say(f"pip: {line}")
        offline = re.search("connection|timed out|name resolution", pip.stdout, re.IGNORECASE)
        hint = "is this computer connected to the internet?" if offline else "see pip's words above"
        _complain("what citewell needs could not be installed", hint)
    return pip.returncode == 0


def _run_script() -> NoReturn:
    """Run the same script with the Python of `.venv/` in place of this one."""
    command = [str(_python()), *sys.argv]
    if os.name != "nt":
        os.execv(command[0], command)  # noqa: S606  # no shell is wanted
    try:  # on Windows, execv would return to the prompt before the script has ended
        sys.exit(subprocess.call(command))
    except KeyboardInterrupt:
        sys.exit(130)


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def _complain(message: str, hint: str) -> None:
    _say(f"error: {message}")
    _say(f"hint: {hint}")


def _stop(message: str, hint: str) -> NoReturn:
    _complain(message, hint)
    sys.exit(1)
