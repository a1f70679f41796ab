"""Finished files to the disk: the only writer.

Last stage of a build. A file appears whole or not at all: it is made under another name in the same
folder tree and then moved into place. Files that are equal already are left alone, so that tools
that send a site to its host see true changes. A list of the files that citewell made lies in the
folder; what is not in it was made by someone else and is never touched.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from citewell.identity import identify
from citewell.memo import FOLDER
from citewell.model import Asset, Output, Proof
from citewell.problems import CitewellError, Problem
from citewell.record import Record
from citewell.survey import MANIFEST, read_digest, read_manifest

_WORKSHOP, _TRAY = ".citewell-new", "tray"
Finished = Output | Proof | Asset


class Written(Record, frozen=True):
    """What became of the files: paths in the output folder, sorted, and how many stay as is."""

    written: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int


def lay_by(output: Output, tray: str) -> Proof:
    """Write a finished file into a tray, and return what is left to be known of it."""
    place = f"{tray}/{identify(output.path)}"
    with open(place, "wb") as file:  # noqa: PTH123  thousands of files
        file.write(output.data)
    return Proof(output.path, place, output.size, output.sha256)


@contextmanager
def open_tray(root: Path | None) -> Iterator[str]:
    """Open a folder where finished files wait: beside the memo of the site, or anywhere.

    It is empty, and gone at the end.
    """
    folder = root / FOLDER / _TRAY if root else None
    try:
        if folder:
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
    except OSError:
        folder = None  # a site that may not be written to can be built elsewhere
    if folder is None:
        from tempfile import TemporaryDirectory  # noqa: PLC0415  seldom needed

        with TemporaryDirectory() as passing:
            yield passing
        return
    try:
        yield os.fspath(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def write_outputs(
    outputs: Iterable[Finished],
    kept: Collection[str],
    digests: Mapping[str, str],
    folder: Path,
    ours: Collection[str] | None = None,
) -> Written:
    """Make the output folder hold exactly these files of ours, and leave others alone.

    `kept` are paths whose files are known to be there as they should be, but for those to be made.
    `digests` are the SHA-256 of files that were seen in the folder, by path; `ours` is what the
    list of our files names, if that was read. Raises `CitewellError`, with nothing changed,
    where a file that citewell did not make stands in the way; and where the disk refuses, with
    every finished page whole.
    """
    planned = {output.path: output for output in outputs}
    try:
        listed = frozenset(read_manifest(folder) if ours is None else ours)
        return _write(planned, frozenset(kept), digests, folder, listed)
    except OSError as error:
        raise CitewellError(_refused(error, folder)) from None
    finally:
        shutil.rmtree(folder / _WORKSHOP, ignore_errors=True)


def _write(
    planned: Mapping[str, Finished],
    kept: frozenset[str],
    digests: Mapping[str, str],
    folder: Path,
    ours: frozenset[str],
) -> Written:
    wanted = kept.union(planned)
    gone = ours - wanted
    changed = {
        path: output
        for path, output in planned.items()
        if digests.get(path) != output.sha256 and not _is_there(output, folder)
    }
    foreign = set(_foreign(folder, changed, ours, gone))
    if foreign:
        raise CitewellError(*(_in_the_way(folder, path) for path in sorted(foreign)))
    removed: list[str] = []
    if changed or ours != wanted:
        # The list names a file before it exists, so that none is ever ours and unknown to us.
        if not wanted <= ours:
            _write_manifest(ours | wanted, folder)
        # First what is no longer wanted: a folder may have to make room for a file.
        removed = [path for path in sorted(gone) if _remove(folder, path)]
        _put_all(changed.values(), folder)
        if wanted != ours:
            _write_manifest(wanted, folder)
    return Written(
        written=tuple(sorted(changed)),
        removed=tuple(removed),
        unchanged=len(wanted) - len(changed),
    )


def _write_manifest(paths: Iterable[str], folder: Path) -> None:
    text = "".join(f"{path}\n" for path in sorted(paths))
    _put_all([Output.of(MANIFEST, text.encode("utf-8"))], folder)


def _is_there(output: Finished, folder: Path) -> bool:
    """Tell whether the folder holds the file already, equal to the last byte."""
    path = folder / output.path
    try:
        return path.stat().st_size == output.size and read_digest(path) == output.sha256
    except OSError:
        return False


def _put_all(outputs: Iterable[Finished], folder: Path) -> None:
    """Make each file under another name and move it to its place."""
    place, made = os.fspath(folder), os.fspath(folder / _WORKSHOP / "file")
    os.makedirs(folder / _WORKSHOP, exist_ok=True)  # noqa: PTH103  thousands of files
    parents: set[str] = set()
    for output in outputs:
        parent = output.path.rpartition("/")[0]
        if parent not in parents:
            os.makedirs(f"{place}/{parent}", exist_ok=True)  # noqa: PTH103  likewise
            parents.add(parent)
        source = _make(output, made)
        try:
            os.replace(source, f"{place}/{output.path}")  # noqa: PTH105  likewise
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            shutil.copyfile(source, made)
            os.replace(made, f"{place}/{output.path}")  # noqa: PTH105  likewise


def _make(output: Finished, place: str) -> str:
    """Make a file at a place, unless it waits somewhere already; return where it is."""
    if isinstance(output, Proof):
        return output.place
    if isinstance(output, Output):
        with open(place, "wb") as file:  # noqa: PTH123  likewise
            file.write(output.data)
    else:
        shutil.copyfile(output.origin, place)
    return place


def _foreign(
    folder: Path, changed: Iterable[str], ours: Collection[str], gone: Collection[str]
) -> Iterator[str]:
    """Yield the paths of what others made where the changed files must go.

    `ours` are the files that citewell made, `gone` those of them that make room first.
    """
    emptied = {parent for path in gone for parent in _folders(path)}
    for path in changed:
        blocked = [parent for parent in _folders(path) if _is_file(folder / parent)]
        yield from (parent for parent in blocked if parent not in gone)
        place = folder / path
        if place.is_dir() and not place.is_symlink():
            yield from _others(folder, path, gone, emptied)
        elif os.path.lexists(place) and not blocked and path not in ours:
            yield path


def _folders(path: str) -> Iterator[str]:
    """Yield the folders that a path lies in, the nearest first; the output folder is none."""
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path


def _others(
    folder: Path, path: str, gone: Collection[str], emptied: Collection[str]
) -> Iterator[str]:
    """Yield the paths at and below a folder that will still be there when ours are gone."""
    if path not in emptied:
        yield path
        return
    for entry in os.scandir(folder / path):
        inside = f"{path}/{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            yield from _others(folder, inside, gone, emptied)
        elif inside not in gone:
            yield inside


def _is_file(place: Path) -> bool:
    """Tell whether this is anything but a folder; a link to a folder leads out of ours."""
    return os.path.lexists(place) and (place.is_symlink() or not place.is_dir())


def _remove(folder: Path, path: str) -> bool:
    """Delete a file of ours, and the folders that are empty then; tell whether it was there."""
    parents = [folder / parent for parent in _folders(path)]
    if any(parent.is_symlink() for parent in parents):
        return False
    there = _is_file(folder / path)
    if there:
        (folder / path).unlink()
    for parent in parents:
        try:
            parent.rmdir()
        except FileNotFoundError:
            continue  # a build that was stopped here had got as far
        except OSError:
            break
    return there


def _in_the_way(folder: Path, path: str) -> Problem:
    message = "citewell did not make this file, and a page belongs here"
    hint = "move it away, or choose another folder with --output"
    return Problem(f"{folder.name}/{path}", 0, 0, message, hint=hint)


def _refused(error: OSError, folder: Path) -> Problem:
    blamed = error.filename2 or error.filename
    place = Path(str(blamed)).name if blamed else folder.name
    message = f"this cannot be written: {error.strerror or error}"
    hint = f"is the folder {folder.name} yours, is the disk full, is a file of it open elsewhere?"
    return Problem(
        f"{folder.name}/{place}" if place != folder.name else place, 0, 0, message, hint=hint
    )
