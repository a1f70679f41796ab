"""The cases of tests/cases/csl: what a style and its items say, and what is printed.

The input holds the style, then the items as YAML, separated by lines of three hyphens:

    the content of a citation's layout, or the children of a style; a first line
    "style: class="note"" gives the attributes of its root
    ---
    one item, or several as separate documents; their keys are a, b, c ...
    ---
    cites: a list of clusters, each a list of keys or of records {key, locator, prefix ...}

Without `cites` one cluster cites every item. A style with a bibliography prints its entries, one
a line; any other style prints its citations, the lead of a narrative note before a bar.
"""

from __future__ import annotations

import string
from collections.abc import Mapping
from typing import Any

import yaml

from citewell.csl import Citation, Cite, Cluster, parse_style, render, render_html


def _style(text: str) -> str:
    attributes = ""
    if text.startswith("style:"):
        attributes, _, text = text.removeprefix("style:").partition("\n")
    if not text.lstrip().startswith(("<citation", "<bibliography", "<macro", "<locale")):
        text = f"<citation><layout>{text}</layout></citation>"
    if "<citation" not in text:
        text = f"<citation><layout/></citation>{text}"
    return f'<style version="1.0" {attributes}>{text}</style>'


def _clusters(wanted: Any, keys: list[str]) -> list[Cluster]:
    if wanted is None:
        return [Cluster(tuple(Cite(key) for key in keys))]
    return [_cluster(cluster) for cluster in wanted]


def _cluster(wanted: Any) -> Cluster:
    if isinstance(wanted, Mapping):
        cites = tuple(_cite(cite) for cite in wanted["cites"])
        return Cluster(cites, wanted.get("mode", "normal"), wanted.get("note", 0))
    return Cluster(tuple(_cite(cite) for cite in wanted))


def _cite(wanted: Any) -> Cite:
    return Cite(wanted) if isinstance(wanted, str) else Cite(**wanted)


def _printed(citation: Citation) -> str:
    tree = render_html(citation.tree)
    return f"{render_html(citation.lead)} | {tree}" if citation.lead else tree


def test_prints_what_the_case_expects(given: str, expected: str) -> None:
    text, *documents = given.split("\n---\n")
    values = [yaml.safe_load(document) or {} for document in documents]
    cites = values.pop()["cites"] if values and "cites" in values[-1] else None
    items = dict(zip(string.ascii_lowercase, values, strict=False))
    clusters = _clusters(cites, list(items))

    style = parse_style(_style(text))
    rendered = render(style, items, clusters, () if cites else items)

    lines = [render_html(entry.tree) for entry in rendered.entries]
    if not style.has_bibliography:
        lines = [_printed(citation) for citation in rendered.citations]
    assert "\n".join(lines) == expected
