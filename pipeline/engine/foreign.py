"""Any executor that speaks `concurrent.futures`: somebody else's pool, threads, MPI, a cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from typing import Any

from pipeline.engine import Done, Lost, R, Shard, T
from pipeline.engine.attempt import Patience
from pipeline.engine.docket import Docket
from pipeline.engine.lanes import Lane, Terms, drive

#: Shards given out for each worker: one to work on, one that waits for it.
ROOM = 2


class Foreign:
    """The engine over an executor; where that breaks, as pools of processes do, over a new one.

    Nothing here can end a worker that hangs. With `patience` a worker ends itself, which is right
    where it is a process that works on one shard at a time, and wrong for threads: there without,
    a hang is the whole run's.
    """

    def __init__(
        self,
        make: Callable[[], Executor],
        workers: int,
        *,
        patience: Patience | None = None,
        deaths: tuple[type[BaseException], ...] = (),
    ) -> None:
        """`make` gives an executor of so many workers, which is ours to shut down.

        `deaths` are the errors by which it tells that a worker died of a shard and others go on.
        """
        self.workers = workers
        self._make = make
        self._terms = Terms(
            ROOM * workers, patience, single=False, deaths=(BrokenExecutor, *deaths)
        )

    def run(
        self, work: Callable[[Shard[T]], R], shards: Iterable[Shard[T]]
    ) -> Iterator[Done[T, R] | Lost[T]]:
        """What became of each shard, as it is ready.

        Raises:
            WorkersError: the executor cannot be used.
        """
        lane = Lane[T, R](lambda: _Crew(self._make()), self._terms, work, Docket(shards))
        try:
            yield from drive([lane])
        finally:
            lane.dismiss()


class _Crew:
    """Whoever works behind an executor."""

    def __init__(self, executor: Executor) -> None:
        self._executor = executor

    def submit(self, call: Callable[..., Any], /, *arguments: Any) -> Future[Any]:
        return self._executor.submit(call, *arguments)

    def dismiss(self) -> None:
        self._executor.shutdown(wait=False, cancel_futures=True)
