"""How long builds take: from nothing, with nothing changed, and after each kind of change.

    python benchmarks/builds.py --sizes 100,1000 --json benchmarks/results.json

Each command runs as its user would run it, its start included. hugo and pelican are measured beside
citewell where they are on the PATH or named, on the same texts with the citations written out, by
turns: judge by ratios of one run. Every change is looked for in the output.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import generators
from corpus import Post, make_post, make_posts, write_files
from generators import OUTPUT, Generator, files_of
from processes import Cost, run
from results import Results, Sample, write_results

SAVES, _PATIENCE = 3, 120.0
# How often a page is looked at, and how long a watcher is left in peace between two saves.
_LOOK, _PEACE = 0.005, 1.0
_MARK = "a-mark"


class NotTakenUpError(Exception):
    """A change is not to be seen in the output."""


@dataclass(frozen=True, slots=True)
class Sight:
    """Words that files of the output, by a pattern of their paths, must hold after a build."""

    pattern: str
    words: str

    def is_seen(self, output: Path) -> bool:
        """Tell whether they are there."""
        return any(self.words in _text(path) for path in output.glob(self.pattern))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""  # it is being written


@dataclass(frozen=True, slots=True)
class Site:
    """A site on the disk; the newest post, which lists and feeds show too, is the one edited."""

    generator: Generator
    folder: Path
    posts: Sequence[Post]
    seed: int

    @property
    def output(self) -> Path:
        """The folder of finished pages."""
        return self.folder / OUTPUT

    @property
    def newest(self) -> Post:
        """The post that is edited."""
        return self.posts[-1]

    def make(self) -> None:
        """Write the site anew, with nothing built."""
        shutil.rmtree(self.folder, ignore_errors=True)
        write_files(self.folder, files_of(self.generator, self.posts))

    def build(self) -> Cost:
        """Build the site."""
        return run(self.generator.build, self.folder)

    def count_pages(self) -> int:
        """Return the number of pages in the output."""
        return sum(1 for _ in self.output.rglob("*.html"))

    def save(self, post: Post) -> None:
        """Write a post."""
        path = self.generator.source.format(post.name)
        write_files(self.folder, {path: self.generator.write(post)})

    def page(self, post: Post, words: str) -> Sight:
        """Return what must be seen on the page of a post."""
        return Sight(self.generator.page.format(post.name), words)


def leave(site: Site) -> Sight:
    """Change nothing."""
    return site.page(site.newest, site.newest.title)


def edit(site: Site, words: str = "An added sentence") -> Sight:
    """Add a sentence to a post."""
    post = site.newest
    site.save(replace(post, body=(*post.body, f"\n{words}.\n")))
    return site.page(post, words)


def add(site: Site) -> Sight:
    """Add a post, the newest."""
    count = len(site.posts)
    post = make_post(count, count, site.seed)
    site.save(post)
    return site.page(post, post.title)


def rename(site: Site) -> Sight:
    """Change the title of a post."""
    post = replace(site.newest, title="Another title")
    site.save(post)
    return site.page(post, post.title)


def change_template(site: Site) -> Sight:
    """Change what stands on every page."""
    return _append(site, site.generator.template, f"<p>{_MARK}</p>\n", site.generator.page)


def change_style(site: Site) -> Sight:
    """Change a style sheet."""
    return _append(site, site.generator.sheet, f".{_MARK} {{ color: red; }}\n", "**/*.css")


def _append(site: Site, path: str, words: str, pattern: str) -> Sight:
    with (site.folder / path).open("a", encoding="utf-8") as file:
        file.write(words)
    return Sight(pattern.format(site.posts[0].name), _MARK)


# Each change is made to what the one before it left.
CHANGES: dict[str, Callable[[Site], Sight]] = {
    "nothing changed": leave,
    "one post edited": edit,
    "one post added": add,
    "one title changed": rename,
    "one template changed": change_template,
    "the style changed": change_style,
}
COLD, FOLLOW = "from nothing", "from save to page"


def measure(site: Site) -> Iterator[tuple[str, Cost]]:
    """Yield the cost of each kind of build, by its name.

    Raises `CommandFailedError`, and `NotTakenUpError` for a change that does not reach the output.
    """
    site.make()
    whole = site.build()
    yield COLD, whole
    for name, change in CHANGES.items():
        sight = change(site)
        cost = site.build()
        if not sight.is_seen(site.output):
            raise NotTakenUpError(f"{site.generator.name}, {name}: {sight}")
        yield name, cost
    yield from ((FOLLOW, Cost(seconds, 0, 0)) for seconds in follow(site, whole.seconds))


def follow(site: Site, rest: float = 0.0) -> list[float]:
    """Return the seconds from each save to the finished page, while the generator watches.

    It is given so many seconds to `rest` before each save: what is saved while it is still at work
    on other pages may never be taken up.
    """
    command = [word.format(port=_free_port()) for word in site.generator.follow]
    edit(site, "Saved before all")
    process = subprocess.Popen(
        command,
        cwd=site.folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _await(site.page(site.newest, "Saved before all"), site)
        return [_save(site, number, rest) for number in range(SAVES)]
    finally:
        process.terminate()
        process.wait()


def _save(site: Site, number: int, rest: float) -> float:
    time.sleep(max(_PEACE, rest))
    sight = edit(site, f"Saved as number {number}")
    return _await(sight, site)


def _await(sight: Sight, site: Site) -> float:
    """Return how many seconds it took until something was to be seen."""
    start = time.perf_counter()
    while not sight.is_seen(site.output):
        if time.perf_counter() - start > _PATIENCE:
            raise NotTakenUpError(f"{site.generator.name}, {FOLLOW}: {sight}")
        time.sleep(_LOOK)
    return time.perf_counter() - start


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def measure_all(asked: argparse.Namespace, folder: Path) -> Iterator[Sample]:
    """Yield all samples; generators take turns at each kind of build."""
    for size in asked.sizes:
        posts = make_posts(size, asked.seed)
        sites = [
            Site(generator, folder / generator.name, posts, asked.seed)
            for generator in _generators(asked, size)
        ]
        for _ in range(asked.reps):
            for turn in zip(*map(measure, sites), strict=True):
                for site, (case, cost) in zip(sites, turn, strict=True):
                    yield _sample(site, case, cost)


def _sample(site: Site, case: str, cost: Cost) -> Sample:
    return Sample(site.generator.name, len(site.posts), case, *cost, pages=site.count_pages())


def _generators(asked: argparse.Namespace, size: int = 0) -> list[Generator]:
    found = [generators.citewell()]
    if asked.peers and size <= asked.peers_up_to:
        peers = {"hugo": generators.hugo, "pelican": generators.pelican}
        programs = {name: shutil.which(getattr(asked, name)) for name in peers}
        found += [peers[name](program) for name, program in programs.items() if program]
    return found


def _version(generator: Generator) -> str:
    """Return the version that a generator says it has."""
    said = subprocess.run(generator.version, capture_output=True, text=True, check=True).stdout
    found = re.findall(r"\d+(?:\.\d+)+", said)
    return str(found[0]) if found else ""


def _sizes(words: str) -> list[int]:
    return [int(word) for word in words.split(",")]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Measure builds.")
    parser.add_argument("--sizes", type=_sizes, default=[100], help="numbers of posts: 100,1000")
    parser.add_argument("--reps", type=int, default=3, help="how often each is measured")
    parser.add_argument("--seed", type=int, default=1, help="another one gives other words")
    parser.add_argument("--json", type=Path, help="where to write the results")
    parser.add_argument(
        "--folder", type=Path, help="where to build, if not with other temporary files"
    )
    parser.add_argument("--no-peers", dest="peers", action="store_false", help="citewell alone")
    parser.add_argument("--peers-up-to", type=int, default=sys.maxsize, help="not of more posts")
    parser.add_argument("--hugo", default="hugo", help="the program of Hugo")
    parser.add_argument("--pelican", default="pelican", help="the program of Pelican")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print as it goes on, and write the results after each build."""
    asked = _parser().parse_args(arguments)
    results = Results(
        made=dt.datetime.now(dt.UTC).date().isoformat(),
        machine=f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}",
        versions={generator.name: _version(generator) for generator in _generators(asked)},
        samples=[],
    )
    with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
        for sample in measure_all(asked, Path(folder)):
            results.samples.append(sample)
            what = f"{sample.posts} posts, {sample.generator}, {sample.case}"
            print(f"{what:50} {sample.seconds:8.2f} s", flush=True)
            if asked.json:
                write_results(results, asked.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
