"""What is wrong with a site, as data, and how it looks on a screen.

First in the line: every other module speaks of faults in these words. Knows nothing of posts,
settings or files; a problem carries the line that it is about, so it can be shown long after the
file was read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

TAB_WIDTH = 4
_LONGEST = 2000
_NO_WIDTH = frozenset({"Mn", "Me", "Cf"})
# What moves the cursor of a terminal, or turns the direction of its text.
# Compiled where it is needed: not for a build without a problem.
_STEERING = "[\x00-\x08\n-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]"


class Level(StrEnum):
    """How much a problem matters: an error stops the build, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


class Problem(NamedTuple):
    """One fault, with its address and a way out.

    `line` and `column` count from 1; 0 means the whole file (line) or the whole line (column).
    `length` counts characters. `excerpt` is the text of that line.
    """

    path: str
    line: int
    column: int
    message: str
    length: int = 0
    hint: str = ""
    excerpt: str = ""
    level: Level = Level.ERROR


class Place(NamedTuple):
    """Where a fault would be: all of a problem's address, kept for later stages.

    The fields mean what they mean in `Problem`.
    """

    path: str
    line: int = 0
    column: int = 0
    length: int = 0
    excerpt: str = ""

    def problem(self, message: str, hint: str = "", level: Level = Level.ERROR) -> Problem:
        """Return the problem that there is at this place."""
        return Problem(
            self.path, self.line, self.column, message, self.length, hint, self.excerpt, level
        )


class CitewellError(Exception):
    """The one exception of citewell: one or more problems that the author can mend."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*problems)
        self.problems = problems

    def __str__(self) -> str:
        return "\n".join(show(problem) for problem in self.problems)


def has_errors(problems: Iterable[Problem]) -> bool:
    """Tell whether any of the problems stops the build."""
    return any(problem.level is Level.ERROR for problem in problems)


def nearest(word: str, words: Iterable[str], count: int = 1) -> list[str]:
    """Return up to `count` of the words that look most like `word`, best first."""
    import difflib  # noqa: PLC0415  a build without a slip needs none of it

    by_lower = {candidate.lower(): candidate for candidate in sorted(words, reverse=True)}
    found = difflib.get_close_matches(word.lower(), by_lower, n=count, cutoff=0.6)
    return [by_lower[match] for match in found]


def did_you_mean(word: str, words: Iterable[str]) -> str:
    """Return the hint `did you mean 'issued'?`, or an empty text where nothing is near."""
    return "".join(f"did you mean '{match}'?" for match in nearest(word, words))


def show(problem: Problem) -> str:
    """Render a problem as a screen shows it: address, line, caret, hint.

    A problem of a whole file has neither line nor caret.
    """
    place = [problem.path]
    if problem.line:
        place.append(str(problem.line))
        if problem.column:
            place.append(str(problem.column))
    shown = [_plain(f"{':'.join(place)}: {problem.level}: {problem.message}")]
    if problem.line and problem.excerpt.strip():
        shown.extend(_excerpt(problem))
    if problem.hint:
        shown.append(_plain(f"hint: {problem.hint}"))
    return "\n".join(shown)


def _plain(text: str) -> str:
    """Return the text with nothing in it that a terminal would obey."""
    return re.sub(_STEERING, "\ufffd", text)


def _excerpt(problem: Problem) -> list[str]:
    """Return the line with its number and, where a column is known, the caret below it.

    What no screen holds is cut off, such as a picture that stands in its own address.
    """
    end = max(_LONGEST, problem.column + problem.length)
    text = _plain(problem.excerpt[:end] + ("…" if len(problem.excerpt) > end else ""))
    lines = [f"{problem.line:5} | {text.expandtabs(TAB_WIDTH)}"]
    if problem.column:
        start = problem.column - 1
        before = _width(text[:start].expandtabs(TAB_WIDTH))
        through = _width(text[: start + max(problem.length, 1)].expandtabs(TAB_WIDTH))
        lines.append(f"{' ' * 5} | {' ' * before}{'^' * max(through - before, 1)}")
    return lines


def _width(text: str) -> int:
    """Return how many columns of a terminal the text takes (Unicode Annex 11)."""
    return sum(
        0
        if unicodedata.category(character) in _NO_WIDTH
        else 1 + (unicodedata.east_asian_width(character) in "WF")
        for character in text
    )
