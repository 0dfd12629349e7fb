"""Datasets laid out as `processed/`: the same bytes whoever writes them; `check` takes them."""

from __future__ import annotations

import functools
from pathlib import Path

import orjson
import pytest

from pipeline import remote, sources
from pipeline.datasets import making, parts
from pipeline.datasets.parts import Entry, Manifest
from pipeline.datasets.reviewed import Reviewed
from pipeline.datasets.work import Task
from pipeline.engine import Engine
from pipeline.engine.pool import Pool
from pipeline.engine.serial import Serial
from pipeline.errors import Refused
from pipeline.publish import check, tables
from pipeline.remote import Location
from pipeline.store.snapshots import digest
from pipeline.verbs import publishing
from tests.conftest import Run
from tests.datasets.test_datasets import BODY, keep, sabotaged, stop
from tests.warcs import URL

PAGES = 10
#: What only a run that compares pages, or follows them, can tell.
TOLD_TOGETHER = ("pairs", "agreement", "status", "changelog")
#: `status.csv` tells of pages in `raw/`, and the package its hash.
_OF_FOLLOWING = {"status.csv", "datapackage.json"}
#: The first and the last page of the archive are versions of one that we follow.
FOLLOWED = f"""
name = "office"
title = "Office"
site = "any"
country = "CA"
languages = ["en", "fr"]

[[pages]]
id = "contact"

[pages.urls]
en = "{URL % 1}"
fr = "{URL % PAGES}"
"""


@pytest.fixture(autouse=True)
def small_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "SIZE", 4)


@pytest.fixture
def archive(root: Path) -> Path:
    *others, last = (BODY % (n, n, n % (PAGES - 1)) for n in range(1, PAGES + 1))
    return keep(root, [*others, last.replace('"en"', '"fr"')])


@pytest.fixture
def followed(root: Path) -> None:
    (root / "sources").mkdir()
    (root / "sources" / "office.toml").write_text(FOLLOWED)


def make(root: Path, out: Location, engine: Engine | None = None) -> Manifest:
    task = Task(root, out, "reviewed")
    given = [root / "some.warc.gz"]
    return making.make(task, sources.load(root), given, engine or Serial())[0]


def held(out: Location) -> dict[str, bytes]:
    """All files of a dataset by their names, but for what a run left to go on by."""
    names = (name for name in remote.files(out) if not name.startswith(parts.WORK))
    return {name: remote.read(remote.join(out, name)) for name in names}


@pytest.mark.usefixtures("archive")
def test_it_is_what_plain_extract_publishes(root: Path) -> None:
    out = root / "out"
    made = make(root, out)
    publishing.publish(root, sources.load(root), [], archives=[root / "some.warc.gz"])
    published, found = held(root / "processed"), held(out)
    told = {p.path for p in made.parts}
    assert found.keys() == {parts.MANIFEST, *told}
    assert told == published.keys()
    assert {n for n in told if found[n] != published[n]} <= _OF_FOLLOWING
    assert made.pages == PAGES
    assert sum(p.rows for p in made.parts if p.table == "contacts") == PAGES
    assert check.check(out) == check.check(root / "processed")
    assert {p.path: p.sha256 for p in made.parts} == {name: digest(found[name]) for name in told}


@pytest.mark.usefixtures("archive", "followed")
def test_versions_of_a_page_in_several_shards_say_their_contacts_once(root: Path) -> None:
    out = root / "out"
    make(root, out)
    publishing.publish(root, sources.load(root), [], archives=[root / "some.warc.gz"])
    published, found = held(root / "processed"), held(out)
    assert published.keys() == found.keys() - {parts.MANIFEST}
    assert found["contacts.csv"] == published["contacts.csv"]
    (contact,) = [row for row in tables.read(found["contacts.csv"]) if row["source"] == "office"]
    assert contact["pages"] == "office/contact.en | office/contact.fr"
    assert [len(tables.read(found[f"{name}.csv"])) for name in TOLD_TOGETHER] == [0, 0, 0, 0]
    assert [fault for fault in check.check(out) if fault.severity == "error"] == []


@pytest.mark.usefixtures("archive", "followed")
@pytest.mark.parametrize("store", ["memory", "bucket"])
def test_any_engine_and_any_store_hold_the_same_bytes(
    root: Path, store: str, request: pytest.FixtureRequest
) -> None:
    folder = request.getfixturevalue(store)
    make(root, root / "serial")
    make(root, root / "pool", Pool(2))
    make(root, f"{folder}/out")
    serial = held(root / "serial")
    assert held(root / "pool") == serial
    assert held(f"{folder}/out") == serial


@pytest.mark.usefixtures("archive", "followed")
@pytest.mark.parametrize("after", range(3))
def test_a_stopped_run_that_goes_on_ends_with_the_same_bytes(root: Path, after: int) -> None:
    make(root, root / "whole")
    out = root / "out"
    with pytest.raises(KeyboardInterrupt):
        make(root, out, sabotaged(Serial(), functools.partial(stop, after, [])))
    left = out / "example-org" / "nobody.en.json"
    left.parent.mkdir(parents=True, exist_ok=True)
    left.write_bytes(b"left by a killed worker")
    make(root, out)
    assert held(out) == held(root / "whole")


def test_an_id_that_stands_twice_is_refused_and_no_manifest_written(root: Path) -> None:
    out = root / "out"
    for key in ("000001", "000002"):
        remote.write(
            out / parts.WORK / "rows" / key, orjson.dumps(("pages", "a/b.en", "a/b.en\n", 1))
        )
        parts.commit(out, key, Entry(pages=1, failures=0, parts=()))
    with pytest.raises(Refused, match=r"pages\.csv: an id stands twice: a/b\.en"):
        Reviewed.finish(out, ["000001", "000002"])
    assert not (out / "pages.csv").exists()


def test_the_command(run: Run, root: Path, archive: Path) -> None:
    to = ("--root", root, "--out", root / "out", "--workers", "1")
    done = run("extract", archive, *to, "--layout", "reviewed")
    assert (done.returncode, done.stdout) == (0, "")
    assert run("check", root / "out").returncode == 0
    other = run("extract", archive, *to)
    assert other.returncode == 2
    assert "another" in other.stderr or "other" in other.stderr
    alone = run("extract", archive, "--root", root, "--layout", "reviewed")
    assert (alone.returncode, "--layout" in alone.stderr) == (2, True)
