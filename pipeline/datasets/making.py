"""A dataset from web archives: indexed, cut into shards, worked on by an engine, put on record."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline import archives, remote
from pipeline.datasets import layouts, parts, work
from pipeline.datasets.parts import Manifest
from pipeline.datasets.work import Item, Keys, Task
from pipeline.engine import UNWATCHED, Engine, Lost, Watch, cut
from pipeline.ingest import addresses
from pipeline.ingest.warc.index import Index, known_pages
from pipeline.ingest.warc.places import path_of
from pipeline.ingest.warc.reader import files_of
from pipeline.records import Failure
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
    items = _items(root, catalogue, files, out)
    done = parts.entries(out)
    left = [rest for shard in cut(items, SIZE) for rest in parts.unfinished(shard, done)]
    watch.begin(sum(len(shard.items) for shard in left))
    for ended in engine.run(functools.partial(work.work, task), left):
        entry = ended.result if not isinstance(ended, Lost) else _lost(task, ended)
        watch.advance(len(ended.shard.items), entry.failures)
    made_of_all = layout.finish(out, parts.counting(parts.entries(out)))
    return parts.finish(out, job, made_of_all), True


def _lost(task: Task, lost: Lost[Item]) -> parts.Entry:
    if lost.fate == "crashed":
        return work.lose(task, lost, Failure.unreadable(lost.item.name, "crashed", {}))
    if lost.fate == "hung":
        return work.lose(task, lost, Failure.unreadable(lost.item.name, "hung", {}))
    why = Failure.unreadable(lost.item.name, "fault", {"error": lost.said})
    return work.lose(task, lost, why)


def _job(task: Task, files: Sequence[Location]) -> str:
    """What tells one dataset from another: the archives, their state, the rules, the layout."""
    said = hashlib.sha256(f"{rules_hash(task.root)}{task.layout}".encode())
    for file in files:
        said.update(f"\0{path_of(task.root, file)}\0{remote.stamp(file)}".encode())
    return f"sha256:{said.hexdigest()}"


def _items(
    root: Path, catalogue: Catalogue, files: Sequence[Location], out: Location
) -> list[Item]:
    """The newest version of each page in the order of its place, then what is broken."""
    index = Index.of(files)
    Keys.of(place.url for place in index.places.values()).write(out)
    known = known_pages(catalogue.sources.values())
    names = addresses.name_pages(p.url for key, p in index.places.items() if key not in known)

    def items() -> Iterator[Item]:
        for key, place in index.places.items():
            if key in known:
                ref = known[key].ref
                yield Item(str(ref), ref.source, place)
            else:
                source, page = names[place.url]
                home = f"{source}-archive" if source in catalogue.sources else source
                yield Item(f"{home}/{page}.und", home, place, page)

    placed = [(str(i.place.path), i.place.offset, i.place.within, i) for i in items() if i.place]
    placed.sort(key=lambda one: one[:3])
    broken = archives.failures(root, files, index)
    return [*(one[3] for one in placed), *(Item(f.id, "", broken=f) for f in broken)]
