"""A dataset from web archives: indexed, cut into shards, worked on by an engine, put on record."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline import archives, remote
from pipeline.datasets import work
from pipeline.datasets.driver import Driver
from pipeline.datasets.pages import Pages
from pipeline.datasets.parts import Manifest
from pipeline.datasets.work import Item, Keys, Task
from pipeline.engine import UNWATCHED, Engine, Shard, Watch, cut
from pipeline.ingest.warc.index import known_pages
from pipeline.ingest.warc.places import path_of
from pipeline.ingest.warc.reader import files_of
from pipeline.remote import Location
from pipeline.sources import Catalogue

#: Pages a shard: some seconds of work, and as much of it is lost where a worker dies.
SIZE = 100


def make(
    task: Task,
    catalogue: Catalogue,
    given: Sequence[Location],
    engine: Engine,
    watch: Watch = UNWATCHED,
) -> tuple[Manifest, bool]:
    """The dataset of archives, or of all below folders; whether it was made just now.

    What a killed run has finished is taken over. A finished dataset of the same archives and rules
    is left as it is.

    Raises:
        StoreError: an archive cannot be read; another dataset is there, or it cannot be written.
        Refused: an id stands twice.
    """
    root = task.root
    found = {str(remote.resolve(file)): file for one in given for file in files_of(one)}
    files = [found[name] for name in sorted(found)]
    driver = Driver(task, work.work, work.lose)
    job, made = driver.begin(f"{path_of(root, file)}\0{remote.stamp(file)}" for file in files)
    if made is not None:
        return made, False
    with Pages(files, known_pages(catalogue.sources.values())) as pages:
        pages.gather(engine)
        Keys.of(pages.urls()).write(task.out)
        shards = functools.partial(_shards, root, catalogue, pages, files)
        return driver.finish(job, shards, engine, watch), True


def _shards(
    root: Path, catalogue: Catalogue, pages: Pages, files: Sequence[Location]
) -> Iterator[Shard[Item]]:
    """The pages in the order of their places, then what is broken."""
    broken = archives.failures(root, files, pages)
    lost = (Item(failure.id, "", broken=failure) for failure in broken)
    return cut(itertools.chain(pages.items(catalogue.sources), lost), SIZE)
