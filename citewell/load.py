"""Files to values: the only reader of what a site's files say.

Comes after `survey`, which listed them. Text is decoded and its line ends made equal here and
nowhere else. Knows nothing of what the files mean.
"""

from __future__ import annotations

from collections.abc import Iterable

from citewell.disk import File
from citewell.model import Asset, Source
from citewell.problems import CitewellError, Problem
from citewell.survey import unreadable


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
