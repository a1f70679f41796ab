"""Run the official CSL test suite and print how many fixtures pass, category by category.

    python scripts/csl_suite.py [--list] [--show NAME ...] [CATEGORY ...]

The suite is looked for where CSL_TEST_SUITE says, else in ../shared/csl-test-suite beside the
repository. Strings are compared exactly, nothing is skipped, an exception is a failure. The
suite's own HTML dialect (inline styles, csl-bib-body) lives here, for the engine has no use for it.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from citewell.csl import Cite, Cluster, CslError, Dialect, Entry, Rendered, parse_style, render_html
from citewell.csl import render as render_document

ROOT = Path(__file__).resolve().parent.parent
DEFAULT_SUITE = ROOT.parent / "shared" / "csl-test-suite"
_SECTION = re.compile(r">>=+ *([A-Z0-9-]+) *=+>>\s*?\n(.*?)\n?<<=+ *\1 *=+<<", re.DOTALL)


def _style(declaration: str) -> tuple[str, str]:
    return f'<span style="{declaration}">', "</span>"


SUITE_DIALECT = Dialect(
    marks={
        "italic": ("<i>", "</i>"),
        "oblique": ("<em>", "</em>"),
        "bold": ("<b>", "</b>"),
        "superscript": ("<sup>", "</sup>"),
        "subscript": ("<sub>", "</sub>"),
        "small-caps": _style("font-variant:small-caps;"),
        "underline": _style("text-decoration:underline;"),
        "light": _style("font-weight:light;"),
        "font-style-normal": _style("font-style:normal;"),
        "font-variant-normal": _style("font-variant:normal;"),
        "font-weight-normal": _style("font-weight:normal;"),
        "no-decoration": _style("text-decoration:none;"),
        "baseline": _style("baseline"),
        "block": ('\n\n    <div class="csl-block">', "</div>\n"),
        "left-margin": ('\n    <div class="csl-left-margin">', "</div>"),
        "right-inline": ('<div class="csl-right-inline">', "</div>\n  "),
        "indent": ('<div class="csl-indent">', "</div>\n  "),
    },
    escapes=str.maketrans({"&": "&#38;", "<": "&#60;", ">": "&#62;"}),
    links=False,
)


@dataclass(frozen=True, slots=True)
class Fixture:
    """One test of the suite: its name and its sections."""

    name: str
    sections: Mapping[str, str]

    @property
    def expected(self) -> str:
        """What the suite says that a processor prints."""
        return self.sections["RESULT"].strip("\n")


def suite_folder() -> Path | None:
    """Return the folder of the suite, or None if it is not there."""
    folder = Path(os.environ.get("CSL_TEST_SUITE", DEFAULT_SUITE))
    return folder if folder.is_dir() else None


def read_fixtures(folder: Path) -> list[Fixture]:
    """Return every fixture of the folder, by name."""
    return [_read(path) for path in sorted(folder.glob("*.txt"))]


def _read(path: Path) -> Fixture:
    text = path.read_text(encoding="utf-8-sig")
    return Fixture(path.stem, dict(_SECTION.findall(text)))


def run(fixture: Fixture) -> str:
    """Return what the engine prints for a fixture, in the suite's dialect."""
    style = parse_style(fixture.sections["CSL"].strip())
    records = json.loads(fixture.sections["INPUT"])
    items = {str(record.get("id", index)): record for index, record in enumerate(records)}
    if "CITATIONS" in fixture.sections:
        steps = list(_steps(json.loads(fixture.sections["CITATIONS"])))
    else:
        steps = [_clusters(fixture, items)]
    final = render_document(
        style, items, steps[-1], items if "CITATIONS" not in fixture.sections else ()
    )
    if fixture.sections["MODE"].strip() == "bibliography":
        return _bibliography(final)
    if "CITATIONS" not in fixture.sections:
        return "\n".join(_citation(citation.tree) for citation in final.citations)
    before = render_document(style, items, steps[-2] * 2, ()) if len(steps) > 1 else None
    after = render_document(style, items, steps[-1] * 2, ())
    inserted = json.loads(fixture.sections["CITATIONS"])[-1][1]
    return _changes(final, after, before, len(inserted))


def _citation(tree: Any) -> str:
    return _html(tree) or "[CSL STYLE ERROR: reference with no printed form.]"


def _clusters(fixture: Fixture, items: Mapping[str, Any]) -> list[Cluster]:
    if "CITATION-ITEMS" in fixture.sections:
        cited = json.loads(fixture.sections["CITATION-ITEMS"])
        return [_cluster(cites, 0) for cites in cited]
    return [_cluster([{"id": key} for key in items], 0)]


def _cluster(cites: Sequence[Mapping[str, Any]], note: int) -> Cluster:
    return Cluster(tuple(_cite(cite) for cite in cites), note=note)


def _cite(cite: Mapping[str, Any]) -> Cite:
    return Cite(
        key=str(cite.get("id", 0)),
        prefix=str(cite.get("prefix") or ""),
        suffix=str(cite.get("suffix") or ""),
        locator=str(cite.get("locator") or ""),
        label=str(cite.get("label") or "page"),
        mode=_mode(cite),
    )


def _mode(cite: Mapping[str, Any]) -> Any:
    if cite.get("suppress-author"):
        return "suppress-author"
    return "author-only" if cite.get("author-only") else "normal"


def _steps(citations: Sequence[Any]) -> Iterator[list[Cluster]]:
    """Yield the clusters of the document after each step of an editing session."""
    known: dict[str, Any] = {}
    for citation, before, after in citations:
        known[citation["citationID"]] = citation
        note = citation.get("properties", {}).get("noteIndex", 0)
        order = [*before, [citation["citationID"], note], *after]
        yield [_cluster(known[key]["citationItems"], note) for key, note in order]


def _changes(final: Rendered, after: Rendered, before: Rendered | None, inserted: int) -> str:
    """Mark the citation that the last step wrote, and those that it changed.

    A citation counts as changed if its text is, or what a second cite of it would print: the suite
    counts from what a processor had to look at again.
    """
    old = [_html(citation.tree) for citation in before.citations] if before else []
    new = [_html(citation.tree) for citation in after.citations]
    count, old_count = len(final.citations), len(old) // 2
    lines = []
    for index, citation in enumerate(final.citations):
        same = index < old_count and (
            (old[index], old[index + old_count]) == (new[index], new[index + count])
        )
        mark = ".." if same and index != inserted else ">>"
        lines.append(f"{mark}[{index}] {_html(citation.tree)}")
    return "\n".join(lines)


def _bibliography(rendered: Rendered) -> str:
    entries = "".join(_entry(entry) for entry in rendered.entries)
    return f'<div class="csl-bib-body">\n{entries}</div>'


def _entry(entry: Entry) -> str:
    return f'  <div class="csl-entry">{_html(entry.tree)}</div>\n'


def _html(tree: Any) -> str:
    return render_html(tree, SUITE_DIALECT)


def outcome(fixture: Fixture) -> str:
    """Return what the engine prints, or the exception that it raises, as text."""
    try:
        return run(fixture)
    except CslError as error:
        return f"CslError: {error}"
    except Exception as error:  # noqa: BLE001 - a crash is a failure like any other
        return f"{type(error).__name__}: {error}"


def nonstandard(folder: Path) -> frozenset[str]:
    """Return the names of the fixtures that do not count as core."""
    data = json.loads((folder / "nonstandard.json").read_text(encoding="utf-8"))
    return frozenset(name for names in data["fixtures"].values() for name in names)


def _print_table(results: Mapping[str, bool], outside: frozenset[str]) -> None:
    total, passed = Counter[str](), Counter[str]()
    for name, good in results.items():
        groups = [name.partition("_")[0], "ALL", *([] if name in outside else ["CORE"])]
        total.update(groups)
        passed.update(groups if good else [])
    for category in sorted(total, key=lambda c: (c.isupper(), c)):
        print(f"{category:16} {passed[category]:4} of {total[category]:4}")


def main() -> int:
    """Run the suite as the command line says; exit code 2 if there is no suite."""
    parser = argparse.ArgumentParser(description="Run the official CSL test suite.")
    parser.add_argument("categories", nargs="*", help="only fixtures whose name starts so")
    parser.add_argument("--list", action="store_true", help="name the fixtures that fail")
    parser.add_argument("--passing", action="store_true", help="name the fixtures that pass")
    parser.add_argument("--show", action="store_true", help="show what failed, and how")
    arguments = parser.parse_args()
    folder = suite_folder()
    if folder is None:
        print("There is no CSL test suite here; set CSL_TEST_SUITE to its folder.")
        return 2
    outside = nonstandard(folder)
    results: dict[str, bool] = {}
    for fixture in read_fixtures(folder):
        if arguments.categories and not fixture.name.startswith(tuple(arguments.categories)):
            continue
        got = outcome(fixture)
        good = results[fixture.name] = got == fixture.expected
        if arguments.passing and good:
            print(fixture.name)
        if not good and (arguments.list or arguments.show):
            print(f"{fixture.name}{'  (not core)' if fixture.name in outside else ''}")
        if not good and arguments.show:
            print(f"  expected {fixture.expected!r}\n  got      {got!r}")
    if not arguments.passing:
        _print_table(results, outside)
    return 0


if __name__ == "__main__":
    sys.exit(main())
