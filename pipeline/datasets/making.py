"""A dataset from web archives: indexed, cut into shards, worked on by an engine, put on record."""

from __future__ import annotations

import functools
import hashlib
import itertools
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline import archives, remote
from pipeline.datasets import layouts, parts, work
from pipeline.datasets.pages import Pages
from pipeline.datasets.parts import Manifest
from pipeline.datasets.work import Item, Keys, Task
from pipeline.engine import UNWATCHED, Engine, Lost, Shard, Watch, cut
from pipeline.ingest.warc.index import known_pages
from pipeline.ingest.warc.places import path_of
from pipeline.ingest.warc.reader import files_of
from pipeline.remote import Location
from pipeline.rules import rules_hash
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
    root, out = task.root, task.out
    layout = layouts.BY_NAME[task.layout]
    layout.insist_there()
    found = {str(remote.resolve(file)): file for one in given for file in files_of(one)}
    files = [found[name] for name in sorted(found)]
    job = _job(task, files)
    made = parts.begin(out, job)
    if made is not None:
        return made, False
    with (
        tempfile.TemporaryDirectory(prefix="rectoverso-") as folder,
        Pages(Path(folder) / "pages", files, known_pages(catalogue.sources.values())) as pages,
    ):
        pages.gather(engine)
        Keys.of(pages.urls()).write(out)
        left = functools.partial(_left, root, catalogue, pages, files, parts.entries(out))
        watch.begin(sum(len(shard.items) for shard in left()))
        for ended in engine.run(functools.partial(work.work, task), left()):
            entry = ended.result if not isinstance(ended, Lost) else work.lose(task, ended)
            watch.advance(len(ended.shard.items), entry.failures)
    made_of_all = layout.finish(out, parts.counting(parts.entries(out)))
    return parts.finish(out, job, made_of_all), True


def _job(task: Task, files: Sequence[Location]) -> str:
    """What tells one dataset from another: the archives, their state, the rules, the layout."""
    said = hashlib.sha256(f"{rules_hash(task.root)}{task.layout}".encode())
    for file in files:
        said.update(f"\0{path_of(task.root, file)}\0{remote.stamp(file)}".encode())
    return f"sha256:{said.hexdigest()}"


def _left(
    root: Path, catalogue: Catalogue, pages: Pages, files: Sequence[Location], done: set[str]
) -> Iterator[Shard[Item]]:
    """What is left to do: the pages in the order of their places, then what is broken."""
    broken = archives.failures(root, files, pages)
    lost = (Item(failure.id, "", broken=failure) for failure in broken)
    for shard in cut(itertools.chain(pages.items(catalogue.sources), lost), SIZE):
        yield from parts.unfinished(shard, done)
