"""The one exception of the engine.

First in the line: every module of `citewell.csl` may raise it. It knows a message and a line,
never a path or a screen; whoever called the engine knows which file the line belongs to.
"""

from __future__ import annotations


class CslError(Exception):
    """A style, a locale or an item is at fault; `line` counts from 1 in the file, 0 if none."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message, line)
        self.message = message
        self.line = line

    def __str__(self) -> str:
        return f"line {self.line}: {self.message}" if self.line else self.message
