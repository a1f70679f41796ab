"""Measured builds as tables in Markdown, for the README beside this file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from results import Results

BEGIN, END = "<!-- results -->", "<!-- /results -->"
_MEGABYTE = 1_000_000
_FINE = 10


def fill_in(text: str, tables: str) -> str:
    """Return a document with the tables between its marks; raises `ValueError` without marks."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not end:
        raise ValueError(f"there are no marks {BEGIN} and {END}")
    return f"{before}{begin}\n\n{tables}\n\n{end}{after}"


def render_tables(results: Results) -> str:
    """Return what was measured where, and a table for each number of posts."""
    return "\n\n".join((_about(results), *(_table(results, size) for size in results.sizes())))


def _about(results: Results) -> str:
    versions = ", ".join(f"{name} {version}" for name, version in results.versions.items())
    return f"Measured on {results.made} with {versions}, on {results.machine}."


def _table(results: Results, posts: int) -> str:
    names = results.generators()
    own, peers = names[0], names[1:]
    head = [f"{posts} posts", own, "CPU", "memory"]
    head += [cell for peer in peers for cell in (peer, "CPU")]
    rows = [_row([case, *_cells(results, posts, case, own, peers)]) for case in results.cases()]
    return "\n".join((_row(head), _row(["---", *["---:"] * (len(head) - 1)]), *rows))


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cells(
    results: Results, posts: int, case: str, own: str, peers: Sequence[str]
) -> Iterator[str]:
    """Yield what a case took: our own time, CPU and memory, the time and CPU of each peer."""
    seconds = results.median("seconds", own, posts, case)
    memory = results.median("memory", own, posts, case)
    yield in_seconds(seconds)
    yield in_seconds(results.median("cpu", own, posts, case))
    yield f"{memory / _MEGABYTE:.0f} MB" if memory else ""
    for peer in peers:
        theirs = results.median("seconds", peer, posts, case)
        ratio = f" ({theirs / seconds:.1f})" if theirs and seconds else ""
        yield f"{in_seconds(theirs)}{ratio}"
        yield in_seconds(results.median("cpu", peer, posts, case))


def in_seconds(seconds: float | None) -> str:
    """Return a time in words, as exactly as it is worth telling; nothing if it is not known."""
    if not seconds:
        return ""
    return f"{seconds:.2f} s" if seconds < _FINE else f"{seconds:.1f} s"
