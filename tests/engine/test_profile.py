"""The seconds of all workers, added up; what they do is the same."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from pipeline import stages
from pipeline.engine import Engine, Shard, cut
from pipeline.engine.pool import Pool
from pipeline.engine.profile import Profiled
from pipeline.engine.serial import Serial
from tests.engine import works
from tests.engine.works import Thing


@dataclass(frozen=True)
class Counted:
    """Work in a stage, by a function of another module."""

    def __call__(self, shard: Shard[Thing]) -> list[int]:
        with stages.stage("doubling"):
            return works.double(shard)


@pytest.mark.parametrize("engine", [Serial(), Pool(2)], ids=["serial", "pool"])
def test_stages_of_all_workers_come_back(engine: Engine) -> None:
    things: list[Thing] = [*range(10), "raise", *range(10, 20)]
    profiled = Profiled(engine)
    with stages.spent() as own:
        done, lost = works.summary(profiled.run(Counted(), cut(things, 3)))
    assert done == [2 * i for i in range(20)]
    assert lost == [("raise", "raised")]
    assert set(profiled.seconds) == {"doubling"}
    assert profiled.seconds["doubling"] > 0
    assert not own  # no second is counted twice
    assert profiled.workers == engine.workers
