"""Datasets from archives: whole whatever dies, each page once, the same bytes again."""

from __future__ import annotations

import functools
import os
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import cast

import duckdb
import pandas as pd
import polars as pl
import pytest

from pipeline import remote, sources
from pipeline.datasets import checking, making, parts
from pipeline.datasets.pages import look_through
from pipeline.datasets.parts import Entry, Manifest
from pipeline.datasets.work import Item, Task
from pipeline.engine import Done, Engine, Lost, Shard
from pipeline.engine.attempt import Patience
from pipeline.engine.cluster import LOCAL, cluster
from pipeline.engine.pool import Pool
from pipeline.engine.serial import Serial
from pipeline.errors import StoreError
from pipeline.remote import Location
from tests.conftest import Run
from tests.warcs import URL, Maker

PAGES = 12
BODY = (
    '<html lang="en"><head><title>Office %d</title></head><body><main><h1>Office %d</h1>'
    "<p>The office is open to the public on all days of the week but Sunday.</p>"
    "<p>Phone: +1 613 562-37%02d</p></main></body></html>"
)
Work = Callable[[Shard[Item]], Entry]
Ended = Iterator[Done[Item, Entry] | Lost[Item]]


@pytest.fixture(autouse=True)
def small_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "SIZE", 4)


@pytest.fixture
def archive(root: Path) -> Path:
    return keep(root, [BODY % (n, n, n) for n in range(1, PAGES + 1)])


def keep(root: Path, bodies: Iterable[str]) -> Path:
    """An archive of pages, at addresses that are numbered from 1."""
    maker = Maker().info()
    for number, body in enumerate(bodies, 1):
        maker.page(URL % number, body.encode())
    file = root / "some.warc.gz"
    file.write_bytes(maker.made())
    return file


def make(
    root: Path, out: Location, engine: Engine | None = None, *given: Location
) -> tuple[Manifest, bool]:
    found = given or (root / "some.warc.gz",)
    return making.make(Task(root, out), sources.load(root), found, engine or Serial())


class _Sabotaged:
    """An engine whose workers meet what a page does to them."""

    def __init__(self, engine: Engine, harm: Callable[[Shard[Item]], None]) -> None:
        self._engine, self._harm = engine, harm
        self.workers = engine.workers

    def run(self, work: Work, shards: Iterable[Shard[Item]]) -> Ended:
        if cast("object", work) is look_through:  # which pages there are is no work on pages
            return self._engine.run(work, shards)
        return self._engine.run(functools.partial(harmed, self._harm, work), shards)


def sabotaged(engine: Engine, harm: Callable[[Shard[Item]], None]) -> Engine:
    return cast("Engine", _Sabotaged(engine, harm))


def harmed(harm: Callable[[Shard[Item]], None], work: Work, shard: Shard[Item]) -> Entry:
    harm(shard)
    return work(shard)


def holds(shard: Shard[Item], number: int) -> bool:
    return any(i.place is not None and i.place.url == URL % number for i in shard.items)


def kill_once(flag: Path, shard: Shard[Item]) -> None:
    if holds(shard, 6) and not flag.exists():
        flag.touch()
        os.kill(os.getpid(), signal.SIGKILL)


def kill_always(shard: Shard[Item]) -> None:
    if holds(shard, 6):
        os.kill(os.getpid(), signal.SIGKILL)


def hang(shard: Shard[Item]) -> None:
    while holds(shard, 6):
        time.sleep(0.05)


def stop(after: int, seen: list[str], shard: Shard[Item], *_: object) -> None:
    seen.append(shard.key)
    if len(seen) > after:
        raise KeyboardInterrupt


def ids(out: Location, table: str = "pages") -> list[str]:
    return sorted(pd.read_parquet(str(out) + f"/{table}")["id"])


def test_tables_are_read_by_pandas_duckdb_and_polars(root: Path, archive: Path) -> None:
    assert archive.is_file()
    out = root / "out"
    made, changed = make(root, out)
    assert changed
    assert (made.pages, made.failures) == (PAGES, 0)
    facts = pd.read_parquet(out / "entities")
    assert sorted(facts["value"]) == [f"+161356237{n:02}" for n in range(1, PAGES + 1)]
    assert set(facts["source"]) == {"example-org"}
    where = f"read_parquet('{out}/entities/**/*.parquet', hive_partitioning = true)"
    with duckdb.connect() as base:
        asked = f"select count(*), count(distinct source) from {where}"  # noqa: S608 - our path
        found = base.execute(asked).fetchall()
    assert found == [(PAGES, 1)]
    read = pl.read_parquet(f"{out}/pages/**/*.parquet", hive_partitioning=True)
    assert sorted(read["id"]) == ids(out)
    assert sum(p.rows for p in made.parts if p.table == "pages") == PAGES


@pytest.mark.parametrize("store", ["memory", "bucket"])
def test_in_and_out_by_url(
    root: Path, archive: Path, store: str, request: pytest.FixtureRequest
) -> None:
    folder = request.getfixturevalue(store)
    remote.write(f"{folder}/in/some.warc.gz", archive.read_bytes())
    here, _ = make(root, root / "out", None)
    there, _ = make(root, f"{folder}/out", None, f"{folder}/in")
    assert [(p.path, p.rows) for p in there.parts] == [(p.path, p.rows) for p in here.parts]
    assert checking.check(f"{folder}/out", "en") == (there, [])


def test_a_second_run_does_nothing_and_another_dataset_is_not_overwritten(
    root: Path, archive: Path
) -> None:
    out = root / "out"
    first, _ = make(root, out)
    stamps = {p.path: remote.stamp(out / p.path) for p in first.parts}
    assert make(root, out) == (first, False)
    assert stamps == {p.path: remote.stamp(out / p.path) for p in first.parts}
    archive.write_bytes(Maker().page(URL % 1).made())
    with pytest.raises(StoreError, match="another dataset"):
        make(root, out)
    (root / "full").mkdir()
    (root / "full" / "mine.txt").touch()
    with pytest.raises(StoreError, match="something else"):
        make(root, root / "full")


def test_a_killed_worker_costs_nothing(root: Path, archive: Path) -> None:
    assert archive.is_file()
    serial, _ = make(root, root / "serial")
    with_kill = sabotaged(Pool(2), functools.partial(kill_once, root / "flag"))
    made, _ = make(root, root / "out", with_kill)
    assert (root / "flag").exists()
    assert made.parts == serial.parts


def test_a_cluster_writes_the_same_parts_and_loses_only_what_kills(
    root: Path, archive: Path
) -> None:
    assert archive.is_file()
    serial, _ = make(root, root / "serial")
    with cluster(LOCAL, 2, Patience()) as dask:
        made, _ = make(root, root / "out", dask)
        harmed_made, _ = make(root, root / "harmed", sabotaged(dask, kill_always))
    assert made == serial
    assert (harmed_made.pages, harmed_made.failures) == (PAGES - 1, 1)
    assert set(ids(root / "serial")) - set(ids(root / "harmed")) == {"example-org/page6.en"}


@pytest.mark.parametrize(("harm", "said"), [(kill_always, "crashed"), (hang, "hung")])
def test_a_page_that_takes_its_worker_along_is_named_and_the_rest_goes_on(
    root: Path, archive: Path, harm: Callable[[Shard[Item]], None], said: str
) -> None:
    assert archive.is_file()
    out = root / "out"
    made, _ = make(root, out, sabotaged(Pool(2, patience=Patience(start=10, each=0)), harm))
    reasons = [f["details"] for f in pd.read_parquet(out / "findings").to_dict("records")]
    assert (made.pages, made.failures) == (PAGES - 1, 1), reasons
    assert len(set(ids(out))) == PAGES - 1
    (told,) = [
        f
        for f in pd.read_parquet(out / "findings").to_dict("records")
        if not f["text"] and f["code"] == "page-unreadable"
    ]
    assert told["page"] == "example-org/page6.und"
    assert f'"reason": "{said}"' in told["details"]


@pytest.mark.parametrize("after", range(3))
def test_a_killed_driver_goes_on_where_it_stopped(root: Path, archive: Path, after: int) -> None:
    assert archive.is_file()
    serial, _ = make(root, root / "serial")
    out, seen = root / "out", list[str]()
    stopped = sabotaged(Serial(), functools.partial(stop, after, seen))
    with pytest.raises(KeyboardInterrupt):
        make(root, out, stopped)
    left = out / "pages" / "source=example-org" / "part-nobody.parquet"
    left.parent.mkdir(parents=True, exist_ok=True)
    left.write_bytes(b"left by a killed worker")
    again = list[str]()
    made, _ = make(root, out, sabotaged(Serial(), functools.partial(stop, 99, again)))
    assert len(again) == PAGES // 4 - after
    assert made.parts == serial.parts
    assert len(ids(out)) == PAGES


def test_a_driver_killed_before_the_manifest_reads_nothing_again(
    root: Path, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert archive.is_file()
    serial, _ = make(root, root / "serial")
    with monkeypatch.context() as patched:
        patched.setattr(parts, "finish", functools.partial(stop, 0, [], Shard("", ())))
        with pytest.raises(KeyboardInterrupt):
            make(root, root / "out")
    made, _ = make(root, root / "out", sabotaged(Serial(), functools.partial(stop, 0, [])))
    assert made.parts == serial.parts


@pytest.mark.parametrize("harm", ["cut", "gone"])
def test_a_damaged_part_is_found(root: Path, archive: Path, harm: str) -> None:
    assert archive.is_file()
    made, _ = make(root, root / "out")
    file = root / "out" / made.parts[1].path
    if harm == "cut":
        file.write_bytes(file.read_bytes()[:-1])
    else:
        file.unlink()
    (fault,) = checking.check(root / "out", "en")[1]
    assert (fault.where, fault.code) == (
        made.parts[1].path,
        {"cut": "hash", "gone": "table"}[harm],
    )


def test_the_command_checks_a_dataset(run: Run, root: Path) -> None:
    file = keep(root, ["", *(BODY % (n, n, n) for n in range(1, 6))])
    out = str(root / "out")
    assert run("extract", file, "--root", root, "--out", out, "--workers", "1").returncode == 5
    told = run("check", out)
    assert (told.returncode, told.stdout.count("page-unreadable")) == (1, 1)
    assert run("check", out, "--fail-on", "never").returncode == 0
    assert run("check", out, "--reviews", root / "some.jsonl").returncode == 2
    (root / "out" / parts.MANIFEST).write_text("{}")
    broken = run("check", out)
    assert (broken.returncode, "no manifest" in broken.stderr) == (2, True)
    (root / "out" / parts.MANIFEST).unlink()
    unfinished = run("check", out)
    assert (unfinished.returncode, "not finished" in unfinished.stderr) == (2, True)
    nowhere = run("check", "memory://nowhere")
    assert (nowhere.returncode, "no dataset" in nowhere.stderr) == (2, True)


def test_a_dataset_with_bad_findings_passes_only_where_they_may(run: Run, root: Path) -> None:
    file = keep(root, ["<title>A page</title><h1>A page</h1><p>Phone: +1 613 555</p>"] * 2)
    out = str(root / "out")
    assert run("extract", file, "--root", root, "--out", out, "--workers", "1").returncode == 0
    assert run("check", out).returncode == 0
    assert run("check", out, "--fail-on", "note").returncode == 1


def test_halves_do_not_count_beside_the_whole() -> None:
    done = {"000001", "000001.0", "000002.0", "000002.1.0", "000002.1.1"}
    assert parts.counting(done) == ["000001", "000002.0", "000002.1.0", "000002.1.1"]
    shard = Shard("000002", (1, 2, 3, 4))
    assert list(parts.unfinished(shard, {"000002.0"})) == [Shard("000002.1", (3, 4))]
    assert list(parts.unfinished(shard, {"000002"})) == []


def test_the_command(run: Run, root: Path, archive: Path) -> None:
    first = run("extract", archive, "--root", root, "--out", root / "out", "--workers", "1")
    assert (first.returncode, first.stdout) == (0, "")
    assert f"{PAGES} pages, 0 failed" in first.stderr
    assert not (root / "processed").exists()
    again = run("extract", archive, "--root", root, "--out", root / "out", "--workers", "1")
    assert "unchanged" in again.stderr
    both = run("extract", "ca-ambafrance", archive, "--root", root, "--out", root / "o")
    assert (both.returncode, "not both" in both.stderr) == (2, True)


@pytest.mark.parametrize("option", ["--dry-run", "--anew", "--excel=sheets", "--reviews=r.jsonl"])
def test_options_about_processed_are_refused(
    root: Path, archive: Path, run: Run, option: str
) -> None:
    done = run("extract", archive, "--root", root, "--out", root / "out", option)
    assert done.returncode == 2
    assert option.partition("=")[0] in done.stderr
    assert not (root / "out").exists()


def test_findings_count_for_fail_on(root: Path, run: Run) -> None:
    page = BODY.replace("Phone: +1 613 562-37%02d", "Phone: +1 613 000-00%02d") % (1, 1, 1)
    file = root / "odd.warc.gz"
    file.write_bytes(Maker().info().page(URL % 1, page.encode()).made())
    to = ("--root", root, "--out", root / "out", "--workers", "1")
    assert run("extract", file, *to).returncode == 0
    assert run("extract", file, *to, "--fail-on", "warning").returncode == 1
    assert run("extract", file, *to, "--fail-on", "error").returncode == 0
