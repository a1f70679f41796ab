"""A look at many files at once: whether each is as it was when it was last looked at.

Between `survey` and `pipeline`. Of a file the disk's own stamp is enough, unless it was written so
lately that a later writing could have left the stamp as it is: then its checksum is taken.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Callable, Collection, Iterable, Mapping

from citewell.disk import NO_STAMP, File, Glance, Known, Roll, digests
from citewell.survey import read_known

_FEW = 10
Finder = Callable[[Collection[str]], Iterable[File]]


def take_glance(known: Mapping[str, Known]) -> Glance:
    """Return what stands for files in this order, by what is known of each."""
    roll = Roll.of({name: each.stamp for name, each in known.items()})
    return _glance(roll, _doubtful(known))


def move_on(glance: Glance, roll: Roll, made: Mapping[str, Known]) -> Glance:
    """Return what stands for the files of a roll; those not just made are as at the glance."""
    here = frozenset(roll.names)
    old = {name: digest for name, digest in glance.doubtful.items() if name in here - made.keys()}
    return _glance(roll, old | _doubtful(made))


def look_again(glance: Glance, roll: Roll, find: Finder) -> Glance | None:
    """Return what stands for files that are all as they were at a glance, or None.

    What was doubtful then is found by name and read; it is so no longer, unless it was written just
    now. Raises `CitewellError` for a file that cannot be read.
    """
    read = read_known(find(glance.doubtful), {}) if glance.doubtful else {}
    if _digest(roll, digests(read)) != glance.digest:
        return None
    return _glance(roll, _doubtful(read)) if read else glance


def _doubtful(known: Mapping[str, Known]) -> dict[str, str]:
    """Return the SHA-256 of files whose stamps cannot be trusted."""
    return {name: each.digest for name, each in known.items() if not each.settled}


def _glance(roll: Roll, doubtful: Mapping[str, str]) -> Glance:
    return Glance(_digest(roll, doubtful), doubtful)


def _digest(roll: Roll, doubtful: Mapping[str, str]) -> str:
    """Return a checksum over the names of files and what tells the contents of each."""
    digest = hashlib.blake2b("\0".join(roll.names).encode("utf-8"), digest_size=16)
    digest.update(repr(sorted(doubtful.items())).encode("utf-8"))
    digest.update(_trusted(roll, doubtful))
    return digest.hexdigest()


def _trusted(roll: Roll, doubtful: Mapping[str, str]) -> array[int]:
    """Return the numbers of the stamps, but none of those that cannot be trusted."""
    if not doubtful:
        return roll.numbers
    numbers, size = roll.numbers[:], len(NO_STAMP)
    for place in _places(roll.names, doubtful):
        numbers[place * size : (place + 1) * size] = array("q", NO_STAMP)
    return numbers


def _places(names: list[str], wanted: Collection[str]) -> Iterable[int]:
    """Return where in a list of names those are that are wanted."""
    if len(wanted) > _FEW:
        return [place for place, name in enumerate(names) if name in wanted]
    # To search for one is many times as quick as to look at all.
    return [names.index(name) for name in wanted if name in names]
