"""Files to values: the only reader of what a site's files say.

Comes after `survey`, which listed them. Text is decoded and its line ends made equal here and
nowhere else. Knows nothing of what the files mean.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from citewell.disk import File, Inventory, Known
from citewell.model import Asset, Assets, Output, Source
from citewell.problems import CitewellError, Problem
from citewell.record import replace
from citewell.sheets import SCRIPT, SHEET, join_sheets, shorten
from citewell.survey import unreadable

_FINGERPRINT = 8


def read_texts(files: Iterable[File]) -> tuple[list[Source], list[Problem]]:
    """Read files as text; returns those that could be read, and problems for the others."""
    sources: list[Source] = []
    problems: list[Problem] = []
    for file in files:
        try:
            sources.append(read_text(file))
        except CitewellError as error:
            problems.extend(error.problems)
    return sources, problems


def read_text(file: File) -> Source:
    """Read one file as text.

    A byte order mark is dropped, and line ends become line feeds. Raises `CitewellError` where the
    disk refuses, and with the place of the first byte that is not UTF-8.
    """
    data = read_data(file).removeprefix(b"\xef\xbb\xbf")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise CitewellError(_not_utf8(file.name, data, error.start)) from None
    return Source(file.name, text.replace("\r\n", "\n").replace("\r", "\n"))


def read_data(file: File | Asset) -> bytes:
    """Read the bytes of a file; raises `CitewellError` where the disk refuses."""
    try:
        return file.origin.read_bytes()
    except OSError as error:
        raise CitewellError(unreadable(file.name, error)) from None


def _not_utf8(name: str, data: bytes, offset: int) -> Problem:
    start = data.rfind(b"\n", 0, offset) + 1
    end = data.find(b"\n", offset)
    line = data[start : len(data) if end < 0 else end].decode("utf-8", "replace").rstrip("\r")
    column = len(data[start:offset].decode("utf-8", "replace")) + 1
    hint = "save the file as UTF-8 in your editor, and look at the letter at this place"
    message = f"the file is not UTF-8 text (byte {data[offset]:#04x})"
    return Problem(name, data.count(b"\n", 0, offset) + 1, column, message, 1, hint, line)


def assets(inventory: Inventory, known: Mapping[str, Known]) -> Assets:
    """Return the files that are published; `known` are all files by name.

    Raises `CitewellError` for a style sheet or script that cannot be read.
    """
    small = (SHEET, SCRIPT)
    others = {name: file for name, file in inventory.static.items() if not name.endswith(small)}
    return Assets(
        static=_assets(others, "", known),
        images=_assets(inventory.images, "images/", known),
        downloads=_assets(inventory.downloads, "downloads/files/", known),
        sheets=_small(read_sheets(inventory), _read(inventory, SCRIPT)),
    )


def read_sheets(inventory: Inventory) -> dict[str, Source]:
    """Read the style sheets of `static/`, by their path in it.

    Raises `CitewellError` for one that cannot be read.
    """
    return _read(inventory, SHEET)


def _read(inventory: Inventory, suffix: str) -> dict[str, Source]:
    files = inventory.static.items()
    return {name: read_text(file) for name, file in files if name.endswith(suffix)}


def _small(sheets: Mapping[str, Source], scripts: Mapping[str, Source]) -> dict[str, Output]:
    """Return style sheets and scripts as they are published."""
    small = join_sheets({name: source.text for name, source in sheets.items()})
    small |= {name: shorten(source.text) for name, source in scripts.items()}
    plain = {name: Output.of(name, text.encode("utf-8")) for name, text in small.items()}
    return {
        name: replace(output, path=_named(name, output.sha256)) for name, output in plain.items()
    }


def _named(path: str, digest: str) -> str:
    """Return a path with a part of the file's checksum in it.

    A browser may then keep the file for good: what changes gets another name.
    """
    stem, dot, suffix = path.rpartition(".")
    return f"{stem}.{digest[:_FINGERPRINT]}{dot}{suffix}"


def _assets(room: Mapping[str, File], to: str, known: Mapping[str, Known]) -> dict[str, Asset]:
    return {
        inside: Asset(
            f"{to}{inside}", file.origin, file.name, file.stamp.size, known[file.name].digest
        )
        for inside, file in room.items()
    }
