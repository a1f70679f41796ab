"""What a writer writes, and what APA prints of it: references and citations to plain text.

Takes the way of a post (front matter, citation syntax, engine) without its Markdown and its page.
Italics stand between asterisks, as in the case files and in the guide.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from citewell import csl
from citewell.citations import find_citations, split_locator
from citewell.model import Cite, CiteItem, Source
from citewell.references import parse_references

_STAR = ("*", "*")
_ITALICS = csl.Dialect(marks={"italic": _STAR, "font-style-normal": _STAR}, escapes={}, links=False)
_PLACE = "content/posts/example.md"

Items = Mapping[str, Mapping[str, Any]]


def read_items(yaml: str) -> Items:
    """Return the references that stand in the text of a front matter, by key."""
    return {entry.key: entry.item for entry in parse_references(Source(_PLACE, yaml))}


def print_entries(items: Items, style: str, language: str) -> list[str]:
    """Return the list of references, an entry each."""
    rendered = csl.render(_style(style, language), items, (), uncited=items)
    return [csl.render_html(entry.tree, _ITALICS) for entry in rendered.entries]


def print_document(
    items: Items, citations: Sequence[str], style: str, language: str
) -> tuple[list[str], list[str]]:
    """Return the citations of a text in their order, and its list of references."""
    loaded = _style(style, language)
    clusters = [_cluster(_only(text), loaded) for text in citations]
    rendered = csl.render(loaded, items, clusters, uncited=items)
    assert not rendered.warnings
    return (
        [csl.render_html(citation.tree, _ITALICS) for citation in rendered.citations],
        [csl.render_html(entry.tree, _ITALICS) for entry in rendered.entries],
    )


@cache
def _style(name: str, language: str) -> csl.Style:
    return csl.load_style(name, language)


def _only(text: str) -> Cite:
    """Return the citation that the text is from end to end."""
    (cite,) = find_citations(Source(_PLACE, text), 0)
    assert (cite.span.start, cite.span.end) == (0, len(text))
    return cite


def _cluster(cite: Cite, style: csl.Style) -> csl.Cluster:
    cites = tuple(_cite(item, style) for item in cite.items)
    return csl.Cluster(cites, mode="narrative" if cite.narrative else "normal")


def _cite(item: CiteItem, style: csl.Style) -> csl.Cite:
    label, locator, suffix = split_locator(item.suffix, style.locator_terms)
    return csl.Cite(
        item.key,
        item.prefix,
        suffix,
        locator,
        label or "page",
        mode="suppress-author" if item.suppress_author else "normal",
    )
