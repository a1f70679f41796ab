"""The command line: what is asked for, what is printed, and the exit status.

Last in the line. The only module that prints, and that looks at the clock, the terminal and the
environment. `build.py` and the installed program `citewell` both end up in `run`.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path

from citewell.model import Report
from citewell.pipeline import Options, build
from citewell.problems import CitewellError, Level, Problem, show

_COMMANDS = ("build", "serve", "new")
_COLOURS = {Level.ERROR: "31", Level.WARNING: "33"}


def run(arguments: Sequence[str] | None = None, source: Path | None = None) -> int:
    """Do what the arguments say; `source` is the site's folder unless they name another.

    Returns the exit status: 0 if all went well, 1 if there were errors, or warnings with --strict.
    Wrong arguments end the process with status 2, as is the custom.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    asked = _parser(source or Path()).parse_args(_with_command(words))
    return _build(asked)


def _with_command(words: list[str]) -> list[str]:
    """Put the command that is meant where none is written before the options."""
    named = any(word in _COMMANDS for word in words) or {"-h", "--help", "--version"} & set(words)
    return words if named else ["build", *words]


def _parser(source: Path) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="citewell", description="Turn a folder of Markdown posts with sources into a website."
    )
    parser.add_argument("--version", action="version", version=f"citewell {version('citewell')}")
    commands = parser.add_subparsers(dest="command", required=True)
    build_parser = commands.add_parser("build", help="build the site (what happens without a word)")
    _add_options(build_parser, source)
    return parser


def _add_options(parser: argparse.ArgumentParser, source: Path) -> None:
    add = parser.add_argument
    add("--source", type=Path, default=source, metavar="DIR", help="the site's folder")
    add("--output", type=Path, metavar="DIR", help="where to write (default: SOURCE/output)")
    add("--drafts", action="store_true", help="publish drafts too")
    add("--future", action="store_true", help="publish posts of days to come too")
    add("--strict", action="store_true", help="treat warnings as errors")
    add("--quiet", action="store_true", help="print problems only")


def _build(asked: argparse.Namespace) -> int:
    options = Options(dt.datetime.now().astimezone().date(), asked.drafts, asked.future)
    try:
        report = build(asked.source, asked.output or asked.source / "output", options)
    except CitewellError as error:
        _print_problems(error.problems)
        return 1
    _print_problems(report.problems)
    if not asked.quiet:
        sys.stdout.write(summary(report))
    return 1 if asked.strict and report.problems else 0


def summary(report: Report) -> str:
    """Return the one line that a build ends with, and a line for each post that was left out."""
    left_out = [f"left out (draft, or of a day to come): {path}\n" for path in report.left_out]
    count = len(report.problems)
    return "".join(left_out) + (
        f"{len(report.written)} pages and files written, {len(report.unchanged)} unchanged, "
        f"{len(report.removed)} removed; {count} problem{'' if count == 1 else 's'}; "
        f"{report.seconds:.2f} seconds\n"
    )


def _print_problems(problems: Iterable[Problem]) -> None:
    """Print problems to the terminal, in colour where that is wanted (no-color.org)."""
    coloured = sys.stderr.isatty() and not os.environ.get("NO_COLOR")
    for problem in problems:
        text = show(problem)
        if coloured:
            word = f": {problem.level}: "
            text = text.replace(
                word, f": \033[1;{_COLOURS[problem.level]}m{word[2:-2]}\033[0m: ", 1
            )
        sys.stderr.write(f"{text}\n\n")
