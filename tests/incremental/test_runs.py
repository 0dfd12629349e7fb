"""Whatever happened between two runs: what has changed is read anew, and the bytes are the same."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.engine import Done, Fate, Lost, R, Shard, T
from pipeline.errors import PipelineError
from pipeline.verbs.shards import Numbered
from tests.conftest import Run, tree
from tests.incremental.world import OFFICES, PAGES, World, reads

ALL = sorted(f"{name}/{page}.{lang}" for name in OFFICES for page in PAGES for lang in ("en", "fr"))


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = World.of(tmp_path / "data")
    made.publish()
    return made


def published(root: Path) -> dict[str, bytes]:
    return tree(root / "processed")


@pytest.mark.parametrize("seed", range(12))
def test_any_sequence_of_edits_gives_the_bytes_of_a_run_from_nothing(
    tmp_path: Path, seed: int
) -> None:
    world = World.of(tmp_path / "data", seed)
    happened: list[str] = []
    for number in range(6):
        other = world.from_nothing(tmp_path / f"other-{number}")
        told: list[object] = []
        names = world.dice.choice(((), (), OFFICES[:1]))
        for each in (world, other):
            try:
                made = each.publish(*names)
                told.append((made.failures, made.figures, made.changes, made.changed))
            except PipelineError as error:
                told.append(str(error).replace(str(each.root), ""))
        assert told[0] == told[1], happened
        assert published(world.root) == published(other.root), happened
        happened.append(world.something_happens())


def test_nothing_is_read_where_nothing_has_changed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (world.root / "processed").stat().st_ino
    with reads(monkeypatch) as read:
        made = world.publish()
    assert (read, made.changed, made.figures.pages) == ([], False, len(ALL))
    assert (world.root / "processed").stat().st_ino == before


def test_one_changed_page_is_read_alone(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.keep("north", "visit", "fr", 77)
    with reads(monkeypatch) as read:
        assert world.publish().changed
    assert read == ["north/visit.fr"]


def test_what_a_page_is_read_by_reads_it_anew(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.rule(order="mdy")
    with reads(monkeypatch) as read:
        world.publish()
    assert read == [name for name in read if name.startswith("north/")]
    assert len(read) == len(ALL) // 2
    world.declare("south", most=1)
    with reads(monkeypatch) as read:
        world.publish()
    assert {name.partition("/")[0] for name in read} == {"south"}


def test_a_page_of_which_a_version_goes_is_read_in_the_others(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for suffix in (".txt", ".toml"):
        (world.root / "raw" / "north" / f"about.fr{suffix}").unlink()
    with reads(monkeypatch) as read:
        world.publish()
    assert read == ["north/about.en"]


def test_touching_files_reads_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for file in (world.root / "raw").rglob("*.*"):
        os.utime(file)
    with reads(monkeypatch) as read:
        assert not world.publish().changed
    assert read == []


def test_anew_reads_everything(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    with reads(monkeypatch) as read:
        assert not world.publish(anew=True).changed
    assert sorted(read) == ALL


@pytest.mark.parametrize("wound", [b"", b"{}\n", b"no JSON\n", b"\xff\xfe"])
def test_what_is_damaged_on_the_shelf_is_told_and_read_anew(
    world: World, monkeypatch: pytest.MonkeyPatch, run: Run, wound: bytes
) -> None:
    (world.root / ".extracted" / "south" / "visit.en.page").write_bytes(wound)
    world.keep("north", "visit", "fr", 77)
    done = run("extract", "--root", world.root, "--dry-run")
    assert ".extracted/south/visit.en.page is damaged" in done.stderr
    with reads(monkeypatch) as read:
        world.publish()
    assert sorted(read) == ["north/visit.fr", "south/visit.en"]


@pytest.mark.parametrize("old", [False, True])
def test_an_output_that_was_edited_or_lost_is_made_again(world: World, *, old: bool) -> None:
    before = published(world.root)
    world.publish()
    for name in sorted(before)[::3]:
        file = world.root / "processed" / name
        status = file.stat()
        data = file.read_bytes()
        file.unlink()
        file.write_bytes(data[:-2] + b"x\n")  # a new file of the same size
        if old:
            os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert world.publish().changed
    assert published(world.root) == before
    (world.root / "processed" / "entities.csv").unlink()
    assert world.publish().changed
    assert published(world.root) == before


def test_what_a_killed_run_left_is_swept(world: World) -> None:
    folder = world.root / ".extracted"
    (folder / "north" / ".visit.fr.page.part").write_bytes(b"half")
    (folder / ".123.part" / "x").mkdir(parents=True)
    world.keep("north", "visit", "fr", 77)
    world.publish()
    assert {f.name for f in folder.iterdir()} - {"run.json"} == set(OFFICES)
    assert not list(folder.glob("*/.*"))


def test_a_page_that_is_followed_no_more_is_not_kept(world: World) -> None:
    world.declare("north", pages=PAGES[:1])
    world.publish()
    there = {f.name for f in (world.root / ".extracted" / "north").iterdir()}
    assert there == {"contact.en.page", "contact.fr.page"}


def test_a_dry_run_leaves_nothing(tmp_path: Path) -> None:
    world = World.of(tmp_path / "data")
    before = tree(tmp_path)
    assert world.publish(dry_run=True).figures.pages == len(ALL)
    assert tree(tmp_path) == before


def test_a_run_that_is_known_again_says_what_the_last_one_said(
    world: World, run: Run, tmp_path: Path
) -> None:
    spoilt = world.root / "raw" / "north" / "about.fr.txt"
    spoilt.write_bytes(spoilt.read_bytes() + b"!")
    run("extract", "--root", world.root)
    told = []
    for name in ("looked-at", "known"):
        sheets = tmp_path / name
        done = run("extract", "--root", world.root, "--lang", "fr", "--excel", sheets)
        said = [line for line in done.stderr.splitlines() if "pages/s" not in line]
        told.append((done.returncode, done.stdout, said, tree(sheets)))
        assert (world.root / ".extracted" / "run.json").exists()
    assert told[0] == told[1]
    assert told[0][0] == 5
    assert "north/about.fr" in told[0][2][0]


def test_processes_give_the_same_bytes(world: World, tmp_path: Path, run: Run) -> None:
    other = World.of(tmp_path / "other")
    for number in range(40):
        for each in (world, other):
            each.keep("north", f"page-{number}", "en", 10 + number)
    more = (*PAGES, *(f"page-{number}" for number in range(40)))
    for each in (world, other):
        each.declare("north", pages=more)
    assert world.publish().figures.pages == len(ALL) + 40
    done = run("extract", "--root", other.root, "--workers", "2", "--profile")
    assert done.returncode == 0, done.stderr
    assert "sections" in done.stderr  # a stage of workers
    assert published(other.root) == published(world.root)


@dataclass(frozen=True)
class Losing:
    """An engine that loses one page."""

    page: str
    fate: Fate
    workers: int = 1

    def run(
        self, work: Callable[[Shard[T]], R], shards: Iterable[Shard[T]]
    ) -> Iterator[Done[T, R] | Lost[T]]:
        for shard in shards:
            for item in reversed(shard.items):
                alone = Shard(shard.key, (item,))
                lost = isinstance(item, Numbered) and str(item.job.ref) == self.page
                yield Lost(alone, self.fate, "why") if lost else Done(alone, work(alone))


@pytest.mark.parametrize("fate", ["crashed", "hung", "raised"])
def test_a_page_that_takes_its_worker_with_it_is_named_and_the_rest_goes_on(
    tmp_path: Path, fate: Fate
) -> None:
    world = World.of(tmp_path / "data")
    for number in range(20):
        world.keep("south", f"page-{number}", "en", 10 + number)
    world.declare("south", pages=(*PAGES, *(f"page-{number}" for number in range(20))))
    made = world.publish(engine=Losing("south/page-7.en", fate))
    (failure,) = made.failures
    code = "fault" if fate == "raised" else fate
    assert (failure.id, failure.details["reason"]) == ("south/page-7.en", code)
    assert made.figures.pages == len(ALL) + 19
    assert world.publish().failures == []


def test_the_command_reads_on_where_a_killed_one_was(run: Run, world: World) -> None:
    before = published(world.root)
    for file in (world.root / "processed").rglob("*.json"):
        file.unlink()
    (world.root / ".extracted" / "run.json").unlink()
    done = run("extract", "--root", world.root)
    assert done.returncode == 0, done.stderr
    assert published(world.root) == before
    again = run("extract", "--root", world.root, "--anew")
    assert "unchanged" in again.stderr
