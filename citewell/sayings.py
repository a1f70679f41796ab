"""Days and numbers in words, each looked up once.

Part of `render`. To open a language takes as long as to render some ten pages, and a page that is
made again asks what it asked before. So answers are handed on from build to build, as plain text.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from citewell.record import Scratch, field


class Sayings(Scratch):
    """Answers by question: those `known`, and those found since somebody took what was found."""

    known: dict[str, str] = field(default_factory=dict)
    found: dict[str, str] = field(default_factory=dict)

    def day(self, day: dt.date, form: str, language: str) -> str:
        """Return a day in words; `form` is `long`, `month` or `year`."""

        def look() -> str:
            from citewell.languages import write_day  # noqa: PLC0415  most pages need none of it

            return write_day(day, form, language)

        return self._answer(f"{form} {day.isoformat()} {language}", look)

    def number(self, number: float, language: str) -> str:
        """Return a number with the signs of a language."""

        def look() -> str:
            from citewell.languages import write_number  # noqa: PLC0415  likewise

            return write_number(number, language)

        return self._answer(f"number {number} {language}", look)

    def plural_form(self, count: float, language: str) -> str:
        """Return which form a word takes for so many: `one`, `few`, `other`."""

        def look() -> str:
            from citewell.languages import plural_form  # noqa: PLC0415  likewise

            return plural_form(count, language)

        return self._answer(f"plural {count} {language}", look)

    def take_found(self) -> dict[str, str]:
        """Return what was found since the last time, which is known from now on."""
        found, self.found = self.found, {}
        self.known |= found
        return found

    def _answer(self, question: str, look: Callable[[], str]) -> str:
        answer = self.known.get(question) or self.found.get(question)
        if answer is None:
            answer = self.found[question] = look()
        return answer
