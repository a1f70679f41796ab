"""Run the official CSL test suite and print how many fixtures pass, category by category.

    python scripts/csl_suite.py [--list] [--show] [CATEGORY ...]
    python scripts/csl_suite.py --write-ledger

The suite is looked for where CSL_TEST_SUITE says, else in ../shared/csl-test-suite beside the
repository. Strings are compared exactly, nothing is skipped, an exception is a failure. The
suite's own HTML dialect (inline styles, csl-bib-body) lives here, for the engine has no use for it.
The ledger, tests/csl/passing.txt, names the fixtures that pass; the tests hold it to the truth.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from citewell.csl import Cite, Cluster, Dialect, Entry, Rendered, Style, parse_style, render_html
from citewell.csl import render as render_document

ROOT = Path(__file__).resolve().parent.parent
DEFAULT_SUITE = ROOT.parent / "shared" / "csl-test-suite"
LEDGER = ROOT / "tests" / "csl" / "passing.txt"
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
        return _run_session(fixture, style, items)
    rendered = render_document(style, items, _clusters(fixture, style, items), items)
    if fixture.sections["MODE"].strip() == "bibliography":
        return _bibliography(rendered)
    return "\n".join(_citation(citation.tree) for citation in rendered.citations)


def _run_session(fixture: Fixture, style: Style, items: Mapping[str, Any]) -> str:
    """Play an editing session: each step adds or changes one citation of the document."""
    citations = json.loads(fixture.sections["CITATIONS"])
    steps = list(_steps(citations))
    final = render_document(style, items, steps[-1])
    if fixture.sections["MODE"].strip() == "bibliography":
        return _bibliography(final)
    before = render_document(style, items, steps[-2] * 2) if len(steps) > 1 else None
    after = render_document(style, items, steps[-1] * 2)
    return _changes(final, after, before, inserted=len(citations[-1][1]))


def _citation(tree: Any) -> str:
    return _html(tree) or "[CSL STYLE ERROR: reference with no printed form.]"


def _clusters(fixture: Fixture, style: Style, items: Mapping[str, Any]) -> list[Cluster]:
    if "CITATION-ITEMS" in fixture.sections:
        cited = json.loads(fixture.sections["CITATION-ITEMS"])
        return [_cluster(cites, 0) for cites in cited]
    # The suite's own runner cites the items in the order of the bibliography.
    listed = [entry.key for entry in render_document(style, items, (), items).entries]
    order = [*listed, *(key for key in items if key not in listed)]
    return [_cluster([{"id": key} for key in order], 0)]


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


def _changes(final: Rendered, after: Rendered, before: Rendered | None, *, inserted: int) -> str:
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


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the engine printed for a fixture, or the exception that it raised, as text."""

    fixture: Fixture
    got: str

    @property
    def passes(self) -> bool:
        """Tell whether that is exactly what the suite expects."""
        return self.got == self.fixture.expected


def judge(fixture: Fixture) -> Outcome:
    """Run a fixture; an exception of whatever kind is its outcome, not the caller's trouble."""
    try:
        return Outcome(fixture, run(fixture))
    except Exception as error:  # noqa: BLE001 - a crash is a failure like any other
        return Outcome(fixture, f"{type(error).__name__}: {error}")


def nonstandard(folder: Path) -> frozenset[str]:
    """Return the names of the fixtures that do not count as core."""
    data = json.loads((folder / "nonstandard.json").read_text(encoding="utf-8"))
    return frozenset(name for names in data["fixtures"].values() for name in names)


def read_ledger() -> frozenset[str]:
    """Return the names of the fixtures that the ledger says pass."""
    return frozenset(LEDGER.read_text(encoding="utf-8").split())


def write_ledger(outcomes: Iterable[Outcome]) -> None:
    """Write the names of the fixtures that pass, one a line, in order."""
    names = sorted(outcome.fixture.name for outcome in outcomes if outcome.passes)
    LEDGER.write_text("".join(f"{name}\n" for name in names), encoding="utf-8")


def _print_failure(outcome: Outcome, outside: frozenset[str], *, details: bool) -> None:
    fixture = outcome.fixture
    print(f"{fixture.name}{'  (not core)' if fixture.name in outside else ''}")
    if details:
        print(f"  expected {fixture.expected!r}\n  got      {outcome.got!r}")


def _print_table(outcomes: Iterable[Outcome], outside: frozenset[str]) -> None:
    total, passed = Counter[str](), Counter[str]()
    for outcome in outcomes:
        name = outcome.fixture.name
        groups = [name.partition("_")[0], "ALL", *([] if name in outside else ["CORE"])]
        total.update(groups)
        passed.update(groups if outcome.passes else [])
    for category in sorted(total, key=lambda c: (c.isupper(), c)):
        print(f"{category:16} {passed[category]:4} of {total[category]:4}")


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Run the official CSL test suite.")
    parser.add_argument("categories", nargs="*", help="only fixtures whose name starts so")
    parser.add_argument("--list", action="store_true", help="name the fixtures that fail")
    parser.add_argument("--show", action="store_true", help="show what failed, and how")
    parser.add_argument(
        "--write-ledger", action="store_true", help="rewrite tests/csl/passing.txt (no categories)"
    )
    arguments = parser.parse_args()
    if arguments.write_ledger and arguments.categories:
        parser.error("the ledger is of the whole suite: give no categories with --write-ledger")
    return arguments


def main() -> int:
    """Run the suite as the command line says; exit code 2 if there is no suite."""
    arguments = _parse_arguments()
    folder = suite_folder()
    if folder is None:
        print("There is no CSL test suite here; set CSL_TEST_SUITE to its folder.")
        return 2
    outside = nonstandard(folder)
    prefixes = tuple(arguments.categories) or ("",)
    outcomes = [judge(one) for one in read_fixtures(folder) if one.name.startswith(prefixes)]
    if arguments.list or arguments.show:
        for outcome in outcomes:
            if not outcome.passes:
                _print_failure(outcome, outside, details=arguments.show)
    if arguments.write_ledger:
        write_ledger(outcomes)
    _print_table(outcomes, outside)
    return 0


if __name__ == "__main__":
    sys.exit(main())
