"""All that one post may cite: its own references and those of files, by key.

Called by `articles`. Knows nothing of the forms in which references are written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from citewell.model import Reference
from citewell.problems import CitewellError, Problem
from citewell.record import replace

Library = Mapping[str, Reference]

_SAME_KEY = "give one of the two another id, or make them equal"
_SAME_OTHER = "take it out of the `other-ids` of one of the two"


def merge(first: Iterable[Reference], *others: Iterable[Reference]) -> Library:
    """Make one library of several lists, by key and by the other ids that a reference has.

    A reference found by another id keeps its own key. The same reference may stand in more than
    one list; two different ones under one key or other id are a fault that names both places. A key
    goes before the other ids of others. Raises `CitewellError`.
    """
    library: dict[str, Reference] = {}
    problems: list[Problem] = []
    for entry in (entry for entries in (first, *others) for entry in entries):
        known = library.setdefault(entry.key, entry)
        fuller = _fuller(known, entry)
        if known.item != entry.item or fuller is None:
            problems.append(_conflict(known, entry, entry.key, _SAME_KEY))
        else:
            library[entry.key] = fuller
    if problems:
        raise CitewellError(*problems)
    for entry in list(library.values()):
        for key in entry.item.get("other-ids", ()):
            known = library.setdefault(key, entry)
            if known is not entry and known.key != key:
                problems.append(_conflict(known, entry, key, _SAME_OTHER))
    if problems:
        raise CitewellError(*problems)
    return library


def _fuller(one: Reference, other: Reference) -> Reference | None:
    """Return a reference that stands twice, with what either says of its fate; None if they differ.

    That a source was retracted must not be lost where only one of two places says so.
    """
    fates = (one.status, other.status), (one.archived, other.archived)
    if any(here and there and here != there for here, there in fates):
        return None
    status, archived = one.status or other.status, one.archived or other.archived
    return replace(one, status=status, archived=archived)


def _conflict(one: Reference, other: Reference, key: str, hint: str) -> Problem:
    place = f"{other.path}:{other.line}"
    message = f"'{key}' stands for another source here than in {place}"
    return Problem(one.path, one.line, 0, message, hint=hint)
