"""What a result stands for: the identity of everything that it is made from.

A leaf. Two results with one identity are the same, so that one of them need not be made. The
identity of citewell itself, its packages and its Python is part of all others.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_DIGEST_SIZE = 16


def identify(*parts: Any) -> str:
    """Return a short text that stands for plain data: the same for equal values, in any process."""
    return hashlib.blake2b(repr(parts).encode("utf-8"), digest_size=_DIGEST_SIZE).hexdigest()


def identify_all(texts: Mapping[str, str]) -> str:
    """Return what stands for very many texts by name; in neither is there a zero byte."""
    whole = "\0".join([*texts, "", *texts.values()])
    return hashlib.blake2b(whole.encode("utf-8"), digest_size=_DIGEST_SIZE).hexdigest()


def fingerprint() -> str:
    """Return the identity of this very citewell: its own files, the packages beside it, Python.

    Own files are told apart by what the disk says of them, packages by their names and versions.
    """
    package = Path(__file__).parent
    return identify(sys.version, sorted(_own_files(package)), sorted(_packages()))


def _own_files(package: Path) -> list[tuple[str, int, int, int]]:
    files = []
    for folder in (package, package / "csl"):
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.endswith(".py"):
                    status = entry.stat()
                    stamp = (status.st_size, status.st_mtime_ns, status.st_ctime_ns)
                    files.append((f"{folder.name}/{entry.name}", *stamp))
    return files


def _packages() -> list[str]:
    """Return the names of installed packages with their versions, as their folders have them."""
    names: list[str] = []
    for place in sys.path:
        if os.path.basename(place) in {"site-packages", "dist-packages"} and os.path.isdir(place):  # noqa: PTH112, PTH119  start-up is measured
            names += [name for name in os.listdir(place) if name.endswith(".dist-info")]  # noqa: PTH208
    return names
