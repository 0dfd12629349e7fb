"""What the tests share: a data folder of its own, and the command as a user runs it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.embassy.office import Office
from tests.embassy.site import Embassy
from tests.stores import bucket, memory, s3_server

__all__ = ("bucket", "memory", "s3_server")

# The same examples on every run, so that CI says the same of the same commit; `make fuzz` looks
# for new ones.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("fuzz", max_examples=20_000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

CHECKOUT = Path(__file__).parent.parent

Done = subprocess.CompletedProcess[str]
Run = Callable[..., Done]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder of data like the checkout's: raw/ with the first page, nothing published."""
    folder = tmp_path / "data"
    shutil.copytree(CHECKOUT / "raw", folder / "raw")
    return folder


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """The command in a process of its own, as a user or a scheduler runs it."""

    def _run(*arguments: str | Path, stdin: str | bytes = "") -> Done:
        done = subprocess.run(
            [sys.executable, "-m", "pipeline", *map(str, arguments)],
            input=stdin.encode() if isinstance(stdin, str) else stdin,
            capture_output=True,
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": str(CHECKOUT), "NO_COLOR": "1"},
            timeout=120,
            check=False,
        )
        return Done(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())

    return _run


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its relative path."""
    files = sorted(f for f in folder.rglob("*") if f.is_file())
    return {f.relative_to(folder).as_posix(): f.read_bytes() for f in files}


@pytest.fixture
def embassy(tmp_path: Path) -> Iterator[Embassy]:
    """A site of its own on three hosts of this machine: 127.0.0.1, 127.0.0.2, 127.0.0.3."""
    with Embassy.open(tmp_path / "embassy") as site:
        yield site


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A folder of data with a source to declare."""
    (tmp_path / "office").mkdir()
    return Office(tmp_path / "office")
