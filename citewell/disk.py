"""What lies on the disk before a build, as values: files, their stamps, and what is known of them.

First in the line after `problems`, and apart from `model`: a build that finds nothing changed needs
no other nouns.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import NamedTuple, Self

from citewell.problems import Problem


# There are thousands of these three at every start: tuples are made and compared the quickest.
class Stamp(NamedTuple):
    """What the disk says of a file without its being read; times in nanoseconds."""

    size: int
    modified: int
    changed: int
    node: int


# Some disks number their files in more bits than an array holds.
BITS = 2**63 - 1
# That of a file whose stamp does not matter.
NO_STAMP = Stamp(0, 0, 0, 0)


class File(NamedTuple):
    """A file of the site: what problems call it, where it is, and its stamp."""

    name: str
    place: str
    stamp: Stamp

    @property
    def origin(self) -> Path:
        """Where it is, as a path."""
        return Path(self.place)


class Roll(NamedTuple):
    """Very many files: their names, and the numbers of their stamps one after another.

    The names of pages are in order.
    """

    names: list[str]
    numbers: array[int]

    @classmethod
    def of(cls, stamps: Mapping[str, Iterable[int]]) -> Self:
        """Call a roll of files by their names."""
        return cls([*stamps], array("q", chain.from_iterable(stamps.values())))

    def after(self, made: Mapping[str, Stamp], gone: Collection[str]) -> Self:
        """Call the roll again, in order, when files were made and others are gone."""
        names, numbers = self.names[:], self.numbers[:]
        for name, stamp in sorted(made.items()):
            place, known = _place(names, name)
            numbers[4 * place : 4 * (place + known)] = array("q", stamp)
            names[place : place + known] = [name]
        for name in gone:
            place, known = _place(names, name)
            del names[place : place + known], numbers[4 * place : 4 * (place + known)]
        return type(self)(names, numbers)

    def files(self, folder: Path) -> Iterator[File]:
        """Yield them one by one; their names are paths in a folder."""
        numbers = iter(self.numbers)
        stamps = map(Stamp, numbers, numbers, numbers, numbers)
        for name, stamp in zip(self.names, stamps, strict=True):
            yield File(name, f"{folder}/{name}", stamp)


def _place(names: list[str], name: str) -> tuple[int, bool]:
    """Return where a name is, or should be, among names in order, and whether it is there."""
    place = bisect_left(names, name)
    return place, names[place : place + 1] == [name]


class Known(NamedTuple):
    """A file as it was when it was last read or written.

    `identity` stands for what a page was made from. A stamp that is not `settled` could hide a
    later writing, so that the file must be read to know it again.
    """

    stamp: Stamp
    digest: str
    settled: bool
    identity: str = ""


class Glance(NamedTuple):
    """What stands for files by their stamps; for the `doubtful` by their SHA-256, here by name."""

    digest: str
    doubtful: Mapping[str, str]


def digests(files: Mapping[str, Known]) -> dict[str, str]:
    """Return the SHA-256 of files by their names."""
    return {name: known.digest for name, known in files.items()}


class Inventory(NamedTuple):
    """Every file that a build may read, by the rooms of the site; none of them is read yet.

    Templates, static files, images and downloads are keyed by their path in their folder; `styles`
    are the site's own files of CSL. The `glossary` is one file, or none.
    """

    settings: File
    posts: tuple[File, ...]
    pages: tuple[File, ...]
    references: tuple[File, ...]
    styles: tuple[File, ...]
    templates: Mapping[str, File]
    words: tuple[File, ...]
    static: Mapping[str, File]
    images: Mapping[str, File]
    downloads: Mapping[str, File]
    glossary: tuple[File, ...] = ()
    problems: tuple[Problem, ...] = ()

    def files(self) -> Iterator[File]:
        """Yield all files, each once."""
        yield from (self.settings, *self.posts, *self.pages, *self.references)
        yield from (*self.styles, *self.words, *self.glossary)
        for room in (self.templates, self.static, self.images, self.downloads):
            yield from room.values()


class Scene(NamedTuple):
    """A site, and what its last build left in the output folder, as they were listed.

    `ours` are the paths of all files that citewell made there, by a list with the stamp `listed`;
    `pages` are those that are still there. Where an earlier build has seen these, `seen` is what it
    took to stand for them.
    """

    inventory: Inventory
    pages: Roll
    ours: Collection[str]
    listed: Stamp | None
    seen: Glance | None = None

    def lies_like(self, other: Scene) -> bool:
        """Tell whether the same files lie there, as far as the disk tells."""
        return (self.inventory, self.pages) == (other.inventory, other.pages)


class Survey(NamedTuple):
    """A site and its output folder as they lie on the disk before a build.

    `files` says what is known of every file of the inventory, by name. `pages` and `ours` are those
    of the scene; where the output folder is `intact` all of them are as they were left.
    """

    root: Path
    output: Path
    inventory: Inventory
    files: Mapping[str, Known]
    pages: Roll
    ours: Collection[str]
    intact: bool
