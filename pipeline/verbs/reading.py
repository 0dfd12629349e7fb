"""The reading of what is kept: what has not changed is taken from the shelf, the rest in shards.

Whoever works on a shard keeps what it read, and only names come back: nothing large passes through
the run that waits, and a run that was killed goes on where it was.
"""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from pipeline import archives, run
from pipeline.engine import Done, Engine, Lost, Watch, cut
from pipeline.engine.serial import Serial
from pipeline.errors import StoreError
from pipeline.kept import FOLDER, PART, Shelf
from pipeline.messages import retell
from pipeline.records import Failure
from pipeline.remote import Location
from pipeline.run import Extracted, Job
from pipeline.sources import Source
from pipeline.verbs.shards import Answer, Keys, Numbered, Unkept, Work

_LOG = logging.getLogger(__name__)
#: Pages a shard: handing it over costs nothing beside the reading, losing one costs little.
_SHARD = 20


@dataclass(slots=True)
class Read:
    """What a run read: pages by their ids, each with the shelf that holds it, and failures."""

    pages: dict[str, Shelf] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)

    def add(self, name: str, found: Shelf | Failure) -> None:
        """A page, or why there is none."""
        if isinstance(found, Failure):
            self.failures.append(found)
            _LOG.warning("%s: %s", found.id, retell(found))
        else:
            self.pages[name] = found


@dataclass(frozen=True, slots=True)
class Desk:
    """Where and how a run reads.

    What was read before is on the `shelf`, what is read now goes to the other one (the same, but
    for a run that is to leave nothing); what archives hold goes to its `own`, which ends with it.
    `anew` takes nothing from the shelf.
    """

    keys: Keys
    shelf: Shelf
    into: Shelf
    own: Shelf
    engine: Engine
    watch: Watch
    anew: bool

    def read(self, chosen: Sequence[Source]) -> Read:
        """Every kept page of the sources, in their order.

        Raises:
            StoreError: what was read cannot be kept.
        """
        found: list[tuple[str, Shelf | Failure]] = []
        todo: list[Numbered] = []
        for item in archives.jobs(self.keys.root, self.keys.catalogue, chosen):
            if isinstance(item, Job):
                name = str(item.ref)
                stands = self._stands(name, item)
                if not stands:
                    todo.append(Numbered(len(found), item))
                found.append((name, self.shelf if stands else self.into))
            else:
                found.append(self._put(item))
        for place, trouble in self._work(todo):
            if isinstance(trouble, Failure):
                found[place] = trouble.id, trouble
        read = Read()
        for name, what in found:
            read.add(name, what)
        return read

    def read_archives(self, paths: Sequence[Location], read: Read) -> None:
        """Every page of archives, behind what was read before."""
        for item in archives.extract_archive(self.keys.root, paths, self.keys.catalogue):
            read.add(*self._put(item))

    def _stands(self, name: str, job: Job) -> bool:
        if self.anew or not self.shelf.has(name):
            return False
        key = self.keys.of(job)
        return bool(key) and self.shelf.holds(name, key)

    def _put(self, item: Extracted | Failure) -> tuple[str, Shelf | Failure]:
        if isinstance(item, Failure):
            return item.id, item
        self.own.keep("", item.record, item.text)
        return item.record.id, self.own

    def _work(self, todo: Sequence[Numbered]) -> Iterator[Answer]:
        if not todo:
            return
        work = Work.of(self.keys, self.into)
        engine = self.engine if len(todo) > _SHARD else Serial()
        self.watch.begin(len(todo))
        for ended in engine.run(work, cut(todo, _SHARD)):
            answers = list(_told(ended, self.into))
            self.watch.advance(len(answers), sum(a.trouble is not None for a in answers))
            yield from answers


@contextmanager
def shelves(root: Path, place: Path | None) -> Iterator[tuple[Shelf, Shelf, Shelf]]:
    """The shelf of a root, that for what is read now, and that of this run alone.

    In a `place`, where there is one, is all that a run writes that is to leave nothing.
    """
    shelf = Shelf(root / FOLDER)
    own = Shelf((place or shelf.folder) / f".{os.getpid()}{PART}")
    if place is None:
        shelf.sweep()
    try:
        yield shelf, shelf if place is None else own, own
    finally:
        shutil.rmtree(own.folder, ignore_errors=True)


def _told(ended: Done[Numbered, list[Answer]] | Lost[Numbered], shelf: Shelf) -> Iterator[Answer]:
    """What became of each page of a shard.

    Raises:
        StoreError: one cannot be kept.
    """
    if isinstance(ended, Lost):
        yield Answer(ended.item.place, run.lost(str(ended.item.job.ref), ended))
        return
    for answer in ended.result:
        if isinstance(answer.trouble, Unkept):
            why = f"cannot be written: {answer.trouble.why}; nothing there was changed"
            raise StoreError(f"{shelf.folder}: {why}")
        yield answer
