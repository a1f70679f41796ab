"""The disk before a build, listed and not read: what there is, and what has changed.

First stage of a build. Files are told apart by what the disk says of them, and read for a checksum
only where that cannot be trusted. Knows nothing of what they mean.
"""

from __future__ import annotations

import hashlib
import os
import stat
import time
import unicodedata
from array import array
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from citewell.disk import BITS, File, Inventory, Known, Roll, Scene, Stamp
from citewell.problems import CitewellError, Level, Problem

SETTINGS = "content/site.yaml"
MANIFEST = ".citewell-files"
GLOSSARY = "content/glossary.yaml"
REFERENCE_SUFFIXES = frozenset({".yaml", ".yml", ".json", ".bib", ".ris"})
_MARKDOWN = (".md", ".markdown")
# What belongs to a folder and not to the site; macOS keeps a folder's own picture in the second.
_SIGNS = frozenset({"README.md", "Icon\r"})
# Categories of Unicode: control characters, and what stands in for bytes that are no UTF-8.
_ODD = frozenset({"Cc", "Cs"})
_WORDS = "templates/words"
# Without one of these in it a path leads nowhere but down, on any system.
_LEADING_OUT = ("..", "\\", ":", "\0")
_SECOND = 1_000_000_000
# A file may be written again within one tick of the clock that stamps it, and keep its stamp.
_TICK, _COARSE_TICK = _SECOND // 20, 2 * _SECOND


def theme_folder() -> Path:
    """Return the folder that holds the default `templates/` and `static/`.

    In a checkout they stand at the top; the installed package carries them in `citewell/theme/`.
    """
    packaged = Path(__file__).parent / "theme"
    return packaged if packaged.is_dir() else Path(__file__).parent.parent


def find_settings(root: Path) -> Path:
    """Return where the settings of the site in `root` lie; raises `CitewellError` for no site."""
    settings = root / SETTINGS
    if not settings.is_file():
        hint = "a site is a folder with content/site.yaml; name it with --source"
        raise CitewellError(Problem(SETTINGS, 0, 0, "there is no such file", hint=hint))
    return settings


def list_scene(root: Path, output: Path) -> Scene:
    """List the site in `root`, and what citewell left in `output`; raises what `list_site` does."""
    listed, ours = stamp_of_manifest(output), list_manifest(output)
    return Scene(list_site(root), list_output(output, ours), ours, listed)


def look_at(scene: Scene, places: Iterable[str]) -> Scene | None:
    """Return a scene in which files at these places may have been written to.

    Returns None where one came or went, so that all must be listed again. What is hidden does not
    count, nor what is there no longer and was not there before.
    """
    known = {file.place: file for file in scene.inventory.files()}
    fresh: dict[str, File] = {}
    for place in places:
        try:
            stamp = _stamp(os.stat(place))  # noqa: PTH116  places are texts
        except OSError:
            stamp = None
        if stamp and place in known:
            fresh[place] = known[place]._replace(stamp=stamp)
        elif place in known or (stamp and not Path(place).name.startswith(".")):
            return None
        elif any(each.startswith(f"{place}{os.sep}") for each in known):
            return None  # a folder went, with all that was in it
    return scene._replace(inventory=_exchange(scene.inventory, fresh))


def _exchange(inventory: Inventory, fresh: Mapping[str, File]) -> Inventory:
    """Return an inventory with other files at some places."""

    def several(files: Iterable[File]) -> tuple[File, ...]:
        return tuple(fresh.get(file.place, file) for file in files)

    def room(files: Mapping[str, File]) -> dict[str, File]:
        return {name: fresh.get(file.place, file) for name, file in files.items()}

    return inventory._replace(
        settings=fresh.get(inventory.settings.place, inventory.settings),
        posts=several(inventory.posts),
        pages=several(inventory.pages),
        references=several(inventory.references),
        styles=several(inventory.styles),
        templates=room(inventory.templates),
        words=several(inventory.words),
        static=room(inventory.static),
        images=room(inventory.images),
        downloads=room(inventory.downloads),
        glossary=several(inventory.glossary),
    )


def list_site(root: Path) -> Inventory:
    """List every file of the site in `root`.

    A site's own `templates/NAME` and `static/NAME` stand before the default of that name. Raises
    `CitewellError` where there is no site; files that will not be published are `problems`.
    """
    settings = find_settings(root)
    try:
        return _inventory(root, settings)
    except OSError as error:
        name = str(error.filename or root).removeprefix(f"{root}{os.sep}").replace(os.sep, "/")
        raise CitewellError(unreadable(name, error)) from None


def _inventory(root: Path, settings: Path) -> Inventory:
    theme = theme_folder()
    posts, pages = _list(root, "content/posts"), _list(root, "content/pages")
    own = _room(root, "templates")
    templates = _room(theme, "templates") | own
    return Inventory(
        settings=_file(SETTINGS, settings),
        posts=tuple(filter(_is_text, posts)),
        pages=tuple(filter(_is_text, pages)),
        references=tuple(_references(root)),
        styles=(*_list(root, "styles"), *_list(root, "locales")),
        templates={name: file for name, file in templates.items() if name.endswith(".html")},
        words=tuple(_words(root, theme)),
        static=_room(theme, "static") | _room(root, "static"),
        images=_room(root, "content/images"),
        downloads=_room(root, "content/downloads"),
        glossary=tuple(_glossary(root)),
        problems=(
            *(_not_text(file) for file in (*posts, *pages) if not _is_text(file)),
            *(_no_template(file) for file in own.values() if not _is_template(file)),
        ),
    )


def _words(root: Path, theme: Path) -> Iterator[File]:
    """Yield the files of the theme's words, and those by which the site changes some of them."""
    own = _list(root, _WORDS)
    if not theme.samefile(root):
        yield from (file._replace(name=f"theme/{file.name}") for file in _list(theme, _WORDS))
    yield from (file for file in own if file.name.endswith(".yaml"))


def _is_text(file: File) -> bool:
    return file.name.lower().endswith(_MARKDOWN)


def _not_text(file: File) -> Problem:
    hint = "pictures belong in content/images/, handouts in content/downloads/"
    message = "this file is not published, since it is not Markdown (.md)"
    return Problem(file.name, 0, 0, message, hint=hint, level=Level.WARNING)


def _is_template(file: File) -> bool:
    return file.name.endswith(".yaml" if file.name.startswith(f"{_WORDS}/") else ".html")


def _no_template(file: File) -> Problem:
    """Return the problem of a file that is neither a template nor words."""
    if file.name.startswith(f"{_WORDS}/"):
        message = "this file is not used, since words stand in files whose names end in .yaml"
        hint = "name it after its language, such as de.yaml"
    else:
        message = "this file is not used, since the names of templates end in .html"
        hint = "style sheets, scripts and pictures belong in static/"
    return Problem(file.name, 0, 0, message, hint=hint, level=Level.WARNING)


def _room(root: Path, folder: str) -> dict[str, File]:
    """Return the files below a folder by their path in it."""
    return {file.name.removeprefix(f"{folder}/"): file for file in _list(root, folder)}


def _list(root: Path, folder: str) -> list[File]:
    """Return the files below a folder in the order of their paths; hidden ones are none."""
    # By their names, which come first and differ.
    return sorted(_walk(os.fspath(root / folder), folder))


def _walk(place: str, name: str) -> Iterator[File]:
    if not os.path.isdir(place):  # noqa: PTH112  scandir works on texts
        return
    with os.scandir(place) as entries:
        for entry in entries:
            if entry.name.startswith(".") or entry.name in _SIGNS:
                continue
            if not _is_name(entry.name):
                raise CitewellError(_odd(f"{name}/{entry.name}"))
            if entry.is_dir():
                yield from _walk(entry.path, f"{name}/{entry.name}")
            elif entry.is_file():
                yield File(f"{name}/{entry.name}", entry.path, _stamp(entry.stat()))


def _is_name(name: str) -> bool:
    """Tell whether a name can be part of an address: no line break, and made of letters at all."""
    return name.isprintable() or not any(unicodedata.category(each) in _ODD for each in name)


def _odd(name: str) -> Problem:
    shown = "".join(each if _is_name(each) else ascii(each)[1:-1] for each in name)
    message = "the name of this file has something in it that is no letter"
    return Problem(shown, 0, 0, message, hint="give the file another name")


def _glossary(root: Path) -> Iterator[File]:
    path = root / GLOSSARY
    if path.is_file():
        yield _file(GLOSSARY, path)


def _references(root: Path) -> Iterator[File]:
    for path in sorted((root / "content").iterdir(), key=lambda path: path.name):
        wanted = path.suffix.lower() in REFERENCE_SUFFIXES and not path.name.startswith(".")
        name = f"content/{path.name}"
        if wanted and path.is_file() and name not in {SETTINGS, GLOSSARY}:
            yield _file(name, path)


def _file(name: str, path: Path) -> File:
    return File(name, os.fspath(path), _stamp(path.stat()))


def _stamp(status: os.stat_result) -> Stamp:
    return Stamp(*_numbers(status))


def _numbers(status: os.stat_result) -> tuple[int, int, int, int]:
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino & BITS


def read_known(files: Iterable[File], known: Mapping[str, Known]) -> dict[str, Known]:
    """Return what the files hold, by name; only those are read that `known` does not vouch for."""
    now = time.time_ns()
    return {file.name: _known(file, known.get(file.name), now) for file in files}


def _known(file: File, known: Known | None, now: int) -> Known:
    if known and known.settled and known.stamp == file.stamp:
        return known
    try:
        digest = read_digest(file.place)
    except OSError as error:
        raise CitewellError(unreadable(file.name, error)) from None
    identity = known.identity if known and known.digest == digest else ""
    return Known(file.stamp, digest, is_settled(file.stamp, now), identity)


def has_moved_on(file: File) -> bool:
    """Tell whether a file was written, or went, since it was listed."""
    try:
        return _stamp(file.origin.stat()) != file.stamp
    except OSError:
        return True


def is_settled(stamp: Stamp, now: int) -> bool:
    """Tell whether a later writing would change a stamp that was taken at `now` (nanoseconds).

    (The index of git knows the same race.) A stamp in whole seconds comes from a coarse clock.
    """
    tick = _TICK if stamp.modified % _SECOND else _COARSE_TICK
    return max(stamp.modified, stamp.changed) + tick < now


def read_digest(path: str | Path) -> str:
    """Return the SHA-256 of a file in hexadecimal digits."""
    with open(path, "rb") as file:  # noqa: PTH123  thousands of files
        return hashlib.file_digest(file, "sha256").hexdigest()


def list_output(folder: Path, paths: Iterable[str]) -> Roll:
    """List those of the paths in the output folder that are files there."""
    names, numbers = list[str](), array("q")
    look, is_file, place = os.stat, stat.S_ISREG, os.fspath(folder)
    for path in paths:
        try:
            status = look(f"{place}/{path}")
        except OSError:
            continue
        if is_file(status.st_mode):
            names.append(path)
            numbers.extend(_numbers(status))
    return Roll(names, numbers)


def unreadable(name: str, error: OSError) -> Problem:
    """Return the problem of a file that the computer refuses to open."""
    hint = "is it yours, and is it still there?"
    return Problem(name, 0, 0, f"this cannot be read: {error.strerror or error}", hint=hint)


def read_manifest(folder: Path) -> set[str]:
    """Return the paths of the files in the folder that citewell made."""
    return set(list_manifest(folder))


def stamp_of_manifest(folder: Path) -> Stamp | None:
    """Return what the disk says of the list of our files, or None where there is none."""
    try:
        return _stamp((folder / MANIFEST).stat())
    except OSError:
        return None


def list_manifest(folder: Path) -> list[str]:
    """List the same paths, as a rule in their order."""
    try:
        text = (folder / MANIFEST).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return []
    paths = list(filter(None, text.split("\n")))
    if any(mark in text for mark in _LEADING_OUT):
        return [path for path in paths if is_inside(path)]
    return [path for path in paths if path[0] not in "/." or is_inside(path)]


def is_inside(path: str) -> bool:
    """Tell whether a path is of a file in its folder, whoever may have edited the list."""
    place = Path(path)
    inside = bool(place.parts) and not place.anchor and ".." not in place.parts
    return inside and "\0" not in path and path != MANIFEST
