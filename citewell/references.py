"""References as they are written: in front matter and in files beside the posts.

Which format a file has is told by the end of its name; each has a module of its own above. Here a
key that stands twice in one place is found. Knows nothing of styles or of how a reference will
look.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from pathlib import PurePosixPath

from citewell import yamltree
from citewell.cslitem import reference
from citewell.csljson import parse_csl_json
from citewell.model import Reference, Source, Span
from citewell.problems import CitewellError
from citewell.record import replace
from citewell.yamltree import Node, Table


def parse_references(source: Source, lang: str = "en") -> tuple[Reference, ...]:
    """Parse a file of references: CSL-YAML, CSL-JSON, BibTeX, BibLaTeX or RIS.

    `lang` is the language of the titles in BibTeX that name none (BCP 47). Raises `CitewellError`
    with every fault of the file.
    """
    suffix = PurePosixPath(source.path).suffix.lower()
    if suffix == ".json":
        return references(parse_csl_json(source))
    # Loading the libraries for these takes longer than reading most files: only those who need
    # them wait.
    if suffix == ".bib":
        from citewell.biblatex import parse_bib  # noqa: PLC0415

        return _unique(source, parse_bib(source, lang))
    if suffix == ".ris":
        from citewell.ris import parse_ris  # noqa: PLC0415

        return _unique(source, parse_ris(source))
    return _parse_yaml(source)


def _parse_yaml(source: Source) -> tuple[Reference, ...]:
    """Parse a list, or a list under `references:`."""
    node = yamltree.parse_yaml(source, Span(0, len(source.text)))
    if isinstance(node, Table):
        readers = {"references": references}
        fields: dict[str, tuple[Reference, ...]] = yamltree.read_record(dict, node, readers)
        return fields.get("references", ())
    return references(node)


def references(node: Node) -> tuple[Reference, ...]:
    """Read a list of references; a key that stands there twice is a fault."""
    return _unique(node.source, yamltree.listing(reference)(node))


def _unique(source: Source, found: Iterable[Reference]) -> tuple[Reference, ...]:
    """Return the references with their lines; raise if two of them share a key."""
    ends = [match.start() for match in re.finditer("\n", source.text)]
    first: dict[str, Reference] = {}
    problems = []
    for entry in found:
        line = bisect_left(ends, entry.span.start) + 1
        known = first.setdefault(entry.key, replace(entry, line=line))
        if known.span != entry.span:
            message = f"two references have the id '{entry.key}'"
            hint = f"the first stands in line {known.line}; give one of them another id"
            problems.append(source.problem(entry.span, message, hint))
    if problems:
        raise CitewellError(*problems)
    return tuple(first.values())
