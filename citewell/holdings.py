"""All that one post may cite: its own references and those of files, by key.

Called by `articles`. Knows nothing of the forms in which references are written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from citewell.model import Reference
from citewell.problems import CitewellError, Problem

Library = Mapping[str, Reference]


def merge(first: Iterable[Reference], *others: Iterable[Reference]) -> Library:
    """Make one library of several lists, by key and by the other ids that a reference has.

    A reference found by another id keeps its own key. The same reference may stand in more than
    one list; two different ones under one key are a fault that names both places. Raises
    `CitewellError`.
    """
    library: dict[str, Reference] = {}
    problems: list[Problem] = []
    for entry in (entry for entries in (first, *others) for entry in entries):
        known = library.setdefault(entry.key, entry)
        if known is not entry and known.item != entry.item:
            problems.append(_conflict(known, entry))
    if problems:
        raise CitewellError(*problems)
    for entry in list(library.values()):
        for key in entry.item.get("other-ids", ()):
            library.setdefault(key, entry)
    return library


def _conflict(one: Reference, other: Reference) -> Problem:
    place = f"{other.path}:{other.line}"
    message = f"'{one.key}' stands for another source here than in {place}"
    hint = "give one of the two another id, or make them equal"
    return Problem(one.path, one.line, 0, message, hint=hint)
