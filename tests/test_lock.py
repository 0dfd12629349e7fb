"""One run at a time in a folder: two real processes, one of them killed."""

from __future__ import annotations

import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipeline.errors import Locked, StoreError
from pipeline.operate.lock import FILE, lock
from tests.conftest import CHECKOUT

HOLDER = """
import sys
from pathlib import Path
from pipeline.operate.lock import lock
with lock(Path(sys.argv[1]), "refresh"):
    print("held", flush=True)
    sys.stdin.readline()
"""
NOBODY = 65534


@contextmanager
def another_run(root: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that holds the lock until the block ends, or until it is killed."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(root)],
        cwd=CHECKOUT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        if process.poll() is None:
            process.communicate("done\n")


@pytest.fixture
def read_only() -> Iterator[Path]:
    """A folder that we may not write into; root, whom nothing stops, is nobody for a while."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o555)
    user = os.geteuid()
    if user == 0:
        os.seteuid(NOBODY)
    yield folder
    os.seteuid(user)
    shutil.rmtree(folder)


def test_a_second_run_is_told_who_holds_the_lock_and_since_when(tmp_path: Path) -> None:
    with another_run(tmp_path) as holder, pytest.raises(Locked) as refused, lock(tmp_path, "fetch"):
        pass
    assert refused.value.exit_code == 75
    line = rf"{tmp_path} is locked by refresh \(process {holder.pid} on \S+\) since \S+Z; try again"
    assert re.match(line, str(refused.value))


def test_who_is_turned_away_does_not_break_the_lock(tmp_path: Path) -> None:
    with another_run(tmp_path):
        for _ in range(2):
            with pytest.raises(Locked, match="refresh"), lock(tmp_path, "fetch"):
                pass


def test_the_lock_ends_with_its_run(tmp_path: Path) -> None:
    with another_run(tmp_path):
        pass
    with lock(tmp_path, "fetch"):
        assert '"verb": "fetch"' in (tmp_path / FILE).read_text()


def test_the_lock_ends_with_an_error_in_the_run(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), lock(tmp_path, "refresh"):
        raise ZeroDivisionError
    with lock(tmp_path, "refresh"):
        pass


def test_a_killed_holder_blocks_nobody_though_its_facts_stay(tmp_path: Path) -> None:
    with another_run(tmp_path) as holder:
        holder.kill()
        holder.wait()
        assert f'"process": {holder.pid}' in (tmp_path / FILE).read_text()
        with lock(tmp_path, "refresh"):
            assert f'"process": {os.getpid()}' in (tmp_path / FILE).read_text()


@pytest.mark.parametrize("left", ["", "{", "[]", '{"verb": "refresh"}', "\xff"])
def test_what_stands_in_the_file_decides_nothing(tmp_path: Path, left: str) -> None:
    (tmp_path / FILE).write_text(left, encoding="latin-1")
    with lock(tmp_path, "refresh"):
        (tmp_path / FILE).write_text(left, encoding="latin-1")
        with pytest.raises(Locked, match="only just begun"), lock(tmp_path, "fetch"):
            pass


def test_folders_are_locked_each_for_itself(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    with another_run(tmp_path), lock(other, "refresh"):
        pass


def test_a_read_only_folder_is_one_line(read_only: Path) -> None:
    with (
        pytest.raises(StoreError, match="cannot be locked: Permission denied"),
        lock(read_only, "refresh"),
    ):
        pass


def test_a_missing_folder_is_one_line(tmp_path: Path) -> None:
    with (
        pytest.raises(StoreError, match="cannot be locked: No such file"),
        lock(tmp_path / "missing", "refresh"),
    ):
        pass


def test_a_folder_in_place_of_the_file_is_one_line(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    with pytest.raises(StoreError, match="cannot be locked: Is a dir"), lock(tmp_path, "refresh"):
        pass


def test_a_full_disk_is_one_line(tmp_path: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        with (
            pytest.raises(StoreError, match="cannot be written: File too large"),
            lock(tmp_path, "refresh"),
        ):
            pass
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
