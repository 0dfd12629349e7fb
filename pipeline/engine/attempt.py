"""One shard in a worker: what it gives, what it raised, and an end to what takes too long.

A worker that exceeds its time ends itself, by a timer that no loop can hold up: one of C, which
needs no lock of the interpreter (`faulthandler`). Whoever gave it the shard sees a dead worker.
"""

from __future__ import annotations

import faulthandler
import functools
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from pipeline.engine import R, Shard, T


@dataclass(frozen=True, slots=True)
class Patience:
    """How long work may take, in seconds: for any shard, and more for each thing in it.

    The default is far above what any page needs, so that only what will never end is ended; the
    start of a worker and its first reading of the rules are within it. What would be lost has
    `longer` times as much: a machine may be slow for a while.
    """

    start: float = 60.0
    each: float = 2.0
    longer: float = 2.0

    def allows(self, shard: Shard[Any], *, last: bool = False) -> float:
        """The seconds for a shard; `last` where it is not tried again."""
        return (self.start + self.each * len(shard.items)) * (self.longer if last else 1.0)


@dataclass(frozen=True, slots=True)
class Raised:
    """The work raised an error, in its own words: an error itself may not pickle."""

    said: str


def attempt(
    work: Callable[[Shard[T]], R], shard: Shard[T], seconds: float | None = None
) -> R | Raised:
    """Work on a shard in this process; where `seconds` are over, the process ends.

    Without `seconds` it may take for ever. The timer is the process's only one: whoever gives
    `seconds` has a process that works on nothing else.
    """
    with _ending_after(seconds):
        try:
            return work(shard)
        except Exception as error:  # noqa: BLE001 - whatever it is, it costs one thing at most
            return Raised(repr(error))


def ready() -> int:
    """The worker's process id: the first thing that a worker is asked, to see that it can start."""
    return os.getpid()


@contextmanager
def _ending_after(seconds: float | None) -> Iterator[None]:
    if seconds is None:
        yield
        return
    faulthandler.dump_traceback_later(seconds, exit=True, file=_nowhere())
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()


@functools.cache
def _nowhere() -> int:
    return os.open(os.devnull, os.O_WRONLY)
