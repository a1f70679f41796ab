"""Draw measured builds: time against the number of posts, and the table of the README.

    python benchmarks/plot.py benchmarks/results.json

Writes `builds.svg` beside the results, and in the `README.md` there what stands between the marks.
The picture is read in light and dark, and without being seen: its description has the figures.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from results import Results, read_results
from table import fill_in, in_seconds, render_tables

PICTURE, SIGN = "builds.svg", "README.md"
# The lines of citewell by the case they show, with their dashes; its peers have the first two.
CASES = {"from nothing": "none", "one post edited": "7 4", "nothing changed": "2 4"}
_WIDTH, _HEIGHT = 800, 460
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 570, 24, 400
_LINE_HEIGHT = 17
_STYLE = """
text { font: 14px system-ui, sans-serif; fill: var(--ink); }
.grid { stroke: var(--line); }
.series { fill: none; stroke-width: 2.5; }
.lead { stroke-width: 1; }
.c0 { stroke: var(--c0); } .c1 { stroke: var(--c1); } .c2 { stroke: var(--c2); }
circle { fill: var(--paper); stroke-width: 2.5; }
svg { --paper: #fff; --ink: #1f2328; --line: #d5d9de;
  --c0: #0b6b58; --c1: #a6344e; --c2: #7a5600; background: var(--paper); }
@media (prefers-color-scheme: dark) {
  svg { --paper: #0d1117; --ink: #e6edf3; --line: #30363d;
    --c0: #5fd4b8; --c1: #ff9bb0; --c2: #e5b94e; }
}
"""


@dataclass(frozen=True, slots=True)
class Series:
    """A line: what it is called, its colour by number, its dashes, and seconds by posts."""

    name: str
    colour: int
    dashes: str
    points: Mapping[int, float]


@dataclass(frozen=True, slots=True)
class Scale:
    """A logarithmic scale from values to places on the picture."""

    low: float
    high: float
    start: float
    end: float

    def place(self, value: float) -> float:
        """Return where a value lies."""
        part = math.log(value / self.low) / math.log(self.high / self.low)
        return round(self.start + part * (self.end - self.start), 1)


def collect_series(results: Results) -> list[Series]:
    """Return the lines that the results make."""
    found = []
    for colour, generator in enumerate(results.generators()):
        for case in list(CASES)[: 2 if colour else None]:
            medians = {
                posts: results.median("seconds", generator, posts, case)
                for posts in results.sizes()
            }
            points = {posts: seconds for posts, seconds in medians.items() if seconds}
            if points:
                found.append(Series(f"{generator}, {case}", colour, CASES[case], points))
    return found


def render_svg(results: Results) -> str:
    """Return the picture as SVG; it needs one sample at least."""
    series = collect_series(results)
    sizes, times = results.sizes(), [one for each in series for one in each.points.values()]
    ticks = _ticks(min(times), max(times))
    # A single size has its place at the left.
    across = Scale(sizes[0], max(sizes[-1], sizes[0] + 1), _LEFT + 20, _RIGHT - 20)
    up = Scale(ticks[0], ticks[-1], _BOTTOM, _TOP)
    drawn = (*_grid(sizes, ticks, across, up), *_lines(series, across, up))
    return "\n".join((*_head(series), *drawn, *_labels(series, across, up), "</svg>\n"))


def _ticks(low: float, high: float) -> list[float]:
    """Return 1, 2, 5, 10 and so on, from at or below the low value to at or above the high one."""
    steps = [float(f"{step}e{power}") for power in range(-4, 6) for step in (1, 2, 5)]
    first = max(number for number, step in enumerate(steps) if step <= low)
    last = min(number for number, step in enumerate(steps) if step >= high)
    return steps[first : max(last, first + 1) + 1]


def _head(series: Sequence[Series]) -> Iterator[str]:
    size = f'viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}"'
    yield f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-labelledby="t d">'
    yield '<title id="t">Seconds of a build by the number of posts</title>'
    yield f'<desc id="d">{escape(_describe(series))}</desc>'
    yield f"<style>{_STYLE}</style>"


def _describe(series: Sequence[Series]) -> str:
    """Return the picture in words."""
    return " ".join(
        f"{one.name}: "
        + ", ".join(f"{in_seconds(seconds)} for {posts}" for posts, seconds in one.points.items())
        + "."
        for one in series
    )


def _grid(sizes: Sequence[int], ticks: Sequence[float], across: Scale, up: Scale) -> Iterator[str]:
    for tick in ticks:
        y = up.place(tick)
        yield f'<line class="grid" x1="{_LEFT}" y1="{y}" x2="{_RIGHT}" y2="{y}"/>'
        yield f'<text x="{_LEFT - 8}" y="{y + 5}" text-anchor="end">{tick:g} s</text>'
    for size in sizes:
        x = across.place(size)
        yield f'<line class="grid" x1="{x}" y1="{_TOP}" x2="{x}" y2="{_BOTTOM}"/>'
        yield f'<text x="{x}" y="{_BOTTOM + 22}" text-anchor="middle">{size}</text>'
    middle = (_LEFT + _RIGHT) / 2
    yield f'<text x="{middle}" y="{_BOTTOM + 46}" text-anchor="middle">posts</text>'


def _lines(series: Sequence[Series], across: Scale, up: Scale) -> Iterator[str]:
    for one in series:
        places = [(across.place(x), up.place(y)) for x, y in one.points.items()]
        points = " ".join(f"{x},{y}" for x, y in places)
        looks = f'class="series c{one.colour}" stroke-dasharray="{one.dashes}"'
        yield f'<polyline {looks} points="{points}"/>'
        yield from (f'<circle class="c{one.colour}" cx="{x}" cy="{y}" r="4"/>' for x, y in places)


def _labels(series: Sequence[Series], across: Scale, up: Scale) -> Iterator[str]:
    """Yield the name of each line at its end, none upon another."""
    ends = [(up.place(y), across.place(x), one) for one in series for x, y in [_last(one)]]
    ends.sort(key=lambda end: end[0])
    for (y, x, one), place in zip(ends, _spread([end[0] for end in ends]), strict=True):
        lead = f'x1="{x + 6}" y1="{y}" x2="{_RIGHT + 6}" y2="{place}"'
        yield f'<line class="lead c{one.colour}" {lead}/>'
        yield f'<text x="{_RIGHT + 10}" y="{place + 5}">{escape(one.name)}</text>'


def _last(series: Series) -> tuple[int, float]:
    return max(series.points.items())


def _spread(places: Sequence[float]) -> list[float]:
    """Return rising places a line of text apart, as near as they can be to those given."""
    lowest = _BOTTOM - _LINE_HEIGHT * len(places)
    spread: list[float] = []
    for number, place in enumerate(places):
        highest = lowest + _LINE_HEIGHT * (number + 1)
        above = spread[-1] + _LINE_HEIGHT if spread else place
        spread.append(min(max(place, above), highest))
    return spread


def main() -> int:
    """Write the picture and the table."""
    parser = argparse.ArgumentParser(description="Draw what builds.py measured.")
    parser.add_argument("results", type=Path, help="its JSON")
    path: Path = parser.parse_args().results
    results = read_results(path)
    path.with_name(PICTURE).write_text(render_svg(results), encoding="utf-8", newline="\n")
    sign = path.with_name(SIGN)
    if sign.is_file():
        text = fill_in(sign.read_text(encoding="utf-8"), render_tables(results))
        sign.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
