"""The passing database: it is where it is told to be, gone in the end, and says what went wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.scratch import scratch

SHAPE = "create table row (line text)"


def test_it_is_gone_in_the_end(tmp_path: Path) -> None:
    with scratch(SHAPE, prefix=".office-", folder=tmp_path) as base:
        base.execute("insert into row values ('a')")
        assert [folder.name[:8] for folder in tmp_path.iterdir()] == [".office-"]
        assert base.execute("select line from row").fetchall() == [("a",)]
    assert not list(tmp_path.iterdir())


def fill(folder: Path) -> None:
    with scratch(SHAPE, folder=folder) as base:
        base.execute("pragma max_page_count = 4")
        base.execute("insert into row values (?)", ("x" * 100_000,))


def test_a_full_disk_is_told_as_the_system_tells_it(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No space left on device"):
        fill(tmp_path)
    assert not list(tmp_path.iterdir())
