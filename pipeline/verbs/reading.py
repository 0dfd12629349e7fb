"""The reading of what is kept: what has not changed is taken from the shelf, the rest in shards.

Whoever works on a shard keeps what it read, and only names come back: nothing large passes through
the run that waits, and a run that was killed goes on where it was.
"""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
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
from pipeline.sources import Catalogue, Source
from pipeline.verbs.roll import Roll, Versions
from pipeline.verbs.shards import Answer, Keys, Numbered, Unkept, Work

_LOG = logging.getLogger(__name__)
#: Pages a shard: handing it over costs nothing beside the reading, losing one costs little.
_SHARD = 20


@dataclass(frozen=True, slots=True)
class Desk:
    """Where and how a run reads.

    What was read before is on the `shelf`, what is read now goes to the other one (the same, but
    for a run that is to leave nothing); what archives hold goes to its `own`, which ends with it.
    `anew` takes nothing from the shelf.
    """

    keys: Keys
    catalogue: Catalogue
    shelf: Shelf
    into: Shelf
    own: Shelf
    engine: Engine
    watch: Watch
    anew: bool

    def read(
        self, chosen: Iterable[Source], paths: Sequence[Location], roll: Roll
    ) -> Iterator[Versions]:
        """Every kept page of the sources and of archives, as soon as all its versions are read.

        While whoever asks works on a page, workers read others. In the end the roll holds all; what
        archives hold stands behind the rest, and counts where both have it.

        Raises:
            StoreError: what was read cannot be kept.
        """
        self._list(chosen, roll)
        for place, trouble in self._work(roll):
            roll.settle(place, trouble if isinstance(trouble, Failure) else self.into)
            page = None if paths else roll.take(place)
            if page is not None:
                yield page
        for item in archives.extract_archive(self.keys.root, paths, self.catalogue):
            roll.add(*self._put(item))
        yield from roll.rest()
        for failure in roll.failures():
            _LOG.warning("%s: %s", failure.id, retell(failure))

    def _list(self, chosen: Iterable[Source], roll: Roll) -> None:
        """Put all kept pages of the sources on the roll."""
        for item in archives.jobs(self.keys.root, self.catalogue, chosen):
            if not isinstance(item, Job):
                roll.add(*self._put(item))
            elif self._stands(str(item.ref), item):
                roll.add(str(item.ref), self.shelf)
            else:
                roll.plan(item)

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

    def _work(self, roll: Roll) -> Iterator[Answer]:
        if not roll.unread:
            return
        work = Work.of(self.keys, self.into)
        engine = self.engine if roll.unread > _SHARD else Serial()
        self.watch.begin(roll.unread)
        for ended in engine.run(work, cut(roll.to_read(), _SHARD)):
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
