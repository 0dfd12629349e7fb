"""A Dask cluster of processes: what kills or hangs a worker is found, all else is done once."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from distributed import Client, Future

from pipeline.engine import Done, cut
from pipeline.engine.attempt import Patience
from pipeline.engine.cluster import LOCAL, cluster
from pipeline.engine.foreign import Foreign
from pipeline.engine.lanes import WorkersError
from pipeline.engine.pool import Pool
from tests.engine import works
from tests.engine.works import Thing


@pytest.fixture(scope="module")
def engine() -> Iterator[Foreign]:
    with cluster(LOCAL, 2, Patience(start=1, each=0)) as engine:
        yield engine


def test_a_cluster_does_what_serial_does(engine: Foreign) -> None:
    things: list[Thing] = [*range(30), "raise", *range(30, 50)]
    done, lost = works.summary(engine.run(works.double, cut(things, 7)))
    assert (done, lost) == ([2 * i for i in range(50)], [("raise", "raised")])


def test_shards_are_asked_for_as_there_is_room(engine: Foreign) -> None:
    works.insist_asked_as_there_is_room(engine)


def test_an_accident_costs_nothing_and_cuts_no_shard(engine: Foreign, tmp_path: Path) -> None:
    things = [(number, str(tmp_path / "mark")) for number in range(20)]
    shards = list(cut(things, 5))
    outcomes = list(engine.run(works.accident, shards))
    assert (tmp_path / "mark").exists()
    assert all(isinstance(o, Done) for o in outcomes)
    assert sorted(o.shard.key for o in outcomes) == [shard.key for shard in shards]


def test_what_takes_its_worker_with_it_is_lost_alone(engine: Foreign) -> None:
    things: list[Thing] = [*range(4), "kill", 4, "hold", *range(5, 20)]
    done, lost = works.summary(engine.run(works.double, cut(things, 4)))
    assert done == [2 * i for i in range(20)]
    assert lost == [("hold", "hung"), ("kill", "crashed")]


def test_an_answer_that_came_back_stays_one(
    engine: Foreign, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever its state is afterwards, when the worker that had it has died."""
    monkeypatch.setattr(Future, "status", property(lambda _: "lost"))
    things: list[Thing] = [1, 2]
    assert works.summary(engine.run(works.double, cut(things, 1))) == ([2, 4], [])


def test_an_error_that_comes_with_fetching_ends_the_future(
    engine: Foreign, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fetch(_: Client, futures: list[Future[object]]) -> list[None]:
        if str(futures[0].key).startswith("attempt"):
            raise OSError("nobody has it")
        return [None]

    monkeypatch.setattr(Client, "_gather", fetch)
    things: list[Thing] = [1]
    assert works.summary(engine.run(works.double, cut(things, 1))) == ([], [(1, "raised")])


def test_a_scheduler_at_an_address(engine: Foreign) -> None:
    client = Client.current()  # type: ignore[no-untyped-call]
    client.wait_for_workers(engine.workers, timeout=30)  # some may be starting anew
    address = client.scheduler.address
    things: list[Thing] = [1, 2, 3]
    with cluster(address, 7) as there:
        assert there.workers == engine.workers  # as many as it has
        assert works.summary(there.run(works.double, cut(things, 2))) == ([2, 4, 6], [])


def test_its_workers_look_for_garbage_as_seldom_as_those_of_a_pool(engine: Foreign) -> None:
    works.summary(engine.run(works.double, cut([1, "kill"], 1)))  # one is begun anew
    (pooled,) = Pool(1).run(works.collects_after, cut([0], 1))
    found = list(engine.run(works.collects_after, cut(range(4), 1)))
    assert isinstance(pooled, Done)
    assert [outcome.result for outcome in found if isinstance(outcome, Done)] == [pooled.result] * 4


def test_two_clusters_of_one_machine_share_no_port(engine: Foreign) -> None:
    things: list[Thing] = [1, 2, 3]
    with cluster(LOCAL, 1) as other:
        assert works.summary(other.run(works.double, cut(things, 2))) == ([2, 4, 6], [])
        assert works.summary(engine.run(works.double, cut(things, 2))) == ([2, 4, 6], [])


def test_no_scheduler_at_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.engine.cluster._ANSWER", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        address = f"tcp://127.0.0.1:{nobody.getsockname()[1]}"
    with pytest.raises(WorkersError, match=address), cluster(address, 1):
        pass
