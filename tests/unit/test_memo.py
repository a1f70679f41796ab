from __future__ import annotations

import json
import pickle
import random
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from citewell import memo as memo_module
from citewell.memo import FOLDER, Memo, MemoDamagedError, damage_noticed
from citewell.problems import CitewellError

_STORE = f"{FOLDER}/memo.sqlite"
_DATA = {"a": [1, "text", None, True, 2.5], "ü": {"deep": [[]]}, "": "nothing"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a site's folder whose memory holds the data."""
    memo = _open(tmp_path)
    memo.keep("facts", _DATA)
    memo.commit()
    memo.close()
    return tmp_path


@pytest.fixture
def opened() -> Iterator[Memo]:
    memo = Memo(None, "maker")
    memo.open()
    yield memo
    memo.close()


def _open(folder: Path | None, fingerprint: str = "maker") -> Memo:
    memo = Memo(folder, fingerprint)
    memo.open()
    return memo


def _all(folder: Path) -> dict[str, Any]:
    memo = Memo(folder, "maker")
    try:
        memo.open()
        return {name: json.loads(text) for name, text in memo.texts("facts").items()}
    finally:
        memo.close()


def test_what_was_kept_is_there_for_the_next_build(folder: Path) -> None:
    assert _all(folder) == _DATA


def test_one_name_is_asked_for_alone(folder: Path) -> None:
    memo = _open(folder)

    assert memo.get("facts", "ü") == {"deep": [[]]}
    memo.close()


def test_an_unknown_name_has_no_data(opened: Memo) -> None:
    assert opened.get("facts", "b") is None


def test_each_table_has_names_of_its_own(opened: Memo) -> None:
    opened.keep("facts", {"a": 1})

    assert opened.get("contents", "a") is None


def test_a_name_stands_for_what_was_kept_last(opened: Memo) -> None:
    opened.keep("facts", {"a": 1, "b": 2})
    opened.keep("facts", {"a": 3})

    assert opened.texts("facts") == {"a": "3", "b": "2"}


def test_what_is_forgotten_is_gone(opened: Memo) -> None:
    opened.keep("facts", {"a": 1, "b": 2})

    opened.forget("facts", ["a", "never there"])

    assert opened.texts("facts") == {"b": "2"}


def test_what_was_not_committed_is_lost(folder: Path) -> None:
    memo = _open(folder)
    memo.keep("facts", {"a": "new"})
    memo.forget("facts", ["ü"])
    memo.close()

    assert _all(folder) == _DATA


def test_what_was_kept_after_a_commit_waits_for_the_next(folder: Path) -> None:
    memo = _open(folder)
    memo.commit()
    memo.keep("facts", {"a": "new"})
    memo.close()

    assert _all(folder) == _DATA


def test_what_another_citewell_kept_is_not_looked_at(folder: Path) -> None:
    memo = _open(folder, "another maker")

    assert memo.texts("facts") == {}
    memo.close()


def test_without_a_folder_nothing_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    memo = _open(None)
    memo.keep("facts", _DATA)
    memo.commit()
    memo.close()

    assert list(tmp_path.iterdir()) == []


def test_a_deleted_memory_is_empty(folder: Path) -> None:
    (folder / _STORE).unlink()

    assert _all(folder) == {}


def test_an_erased_memory_is_empty_and_can_be_used(folder: Path) -> None:
    memo = _open(folder)
    memo.erase()
    memo.open()
    memo.keep("facts", {"b": 1})
    memo.commit()
    memo.close()

    assert _all(folder) == {"b": 1}


def test_a_file_in_place_of_the_folder_means_no_memory(tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_text("mine", encoding="utf-8")

    assert _all(tmp_path) == {}
    assert (tmp_path / FOLDER).read_text(encoding="utf-8") == "mine"


def test_a_folder_that_cannot_be_made_means_no_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, **_: Any) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "mkdir", refuse)

    assert _all(tmp_path) == {}
    assert list(tmp_path.iterdir()) == []


def test_a_store_that_may_not_be_written_to_means_no_memory(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect: Callable[..., sqlite3.Connection] = sqlite3.connect

    def read_only(place: str | Path, **options: Any) -> sqlite3.Connection:
        if not str(place):
            return connect(place, **options)
        return connect(f"file:{place}?mode=ro", uri=True, **options)

    with monkeypatch.context() as patch:
        patch.setattr(sqlite3, "connect", read_only)
        assert _all(folder) == {}

    assert _all(folder) == _DATA


def test_a_store_that_cannot_be_deleted_is_done_without(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memo = _open(folder)

    def refuse(path: Path, *, missing_ok: bool = False) -> None:
        raise PermissionError(13, "Permission denied", str(path), None, missing_ok)

    monkeypatch.setattr(Path, "unlink", refuse)
    memo.erase()
    memo.open()

    assert memo.texts("facts") == {}
    memo.close()


def test_two_builds_do_not_share_the_store(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memo_module, "PATIENCE", 0)
    first = _open(folder)

    with pytest.raises(CitewellError, match="another build of this site"):
        _all(folder)

    first.close()
    assert _all(folder) == _DATA


@pytest.mark.parametrize("length", [1, 15, 16, 100, 1000, 4096, 5000, 8192])
def test_a_store_that_was_cut_short_is_damaged_or_empty(length: int, folder: Path) -> None:
    data = (folder / _STORE).read_bytes()
    (folder / _STORE).write_bytes(data[:length])

    try:
        assert _all(folder) in ({}, _DATA)
    except MemoDamagedError:
        assert length < len(data)


def test_an_empty_file_is_an_empty_store(folder: Path) -> None:
    (folder / _STORE).write_bytes(b"")

    assert _all(folder) == {}


@pytest.mark.parametrize("noise", [b"not a database", b"\0" * 5000, pickle.dumps(_DATA)])
def test_what_is_no_store_is_damage(noise: bytes, folder: Path) -> None:
    (folder / _STORE).write_bytes(noise)

    with pytest.raises(MemoDamagedError):
        _all(folder)


def test_noise_is_damage_or_does_not_show(folder: Path) -> None:
    data = (folder / _STORE).read_bytes()
    chance, damaged = random.Random(7), 0  # noqa: S311  noise, not a secret
    for _ in range(30):
        noisy = bytearray(data)
        for _ in range(chance.choice((1, 3, 300))):
            noisy[chance.randrange(len(noisy))] = chance.randrange(256)
        (folder / _STORE).write_bytes(noisy)
        try:
            found = _all(folder)
        except MemoDamagedError:
            damaged += 1
        else:
            assert found.items() <= _DATA.items()
    assert damaged


def test_a_changed_value_is_damage(folder: Path) -> None:
    connection = sqlite3.connect(folder / _STORE)
    connection.execute("UPDATE facts SET value = '[]' WHERE name = 'a'")
    connection.commit()
    connection.close()

    with pytest.raises(MemoDamagedError):
        _all(folder)


def test_a_value_under_another_name_is_damage(folder: Path) -> None:
    connection = sqlite3.connect(folder / _STORE)
    connection.execute("UPDATE facts SET name = 'b' WHERE name = 'a'")
    connection.commit()
    connection.close()

    with pytest.raises(MemoDamagedError):
        _all(folder)


def test_another_kind_of_table_is_damage(folder: Path) -> None:
    connection = sqlite3.connect(folder / _STORE)
    connection.execute("DROP TABLE contents")
    connection.execute("CREATE VIEW contents AS SELECT name, value FROM facts")
    connection.commit()
    connection.close()
    memo = _open(folder)

    with pytest.raises(MemoDamagedError):
        memo.keep("contents", {"a": 1})

    memo.close()


@pytest.mark.parametrize("error", [ValueError("x"), TypeError("x"), RecursionError("x")])
def test_whatever_does_not_fit_is_damage(error: Exception) -> None:
    with pytest.raises(MemoDamagedError), damage_noticed():
        raise error
