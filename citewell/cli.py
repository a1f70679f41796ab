"""The command line: what is asked for, what is printed, and the exit status.

Last in the line. The only module that prints, and that looks at the clock, the terminal and the
environment. `build.py` and the installed program `citewell` both end up in `main`.
"""

from __future__ import annotations

import argparse
import datetime as dt
import io
import os
import sys
import time
from collections.abc import Iterable, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path

from citewell import __version__
from citewell.cycles import look_no_more_for_cycles, look_seldom_for_cycles
from citewell.job import Options, Report, tell_nobody
from citewell.pipeline import build
from citewell.problems import CitewellError, Level, Problem, show

PORT, _MAX_PORT = 5500, 65535
# Seconds before a build is long, and between two looks at how far it is.
_MOMENT, _BLINK = 1.0, 0.1
# Erases the line to its end (ECMA-48, "EL").
_ERASE = "\033[K"
# As wide as help is that nobody looks at in a terminal. To ask each time would cost every build.
_HELP_WIDTH = 78
# Options whose value is the word behind them, whatever word that is.
_VALUED = frozenset({"--source", "--output", "--jobs", "--port"})
_COLOURS = {Level.ERROR: "31", Level.WARNING: "33"}


def main(arguments: Sequence[str] | None = None, source: Path | None = None) -> int:
    """Do what `run` does, in a process that ends with it."""
    look_seldom_for_cycles()
    try:
        return run(arguments, source)
    finally:
        look_no_more_for_cycles()


def run(arguments: Sequence[str] | None = None, source: Path | None = None) -> int:
    """Do what the arguments say; `source` is the site's folder unless they name another.

    Returns the exit status: 0 if all went well, 1 if there were errors, or warnings with --strict.
    Wrong arguments end the process with status 2, as is the custom.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal that lacks a letter shows its number, rather than ending the build.
            stream.reconfigure(errors="backslashreplace")
    words = _with_command(list(sys.argv[1:] if arguments is None else arguments))
    # A parser costs a build about a millisecond: only help needs those of all commands.
    commands = words[:1] if words[0] in _COMMANDS else _COMMANDS
    asked = _parser(source or Path(), commands).parse_args(words)
    try:
        return int(asked.do(asked))
    except CitewellError as error:
        _print_problems(sorted(error.problems))
        return 1
    except KeyboardInterrupt:
        _say("\nstopped\n", asked)
        return 0 if asked.command == "serve" else 130


def _with_command(words: list[str]) -> list[str]:
    """Put the command before the options, and `build` where none is written."""
    if words and words[0] in {"-h", "--help", "--version"}:
        return words
    for place, (before, word) in enumerate(pairwise(["", *words])):
        if word in _COMMANDS and before not in _VALUED:
            return [word, *words[:place], *words[place + 1 :]]
    return ["build", *words]


def _parser(source: Path, commands: Iterable[str]) -> argparse.ArgumentParser:
    in_shape = partial(argparse.HelpFormatter, width=_HELP_WIDTH)
    parser = argparse.ArgumentParser(
        prog="citewell",
        formatter_class=in_shape,
        description="Turn a folder of Markdown posts with sources into a website.",
        epilog="Without a command, the site is built. COMMAND --help tells the options of each.",
    )
    parser.add_argument("--version", action="version", version=f"citewell {__version__}")
    parts = parser.add_subparsers(
        dest="command", required=True, metavar="COMMAND", prog=parser.prog
    )
    for name in commands:
        words, add_arguments = _COMMANDS[name]
        add_arguments(parts.add_parser(name, help=words, formatter_class=in_shape), source)
    return parser


def _add_build(parser: argparse.ArgumentParser, source: Path) -> None:
    _add_options(parser, source)
    add = parser.add_argument
    add("--show-settings", action="store_true", help="print the settings and stop")
    add("--timings", action="store_true", help="print how long each stage took, and what it did")
    parser.set_defaults(do=_build)


def _add_serve(parser: argparse.ArgumentParser, source: Path) -> None:
    _add_options(parser, source)
    parser.add_argument("--port", type=_port, default=PORT, help=f"where to listen ({PORT})")
    parser.set_defaults(do=_serve)


def _add_new(parser: argparse.ArgumentParser, source: Path) -> None:
    parser.add_argument("title", help='in quotes: "On keeping a diary"')
    _add_place(parser, source)
    parser.set_defaults(do=_new)


_COMMANDS = {
    "build": ("build the site (this is what happens by itself)", _add_build),
    "serve": ("show the site in a browser while you write", _add_serve),
    "new": ("write a new post for today", _add_new),
}


def _add_place(parser: argparse.ArgumentParser, source: Path) -> None:
    parser.add_argument(
        "--source", type=Path, default=source, metavar="DIR", help="the site's folder"
    )
    parser.add_argument("--quiet", action="store_true", help="print problems only")


def _add_options(parser: argparse.ArgumentParser, source: Path) -> None:
    _add_place(parser, source)
    add = parser.add_argument
    add(
        "--output",
        type=Path,
        metavar="DIR",
        help="where to write (SOURCE/output, or SOURCE/preview)",
    )
    add("--drafts", action="store_true", help="publish drafts too")
    add("--future", action="store_true", help="publish posts of days to come too")
    add("--strict", action="store_true", help="let warnings fail the build like errors")
    add("--jobs", type=_count, default=0, metavar="N", help="processes at most (one a core)")
    add("--no-cache", action="store_true", help="remember nothing from earlier builds")


def _count(words: str) -> int:
    if not words.isdecimal() or int(words) < 1:
        raise argparse.ArgumentTypeError(f"expected a whole number from 1 on, found '{words}'")
    return int(words)


def _port(words: str) -> int:
    if not words.isdecimal() or not 1 <= int(words) <= _MAX_PORT:
        raise argparse.ArgumentTypeError(f"expected a number from 1 to 65535, found '{words}'")
    return int(words)


def _options(asked: argparse.Namespace) -> Options:
    return Options(
        today=dt.datetime.now().astimezone().date(),
        drafts=asked.drafts,
        future=asked.future,
        jobs=asked.jobs,
        cache=not asked.no_cache,
    )


class _Progress:
    """Shows how far a build has come, once it takes longer than a moment, on one line."""

    def __init__(self) -> None:
        self.shown_at = time.monotonic() + _MOMENT - _BLINK
        self.is_shown = False

    def tell(self, what: str, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self.shown_at > _BLINK:
            self.shown_at = now
            self.is_shown = True
            sys.stderr.write(f"\r{_ERASE}{done} of {total} {what}")
            sys.stderr.flush()

    def erase(self) -> None:
        if self.is_shown:
            sys.stderr.write(f"\r{_ERASE}")


class _Stopwatch:
    """Takes the time of each stage, from the moment it is made."""

    def __init__(self) -> None:
        self.laps: list[tuple[str, float, str]] = []
        self.since = time.perf_counter()

    def lap(self, stage: str, done: str) -> None:
        now = time.perf_counter()
        self.laps.append((stage, now - self.since, done))
        self.since = now

    def show(self) -> str:
        return "".join(
            f"{seconds:9.3f} s  {stage:9} {done}\n" for stage, seconds, done in self.laps
        )


def _output(asked: argparse.Namespace) -> Path:
    # What readers are not to see yet must not lie where the site is published from.
    is_early = asked.command == "serve" and (asked.drafts or asked.future)
    return Path(asked.output or asked.source / ("preview" if is_early else "output"))


def _build(asked: argparse.Namespace) -> int:
    if asked.show_settings:
        return _show_settings(asked)
    progress = _Progress()
    tell = progress.tell if sys.stderr.isatty() and not asked.quiet else tell_nobody
    watch = _Stopwatch()
    options = _options(asked)._replace(tell=tell, lap=watch.lap)
    try:
        report = build(asked.source, _output(asked), options)
    finally:
        progress.erase()
        sys.stdout.write(watch.show() if asked.timings else "")
    _print_problems(report.problems)
    _say(summary(report), asked)
    return 1 if asked.strict and report.problems else 0


def _show_settings(asked: argparse.Namespace) -> int:
    from citewell.load import read_text  # noqa: PLC0415  a build needs them elsewhere
    from citewell.record import fields  # noqa: PLC0415  likewise
    from citewell.settings import parse_settings  # noqa: PLC0415  likewise
    from citewell.survey import list_site  # noqa: PLC0415  likewise

    settings = parse_settings(read_text(list_site(asked.source).settings))
    for field in fields(settings):
        sys.stdout.write(f"{field.name}: {_in_words(getattr(settings, field.name))}\n")
    return 0


def _in_words(value: object) -> str:
    """Return the value of a setting as a writer would put it."""
    if isinstance(value, tuple):
        return ", ".join(map(_in_words, value))
    for name in ("name", "address"):
        if hasattr(value, name):
            return str(getattr(value, name))
    if hasattr(value, "url"):
        return f"{getattr(value, 'title', '')} <{value.url}>"
    return str(value)


def _serve(asked: argparse.Namespace) -> int:
    from citewell.serve import Watch, serve  # noqa: PLC0415  a build needs no server

    def tell(outcome: Report | CitewellError) -> None:
        _print_problems(outcome.problems)
        if isinstance(outcome, Report):
            _say(summary(outcome), asked)

    watch = Watch(
        asked.source,
        _output(asked),
        lambda: _options(asked),
        tell,
    )
    serve(watch, asked.port, lambda url: _say(f"{url} shows the site; Ctrl-C ends it\n", asked))
    return 0


def _new(asked: argparse.Namespace) -> int:
    from citewell.new import new_post  # noqa: PLC0415  a build makes no posts

    path = new_post(asked.source, asked.title, dt.datetime.now().astimezone().date())
    _say(f"{path}\n", asked)
    _say("it is a draft until its line `draft: true` is gone; serve --drafts shows it\n", asked)
    return 0


def summary(report: Report) -> str:
    """Return the one line that a build ends with, after a line for each post that was left out."""
    left_out = [f"left out (draft, or of a day to come): {path}\n" for path in report.left_out]
    if left_out:
        left_out.append("serve --drafts --future shows what was left out\n")
    count = len(report.problems)
    return "".join(left_out) + (
        f"{len(report.written)} files written, {report.unchanged} unchanged, "
        f"{len(report.removed)} removed; {count} problem{'' if count == 1 else 's'}; "
        f"{report.seconds:.2f} seconds\n"
    )


def _say(words: str, asked: argparse.Namespace) -> None:
    if not asked.quiet:
        sys.stdout.write(words)
        sys.stdout.flush()


def _print_problems(problems: Iterable[Problem]) -> None:
    """Print problems to the terminal, in colour where that is wanted (no-color.org)."""
    coloured = sys.stderr.isatty() and not os.environ.get("NO_COLOR")
    for problem in problems:
        text = show(problem)
        if coloured:
            word = f": {problem.level}: "
            colour = f": \033[1;{_COLOURS[problem.level]}m{problem.level}\033[0m: "
            text = text.replace(word, colour, 1)
        sys.stderr.write(f"{text}\n\n")
