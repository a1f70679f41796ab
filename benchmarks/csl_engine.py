"""How fast the citation engine is, and how it compares with its peers in the same run.

    python benchmarks/csl_engine.py [--repeat 15]

CPU time (process_time, medians), so that other work on the machine counts little: per entry and per
cluster of an APA document, loading a style, 500 authors of one surname, and an APA document whole
(citations and references to HTML) next to citeproc-py, on the references that it can format, with
the style loaded and with loading it. pandoc, if there is one, formats the same references as a
process of its own: elapsed time, start included.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import io
import json
import shutil
import statistics
import string
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from citewell.csl import Cite, Cluster, load_style, parse_style, render, render_html
from citewell.csl.source import read_style, style_folders

ROOT = Path(__file__).resolve().parent.parent
LIBRARY = ROOT / "tests" / "csl" / "library.json"
LARGEST = "chicago-notes"
CLUSTERS = 20

Items = Mapping[str, Mapping[str, Any]]


def read_items() -> dict[str, dict[str, Any]]:
    """Return the references of the tests by key, their dates as parts, which every peer reads."""
    records = json.loads(LIBRARY.read_text(encoding="utf-8"))
    kept = [record for record in records if isinstance(record.get("issued", {}), dict)]
    return {record["id"]: record for record in kept if not isinstance(record.get("accessed"), str)}


def median_ms(task: Callable[[], object], repeat: int) -> float:
    """Return the median CPU time of the task in milliseconds, after one warm-up."""
    task()
    times = []
    for _ in range(repeat):
        started = time.process_time()
        task()
        times.append(1000 * (time.process_time() - started))
    return statistics.median(times)


def clusters_of(keys: Sequence[str]) -> list[Cluster]:
    """Return clusters of one and two cites in turn, as a text has them."""
    cited = [keys[number % len(keys)] for number in range(2 * CLUSTERS)]
    return [
        Cluster((Cite(cited[n], locator="35"), Cite(cited[n + CLUSTERS]))[: 1 + n % 2])
        for n in range(CLUSTERS)
    ]


def write_document(style: Any, items: Items, clusters: Sequence[Cluster]) -> list[str]:
    """Render a document to HTML: citations, then every reference."""
    rendered = render(style, items, clusters, items)
    trees = [citation.tree for citation in rendered.citations]
    trees += [entry.tree for entry in rendered.entries]
    return [render_html(tree, cite_href=lambda key: f"#{key}") for tree in trees]


def load_with_citeproc_py() -> Any:
    """Load APA as citeproc-py does."""
    from citeproc import (  # type: ignore[import-untyped] # noqa: PLC0415 - not of every machine
        CitationStylesStyle,
    )

    return CitationStylesStyle(str(_path_of("apa")), validate=False)


def write_with_citeproc_py(style: Any, items: Items, clusters: Sequence[Cluster]) -> list[str]:
    """Do with citeproc-py what `write_document` does."""
    from citeproc import (  # noqa: PLC0415 - likewise
        Citation,
        CitationItem,
        CitationStylesBibliography,
        Locator,
        formatter,
    )
    from citeproc.source.json import (  # type: ignore[import-untyped] # noqa: PLC0415 - likewise
        CiteProcJSON,
    )

    source = CiteProcJSON([dict(item) for item in items.values()])
    bibliography = CitationStylesBibliography(style, source, formatter.html)
    cited = [
        Citation(
            [
                CitationItem(cite.key, locator=Locator(cite.label, cite.locator))
                if cite.locator
                else CitationItem(cite.key)
                for cite in cluster.cites
            ]
        )
        for cluster in clusters
    ]
    for citation in [*cited, Citation([CitationItem(key) for key in items])]:
        bibliography.register(citation)
    texts = [str(bibliography.cite(citation, lambda _item: None)) for citation in cited]
    return texts + [str(entry) for entry in bibliography.bibliography()]


def _path_of(name: str) -> Path:
    return next(path for folder in style_folders() if (path := folder / f"{name}.csl").is_file())


def formatted_by_citeproc_py(style: Any, items: Items) -> dict[str, Mapping[str, Any]]:
    """Return the items that citeproc-py formats without raising."""
    good: dict[str, Mapping[str, Any]] = {}
    for key, item in items.items():
        with contextlib.suppress(Exception):
            write_with_citeproc_py(style, {key: item}, [Cluster((Cite(key),))])
            good[key] = item
    return good


def crowd(count: int) -> dict[str, dict[str, Any]]:
    """Return works of one year by that many authors of one surname."""
    letters = string.ascii_lowercase
    names = [f"{letters[n % 26].upper()}{letters[n // 26]}" for n in range(count)]
    return {
        name: {
            "type": "book",
            "author": [{"family": "Smith", "given": name}],
            "title": f"Book {name}",
            "issued": {"date-parts": [[2014]]},
        }
        for name in names
    }


def report_engine(items: Items, repeat: int) -> None:
    """Print what the engine takes by itself."""
    style = load_style("apa")
    keys = list(items)
    entries = median_ms(lambda: write_document(style, items, ()), repeat)
    whole = median_ms(lambda: write_document(style, items, clusters_of(keys)), repeat)
    many = crowd(500)
    cited = [Cluster((Cite(key),)) for key in many]
    apa, largest = read_style("apa"), read_style(LARGEST)
    rows = {
        "APA, an entry": entries / len(items),
        "APA, a cluster": (whole - entries) / CLUSTERS,
        "load APA": median_ms(lambda: parse_style(apa), repeat),
        f"load {LARGEST}": median_ms(lambda: parse_style(largest), repeat),
        "500 authors of one surname": median_ms(lambda: write_document(style, many, cited), 3),
    }
    for name, milliseconds in rows.items():
        print(f"{name:30} {milliseconds:9.2f} ms")


def report_citeproc_py(items: Items, repeat: int) -> None:
    """Print the whole APA task beside citeproc-py, on what citeproc-py can format."""
    if importlib.util.find_spec("citeproc") is None:
        print("citeproc-py is not installed")
        return
    style, theirs = load_style("apa"), load_with_citeproc_py()
    shared = formatted_by_citeproc_py(theirs, items)
    clusters = clusters_of(list(shared))
    few = max(3, repeat // 5)
    our_load = median_ms(lambda: load_style("apa"), repeat)
    their_load = median_ms(load_with_citeproc_py, few)
    our_document = median_ms(lambda: write_document(style, shared, clusters), repeat)
    their_document = median_ms(lambda: write_with_citeproc_py(theirs, shared, clusters), few)
    print(
        f"a document of {len(shared)} references, those of {len(items)} that citeproc-py can format"
    )
    _print_ratio("style loaded", our_document, their_document)
    _print_ratio("with loading", our_document + our_load, their_document + their_load)


def _print_ratio(name: str, ours: float, theirs: float) -> None:
    ratio = f"citeproc-py takes {theirs / ours:.1f} times as long"
    print(f"{f'  {name}':30} {ours:9.2f} ms, citeproc-py {theirs:9.2f} ms: {ratio}")


def report_pandoc(items: Items) -> None:
    """Print the elapsed time of pandoc on the same references, its start included."""
    program = shutil.which("pandoc")
    if program is None:
        print("pandoc is not installed")
        return
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "library.json"
        library.write_text(json.dumps(list(items.values())), encoding="utf-8")
        text = "".join(f"[@{key}]\n\n" for key in items)
        started = time.perf_counter()
        subprocess.run(
            [program, "--citeproc", f"--csl={_path_of('apa')}", f"--bibliography={library}"],
            input=text.encode(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
        elapsed = 1000 * (time.perf_counter() - started)
    print(f"{'  pandoc, a process (elapsed)':30} {elapsed:9.2f} ms")


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure the citation engine.")
    parser.add_argument("--repeat", type=int, default=15, help="how often each task is timed")
    repeat = parser.parse_args().repeat
    items = read_items()
    report_engine(items, repeat)
    with warnings.catch_warnings(), contextlib.redirect_stderr(io.StringIO()):
        warnings.simplefilter("ignore")
        report_citeproc_py(items, repeat)
    report_pandoc(items)
    return 0


if __name__ == "__main__":
    sys.exit(main())
