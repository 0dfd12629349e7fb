"""A database on the disk for what would not fit in memory; it is gone in the end."""

from __future__ import annotations

import errno
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path


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
                base.executescript(shape)
                yield base
        except sqlite3.OperationalError as error:
            raise OSError(errno.EIO, _why(error)) from error


def _why(error: sqlite3.OperationalError) -> str:
    """What went wrong, as the system would say it; the library keeps that to itself."""
    if error.sqlite_errorcode == sqlite3.SQLITE_FULL:
        return os.strerror(errno.ENOSPC)
    return f"{error}: a limit on the size of files, or a failing disk"
