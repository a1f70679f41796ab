"""The cases of tests/cases/csl: a title, what a style and its items say, what is printed.

The three parts are ended by a line with a dot. The input holds the style, then the items as YAML,
separated by lines of three hyphens:

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
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from citewell.csl import Citation, Cite, Cluster, parse_style, render, render_html

CASES = Path(__file__).resolve().parents[1] / "cases" / "csl"


class Case(NamedTuple):
    title: str
    given: str
    expected: str


def _read_cases() -> Iterator[Any]:
    for path in sorted(CASES.glob("*.md")):
        part: list[str] = []
        parts: list[str] = []
        first = 0
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line != ".":
                first = first or (number if line.strip() and not parts else 0)
                part.append(line)
                continue
            parts.append("\n".join(part))
            part = []
            if len(parts) == len(Case._fields):
                case = Case(parts[0].strip(), parts[1], parts[2])
                yield pytest.param(case, id=f"{path.name}:{first}")
                parts, first = [], 0
        assert not parts, f"{path.name}: the last case has no end"
        assert not "".join(part).strip(), f"{path.name}: text after the last case"


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


@pytest.mark.parametrize("case", list(_read_cases()))
def test_prints_what_the_case_expects(case: Case) -> None:
    text, *documents = case.given.split("\n---\n")
    values = [yaml.safe_load(document) or {} for document in documents]
    cites = values.pop()["cites"] if values and "cites" in values[-1] else None
    items = dict(zip(string.ascii_lowercase, values, strict=False))
    clusters = _clusters(cites, list(items))

    style = parse_style(_style(text))
    rendered = render(style, items, clusters, () if cites else items)

    lines = [render_html(entry.tree) for entry in rendered.entries]
    if not style.has_bibliography:
        lines = [_printed(citation) for citation in rendered.citations]
    assert "\n".join(lines) == case.expected, case.title
