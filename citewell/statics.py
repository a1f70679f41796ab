"""Files that are published as they are, or nearly: pictures, downloads, style sheets, scripts.

Called by `composing`. Style sheets and scripts are small, and are made ready here; of all others
nothing but their names and checksums is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from citewell.disk import File, Inventory, Known
from citewell.load import read_data, read_text
from citewell.model import Asset, Assets, Output, Source
from citewell.record import replace
from citewell.scripts import THEME
from citewell.sheets import SCRIPT, SHEET, join_sheets, shorten
from citewell.survey import theme_folder

_FINGERPRINT = 8
_SCRIPTED = (".js", ".mjs", ".cjs")
# What browsers run scripts in, if it is opened by itself; in XML their tag may have a prefix.
_PAGES = (".html", ".htm", ".xhtml", ".svg", ".xml")
_SCRIPT_TAG = re.compile(r"<(?:[\w.-]+:)?script\b", re.IGNORECASE)


def assets(inventory: Inventory, known: Mapping[str, Known]) -> Assets:
    """Return the files that are published; `known` are all files by name.

    Raises `CitewellError` for a style sheet or script that cannot be read.
    """
    small = (SHEET, SCRIPT)
    others = {name: file for name, file in inventory.static.items() if not name.endswith(small)}
    return Assets(
        static=_assets(others, "", known),
        images=_assets(inventory.images, "images/", known),
        downloads=_assets(inventory.downloads, "downloads/files/", known),
        sheets=_small(read_sheets(inventory), _read(inventory, SCRIPT)),
    )


def read_sheets(inventory: Inventory) -> dict[str, Source]:
    """Read the style sheets of `static/`, by their path in it.

    Raises `CitewellError` for one that cannot be read.
    """
    return _read(inventory, SHEET)


def read_scripts(inventory: Inventory) -> tuple[list[str], list[str]]:
    """Read all scripts that are published: the site's own and those of the theme.

    A page, a picture in SVG and a file in XML that are published as they are count as one if a
    script stands in them. Raises `CitewellError` for a file that cannot be read.
    """
    own, others = list[str](), list[str]()
    for room in (inventory.static, inventory.images, inventory.downloads):
        for name, file in room.items():
            if not name.lower().endswith((*_SCRIPTED, *_PAGES)):
                continue
            text = read_data(file).decode("utf-8", "replace")
            if name.lower().endswith(_SCRIPTED) or _SCRIPT_TAG.search(text):
                (others if _is_theme(name, text) else own).append(text)
    return own, others


def _is_theme(name: str, text: str) -> bool:
    """Tell whether a script is one that the theme brings, wherever this copy of it lies."""
    if name not in THEME:
        return False
    return (theme_folder() / "static" / name).read_text(encoding="utf-8") == text


def _read(inventory: Inventory, suffix: str) -> dict[str, Source]:
    files = inventory.static.items()
    return {name: read_text(file) for name, file in files if name.endswith(suffix)}


def _small(sheets: Mapping[str, Source], scripts: Mapping[str, Source]) -> dict[str, Output]:
    """Return style sheets and scripts as they are published."""
    small = join_sheets({name: source.text for name, source in sheets.items()})
    small |= {name: shorten(source.text) for name, source in scripts.items()}
    plain = {name: Output.of(name, text.encode("utf-8")) for name, text in small.items()}
    return {
        name: replace(output, path=_named(name, output.sha256)) for name, output in plain.items()
    }


def _named(path: str, digest: str) -> str:
    """Return a path with a part of the file's checksum in it.

    A browser may then keep the file for good: what changes gets another name.
    """
    stem, dot, suffix = path.rpartition(".")
    return f"{stem}.{digest[:_FINGERPRINT]}{dot}{suffix}"


def _assets(room: Mapping[str, File], to: str, known: Mapping[str, Known]) -> dict[str, Asset]:
    return {
        inside: Asset(
            f"{to}{inside}", file.origin, file.name, file.stamp.size, known[file.name].digest
        )
        for inside, file in room.items()
    }
