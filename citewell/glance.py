"""A look at many files at once: whether each is as it was when it was last looked at.

Between `survey` and `pipeline`. Of a file the disk's own stamp is enough, unless it was written so
lately that a later writing could have left the stamp as it is: then its checksum is taken.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from citewell.disk import File, Known, Stamp
from citewell.survey import read_known


class Glance(NamedTuple):
    """What stands for files by their stamps; for the `doubtful` by their SHA-256, here by name."""

    digest: str
    doubtful: Mapping[str, str]


def take_glance(known: Mapping[str, Known]) -> Glance:
    """Return what stands for files, by what is known of each."""
    doubtful = {name: each.digest for name, each in known.items() if not each.settled}
    marks: dict[str, Stamp | str] = {name: each.stamp for name, each in known.items()}
    return Glance(_digest(marks | doubtful), doubtful)


def look_again(glance: Glance, files: Iterable[File]) -> Glance | None:
    """Return what stands for files that are all as they were at a glance, or None.

    What was doubtful then is read; it is so no longer, unless it was written just now. Raises
    `CitewellError` for a file that cannot be read.
    """
    stamps: dict[str, Stamp | str] = {file.name: file.stamp for file in files}
    read = read_known((file for file in files if file.name in glance.doubtful), {})
    if _digest(stamps | {name: each.digest for name, each in read.items()}) != glance.digest:
        return None
    if not read:
        return glance
    doubtful = {name: each.digest for name, each in read.items() if not each.settled}
    return Glance(_digest(stamps | doubtful), doubtful)


def _digest(marks: Mapping[str, Stamp | str]) -> str:
    """Return a checksum over the names of files and what tells the contents of each."""
    lines = [f"{name}\0{(*marks[name],)}" for name in sorted(marks)]
    return hashlib.blake2b("\n".join(lines).encode("utf-8"), digest_size=16).hexdigest()
