"""Where each cite stands among the others: first, subsequent, ibid, near.

(Specification, "Choose: position".) Takes clusters whose cites are already sorted, and gives each
cite its state. Knows nothing of rendering.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from citewell.csl.citation import Cite
from citewell.csl.context import CiteState
from citewell.csl.vocabulary import LABEL_SYNONYMS

NEAR_NOTE_DISTANCE = 5


class Placed(NamedTuple):
    """The cites of one cluster in order, and the note that it stands in (0: none)."""

    cites: tuple[Cite, ...]
    note: int


def place(
    clusters: Sequence[Placed],
    numbers: Mapping[str, int],
    near_distance: int = NEAR_NOTE_DISTANCE,
) -> list[list[CiteState]]:
    """Return the state of every cite of every cluster; `numbers` are the citation numbers."""
    first_notes: dict[str, int] = {}
    last_notes: dict[str, int] = {}
    out: list[list[CiteState]] = []
    for index, cluster in enumerate(clusters):
        states = []
        for position, cite in enumerate(cluster.cites):
            positions = {"first"}
            if cite.key in first_notes:
                positions = {"subsequent"}
                previous = _previous(clusters, index, position)
                positions |= _ibid(cite, previous)
                if cluster.note - last_notes[cite.key] <= near_distance and cluster.note:
                    positions.add("near-note")
            first_note = first_notes.setdefault(cite.key, cluster.note)
            states.append(_state(cite, positions, first_note, numbers))
            last_notes[cite.key] = cluster.note
        out.append(states)
    return out


def _state(
    cite: Cite, positions: set[str], first_note: int, numbers: Mapping[str, int]
) -> CiteState:
    return CiteState(
        locator=cite.locator.strip(),
        label=LABEL_SYNONYMS.get(cite.label, cite.label),
        positions=frozenset(positions),
        first_note=0 if "first" in positions else first_note,
        number=numbers.get(cite.key, 0),
    )


def _previous(clusters: Sequence[Placed], index: int, position: int) -> Cite | None:
    """Return the cite that "ibid." would point to, if there can be no doubt about it."""
    cluster = clusters[index]
    if position:
        return cluster.cites[position - 1]
    if not index:
        return None
    previous = clusters[index - 1]
    if previous.note and previous.note == cluster.note:
        return previous.cites[-1] if previous.cites else None
    # The note before must hold one cite only, however many clusters share it.
    same_note = [c for c in clusters[:index] if c.note == previous.note and previous.note]
    cites = [cite for c in same_note or [previous] for cite in c.cites]
    return cites[0] if len(cites) == 1 else None


def _ibid(cite: Cite, previous: Cite | None) -> set[str]:
    if previous is None or previous.key != cite.key:
        return set()
    here, before = cite.locator.strip(), previous.locator.strip()
    if not here:
        return set() if before else {"ibid"}
    if here == before and cite.label == previous.label:
        return {"ibid"}
    return {"ibid", "ibid-with-locator"}
