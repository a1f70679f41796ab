"""What was made before, by the identity of what it was made from: one store on the disk.

Only `pipeline` asks it. It holds plain data and no code, and deleting it is always safe. What was
overwritten or cut short is noticed (`MemoDamagedError`). Its size is bounded by that of the site:
one row for each article that the last build had, and the lists of files and pages.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

FOLDER, _NAME = ".citewell", "memo.sqlite"
Table = Literal["lists", "articles", "contents"]
_TABLES: tuple[Table, ...] = ("lists", "articles", "contents")
_MAKER = "made by"


class MemoDamagedError(Exception):
    """The store does not hold what was put into it."""


class Memo:
    """An open store of named plain data in three tables.

    Without a folder it lasts as long as the build. What another citewell kept is not looked at.
    """

    def __init__(self, folder: Path | None, fingerprint: str) -> None:
        self._path = folder / FOLDER / _NAME if folder else None
        self._fingerprint = fingerprint
        self._connection = self._open()

    def _open(self) -> sqlite3.Connection:
        if self._path:
            try:
                self._path.parent.mkdir(exist_ok=True)
            except OSError:
                self._path = None  # a site that may not be written to is built without a memory
        with damage_noticed():
            # An empty name is a private store, gone at the end.
            connection = sqlite3.connect(self._path or "", timeout=60, isolation_level=None)
            connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;")
            for table in _TABLES:
                columns = "name TEXT PRIMARY KEY, value TEXT, seal INTEGER"
                connection.execute(f"CREATE TABLE IF NOT EXISTS {table} ({columns})")
        return connection

    def is_ours(self) -> bool:
        """Tell whether this very citewell filled the store; if not, it is emptied."""
        if self.get("lists", _MAKER) == self._fingerprint:
            return True
        with damage_noticed():
            self._begin()
            for table in _TABLES:
                self._connection.execute(f"DELETE FROM {table}")  # noqa: S608  the names are ours
        self.keep("lists", {_MAKER: self._fingerprint})
        return False

    def clear(self) -> None:
        """Begin anew with an empty store."""
        self._connection.close()
        for suffix in ("", "-wal", "-shm"):
            if self._path:
                self._path.with_name(_NAME + suffix).unlink(missing_ok=True)
        self._connection = self._open()

    def close(self) -> None:
        """Close the store; what was not committed is lost."""
        self._connection.close()

    def get(self, table: Table, name: str) -> Any:
        """Return the data of one name, or None where there is none."""
        with damage_noticed():
            query = f"SELECT name, value, seal FROM {table} WHERE name=?"  # noqa: S608  likewise
            row = self._connection.execute(query, [name]).fetchone()
            return _unsealed([row])[0] if row else None

    def all(self, table: Table) -> dict[str, Any]:
        """Return the data of every name."""
        with damage_noticed():
            query = f"SELECT name, value, seal FROM {table}"  # noqa: S608  likewise
            rows = self._connection.execute(query).fetchall()
            return dict(zip([row[0] for row in rows], _unsealed(rows), strict=True))

    def keep(self, table: Table, data: Mapping[str, Any]) -> None:
        """Keep plain data under names, in place of what they stood for."""
        rows = []
        for name, value in data.items():
            text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
            rows.append((name, text, _seal(name, text)))
        with damage_noticed():
            self._begin()
            self._connection.executemany(f"REPLACE INTO {table} VALUES (?, ?, ?)", rows)  # noqa: S608  likewise

    def forget(self, table: Table, names: Iterable[str]) -> None:
        """Drop names that nothing asks for any more."""
        query = f"DELETE FROM {table} WHERE name=?"  # noqa: S608  likewise
        with damage_noticed():
            self._begin()
            self._connection.executemany(query, [(name,) for name in names])

    def commit(self) -> None:
        """Make what was kept last beyond this process; until then a kill undoes it all."""
        with damage_noticed():
            if self._connection.in_transaction:
                self._connection.execute("COMMIT")

    def _begin(self) -> None:
        if not self._connection.in_transaction:
            self._connection.execute("BEGIN IMMEDIATE")


def _seal(name: str, text: str) -> int:
    """Return a checksum: sqlite minds its own structure, but not the bytes of a value."""
    return zlib.crc32(f"{name}\0{text}".encode("utf-8", "surrogatepass"))


def _unsealed(rows: list[tuple[str, str, int]]) -> list[Any]:
    """Return the data of rows; raises `MemoDamagedError` where a seal is broken."""
    for name, text, seal in rows:
        if not isinstance(text, str) or _seal(name, text) != seal:
            raise MemoDamagedError(name)
    data: list[Any] = json.loads(f"[{','.join([row[1] for row in rows])}]")
    return data


@contextmanager
def damage_noticed() -> Iterator[None]:
    """Turn the errors of reading what does not fit into `MemoDamagedError`."""
    try:
        yield
    except (sqlite3.Error, ValueError, TypeError) as error:
        raise MemoDamagedError(str(error)) from None
