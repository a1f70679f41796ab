"""What was made before, by the identity of what it was made from: one store on the disk.

`pipeline` opens it, the stages ask it. It holds plain data, and no code but the templates of the
site, compiled; deleting it is always safe. What was overwritten or cut short is noticed
(`MemoDamagedError`). Its size is bounded by that of the site: one row for each article that the
last build had and for each of its pages, and the lists of files.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal, get_args

from citewell.problems import CitewellError, Problem

FOLDER, _NAME = ".citewell", "memo.sqlite"
# How long a build waits for another one of the same site, in seconds.
PATIENCE = 60
Table = Literal["lists", "facts", "contents", "steps", "lines", "views", "pages"]
_TABLES: tuple[Table, ...] = get_args(Table)
_MAKER = "made by"


class MemoDamagedError(Exception):
    """The store does not hold what was put into it."""


class _NotWritableError(Exception):
    """The store cannot be kept in its folder."""


class Memo:
    """A store of named plain data in a few tables; `open` comes before all else.

    Without a folder it lasts as long as the build. What another citewell kept is not looked at.
    """

    def __init__(self, folder: Path | None, fingerprint: str) -> None:
        self._path = folder / FOLDER / _NAME if folder else None
        self._fingerprint = fingerprint
        self._connection = sqlite3.connect("")

    def open(self) -> None:
        """Open the store for this build alone, and empty it if another citewell filled it.

        Raises `CitewellError` where another build has it open and does not end.
        """
        try:
            self._connect(self._path)
        except _NotWritableError:
            self._connect(None)  # a site that may not be written to is built without a memory
        if self.get("lists", _MAKER) != self._fingerprint:
            with damage_noticed():
                for table in _TABLES:
                    self._connection.execute(f"DELETE FROM {table}")  # noqa: S608  the names are ours
            self.keep("lists", {_MAKER: self._fingerprint})

    def _connect(self, path: Path | None) -> None:
        with _refusal_noticed(), damage_noticed():
            if path:
                path.parent.mkdir(exist_ok=True)
            self._connection.close()
            # An empty name is a private store, gone at the end.
            self._connection = sqlite3.connect(path or "", timeout=PATIENCE, isolation_level=None)
            # A log beside the store would be copied into it at the end: twice the writing.
            self._connection.executescript("PRAGMA journal_mode=DELETE; PRAGMA synchronous=OFF;")
            self._begin()
            # A store that may not be written to says so at its first writing, which is this one.
            self._connection.execute("PRAGMA user_version=1")
            for table in _TABLES:
                columns = "name TEXT PRIMARY KEY, value TEXT, seal INTEGER"
                self._connection.execute(f"CREATE TABLE IF NOT EXISTS {table} ({columns})")

    def erase(self) -> None:
        """Delete the store, or do without it where that is refused; it can be opened again."""
        self._connection.close()
        for suffix in ("", "-journal"):
            if self._path:
                try:
                    self._path.with_name(_NAME + suffix).unlink(missing_ok=True)
                except OSError:
                    self._path = None

    def close(self) -> None:
        """Close the store; what was not committed is lost."""
        self._connection.close()

    def get(self, table: Table, name: str) -> Any:
        """Return the plain data of one name, or None where there is none."""
        text = self.text(table, name)
        with damage_noticed():
            return None if text is None else json.loads(text)

    def texts(self, table: Table) -> dict[str, str]:
        """Return the text of every name."""
        with damage_noticed():
            query = f"SELECT name, value, seal FROM {table}"  # noqa: S608  likewise
            rows = self._connection.execute(query).fetchall()
            return {row[0]: _checked(*row) for row in rows}

    def needed(self, table: Table, name: str) -> str:
        """Return the text of one name; raises `MemoDamagedError` where there is none."""
        text = self.text(table, name)
        if text is None:
            raise MemoDamagedError(name)
        return text

    def names(self, table: Table) -> set[str]:
        """Return every name of a table."""
        with damage_noticed():
            query = f"SELECT name FROM {table}"  # noqa: S608  likewise
            return {name for (name,) in self._connection.execute(query)}

    def text(self, table: Table, name: str) -> str | None:
        """Return the text of one name, or None where there is none."""
        with damage_noticed():
            query = f"SELECT name, value, seal FROM {table} WHERE name=?"  # noqa: S608  likewise
            row = self._connection.execute(query, [name]).fetchone()
            return _checked(*row) if row else None

    def keep(self, table: Table, data: Mapping[str, Any]) -> None:
        """Keep plain data under names, as JSON, in place of what they stood for."""
        plain = {
            name: json.dumps(value, ensure_ascii=False, separators=(",", ":"))
            for name, value in data.items()
        }
        self.keep_texts(table, plain)

    def keep_texts(self, table: Table, texts: Mapping[str, str]) -> None:
        """Keep texts under names, in place of what they stood for."""
        rows = [(name, text, _seal(name, text)) for name, text in texts.items()]
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


def _checked(name: str, text: str, seal: int) -> str:
    """Return a text; raises `MemoDamagedError` where its seal is broken."""
    if not isinstance(text, str) or _seal(name, text) != seal:
        raise MemoDamagedError(name)
    return text


@contextmanager
def damage_noticed() -> Iterator[None]:
    """Turn the errors of reading what does not fit into `MemoDamagedError`."""
    try:
        yield
    except (sqlite3.Error, ValueError, TypeError, RecursionError) as error:
        raise MemoDamagedError(str(error)) from error


@contextmanager
def _refusal_noticed() -> Iterator[None]:
    """Tell a store that is busy, and one that the disk does not allow, from a damaged one."""
    try:
        yield
    except OSError as error:
        raise _NotWritableError from error
    except MemoDamagedError as error:
        # The low byte is the kind of an error (sqlite.org/rescode.html).
        code = getattr(error.__cause__, "sqlite_errorcode", 0) & 0xFF
        if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            raise CitewellError(_busy()) from None
        if code in {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}:
            raise _NotWritableError from error
        raise


def _busy() -> Problem:
    message = "another build of this site has not ended yet"
    return Problem(FOLDER, 0, 0, message, hint="wait for it, or end the program that runs it")
