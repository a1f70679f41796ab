"""What an author sees when something is wrong: whole sites, and the exact screen.

A case is a file of `tests/errors/`: a title, the files of a small site, and what the build prints
to the terminal. A file begins with `==> path <==`; a word in brackets behind the path says how it
is saved. The part called `screen` is the last. A screen without an error goes with a finished site.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from citewell.cli import run

FOLDER = Path(__file__).parent / "errors"
CASES = sorted(FOLDER.glob("*.md"))
JARGON = re.compile(
    r"\b(dict|list object|NoneType|node|mapping|scalar|sequence|Traceback|object has no|str)\b",
    re.IGNORECASE,
)
_HEADER = re.compile(r"^==> (\S+)(?: \((\S+)\))? <==\n", re.MULTILINE)
_ENCODINGS = {"latin-1": "latin-1", "bom": "utf-8-sig"}


@dataclass(frozen=True, slots=True)
class Case:
    """A site, by path its bytes, and the screen that its build shows."""

    files: dict[str, bytes]
    screen: str


def _read_case(path: Path) -> Case:
    _, *parts = _HEADER.split(path.read_text(encoding="utf-8"))
    texts = list(zip(parts[::3], parts[1::3], parts[2::3], strict=True))
    *files, (name, _, screen) = texts
    assert name == "screen", path.name
    return Case({file: _encode(text, how) for file, how, text in files}, screen)


def _encode(text: str, how: str | None) -> bytes:
    if how == "crlf":
        return text.replace("\n", "\r\n").encode("utf-8")
    return text.encode(_ENCODINGS[how] if how else "utf-8")


def _write_site(case: Case, folder: Path) -> None:
    for name, data in case.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_screen_says_what_is_wrong(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = _read_case(path)
    _write_site(case, tmp_path)
    fails = ": error: " in case.screen

    status = run(["build", "--source", str(tmp_path), "--output", str(tmp_path / "output")])

    assert capsys.readouterr().err == (f"{case.screen}\n" if case.screen else "")
    assert status == int(fails)
    assert (tmp_path / "output").exists() == (not fails)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_screen_speaks_the_writers_language(path: Path) -> None:
    said = [line for line in _read_case(path).screen.split("\n") if not re.match(r" *\d* \|", line)]

    assert not JARGON.search("\n".join(said))
