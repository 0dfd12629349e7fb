"""Processes of this machine, each in a lane of its own, so that a death has one cause.

They are forked from a server that has imported the module of the work, so they start fast and share
its memory; where there is no such server they are started afresh. A worker ends when this process
does, however it does: it hears the end of a pipe.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

from pipeline.engine import Done, Lost, R, Shard, T
from pipeline.engine.attempt import Patience, ready
from pipeline.engine.collector import collect_seldom
from pipeline.engine.docket import Docket
from pipeline.engine.lanes import Lane, Terms, drive

#: In each lane one shard is worked on, and the next waits there already.
ROOM = 2


class Pool:
    """The engine of this machine's cores; its workers begin and end with each `run`."""

    def __init__(self, workers: int, patience: Patience | None = None) -> None:
        """So many workers, started as there are shards for them."""
        self.workers = workers
        self._terms = Terms(ROOM, patience or Patience(), single=True)
        self._lanes: list[Lane[Any, Any]] = []

    def run(
        self, work: Callable[[Shard[T]], R], shards: Iterable[Shard[T]]
    ) -> Iterator[Done[T, R] | Lost[T]]:
        """What became of each shard, as it is ready.

        Raises:
            WorkersError: no worker can be started.
        """
        context = _context(work)
        docket = Docket(shards)
        lanes = [
            Lane[T, R](lambda: _Worker(context), self._terms, work, docket)
            for _ in range(self.workers)
        ]
        self._lanes += lanes
        try:
            yield from drive(lanes)
        finally:
            self.close()

    def close(self) -> None:
        """End all workers, whatever they do."""
        for lane in self._lanes:
            lane.dismiss()
        self._lanes.clear()


def _context(work: Callable[..., Any]) -> Any:
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    while hasattr(work, "func"):  # a `partial`, or another that wraps what works
        work = work.func
    context.set_forkserver_preload([work.__module__] if work.__module__ != "__main__" else [])
    return context


class _Worker:
    """One process, and the pipe whose end it hears when this process is no more."""

    def __init__(self, context: Any) -> None:
        self._hears, self._lifeline = context.Pipe(duplex=False)
        self._executor = ProcessPoolExecutor(
            1, mp_context=context, initializer=_begin, initargs=(self._hears,)
        )
        self._process = self._executor.submit(ready)

    def submit(self, call: Callable[..., Any], /, *arguments: Any) -> Future[Any]:
        return self._executor.submit(call, *arguments)

    def dismiss(self) -> None:
        self._lifeline.close()
        if self._process.done() and not self._process.exception():
            with suppress(ProcessLookupError):  # it also ends where no pipe is heard
                os.kill(self._process.result(), signal.SIGTERM)
        self._executor.shutdown(wait=True, cancel_futures=True)
        self._hears.close()


def _begin(lifeline: Connection) -> None:
    """What a worker does first: it leaves interrupts to the driver, and ends with it."""
    collect_seldom()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(lifeline,), daemon=True).start()


def _end_with(lifeline: Connection) -> None:
    with suppress(EOFError, OSError):
        lifeline.recv_bytes()
    os._exit(1)
