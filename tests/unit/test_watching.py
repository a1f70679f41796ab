"""The folders of a site, watched."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from watchdog.observers.api import BaseObserver

from citewell.watching import watch_folders

_PATIENCE = 20.0
Change = Callable[[Path], object]


def _edit(folder: Path) -> object:
    return (folder / "deep" / "a.md").write_text("changed", encoding="utf-8")


def _add(folder: Path) -> object:
    return (folder / "b.md").write_text("new", encoding="utf-8")


def _rename(folder: Path) -> object:
    return (folder / "deep" / "a.md").rename(folder / "deep" / "c.md")


def _remove(folder: Path) -> None:
    (folder / "deep" / "a.md").unlink()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a.md").write_text("old", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("change", [_edit, _add, _rename, _remove])
def test_each_kind_of_change_wakes(folder: Path, change: Change) -> None:
    woken = threading.Event()

    with watch_folders([folder, folder / "not there"], lambda _: woken.set()) as is_told:
        change(folder)

        assert is_told
        assert woken.wait(_PATIENCE)


def test_reading_wakes_nobody(folder: Path) -> None:
    woken: list[set[str]] = []

    with watch_folders([folder], woken.append):
        (folder / "deep" / "a.md").read_text(encoding="utf-8")

    assert woken == []


def test_a_system_that_cannot_tell_is_no_error(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: object) -> None:
        raise OSError(28, "inotify watch limit reached")

    monkeypatch.setattr(BaseObserver, "start", refuse)

    with watch_folders([folder], lambda _: None) as is_told:
        assert not is_told
