"""A dataset from what `raw/` keeps: a page in all its languages is one thing to work on.

The worker that reads the versions of a page compares them too. The driver hands out names and
places; pages that stand in archives below `raw/` it reads itself, as `extract` does.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline import archives, remote, run
from pipeline.datasets import work
from pipeline.datasets.driver import Driver
from pipeline.datasets.parts import Entry, Found, Manifest
from pipeline.datasets.work import Task
from pipeline.engine import UNWATCHED, Engine, Lost, Shard, Watch, cut
from pipeline.model import stem_of
from pipeline.publish.settling import settle
from pipeline.records import Failure
from pipeline.run import Extracted, Job
from pipeline.sources import Catalogue, Sites, Source, load_sites
from pipeline.store import snapshots
from pipeline.store.reviews import Decisions

#: Pages a shard, each in all its languages.
SIZE = 50


@dataclass(frozen=True, slots=True)
class Versions:
    """A page of a source: its kept versions, those that were read, why others are missing."""

    source: str
    found: tuple[Job | Extracted | Failure, ...]


def make(
    task: Task,
    catalogue: Catalogue,
    names: Sequence[str],
    engine: Engine,
    watch: Watch = UNWATCHED,
) -> tuple[Manifest, bool]:
    """The dataset of these sources, or of all that are kept; whether it was made just now.

    It goes on, or is left as it is, as a dataset of archives.

    Raises:
        SourceError: no such source, or nothing is kept.
        StoreError: another dataset is there, or it cannot be written.
        Refused: an id stands twice.
    """
    chosen = run.choose(task.root, catalogue, names)
    driver = Driver(task, read, _lose)
    job, made = driver.begin(_inputs(task.root, chosen))
    if made is not None:
        return made, False
    # What stands in archives was read to make them: they are asked for twice, and made once.
    shards = list(cut(_pages(task.root, catalogue, chosen), SIZE))
    return driver.finish(job, lambda: shards, engine, watch), True


def _inputs(root: Path, chosen: Sequence[Source]) -> Iterator[str]:
    """The names of the sources, each with its files and how they stand."""
    for source in chosen:
        folder = root / snapshots.FOLDER / source.name
        yield source.name
        yield from (f"{name}\0{remote.stamp(folder / name)}" for name in remote.files(folder))


def _pages(root: Path, catalogue: Catalogue, chosen: Iterable[Source]) -> Iterator[Versions]:
    for source in run.with_lists(root, chosen):
        found = archives.jobs(root, catalogue, [source])
        for _, versions in itertools.groupby(found, lambda one: stem_of(_name(one))):
            yield Versions(source.name, tuple(versions))


def _name(one: Job | Extracted | Failure) -> str:
    if isinstance(one, Job):
        return str(one.ref)
    return one.record.id if isinstance(one, Extracted) else one.id


@functools.lru_cache(maxsize=1)
def _sites(task: Task) -> Sites:
    """The sites; loaded once a process, whatever the number of shards."""
    return load_sites(task.root)


def read(task: Task, shard: Shard[Versions]) -> Entry:
    """Read the pages of a shard, compare their versions and write what they tell.

    Raises:
        Refused: something does not fit its schema.
        StoreError: it cannot be written.
    """
    sites = _sites(task)
    found = (_settled(task.root, sites, page) for page in shard.items)
    return work.write(task, shard.key, found)


def _settled(root: Path, sites: Sites, page: Versions) -> Found:
    """What is to be written of a page, and of which versions nothing is, with why."""
    made = [run.attempt_job(root, sites, o) if isinstance(o, Job) else o for o in page.found]
    failures = [one for one in made if isinstance(one, Failure)]
    versions = {o.record.id: (o.record, o.text) for o in made if isinstance(o, Extracted)}
    settled = settle(root, versions, {}, lambda *_: False, Decisions())
    failures += [failure for o in settled.objections if (failure := o.held())]
    pages = [Extracted(*of) for of in settled.pages.values()]
    return Found(page.source, pages, failures, settled.pairs)


def _lose(task: Task, lost: Lost[Versions]) -> Entry:
    """Tell of every version that nobody could read it."""
    names = [_name(one) for one in lost.item.found]
    failures = [run.lost(name, lost) for name in dict.fromkeys(names)]
    return work.write(task, lost.shard.key, [Found(lost.item.source, (), failures)])
