"""Style, items and clusters -> citations and entries: the whole of a document, in two phases.

First everything that one cite cannot know of another: order, numbers, positions, disambiguation.
Then the rendering. Pure: nothing is kept between two calls.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from citewell.csl.bibliography import RenderedEntry, render_bibliography
from citewell.csl.calm import calm
from citewell.csl.citation import Cite, Cluster
from citewell.csl.cite import render_cluster
from citewell.csl.context import BIBLIOGRAPHY, CITATION, NO_CITE, Context, SortNames
from citewell.csl.disambiguate import disambiguate
from citewell.csl.document import Document
from citewell.csl.items import Item, parse_item
from citewell.csl.positions import NEAR_NOTE_DISTANCE, Placed, place
from citewell.csl.settle import Pieces, Quotes, settle
from citewell.csl.sort import sort_by
from citewell.csl.style import Style


class Citation(NamedTuple):
    """One rendered cluster.

    `tree` is what stands in the text or, in a note style, in the note; `lead` holds the names that
    stand in the sentence before the note of a narrative cluster, and is empty otherwise.
    """

    tree: Pieces
    lead: Pieces = ()


class Entry(NamedTuple):
    """One rendered entry of the bibliography.

    `margin` and `inline` are its first field and the rest where the style aligns second fields,
    and empty otherwise; `tree` is always the whole.
    """

    key: str
    tree: Pieces
    margin: Pieces = ()
    inline: Pieces = ()


class Rendered(NamedTuple):
    """A rendered document: a citation for each cluster, entries in order, and what was odd."""

    citations: tuple[Citation, ...]
    entries: tuple[Entry, ...]
    warnings: tuple[str, ...] = ()


@calm()
def render(
    style: Style,
    items: Mapping[str, Mapping[str, object]],
    clusters: Sequence[Cluster],
    uncited: Iterable[str] = (),
) -> Rendered:
    """Return the citations of the clusters, in their order, and the bibliography of the document.

    `items` holds records of CSL-JSON or CSL-YAML by key; those cited and those in `uncited` are
    listed, others are not looked at. A key without an item prints as the key and a question mark.
    `warnings` tells of such keys, and of clusters for which the style prints nothing. Raises
    CslError for an item whose values have no meaning.
    """
    document = _gather(style, items, clusters, uncited)
    order = _bibliography_order(document)
    if style.bibliography is not None and style.bibliography.sort:
        document = document._replace(numbers={key: n for n, key in enumerate(order, 1)})
    document = document._replace(hints=disambiguate(document, order))
    citations = _render_citations(document, clusters)
    entries = render_bibliography(document, [key for key in order if key in items])
    missing = [key for key in document.items if key not in items]
    return Rendered(
        citations=citations,
        entries=tuple(_settled(entry, style.quotes) for entry in entries),
        warnings=(
            *(f"there is no item called {key}" for key in missing),
            *_silences(clusters, citations),
        ),
    )


def _gather(
    style: Style,
    items: Mapping[str, Mapping[str, object]],
    clusters: Sequence[Cluster],
    uncited: Iterable[str],
) -> Document:
    """Return the document with its items in the order in which they are first cited."""
    keys = dict.fromkeys([cite.key for cluster in clusters for cite in cluster.cites])
    cites = sum(len(cluster.cites) for cluster in clusters)
    shortens = "et-al-subsequent-min" in style.citation.options
    has_short_forms = shortens or (cites > len(keys) and style.looks_at_positions)
    keys |= dict.fromkeys(uncited)
    return Document(
        style,
        items={key: _item(key, items.get(key)) for key in keys},
        numbers={key: n for n, key in enumerate(keys, 1)},
        first_notes=_first_notes(style, clusters),
        has_short_forms=has_short_forms,
    )


def _settled(entry: RenderedEntry, quotes: Quotes) -> Entry:
    return Entry(
        entry.key,
        settle(entry.tree, quotes),
        settle(entry.margin, quotes),
        settle(entry.inline, quotes),
    )


def _silences(clusters: Sequence[Cluster], citations: Sequence[Citation]) -> list[str]:
    """Tell of the clusters that the style prints nothing for."""
    return [
        f"the style prints nothing for a cite of {', '.join(cite.key for cite in cluster.cites)}"
        for cluster, citation in zip(clusters, citations, strict=True)
        if cluster.cites and not citation.tree and not citation.lead
    ]


def _item(key: str, fields: Mapping[str, object] | None) -> Item:
    return parse_item(key, fields if fields is not None else {"title": f"{key}?"})


def _note_numbers(style: Style, clusters: Sequence[Cluster]) -> list[int]:
    """Return the note that each cluster stands in; 0 for those in the text."""
    is_note = style.kind == "note"
    return [cluster.note or (n if is_note else 0) for n, cluster in enumerate(clusters, 1)]


def _first_notes(style: Style, clusters: Sequence[Cluster]) -> dict[str, int]:
    notes: dict[str, int] = {}
    for cluster, note in zip(clusters, _note_numbers(style, clusters), strict=True):
        for cite in cluster.cites:
            notes.setdefault(cite.key, note)
    return notes


def _bibliography_order(document: Document) -> list[str]:
    keys = list(document.items)
    layout = document.style.bibliography
    if layout is None or not layout.sort:
        return keys

    def context_of(key: str, names: SortNames) -> Context:
        return document.context(key, BIBLIOGRAPHY, document.number_state(key), names)

    return sort_by(keys, layout.sort, context_of)


def _render_citations(document: Document, clusters: Sequence[Cluster]) -> tuple[Citation, ...]:
    notes = _note_numbers(document.style, clusters)
    placed = [
        Placed(_sorted(document, cluster), note)
        for cluster, note in zip(clusters, notes, strict=True)
    ]
    states = place(placed, document.numbers, _near_note_distance(document.style))
    quotes = document.style.quotes
    citations = []
    for cluster, cites, own in zip(clusters, placed, states, strict=True):
        narrative = cluster.mode == "narrative"
        rendered = render_cluster(document, cites.cites, own, narrative=narrative)
        citations.append(Citation(settle(rendered.tree, quotes), settle(rendered.lead, quotes)))
    return tuple(citations)


def _near_note_distance(style: Style) -> int:
    text = style.citation.option("near-note-distance")
    is_count = text.isdecimal() and len(text) < len("12345")
    return int(text) if is_count else NEAR_NOTE_DISTANCE


def _sorted(document: Document, cluster: Cluster) -> tuple[Cite, ...]:
    """Sort the cites of a cluster; a prefix starts anew, and the first of a narrative one stays."""
    keys = document.style.citation.sort
    if not keys or len(cluster.cites) == 1:
        return cluster.cites

    def context_of(cite: Cite, names: SortNames) -> Context:
        state = NO_CITE._replace(number=document.numbers.get(cite.key, 0))
        return document.context(cite.key, CITATION, state, names)

    fixed = 1 if cluster.mode == "narrative" else 0
    out = list(cluster.cites[:fixed])
    for run in _runs(cluster.cites[fixed:]):
        out += _led_by(run[0].prefix, sort_by(run, keys, context_of))
    return tuple(out)


def _led_by(prefix: str, run: Sequence[Cite]) -> list[Cite]:
    """Keep the words that open a run at its front: `see @b; @a` is "see A; B", never "A; see B"."""
    return [cite._replace(prefix="" if index else prefix) for index, cite in enumerate(run)]


def _runs(cites: Sequence[Cite]) -> list[list[Cite]]:
    runs: list[list[Cite]] = []
    for cite in cites:
        if runs and not cite.prefix and not runs[-1][-1].suffix:
            runs[-1].append(cite)
        else:
            runs.append([cite])
    return runs
