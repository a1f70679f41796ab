"""The disk to `Sources`: the only reader of a site's files.

First stage of a build. Text is decoded and its line ends made equal here and nowhere else; a file
that cannot be read as text is a problem, not an end. Knows nothing of what the files mean.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from citewell.model import Asset, Source, Sources
from citewell.problems import CitewellError, Level, Problem

SETTINGS = "content/site.yaml"
REFERENCE_SUFFIXES = frozenset({".yaml", ".yml", ".json"})
_SIGN = "README.md"


def theme_folder() -> Path:
    """Return the folder that holds the default `templates/` and `static/`.

    In a checkout they stand at the top; the installed package carries them in `citewell/theme/`.
    """
    packaged = Path(__file__).parent / "theme"
    return packaged if packaged.is_dir() else Path(__file__).parent.parent


def read_site(root: Path) -> Sources:
    """Read every file of the site in `root`.

    A site's own `templates/NAME` and `static/NAME` stand before the default of that name. Raises
    `CitewellError` where there is no site; files that cannot be read are `problems` of the result.
    """
    if not (root / SETTINGS).is_file():
        hint = "a site is a folder with content/site.yaml; name it with --source"
        raise CitewellError(Problem(SETTINGS, 0, 0, "there is no such file", hint=hint))
    content = root / "content"
    problems: list[Problem] = []
    return Sources(
        settings=_read_one(root, root / SETTINGS),
        posts=_read_texts(root, content / "posts", problems),
        pages=_read_texts(root, content / "pages", problems),
        references=_read_references(root, problems),
        templates=_read_templates(root, problems),
        static=_assets(theme_folder(), "static", "") | _assets(root, "static", ""),
        images=_assets(root, "content/images", "images/"),
        downloads=_assets(root, "content/downloads", "downloads/files/"),
        problems=tuple(problems),
    )


def read_text(path: Path, name: str) -> Source:
    """Read one file as text; `name` is what problems call it.

    A byte order mark is dropped, and line ends become line feeds. Raises `CitewellError` with the
    place of the first byte that is not UTF-8.
    """
    data = path.read_bytes().removeprefix(b"\xef\xbb\xbf")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise CitewellError(_not_text(name, data, error.start)) from None
    return Source(name, text.replace("\r\n", "\n").replace("\r", "\n"))


def _not_text(name: str, data: bytes, offset: int) -> Problem:
    start = data.rfind(b"\n", 0, offset) + 1
    end = data.find(b"\n", offset)
    line = data[start : len(data) if end < 0 else end].decode("utf-8", "replace").rstrip("\r")
    column = len(data[start:offset].decode("utf-8", "replace")) + 1
    hint = "save the file as UTF-8 in your editor, and look at the letter at this place"
    message = f"the file is not UTF-8 text (byte {data[offset]:#04x})"
    return Problem(name, data.count(b"\n", 0, offset) + 1, column, message, 1, hint, line)


def _read_one(root: Path, path: Path) -> Source:
    return read_text(path, path.relative_to(root).as_posix())


def _files(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder in the order of their paths; hidden ones are none."""
    if folder.is_dir():
        found = [path for path in folder.rglob("*") if path.is_file()]
        for path in sorted(found, key=lambda path: path.relative_to(folder).as_posix()):
            inside = path.relative_to(folder)
            if not any(part.startswith(".") for part in inside.parts) and path.name != _SIGN:
                yield path


def _read_texts(root: Path, folder: Path, problems: list[Problem]) -> tuple[Source, ...]:
    """Read the Markdown files below a folder, and speak of the others: they are not published."""
    texts = []
    for path in _files(folder):
        if path.suffix.lower() in {".md", ".markdown"}:
            texts += _read_or_note(path, path.relative_to(root).as_posix(), problems)
        else:
            hint = "pictures belong in content/images/, handouts in content/downloads/"
            name = path.relative_to(root).as_posix()
            message = "this file is not published, since it is not Markdown (.md)"
            problems.append(Problem(name, 0, 0, message, hint=hint, level=Level.WARNING))
    return tuple(texts)


def _read_references(root: Path, problems: list[Problem]) -> tuple[Source, ...]:
    content = root / "content"
    texts = []
    for path in sorted(content.iterdir(), key=lambda path: path.name):
        if (
            path.is_file()
            and path.suffix.lower() in REFERENCE_SUFFIXES
            and path.name != "site.yaml"
        ):
            texts += _read_or_note(path, path.relative_to(root).as_posix(), problems)
    return tuple(texts)


def _read_templates(root: Path, problems: list[Problem]) -> Mapping[str, Source]:
    templates = {}
    for folder in (theme_folder() / "templates", root / "templates"):
        for path in _files(folder):
            name = path.relative_to(folder).as_posix()
            if path.suffix == ".html":
                for source in _read_or_note(path, f"templates/{name}", problems):
                    templates[name] = source
    return templates


def _read_or_note(path: Path, name: str, problems: list[Problem]) -> list[Source]:
    """Read a file, or note why that fails."""
    try:
        return [read_text(path, name)]
    except CitewellError as error:
        problems.extend(error.problems)
        return []


def _assets(root: Path, folder: str, to: str) -> dict[str, Asset]:
    """Return the files below a folder, by their path in it; `to` is where they will stand."""
    found = {}
    for path in _files(root / folder):
        inside = path.relative_to(root / folder).as_posix()
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        size = path.stat().st_size
        found[inside] = Asset(f"{to}{inside}", path, f"{folder}/{inside}", size, digest)
    return found
