"""Runs of the command, as a test starts, watches and ends them."""

from __future__ import annotations

import atexit
import functools
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

CHECKOUT = Path(__file__).parent.parent.parent
PATIENCE = 120.0  # seconds until a run is taken for one that hangs

Done = subprocess.CompletedProcess[str]


@functools.cache
def _nursery() -> Path:
    """Where runs are born: its socket. It ends with this process."""
    folder = tempfile.TemporaryDirectory(prefix="rectoverso-", ignore_cleanup_errors=True)
    place = Path(folder.name) / "socket"
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.embassy.nursery", str(place)],
        cwd=CHECKOUT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )

    def end() -> None:
        process.communicate()
        folder.cleanup()

    atexit.register(end)
    assert process.stdout
    assert process.stdout.readline() == b"ready\n"
    return place


class Run:
    """One run of the command in a process of its own; as a context, it is killed at the end.

    `before` is a program that the process runs first: it changes the world that the run is in.
    """

    def __init__(
        self,
        arguments: Sequence[str],
        folder: Path,
        environment: dict[str, str],
        before: str = "",
    ) -> None:
        self.arguments = arguments
        self._kept = tempfile.TemporaryDirectory()
        self._out, self._err = (Path(self._kept.name) / name for name in ("out", "err"))
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.connect(str(_nursery()))
        order = {
            "arguments": list(arguments),
            "folder": str(folder),
            "environment": environment,
            "before": before,
            "out": str(self._out),
            "err": str(self._err),
        }
        self._socket.sendall(json.dumps(order).encode() + b"\n")
        self._told = self._socket.makefile("r")
        self.pid = int(self._told.readline())
        self.code: int | None = None

    def poll(self, seconds: float = 0) -> int | None:
        """The exit code, None where the run goes on; after so many seconds at most."""
        if self.code is None and select.select([self._socket], [], [], seconds)[0]:
            self.code = int(self._told.readline())
        return self.code

    def wait(self) -> Done:
        """The end of the run, and what it said."""
        code = self.poll(PATIENCE)
        if code is None:
            self.send(signal.SIGKILL)
            raise TimeoutError(f"{' '.join(self.arguments)}: still running: {self.said()}")
        out = self._out.read_text()
        return Done(list(self.arguments), code, out, self.said())

    def said(self) -> str:
        """What stands on its stderr so far."""
        return self._err.read_text() if self._err.exists() else ""

    def send(self, number: signal.Signals) -> None:
        """A signal, where it still runs."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def close(self) -> None:
        """End it, whatever it is doing, and forget what it said."""
        self.send(signal.SIGKILL)
        self.poll(PATIENCE)
        self._told.close()
        self._socket.close()
        self._kept.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()
