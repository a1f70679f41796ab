"""Many files at once: whether each is as it was at the last look."""

from __future__ import annotations

import os
from pathlib import Path
from unittest.mock import Mock

import pytest

from citewell.disk import Glance, Known
from citewell.glance import look_again, take_glance
from citewell.survey import _stamp, list_output, read_known

_NAMES = ("a.html", "b.html")
_LONG_AGO = 1_000_000_000_000_000_001


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in _NAMES:
        (tmp_path / name).write_text(name, encoding="utf-8")
    return tmp_path


def _take(folder: Path, *, settled: bool) -> Glance:
    known = read_known(list_output(folder, _NAMES).files(folder), {})
    return take_glance({name: each._replace(settled=settled) for name, each in known.items()})


def _look(glance: Glance, folder: Path) -> Glance | None:
    roll = list_output(folder, _NAMES)
    return look_again(glance, roll, lambda names: list_output(folder, names).files(folder))


def test_files_that_nobody_touched_are_as_they_were(folder: Path) -> None:
    glance = _take(folder, settled=True)

    assert _look(glance, folder) == glance


def test_settled_files_are_not_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    glance = _take(folder, settled=True)
    monkeypatch.setattr("citewell.survey.read_digest", lambda _: "another")

    assert _look(glance, folder) == glance


def test_another_stamp_is_seen(folder: Path) -> None:
    glance = _take(folder, settled=True)

    os.utime(folder / "a.html", ns=(_LONG_AGO, _LONG_AGO))

    assert _look(glance, folder) is None


def test_a_file_that_went_is_seen(folder: Path) -> None:
    glance = _take(folder, settled=True)

    (folder / "a.html").unlink()

    assert _look(glance, folder) is None


def test_a_doubtful_file_is_known_by_what_it_holds(folder: Path) -> None:
    glance = _take(folder, settled=False)

    os.utime(folder / "a.html", ns=(_LONG_AGO, _LONG_AGO))

    assert _look(glance, folder) is not None


def test_a_doubtful_file_that_holds_something_else_is_seen(folder: Path) -> None:
    glance = _take(folder, settled=False)

    (folder / "a.html").write_text("other!", encoding="utf-8")

    assert _look(glance, folder) is None


def test_a_second_look_settles_what_was_doubtful(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    glance = _take(folder, settled=False)
    monkeypatch.setattr("time.time_ns", lambda: 2 * _LONG_AGO + 10**18)

    settled = _look(glance, folder)

    assert glance.doubtful.keys() == {"a.html", "b.html"}
    assert settled is not None
    assert settled.doubtful == {}
    assert _look(settled, folder) == settled


def test_a_disk_with_huge_numbers_is_seen_too() -> None:
    times = {"st_size": 1, "st_mtime_ns": 2, "st_ctime_ns": 3}
    stamps = [_stamp(Mock(os.stat_result, **times, st_ino=2**100 + n)) for n in (1, 2)]

    known, other = ({"a": Known(stamp, "digest", True)} for stamp in stamps)

    assert take_glance(known) == take_glance(known) != take_glance(other)
