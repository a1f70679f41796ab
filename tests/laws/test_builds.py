"""The one law of the memory: a site does not show how it was built.

Whatever was edited in whatever order, and whatever became of the memory in between, the output is
what a build from nothing makes of the same files, to the last byte.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import trial_site as trial
from hypothesis import given, settings
from hypothesis import strategies as st

from citewell import survey
from citewell.memo import FOLDER
from citewell.problems import CitewellError, Problem

_POSTS = ("content/posts/one.md", "content/posts/two.md", "content/posts/2022-05-06-three.md")
_DAYS = ("2020-01-02", "2020-01-20", "2021-03-04", "2024-06-01", "2024-06-02", "2030-01-01")
_HEADS = (
    "",
    "tags: [grief]\n",
    "tags: [Grief, loss]\n",
    "draft: true\n",
    "featured: true\n",
    "slug: elsewhere\n",
    "aliases: [/old/]\n",
    "csl: square\n",
    "lang: de\n",
    "nocite: [weitz2014]\n",
    "updated: 2024-01-01\nauthor: Ada\n",
    "references: [{id: own, type: book, title: My own}]\n",
    "bibliography: more.yaml\n",
    "downloads: [{title: Plain, file: plain.txt}]\n",
    "downloads: [{title: Plain, url: 'https://example.org/x'}]\n",
    "unknown: field\n",
)
_BODIES = (
    "Words.",
    "Other words.",
    "As said [@weitz2014].",
    "As said [@weitz2014] and [@rogers1957].",
    "My own [@own].",
    "See [the first](one.md) and [me](../pages/about.md).",
    "![A picture](../images/dot.svg)",
)
_SETTINGS = (
    "title: Trial\nurl: https://example.org/\ncsl: tiny\n",
    "title: Trial\ncsl: tiny\n",
    "title: Trial\nurl: https://example.org/\ncsl: square\n",
    "title: Trial\nurl: https://example.org/\ncsl: tiny\nposts_per_page: 1\n",
    "title: Trial\nurl: https://example.org/\ncsl: tiny\nlang: de\nauthor: Doe, Jane\n",
    "title: Trial\ncsl: tiny\nmenu: [{title: About, url: pages/about.md}]\n",
    "title: Trial\ncsl: tiny\nfooter: '[About](pages/about.md)'\n",
    "title: Trial\ncsl: tiny\ntilte: fault\n",
)
_SOURCES = (
    "- {id: weitz2014, type: book, title: Psychotherapy 2.0}\n",
    "- {id: weitz2014, type: book, title: Another title}\n",
    "- {id: weitz2014, type: book, title: First}\n- {id: rogers1957, type: book, title: Second}\n",
    "- {id: rogers1957, type: book, title: Alone}\n",
)
_OTHERS = (
    "content/references.yaml",
    "content/more.yaml",
    "content/pages/about.md",
    "content/images/dot.svg",
    "content/downloads/plain.txt",
    "static/plain.txt",
    "static/plain.txt/inside.txt",
    "static/deep/er/file.txt",
    "static/style.css",
)


_STRANGER = "mine/notes.txt"
_DAY = st.sampled_from([*map(dt.date.fromisoformat, _DAYS)])
_POST = st.builds(
    trial.post,
    st.sampled_from(("One", "Two", "Zweites & Drittes")),
    st.sampled_from(_DAYS),
    st.sampled_from(_HEADS),
    st.sampled_from(_BODIES),
)


@dataclass(frozen=True)
class Outcome:
    """What a build came to: whether it wrote, what it said, what it left out."""

    built: bool
    problems: tuple[Problem, ...]
    left_out: tuple[str, ...] = ()


@dataclass
class Desk:
    """A site on the disk, and how the next build is asked for."""

    root: Path
    today: dt.date = trial.TODAY
    drafts: bool = False
    future: bool = False
    builds: int = 0

    def check(self, jobs: int = 1) -> None:
        """Build with the memory and from nothing, and compare what came of it."""
        self.builds += 1
        fresh, output = self.root / f"fresh-{self.builds}", self.root / "output"
        before = trial.read_all(output)

        warm = self._outcome(output, jobs=jobs)
        cold = self._outcome(fresh, cache=False, jobs=1)

        assert warm == cold
        stranger = {_STRANGER: before[_STRANGER]}
        assert trial.read_all(output) == (
            trial.read_all(fresh) | stranger if cold.built else before
        )

    def _outcome(self, output: Path, **options: Any) -> Outcome:
        asked = {"today": self.today, "drafts": self.drafts, "future": self.future, **options}
        try:
            report = trial.run(self.root, output, **asked)
        except CitewellError as error:
            return Outcome(False, error.problems)
        told = tuple(problem for problem in report.problems if problem.path != FOLDER)
        return Outcome(True, told, report.left_out)


def _write(desk: Desk, name: str, text: str) -> None:
    """Write a file, though a folder be where it goes, or a file where its folder goes."""
    place = desk.root / name
    for parent in place.relative_to(desk.root).parents:
        if (desk.root / parent).is_file():
            (desk.root / parent).unlink()
    if place.is_dir():
        shutil.rmtree(place)
    trial.write(desk.root, {name: text})


def _touch(desk: Desk, name: str) -> None:
    if (desk.root / name).is_file():
        os.utime(desk.root / name)


def _backdate(desk: Desk, name: str, text: str) -> None:
    """Write a file and leave it the time that it had."""
    if (desk.root / name).is_file():
        status = (desk.root / name).stat()
        trial.write(desk.root, {name: text})
        os.utime(desk.root / name, ns=(status.st_atime_ns, status.st_mtime_ns))


def _remove(desk: Desk, name: str) -> None:
    if (desk.root / name).is_file():
        (desk.root / name).unlink()


def _rename(desk: Desk, old: str, new: str) -> None:
    if (desk.root / old).is_file():
        _write(desk, new, (desk.root / old).read_text(encoding="utf-8"))
        _remove(desk, old)


def _ask(desk: Desk, today: dt.date, drafts: bool, future: bool) -> None:
    desk.today, desk.drafts, desk.future = today, drafts, future


def _made(desk: Desk, number: int) -> Path | None:
    """Return one of the files that citewell made, but not its list."""
    made = sorted(path for path in (desk.root / "output").rglob("*") if path.is_file())
    ours = [path for path in made if not path.name.startswith(".") and "mine" not in path.parts]
    return ours[number % len(ours)] if ours else None


def _spoil(desk: Desk, number: int) -> None:
    if made := _made(desk, number):
        made.write_bytes(made.read_bytes()[::-1])


def _lose(desk: Desk, number: int) -> None:
    if made := _made(desk, number):
        made.unlink()


def _forget(desk: Desk) -> None:
    shutil.rmtree(desk.root / FOLDER, ignore_errors=True)


def _cut_memory(desk: Desk, part: float) -> None:
    for store in (desk.root / FOLDER).glob("memo.sqlite"):
        data = store.read_bytes()
        store.write_bytes(data[: int(len(data) * part)])


def _scratch_memory(desk: Desk, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  noise, not a secret
    for store in (desk.root / FOLDER).glob("memo.sqlite"):
        data = bytearray(store.read_bytes())
        for _ in range(chance.choice((1, 20, 2000))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        store.write_bytes(data)


def _edit(act: Callable[..., None], *arguments: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.tuples(st.just(act), st.tuples(*arguments))


_ANY_POST = st.sampled_from(_POSTS)
_ANY_OTHER = st.sampled_from(_OTHERS)
_ANY_NAME = st.sampled_from((*_POSTS, *_OTHERS, "content/site.yaml"))
_NUMBER = st.integers(0, 1000)
_ON_THE_SITE = (
    _edit(_write, _ANY_POST, _POST),
    _edit(_write, _ANY_POST, _POST),
    _edit(_backdate, _ANY_POST, _POST),
    _edit(_write, st.just("content/site.yaml"), st.sampled_from(_SETTINGS)),
    _edit(_write, st.sampled_from(_OTHERS[:2]), st.sampled_from(_SOURCES)),
    _edit(_write, st.just("content/pages/about.md"), st.builds(trial.page, st.text("ab"))),
    _edit(_write, st.sampled_from(_OTHERS[3:9]), st.sampled_from(("plain\n", "other\n"))),
    _edit(
        _write,
        st.just("templates/post.html"),
        st.sampled_from(
            [trial.template("post", words) for words in ("", "New", "{{ post.titel }}")]
        ),
    ),
    _edit(_rename, _ANY_POST, _ANY_POST),
    _edit(_rename, st.sampled_from(_OTHERS[:2]), st.sampled_from(_OTHERS[:2])),
    _edit(_remove, st.sampled_from((*_POSTS, *_OTHERS[:9]))),
    _edit(_touch, _ANY_NAME),
    _edit(_ask, _DAY, st.booleans(), st.booleans()),
)
_ON_WHAT_WAS_MADE = (_edit(_spoil, _NUMBER), _edit(_lose, _NUMBER))
_ON_THE_MEMORY = (
    _edit(_forget),
    _edit(_cut_memory, st.floats(0, 1)),
    _edit(_scratch_memory, _NUMBER),
    _edit(_scratch_memory, _NUMBER),
)


@contextmanager
def _desk() -> Iterator[Desk]:
    """Open a site that was built once and has a stranger's file in its output folder."""
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(trial.make(Path(folder)))
        trial.write(desk.root / "output", {_STRANGER: "not yours"})
        trial.run(desk.root)
        yield desk


@pytest.fixture(autouse=True, scope="module")
def _quick_clock() -> Iterator[None]:
    """Trust a stamp sooner, so that what is known of a file is trusted in these laws too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(survey, "_TICK", 5_000_000)
        patch.setattr(survey, "_COARSE_TICK", 5_000_000)
        yield


@settings(max_examples=8, deadline=None)
@given(st.lists(st.one_of(*_ON_THE_SITE, *_ON_WHAT_WAS_MADE), min_size=1, max_size=6))
def test_a_site_built_again_and_again_is_the_one_built_from_nothing(edits: list[Any]) -> None:
    with _desk() as desk:
        for act, arguments in edits:
            act(desk, *arguments)
            desk.check()


@settings(max_examples=6, deadline=None)
@given(st.lists(st.tuples(st.one_of(*_ON_THE_SITE), st.one_of(*_ON_THE_MEMORY)), max_size=4))
def test_whatever_becomes_of_the_memory_does_not_show(edits: list[Any]) -> None:
    with _desk() as desk:
        for steps in edits:
            for act, arguments in steps:
                act(desk, *arguments)
            desk.check()
