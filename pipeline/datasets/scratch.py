"""A database on the disk for what would not fit in memory; it is gone in the end."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path


@contextmanager
def scratch(shape: str) -> Iterator[sqlite3.Connection]:
    """An empty one with the tables of a `shape`; it need not outlive a crash, and does not."""
    with (
        tempfile.TemporaryDirectory(prefix="rectoverso-") as folder,
        closing(sqlite3.connect(Path(folder) / "scratch", isolation_level=None)) as base,
    ):
        base.execute("pragma journal_mode = off")
        base.execute("pragma synchronous = off")
        base.executescript(shape)
        yield base
