"""From a folder to a finished site: what has changed, and whether anything need be done.

    load -> parse -> cite -> plan -> render -> write

The whole build is itself remembered by the identity of what it was made from; where that stands and
the files are there, nothing else is looked at. Otherwise `stages` makes the site in this order.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from citewell.disk import Inventory, Known, Stamp, Survey
from citewell.identity import fingerprint, identify
from citewell.job import Options, Report
from citewell.memo import FOLDER, Memo, MemoDamagedError, damage_noticed
from citewell.plain import from_plain, to_plain
from citewell.problems import CitewellError, Level, Problem
from citewell.survey import list_output, list_site, read_known, read_manifest

_OURS = ("content", "templates", "static", "styles", "locales", FOLDER)
_FILES, _BUILD = "files", "build"


@dataclass(frozen=True, slots=True)
class Remembered:
    """A build as it ended: what it was made from, what it said, and the days for which it holds.

    `pages` are the files that it left in the output folder.
    """

    identity: str
    since: str
    until: str
    problems: tuple[Problem, ...]
    left_out: tuple[str, ...]
    pages: Mapping[str, Known]

    def holds(
        self, identity: str, today: dt.date, standing: Mapping[str, Known], listed: Collection[str]
    ) -> bool:
        """Tell whether a build of this identity would do nothing at all.

        `standing` are the files in the output folder, `listed` the paths that its list names.
        """
        return (
            self.identity == identity
            and self.since <= today.isoformat() < self.until
            and standing.keys() == self.pages.keys() == set(listed)
            and all(standing[path].digest == known.digest for path, known in self.pages.items())
        )


_NOTHING = Remembered("", "", "", (), (), {})


def build(root: Path, output: Path, options: Options) -> Report:
    """Build the site in the folder `root` into the folder `output`.

    Raises `CitewellError` with all problems if one of them is an error; then nothing was written.
    """
    start = time.perf_counter()
    _check_folders(root, output)
    memo = Memo(root if options.cache else None, fingerprint())
    try:
        report = _build(root, output, options, memo)
    except MemoDamagedError:
        memo.erase()
        report = _build_anew(root, output, options, memo)
    finally:
        memo.close()
    return replace(report, seconds=time.perf_counter() - start)


def _build_anew(root: Path, output: Path, options: Options, memo: Memo) -> Report:
    """Build after the memo was found damaged."""
    try:
        report = _build(root, output, options, memo)
    except MemoDamagedError as error:
        message = f"the memory of builds cannot be kept: {error}"
        hint = "is the disk full? --no-cache does without"
        raise CitewellError(Problem(FOLDER, 0, 0, message, hint=hint)) from None
    return replace(report, problems=(*report.problems, _damaged()))


def _damaged() -> Problem:
    message = "the memory of earlier builds was damaged; citewell has begun a new one"
    return Problem(FOLDER, 0, 0, message, hint="nothing is lost", level=Level.WARNING)


def _build(root: Path, output: Path, options: Options, memo: Memo) -> Report:
    memo.open()
    inventory = list_site(root)
    with damage_noticed():
        known, last = _known(memo.get("lists", _FILES)), _last(memo, output)
    files = read_known(inventory.files(), known)
    standing = read_known(list_output(output, last.pages), last.pages)
    identity = _identity(inventory, files, options)
    memo.keep("lists", {_FILES: _rows(files)})
    if last.holds(identity, options.today, standing, read_manifest(output)):
        _keep(memo, replace(last, pages=standing), output)
        return Report((), tuple(sorted(standing)), (), last.problems, last.left_out)
    from citewell.stages import make_site  # noqa: PLC0415  no change needs none of it

    site = make_site(Survey(root, output, inventory, files, standing), options, memo)
    since, until = site.since.isoformat(), site.until.isoformat()
    made = Remembered(identity, since, until, site.problems, site.left_out, site.pages)
    _keep(memo, made, output)
    written = site.written
    return Report(written.written, written.unchanged, written.removed, site.problems, site.left_out)


def _identity(inventory: Inventory, files: Mapping[str, Known], options: Options) -> str:
    """Return what stands for all that a build is made from, the day apart."""
    digests = sorted((name, known.digest) for name, known in files.items())
    places = sorted(file.origin.as_posix() for file in inventory.templates.values())
    return identify(digests, places, options.drafts, options.future)


def _last(memo: Memo, output: Path) -> Remembered:
    """Return the last build, if it was into this folder."""
    kept = memo.get("lists", _BUILD)
    if kept is None or kept[0] != _place(output):
        return _NOTHING
    _, identity, since, until, problems, left_out, pages = kept
    told = from_plain(tuple[Problem, ...], problems) if problems else ()
    return Remembered(identity, since, until, told, tuple(left_out), _known(pages))


def _keep(memo: Memo, build: Remembered, output: Path) -> None:
    facts = [_place(output), build.identity, build.since, build.until]
    rest = [to_plain(build.problems), list(build.left_out), _rows(build.pages)]
    memo.keep("lists", {_BUILD: [*facts, *rest]})
    memo.commit()


def _place(output: Path) -> str:
    """Return what stands for the folder; its own name need not be text."""
    return identify(str(output.resolve()))


def _rows(files: Mapping[str, Known]) -> list[list[Any]]:
    """Return what is known of files as plain data, in the quickest form."""
    return [
        [
            *(name, known.digest, known.settled, known.identity),
            *(known.stamp.size, known.stamp.modified, known.stamp.changed, known.stamp.node),
        ]
        for name, known in files.items()
    ]


def _known(rows: Iterable[list[Any]] | None) -> dict[str, Known]:
    return {
        name: Known(Stamp(*stamp), digest, settled, identity)
        for name, digest, settled, identity, *stamp in rows or ()
    }


def _check_folders(root: Path, output: Path) -> None:
    """Raise `CitewellError` for an output folder that holds, or is in, what the site is made of."""
    place, home = output.resolve(), root.resolve()
    rooms = [(home / name).resolve() for name in _OURS]
    if _is_in(home, place) or any(_is_in(place, room) or _is_in(room, place) for room in rooms):
        hint = "choose a folder of its own, such as output"
        message = "the site cannot be written there: its own sources lie in this folder"
        raise CitewellError(Problem(output.name or str(output), 0, 0, message, hint=hint))


def _is_in(place: Path, folder: Path) -> bool:
    return place == folder or folder in place.parents
