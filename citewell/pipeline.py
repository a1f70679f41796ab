"""From a folder to a finished site: what has changed, and whether anything need be done.

    load -> parse -> cite -> plan -> render -> write

The whole build is itself remembered by the identity of what it was made from; where that stands and
the files are there, nothing else is looked at. Otherwise `stages` makes the site in this order.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from citewell.disk import File, Glance, Inventory, Known, Roll, Scene, Survey, digests
from citewell.glance import look_again, move_on, take_glance
from citewell.identity import fingerprint, identify, identify_all
from citewell.job import Options, Report
from citewell.memo import FOLDER, Memo, MemoDamagedError, damage_noticed
from citewell.problems import CitewellError, Level, Problem
from citewell.survey import list_output, list_scene, read_known, stamp_of_manifest

_OURS = ("content", "templates", "static", "styles", "locales", FOLDER)
_SOURCES, _BUILD = "sources", "build"


class Remembered(NamedTuple):
    """A build as it ended: what it was made from, what it said, and the days for which it holds.

    `scope` stands for what was asked of it; `sources` and `pages` are the files that it read, and
    those that it left in the output folder.
    """

    scope: str
    identity: str
    since: str
    until: str
    problems: tuple[Problem, ...]
    left_out: tuple[str, ...]
    sources: Glance
    pages: Glance

    def holds_on(self, today: dt.date) -> bool:
        """Tell whether the same files make the same site on this day."""
        return self.since <= today.isoformat() < self.until


def build(root: Path, output: Path, options: Options, scene: Scene | None = None) -> Report:
    """Build the site in the folder `root` into the folder `output`.

    `scene` is how both lie there, if that is known: else they are listed, as they are where another
    build has changed the list of our files since. Raises `CitewellError`
    with all problems if one of them is an error; then nothing was written.
    """
    start = time.perf_counter()
    _check_folders(root, output)
    memo = Memo(root if options.cache else None, fingerprint())
    try:
        report = _build(root, output, options, memo, scene)
    except MemoDamagedError:
        memo.erase()
        report = _build_anew(root, output, options, memo)
    finally:
        memo.close()
    return report._replace(seconds=time.perf_counter() - start)


def _build_anew(root: Path, output: Path, options: Options, memo: Memo) -> Report:
    """Build after the memo was found damaged."""
    try:
        report = _build(root, output, options, memo)
    except MemoDamagedError as error:
        message = f"the memory of builds cannot be kept: {error}"
        hint = "is the disk full? --no-cache does without"
        raise CitewellError(Problem(FOLDER, 0, 0, message, hint=hint)) from None
    return report._replace(problems=(*report.problems, _damaged()))


def _damaged() -> Problem:
    message = "the memory of earlier builds was damaged; citewell has begun a new one"
    return Problem(FOLDER, 0, 0, message, hint="nothing is lost", level=Level.WARNING)


def _build(
    root: Path, output: Path, options: Options, memo: Memo, scene: Scene | None = None
) -> Report:
    memo.open()
    # No other build is at work from here on.
    if scene is None or scene.listed != stamp_of_manifest(output):
        scene = list_scene(root, output)
    inventory, pages, ours = scene.inventory, scene.pages, scene.ours
    sources = tuple(inventory.files())
    scope = _scope(inventory, output, options)
    last = _last(memo, scope, options.today)
    options.lap("list", f"{len(sources)} files of the site, {len(pages.names)} of the last build")
    read, left = _look(last, sources, scene, output) if last else (None, None)
    if last and read and left:
        options.lap("compare", "nothing has changed")
        return _nothing_new(last, last._replace(sources=read, pages=left), scene, memo)
    from citewell.finished import check_finished  # noqa: PLC0415  no change needs none of it

    files = _read(sources, memo)
    stand, same = (left, True) if left else check_finished(pages, output, memo)
    now = Remembered(scope, _identity(files), "", "", (), (), take_glance(files), stand)
    options.lap("compare", "file by file")
    if last and last.identity == now.identity and same:
        seen = last._replace(sources=now.sources, pages=now.pages)
        return _nothing_new(last, seen, scene, memo)
    return _make(
        Survey(root, output, inventory, files, pages, ours, left is not None), now, options, memo
    )


def _make(survey: Survey, now: Remembered, options: Options, memo: Memo) -> Report:
    """Make the site, and remember what it was made from as far as that is known `now`."""
    from citewell.stages import make_site  # noqa: PLC0415  no change needs none of it

    options.lap("load", "the stages")
    site = make_site(survey, options, memo)
    roll = survey.pages.after({path: each.stamp for path, each in site.made.items()}, site.gone)
    made = now._replace(
        since=site.bounds.since,
        until=site.bounds.until,
        problems=site.problems,
        left_out=site.bounds.left_out,
        pages=move_on(now.pages, roll, site.made),
    )
    _keep(made, memo)
    options.lap("keep", "what this build was made from")
    written = site.written
    said = made.problems, made.left_out
    listed = stamp_of_manifest(survey.output)
    scene = Scene(survey.inventory, roll, roll.names, listed, made.pages)
    return Report(written.written, written.removed, written.unchanged, *said, scene=scene)


def _scope(inventory: Inventory, output: Path, options: Options) -> str:
    """Return what stands for what was asked: where from, where to, and with which posts."""
    places = sorted(file.place for file in inventory.templates.values())
    unused = [problem.path for problem in inventory.problems]
    # The name of a folder need not be text.
    return identify(str(output.resolve()), places, unused, options.drafts, options.future)


def _identity(files: Mapping[str, Known]) -> str:
    """Return what stands for the files that a build is made from."""
    return identify_all(dict(sorted(digests(files).items())))


def _look(
    last: Remembered, sources: Collection[File], scene: Scene, output: Path
) -> tuple[Glance | None, Glance | None]:
    """Return what stands for the files that were read, and for those left, if they are as then."""
    if scene.seen == last.pages:
        # A file was touched: to look at all others a second time tells nothing new.
        return None, last.pages
    roll = Roll.of({file.name: file.stamp for file in sources})
    read = look_again(
        last.sources, roll, lambda names: (file for file in sources if file.name in names)
    )
    return read, look_again(
        last.pages, scene.pages, lambda names: list_output(output, names).files(output)
    )


def _nothing_new(last: Remembered, now: Remembered, scene: Scene, memo: Memo) -> Report:
    """Report that all pages stand as the last build left them."""
    if now != last:
        _keep(now, memo)
    left = scene._replace(seen=now.pages)
    return Report((), (), len(left.pages.names), last.problems, last.left_out, scene=left)


def _last(memo: Memo, scope: str, today: dt.date) -> Remembered | None:
    """Return the last build, if the same was asked of it and it holds on this day."""
    with damage_noticed():
        kept = memo.get("lists", _BUILD)
        last = None if kept is None else _remembered(kept)
    return last if last and last.scope == scope and last.holds_on(today) else None


def _remembered(kept: Any) -> Remembered:
    """Make what is remembered of a build again; raises `ValueError` for what does not fit."""
    scope, identity, since, until, problems, left_out, sources, pages = kept
    told = tuple(Problem(*rest)._replace(level=Level(level)) for *rest, level in problems)
    seen = _glance(*sources), _glance(*pages)
    return Remembered(scope, identity, since, until, told, tuple(left_out), *seen)


def _glance(digest: str, doubtful: Mapping[str, str]) -> Glance:
    return Glance(digest, dict(doubtful))


def _keep(build: Remembered, memo: Memo) -> None:
    memo.keep("lists", {_BUILD: build})
    memo.commit()


def _read(sources: Collection[File], memo: Memo) -> dict[str, Known]:
    """Return what the files of the site hold, by name; reads those that have changed."""
    from citewell.keeping import keep, recall  # noqa: PLC0415  no change needs none of it

    files = read_known(sources, recall(dict[str, Known], "lists", _SOURCES, memo) or {})
    keep("lists", {_SOURCES: files}, memo)
    return files


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
