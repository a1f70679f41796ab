"""A look at many files at once: whether each is as it was when it was last looked at.

Between `survey` and `pipeline`. Of a file the disk's own stamp is enough, unless it was written so
lately that a later writing could have left the stamp as it is: then its checksum is taken.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Collection, Iterable, Mapping
from itertools import chain
from typing import NamedTuple

from citewell.disk import NO_STAMP, File, Known, Stamp
from citewell.survey import read_known


class Glance(NamedTuple):
    """What stands for files by their stamps; for the `doubtful` by their SHA-256, here by name."""

    digest: str
    doubtful: Mapping[str, str]


def take_glance(known: Mapping[str, Known]) -> Glance:
    """Return what stands for files, by what is known of each."""
    doubtful = {name: each.digest for name, each in known.items() if not each.settled}
    return Glance(_digest({name: each.stamp for name, each in known.items()}, doubtful), doubtful)


def look_again(glance: Glance, files: Collection[File]) -> Glance | None:
    """Return what stands for files that are all as they were at a glance, or None.

    What was doubtful then is read; it is so no longer, unless it was written just now. Raises
    `CitewellError` for a file that cannot be read.
    """
    stamps = {file.name: file.stamp for file in files}
    asked = (file for file in files if file.name in glance.doubtful) if glance.doubtful else ()
    read = read_known(asked, {})
    if _digest(stamps, {name: each.digest for name, each in read.items()}) != glance.digest:
        return None
    if not read:
        return glance
    doubtful = {name: each.digest for name, each in read.items() if not each.settled}
    return Glance(_digest(stamps, doubtful), doubtful)


def _digest(stamps: Mapping[str, Stamp], doubtful: Mapping[str, str]) -> str:
    """Return a checksum over the names of files and what tells the contents of each."""
    names = sorted(stamps)
    trusted = [NO_STAMP if name in doubtful else stamps[name] for name in names]
    read = sorted(doubtful.items())
    digest = hashlib.blake2b("\0".join(names).encode("utf-8"), digest_size=16)
    digest.update(repr(read).encode("utf-8"))
    digest.update(_packed(trusted))
    return digest.hexdigest()


def _packed(stamps: Iterable[Stamp]) -> bytes:
    """Return the numbers of stamps one after another."""
    numbers = [*chain.from_iterable(stamps)]
    try:
        return array("q", numbers).tobytes()
    except OverflowError:  # some disks number their files in more than 64 bits
        return repr(numbers).encode("utf-8")
