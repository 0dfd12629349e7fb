"""A database on the disk for what would not fit in memory; it is gone in the end."""

from __future__ import annotations

import errno
import os
import sqlite3
import tempfile
from collections.abc import Iterator, MutableSet
from contextlib import closing, contextmanager
from pathlib import Path

_TABLE = """
create table if not exists name (title text, name text, primary key (title, name)) without rowid
"""
_ADD = "insert or ignore into name values (?, ?)"
_REMOVE = "delete from name where title = ? and name = ?"
_HAS = "select 1 from name where title = ? and name = ?"
_ALL = "select name from name where title = ? order by name"
_FROM = "select name from name where title = ? and name >= ? and name < ? order by name"


@contextmanager
def scratch(
    shape: str, *, prefix: str = "rectoverso-", folder: Path | None = None
) -> Iterator[sqlite3.Connection]:
    """An empty one with the tables of a `shape`; it need not outlive a crash, and does not.

    It is in a passing folder, in another `folder` or where the system keeps such things.

    Raises:
        OSError: the disk is full, the folder read-only, ...
    """
    with tempfile.TemporaryDirectory(prefix=prefix, dir=folder) as place:
        try:
            with closing(sqlite3.connect(Path(place) / "scratch", isolation_level=None)) as base:
                base.execute("pragma journal_mode = off")
                base.execute("pragma synchronous = off")
                base.execute("pragma locking_mode = exclusive")
                base.execute("pragma cache_size = -500")  # kilobytes; the system keeps the rest
                base.executescript(shape)
                base.execute("begin")  # one for all: nothing of it is to outlive the end
                yield base
        except sqlite3.OperationalError as error:
            raise OSError(errno.EIO, _why(error)) from error


def _why(error: sqlite3.OperationalError) -> str:
    """What went wrong, as the system would say it; the library keeps that to itself."""
    if error.sqlite_errorcode == sqlite3.SQLITE_FULL:
        return os.strerror(errno.ENOSPC)
    return f"{error}: a limit on the size of files, or a failing disk"


class Names(MutableSet[str]):
    """A set of names in a scratch database, told in their order.

    It takes no memory, whatever the number of names, and a few microseconds a name.
    """

    def __init__(self, base: sqlite3.Connection, title: str) -> None:
        """An empty set; its title is its alone in the database."""
        base.execute(_TABLE)
        self._base, self._title, self._number = base, title, 0

    def add(self, value: str) -> None:
        """One more, if it is not there."""
        self._number += self._base.execute(_ADD, (self._title, value)).rowcount

    def discard(self, value: str) -> None:
        """One less, if it is there."""
        self._number -= self._base.execute(_REMOVE, (self._title, value)).rowcount

    def __contains__(self, value: object) -> bool:
        return self._base.execute(_HAS, (self._title, value)).fetchone() is not None

    def __iter__(self) -> Iterator[str]:
        return (name for (name,) in self._base.execute(_ALL, (self._title,)))

    def __len__(self) -> int:
        return self._number

    def that_begin(self, prefix: str) -> Iterator[str]:
        """Those that begin with a prefix of at least a character."""
        beyond = prefix[:-1] + chr(ord(prefix[-1]) + 1)
        return (name for (name,) in self._base.execute(_FROM, (self._title, prefix, beyond)))
