"""Processes that die, hang and err: whatever one thing does, all others are done, each once."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from pipeline.engine import Done, Engine, Lost, Shard, cut
from pipeline.engine.attempt import Patience
from pipeline.engine.collector import collect_seldom
from pipeline.engine.lanes import WorkersError
from pipeline.engine.pool import Pool
from pipeline.engine.serial import Serial
from tests.conftest import CHECKOUT
from tests.engine import works
from tests.engine.works import Thing

#: Short enough to wait for, long enough for a worker to start on a busy machine.
SHORT = Patience(start=1, each=0)
FATES = {"kill": "crashed", "segfault": "crashed", "loop": "hung", "hold": "hung"}


def test_a_pool_does_what_serial_does() -> None:
    things: list[Thing] = [*range(30), "raise", *range(30, 50)]
    serial = works.summary(Serial().run(works.double, cut(things, 7)))
    pooled = works.summary(Pool(2).run(works.double, cut(things, 7)))
    assert pooled == serial == ([2 * i for i in range(50)], [("raise", "raised")])


@pytest.mark.parametrize("ailment", FATES)
def test_what_takes_its_worker_with_it_is_lost_alone(ailment: str) -> None:
    things: list[Thing] = [*range(5), ailment, *range(5, 20)]
    done, lost = works.summary(Pool(2, SHORT).run(works.double, cut(things, 4)))
    assert done == [2 * i for i in range(20)]
    assert lost == [(ailment, FATES[ailment])]


def test_many_that_kill_are_found_each() -> None:
    things: list[Thing] = ["kill", 1, 2, "segfault", 3, "raise", 4, "kill"]
    done, lost = works.summary(Pool(2).run(works.double, cut(things, 8)))
    assert done == [2, 4, 6, 8]
    assert lost == [("kill", "crashed")] * 2 + [("raise", "raised"), ("segfault", "crashed")]


def test_an_accident_costs_nothing_and_cuts_no_shard(tmp_path: Path) -> None:
    """A worker that somebody kills once: the same shards as if nothing had been."""
    things = [(number, str(tmp_path / "mark")) for number in range(20)]
    shards = list(cut(things, 5))
    outcomes = list(Pool(2).run(works.accident, shards))
    assert (tmp_path / "mark").exists()
    assert all(isinstance(o, Done) for o in outcomes)
    assert sorted(o.shard.key for o in outcomes) == [shard.key for shard in shards]


def test_a_slow_moment_of_the_machine_loses_nothing(tmp_path: Path) -> None:
    """What takes too long once has more time before it is lost."""
    (outcome,) = Pool(1, Patience(start=1, each=0, longer=20)).run(
        works.slow_at_first, [Shard("1", (str(tmp_path / "mark"),))]
    )
    assert (tmp_path / "mark").exists()
    assert isinstance(outcome, Done)


def test_a_result_that_cannot_be_sent_costs_its_thing() -> None:
    things: list[Thing] = [11, 12, 13, 14]
    outcomes = list(Pool(1).run(works.unpicklable, cut(things, 2)))
    assert [o.item for o in outcomes if isinstance(o, Lost)] == [13]
    assert sum(len(o.shard.items) for o in outcomes if isinstance(o, Done)) == 3


def test_a_bound_function_has_its_home() -> None:
    things: list[Thing] = [1, 2]
    assert works.summary(Pool(1).run(partial(works.double), cut(things, 1))) == ([2, 4], [])


@pytest.mark.parametrize("engine", [Serial(), Pool(2)], ids=["serial", "pool"])
def test_shards_are_asked_for_as_there_is_room(engine: Engine) -> None:
    works.insist_asked_as_there_is_room(engine)


def test_whoever_stops_asking_leaves_no_worker(tmp_path: Path) -> None:
    pool = Pool(2)
    things = [(number, str(tmp_path)) for number in range(2)]
    outcomes = pool.run(works.slow_but_first, cut(things, 1))
    next(outcomes)
    pids = wait_for_pids(tmp_path, 2)
    pool.close()
    assert ended(pids)
    outcomes.close()  # type: ignore[attr-defined]  # every engine's is a generator


def test_workers_that_cannot_start_are_an_error_of_their_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("pipeline.engine.pool._begin", works.die)
    things: list[Thing] = [1, 2, 3]
    with pytest.raises(WorkersError, match="cannot start"):
        list(Pool(2).run(works.double, cut(things, 1)))


DRIVER = """
import sys
from pipeline.engine import cut
from pipeline.engine.pool import Pool
from tests.engine import works

if __name__ == "__main__":
    list(Pool(2).run(works.slow, cut([(n, sys.argv[1]) for n in range(2)], 1)))
"""


@pytest.mark.parametrize("by", [signal.SIGKILL, signal.SIGINT], ids=lambda by: by.name)
def test_workers_end_with_their_driver(by: signal.Signals, tmp_path: Path) -> None:
    (tmp_path / "driver.py").write_text(DRIVER, encoding="utf-8")
    driver = subprocess.Popen(
        [sys.executable, tmp_path / "driver.py", tmp_path],
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    pids = wait_for_pids(tmp_path, 2)
    if by is signal.SIGINT:
        os.killpg(driver.pid, by)  # as a terminal does: everybody hears it
    else:
        driver.kill()
    driver.wait(timeout=30)
    assert ended(pids)


def wait_for_pids(folder: Path, count: int) -> set[int]:
    """The processes that work, as soon as so many do."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        pids = {int(file.suffix[1:]) for file in folder.glob("*.[0-9]*")}
        if len(pids) == count:
            return pids
        time.sleep(0.01)
    raise AssertionError(f"{count} workers have not begun")


def ended(pids: set[int]) -> bool:
    """Whether all of these end, soon."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        if not any(Path(f"/proc/{pid}").exists() for pid in pids):
            return True
        time.sleep(0.01)
    return False


def test_its_workers_look_for_garbage_seldom() -> None:
    before = gc.get_threshold()
    try:
        collect_seldom()
        seldom = gc.get_threshold()[0]
    finally:
        gc.set_threshold(*before)
    (outcome,) = Pool(1).run(works.collects_after, cut([0], 1))
    assert isinstance(outcome, Done)
    assert outcome.result == seldom > 10_000
