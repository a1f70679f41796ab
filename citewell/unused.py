"""Templates and words of a site that nothing uses: most likely their names are misspelt.

Part of `composing` and `stages`. Only the site's own files are told, not those that it need not use
of the theme's.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from pathlib import Path
from posixpath import split

from citewell.disk import File, Inventory
from citewell.problems import Level, Problem, nearest
from citewell.words import narrowing

_ROOM, _WORDS = "templates/", "templates/words/"
_HTML, _YAML = ".html", ".yaml"
# Those by which pages are made; all others are used by a template.
PAGES = frozenset(
    f"{kind}{_HTML}"
    for kind in (
        *("404", "archive", "download", "downloads", "glossary", "home", "library", "page"),
        *("post", "privacy", "redirect", "search", "tag", "tags"),
    )
)


def find_unused_templates(
    inventory: Inventory, unnamed: Collection[str], root: Path
) -> Iterator[Problem]:
    """Yield a warning for each template of the site in the folder `root` that nothing uses.

    `unnamed` are those that no other template names. One in a folder of its own may be kept for
    later, so that it is told only where another has nearly its name; one whose name begins with
    `_` never is.
    """
    room = f"{root / _ROOM}{os.sep}"
    for name in sorted({*unnamed} - PAGES):
        folder, file = split(name)
        own = inventory.templates[name].place.startswith(room)
        others = [split(each)[1] for each in inventory.templates if split(each)[0] == folder]
        near = _nearest(file, [each for each in others if each != file], _HTML)
        if own and not file.startswith("_") and (near or not folder):
            pages = f"pages are made by {', '.join(sorted(PAGES))}"
            yield _unused(f"{_ROOM}{name}", "nothing uses this template", near or pages)


def find_unused_words(inventory: Inventory, languages: Collection[str]) -> Iterator[Problem]:
    """Yield a warning for each file of the site's words that is named after no language.

    `languages` are those of pages, which may be such as the CLDR does not know.
    """
    from citewell.languages import spell_tag  # noqa: PLC0415  a changed text needs none of it

    spoken = {part for language in languages for part in narrowing(language)}
    right_ones = {tag for tag in map(_tag, inventory.words) if tag in (*spoken, spell_tag(tag))}
    for file in inventory.words:
        tag = _tag(file)
        right = spell_tag(tag)
        if file.name.startswith(_WORDS) and tag not in spoken and tag != right:
            near = f"did you mean '{right}{_YAML}'?" if right else _nearest(tag, right_ones, _YAML)
            rule = "name it after a language, such as de.yaml or de-CH.yaml"
            yield _unused(file.name, f"no page is in a language '{tag}'", near or rule)


def _unused(path: str, message: str, hint: str) -> Problem:
    return Problem(path, 0, 0, message, hint=hint, level=Level.WARNING)


def _nearest(file: str, others: Collection[str], suffix: str) -> str:
    """Return a hint at the file that has nearly this name, what all have in common left out."""
    stems = [other.removesuffix(suffix) for other in others]
    return "".join(
        f"did you mean '{stem}{suffix}'?" for stem in nearest(file.removesuffix(suffix), stems)
    )


def _tag(file: File) -> str:
    return split(file.name)[1].removesuffix(_YAML)
