"""Datasets of what `raw/` keeps: the bytes that plain `extract` publishes, whoever writes them."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pandas as pd
import pytest

from pipeline import remote, sources
from pipeline.datasets import kept, parts
from pipeline.datasets.kept import Versions
from pipeline.datasets.parts import Entry, Manifest
from pipeline.datasets.work import Task
from pipeline.engine import Engine, Shard
from pipeline.engine.pool import Pool
from pipeline.engine.serial import Serial
from pipeline.errors import SourceError, StoreError
from pipeline.publish import check, tables
from pipeline.remote import Location
from tests.conftest import Run
from tests.incremental.world import World

#: How following goes is told by the run that publishes; the package has its hash.
_OF_FOLLOWING = {"status.csv", "datapackage.json"}
OFFICE = "north"


@pytest.fixture(autouse=True)
def small_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "SIZE", 1)


@pytest.fixture
def world(tmp_path: Path) -> World:
    """An office with pages in two languages: equal, different, broken, in one language only."""
    made = World.of(tmp_path / "data")
    made.keep(OFFICE, "visit", "fr", 77)
    (made.root / "raw" / OFFICE / "about.fr.txt").write_bytes(b"not what its hash says")
    return made


def make(
    world: World, out: Location, engine: Engine | None = None, layout: str = "reviewed"
) -> Manifest:
    task = Task(world.root, out, layout)
    return kept.make(task, sources.load(world.root), [OFFICE], engine or Serial())[0]


def held(out: Location) -> dict[str, bytes]:
    names = (name for name in remote.files(out) if not name.startswith(parts.WORK))
    return {name: remote.read(remote.join(out, name)) for name in names}


def test_it_is_what_plain_extract_publishes(world: World, tmp_path: Path) -> None:
    out = tmp_path / "out"
    made = make(world, out)
    world.publish(OFFICE)
    published, found = held(world.root / "processed"), held(out)
    told = {p.path for p in made.parts}
    assert told == published.keys() == found.keys() - {parts.MANIFEST}
    assert {name for name in told if found[name] != published[name]} == _OF_FOLLOWING
    assert (made.pages, made.failures) == (5, 1)
    verdicts = {row["verdict"] for row in tables.read(found["agreement.csv"])}
    assert {"agree", "differ"} <= verdicts
    assert len(tables.read(found["pairs.csv"])) == 2
    assert faults(out) == faults(world.root / "processed")
    assert (f"{OFFICE}/about.fr", "page-unreadable") in faults(out)
    assert not {"schema", "evidence", "table", "hash"}.intersection(code for _, code in faults(out))


def faults(folder: Path) -> list[tuple[str, str]]:
    return [(fault.where, fault.code) for fault in check.check(folder)]


def test_any_engine_and_any_store_hold_the_same_bytes(
    world: World, tmp_path: Path, memory: str
) -> None:
    make(world, tmp_path / "serial")
    make(world, tmp_path / "pool", Pool(2))
    make(world, f"{memory}/out")
    serial = held(tmp_path / "serial")
    assert held(tmp_path / "pool") == serial
    assert held(f"{memory}/out") == serial


@pytest.mark.parametrize("after", range(3))
def test_a_stopped_run_that_goes_on_ends_with_the_same_bytes(
    world: World, tmp_path: Path, after: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(world, tmp_path / "whole")
    seen: list[str] = []

    def stop(task: Task, shard: Shard[Versions]) -> Entry:
        seen.append(shard.key)
        if len(seen) > after:
            raise KeyboardInterrupt
        return read(task, shard)

    read = kept.read
    with monkeypatch.context() as patched:
        patched.setattr(kept, "read", stop)
        with pytest.raises(KeyboardInterrupt):
            make(world, tmp_path / "out")
    assert not (tmp_path / "out" / parts.MANIFEST).exists()
    make(world, tmp_path / "out")
    assert held(tmp_path / "out") == held(tmp_path / "whole")


def kill(task: Task, shard: Shard[Versions]) -> Entry:
    if any("/contact." in str(one) for page in shard.items for one in page.found):
        os.kill(os.getpid(), signal.SIGKILL)
    return _READ(task, shard)


_READ = kept.read


def test_a_page_that_takes_its_worker_along_is_told_in_all_its_versions(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "read", kill)
    made = make(world, tmp_path / "out", Pool(2))
    found = tables.read(remote.read(tmp_path / "out" / "findings.csv"))
    lost = [row["page"] for row in found if "crashed" in row["details"]]
    assert sorted(lost) == [f"{OFFICE}/contact.en", f"{OFFICE}/contact.fr"]
    assert (made.pages, made.failures) == (3, 3)


def test_parquet_holds_what_versions_say_together(world: World, tmp_path: Path) -> None:
    make(world, tmp_path / "out", layout="parquet")
    make(world, tmp_path / "reviewed")
    for name in ("pages", "entities", "findings", "pairs", "agreement"):
        rows = tables.read(remote.read(tmp_path / "reviewed" / f"{name}.csv"))
        found = pd.read_parquet(tmp_path / "out" / name)
        assert sorted(found["id"]) == [row["id"] for row in rows], name
        assert set(found["source"]) == {OFFICE}


def test_what_changed_is_another_dataset(world: World, tmp_path: Path) -> None:
    first = make(world, tmp_path / "out")
    task = Task(world.root, tmp_path / "out", "reviewed")
    catalogue = sources.load(world.root)
    assert kept.make(task, catalogue, [OFFICE], Serial()) == (first, False)
    with pytest.raises(StoreError, match="another dataset"):
        kept.make(task, catalogue, [], Serial())
    world.keep(OFFICE, "visit", "fr", 78)
    with pytest.raises(StoreError, match="another dataset"):
        kept.make(task, catalogue, [OFFICE], Serial())
    with pytest.raises(SourceError, match="nowhere"):
        kept.make(task, catalogue, ["nowhere"], Serial())


def test_the_command_takes_all_sources(run: Run, world: World, tmp_path: Path) -> None:
    out = tmp_path / "all"
    to = ("--root", world.root, "--out", out, "--layout", "reviewed", "--workers", "1")
    done = run("extract", *to)
    assert (done.returncode, done.stdout) == (5, "")
    assert {name.partition("/")[0] for name in held(out) if "/" in name} == {OFFICE, "south"}
    assert not (world.root / "processed").exists()
