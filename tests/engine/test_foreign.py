"""Executors that others made: threads, and pools that break as a whole."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from typing import Any

import pytest

from pipeline.engine import Done, cut
from pipeline.engine.attempt import Patience
from pipeline.engine.foreign import Foreign
from pipeline.engine.lanes import WorkersError
from tests.engine import works
from tests.engine.works import Thing


def processes() -> Executor:
    return ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("forkserver"))


def test_threads_do_what_serial_does() -> None:
    things: list[Thing] = [*range(30), "raise", *range(30, 50)]
    engine = Foreign(lambda: ThreadPoolExecutor(3), 3)
    done, lost = works.summary(engine.run(works.double, cut(things, 7)))
    assert (done, lost) == ([2 * i for i in range(50)], [("raise", "raised")])


@pytest.mark.parametrize(("ailment", "fate"), [("kill", "crashed"), ("loop", "hung")])
def test_a_pool_that_breaks_with_everything_under_way(ailment: str, fate: str) -> None:
    things: list[Thing] = [*range(5), ailment, *range(5, 20)]
    engine = Foreign(processes, 2, patience=Patience(start=1, each=0))
    summary = works.summary(engine.run(works.double, cut(things, 4)))
    assert summary == ([2 * i for i in range(20)], [(ailment, fate)])


def test_a_thing_is_not_lost_because_another_kills_beside_it() -> None:
    things: list[Thing] = ["kill", 1, "kill", 2]
    outcomes = list(Foreign(processes, 2).run(works.double, cut(things, 1)))
    assert works.summary(outcomes)[0] == [2, 4]
    assert sorted(o.shard.key for o in outcomes if isinstance(o, Done)) == ["000001", "000003"]


def test_an_executor_that_stays_broken_is_an_error() -> None:
    executor = processes()
    assert executor.submit(works.die).exception()
    things: list[Thing] = [1]
    with pytest.raises(WorkersError):
        list(Foreign(lambda: executor, 2).run(works.double, cut(things, 1)))
    executor.shutdown()


class Gone(Executor):
    """Whoever took shards is not there any more: what a client of a cluster then says."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        if args:
            future.cancel()
            future.set_running_or_notify_cancel()
        else:
            future.set_result(fn(**kwargs))
        return future


def test_no_page_is_lost_for_workers_that_are_gone() -> None:
    things: list[Thing] = [1, 2, 3]
    with pytest.raises(WorkersError, match="gone"):
        list(Foreign(Gone, 2).run(works.double, cut(things, 1)))


class _Killed(Exception):  # noqa: N818 - as Dask's KilledWorker
    """A worker died, and others go on."""


class _LosesItsFirstAnswer(ThreadPoolExecutor):
    """The first call's answer dies with the worker that had it."""

    asked = 0

    def submit(self, call: Callable[..., Any], /, *args: Any, **named: Any) -> Future[Any]:
        self.asked += 1
        if self.asked > 1:
            return super().submit(call, *args, **named)
        gone: Future[Any] = Future()
        gone.set_exception(_Killed())
        return gone


def test_an_answer_that_a_worker_took_along_ends_nobody_elses_work() -> None:
    things: list[Thing] = [*range(10)]
    engine = Foreign(lambda: _LosesItsFirstAnswer(1), 3, deaths=(_Killed,))
    assert works.summary(engine.run(works.double, cut(things, 2))) == (
        [2 * i for i in range(10)],
        [],
    )
