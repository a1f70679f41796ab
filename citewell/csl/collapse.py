"""How the cites of a cluster stand together (spec., "Cite Grouping", "Cite Collapsing").

Takes rendered cites; groups those of one author, collapses numbers to ranges, years and year
suffixes to lists, and joins all of it with the right delimiters. A prefix starts a new group, and a
locator or a suffix ends one: what a writer put next to a cite must stay next to it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from citewell.csl.citation import Cite
from citewell.csl.context import CiteState
from citewell.csl.numbers import EN_DASH
from citewell.csl.rich import (
    CITE,
    YEAR_SUFFIX,
    Inline,
    Node,
    find_tag,
    join,
    plain_text,
    replace_node,
)
from citewell.csl.style import Layout

_SHORTEST_RANGE = 3
_CITE_GROUP_DELIMITER = ", "


class RenderedCite(NamedTuple):
    """A cite with its tree and what it is grouped by: author, year suffix, number."""

    cite: Cite
    state: CiteState
    tree: Inline
    author: str
    suffix: str
    number: int

    @property
    def is_bare(self) -> bool:
        """Tell whether nothing stands beside the item itself."""
        return not (self.cite.prefix or self.cite.suffix or self.state.locator)


Shorten = Callable[[RenderedCite], Inline]  # renders a cite again without its author


def join_cites(cites: Sequence[RenderedCite], layout: Layout, shorten: Shorten) -> Inline:
    """Return the cites of a cluster as one tree, grouped and collapsed as the layout asks."""
    collapse = layout.option("collapse")
    if collapse == "citation-number":
        return _join_numbers(cites, layout)
    if not collapse and "cite-group-delimiter" not in layout.options:
        return join_trees([one.tree for one in cites], layout.delimiter)
    groups = _group(cites, all_alike=collapse.startswith("year-suffix"))
    trees = [_join_group(group, layout, collapse, shorten) for group in groups]
    delimiters = [_after_group(group, layout, collapse) for group in groups]
    return join_trees(trees, delimiters)


def _after_group(group: list[RenderedCite], layout: Layout, collapse: str) -> str:
    """Return what follows an author's cites: in styles that collapse years, always the same."""
    if collapse == "year" or (collapse and len(group) > 1):
        return layout.option("after-collapse-delimiter", layout.delimiter)
    return layout.delimiter


def join_trees(trees: Sequence[Inline], delimiters: Sequence[str] | str) -> Inline:
    """Join trees; a delimiter gives way to punctuation that a writer put into an affix.

    `delimiters` holds what follows each tree, or is one for all.
    """
    after = [delimiters] * len(trees) if isinstance(delimiters, str) else delimiters
    out: list[Inline] = []
    pending = ""
    for tree, delimiter in zip(trees, after, strict=True):
        text = plain_text(tree)
        if not text:
            continue
        if out:
            out.append(_delimiter_between(plain_text(out[-1]), text, pending))
        out.append(tree)
        pending = delimiter
    return join(out or [""])


def _delimiter_between(before: str, after: str, delimiter: str) -> str:
    if after[0] in ",.;:":
        return ""
    return " " if before[-1] in ",;" and delimiter.strip() else delimiter


def _group(cites: Sequence[RenderedCite], *, all_alike: bool) -> list[list[RenderedCite]]:
    """Bring the cites of one author together, at the place of the first; prefixes part them.

    `all_alike` groups cites without any author too.
    """
    groups: list[list[RenderedCite]] = []
    open_groups: dict[str, list[RenderedCite]] = {}
    for one in cites:
        if one.cite.prefix:
            open_groups = {}
        group = open_groups.get(one.author) if one.author or all_alike else None
        if group is None:
            groups.append(group := [])
        group.append(one)
        if one.author or all_alike:
            open_groups[one.author] = group
        if one.cite.suffix:
            open_groups.pop(one.author, None)
    return groups


def _join_group(
    group: list[RenderedCite], layout: Layout, collapse: str, shorten: Shorten
) -> Inline:
    if len(group) == 1:
        return group[0].tree
    if not collapse:
        delimiter = layout.option("cite-group-delimiter", layout.delimiter)
        return join_trees([one.tree for one in group], delimiter)
    delimiter = layout.option("cite-group-delimiter", _CITE_GROUP_DELIMITER)
    trees = [group[0].tree, *(shorten(one) for one in group[1:])]
    after = layout.option("after-collapse-delimiter", layout.delimiter)
    if any(one.state.locator for one in group):
        # A comma between cites would read as one between pages.
        delimiter = after
    if collapse == "year":
        return join_trees(trees, delimiter)
    runs = _runs_of_suffixes(group, trees)
    ranged = collapse == "year-suffix-ranged"
    joined = [_join_suffixes(run, layout, ranged=ranged) for run in runs]
    return join_trees(joined, [after if len(run) > 1 else delimiter for run in runs])


_Run = list[tuple[RenderedCite, Inline]]


def _runs_of_suffixes(group: list[RenderedCite], trees: list[Inline]) -> list[_Run]:
    """Split an author's cites into runs that differ in the year suffix alone."""
    runs: list[_Run] = []
    last = ""
    for one, tree in zip(group, trees, strict=True):
        base = _without_suffix(tree)
        key = base.removeprefix(one.author).lstrip(" ,") if one is group[0] else base
        joins = runs and key == last and one.suffix and one.is_bare and runs[-1][-1][0].is_bare
        if joins:
            runs[-1].append((one, tree))
        else:
            runs.append([(one, tree)])
        last = key
    return runs


def _without_suffix(tree: Inline) -> str:
    suffix = find_tag(tree, YEAR_SUFFIX)
    return plain_text(replace_node(tree, suffix, "") if suffix else tree).strip(" ,")


def _join_suffixes(run: _Run, layout: Layout, *, ranged: bool) -> Inline:
    """Join cites of one author and year: 2014a, b; the first tree, then suffixes alone."""
    if len(run) == 1:
        return run[0][1]
    otherwise = layout.option("cite-group-delimiter", layout.delimiter)
    delimiter = layout.option("year-suffix-delimiter", otherwise)
    suffixes = [_suffix_of(one, tree) for one, tree in run[1:]]
    first = run[0][1]
    if not ranged:
        return join([first, *suffixes], delimiter)
    out: list[Inline] = []
    for start, end in _ranges([_suffix_number(one.suffix) for one, _ in run]):
        opening = first if start == 0 else suffixes[start - 1]
        if end - start + 1 >= _SHORTEST_RANGE:
            out.append(join([opening, EN_DASH, suffixes[end - 1]]))
        else:
            out.extend([opening, *suffixes[start:end]])
    return join(out, delimiter)


def _suffix_of(one: RenderedCite, tree: Inline) -> Inline:
    suffix = find_tag(tree, YEAR_SUFFIX)
    return Node([suffix or one.suffix], (), CITE, one.cite.key)


def _suffix_number(suffix: str) -> int:
    number = 0
    for letter in suffix:
        number = number * 26 + ord(letter) - ord("a") + 1
    return number


def _ranges(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Return the index of the first and last of every run of consecutive numbers."""
    runs: list[tuple[int, int]] = []
    for index, number in enumerate(numbers):
        if runs and number == numbers[index - 1] + 1:
            runs[-1] = (runs[-1][0], index)
        else:
            runs.append((index, index))
    return runs


def _join_numbers(cites: Sequence[RenderedCite], layout: Layout) -> Inline:
    """Join citation numbers, three or more consecutive ones as a range."""
    out: list[Inline] = []
    previous_collapsed = False
    for start, end in _ranges([_number(one, i) for i, one in enumerate(cites)]):
        collapsed = end - start + 1 >= _SHORTEST_RANGE
        if out:
            after = layout.option("after-collapse-delimiter", layout.delimiter)
            out.append(after if previous_collapsed else layout.delimiter)
        if collapsed:
            out += [cites[start].tree, EN_DASH, cites[end].tree]
        else:
            out.append(join([one.tree for one in cites[start : end + 1]], layout.delimiter))
        previous_collapsed = collapsed
    return join(out or [""])


def _number(one: RenderedCite, index: int) -> int:
    """Return the number to range by; a cite with anything beside it is in no range."""
    return one.number if one.is_bare else -2 * (index + 1)
