"""The reading of what is kept: what has not changed is taken from the shelf, the rest in shards.

Whoever works on a shard keeps what it read, and only names come back: nothing large passes through
the run that waits, and a run that was killed goes on where it was.
"""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from pipeline import archives, run
from pipeline.engine import Done, Engine, Lost, Watch, cut
from pipeline.engine.serial import Serial
from pipeline.errors import StoreError
from pipeline.kept import FOLDER, PART, Shelf
from pipeline.messages import retell
from pipeline.model import stem_of
from pipeline.records import Failure
from pipeline.remote import Location
from pipeline.run import Extracted, Job
from pipeline.sources import Catalogue, Source
from pipeline.verbs.shards import Answer, Keys, Numbered, Unkept, Work

_LOG = logging.getLogger(__name__)
#: Pages a shard: handing it over costs nothing beside the reading, losing one costs little.
_SHARD = 20


#: Of a page, each version by its id: the shelf that holds it, or why it could not be read.
Versions = Mapping[str, Shelf | Failure]


@dataclass(slots=True)
class Read:
    """What a run read, in the order of its sources: the pages that it has, and failures."""

    pages: dict[str, Shelf] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)

    def add(self, name: str, found: Shelf | Failure) -> None:
        """A page, or why there is none."""
        if isinstance(found, Failure):
            self.failures.append(found)
            _LOG.warning("%s: %s", found.id, retell(found))
        else:
            self.pages[name] = found


@dataclass(slots=True)
class _List:
    """All versions of pages that a run looks at, in order; `None` until one is read."""

    names: list[str] = field(default_factory=list)
    found: list[Shelf | Failure | None] = field(default_factory=list)
    _places: dict[str, list[int]] = field(default_factory=dict)

    def add(self, name: str, found: Shelf | Failure | None) -> int:
        """One more; its place."""
        place = len(self.names)
        self.names.append(name)
        self.found.append(found)
        self._places.setdefault(stem_of(name), []).append(place)
        return place

    def page_of(self, place: int) -> Versions | None:
        """The page of a version, once all its versions are known."""
        places = self._places[stem_of(self.names[place])]
        found: dict[str, Shelf | Failure] = {}
        for at in places:
            what = self.found[at]
            if what is None:
                return None
            if isinstance(what, Shelf) or self.names[at] not in found:
                found[self.names[at]] = what
        return found

    def first_of_pages(self) -> list[int]:
        """The place of the first version of each page."""
        return [places[0] for places in self._places.values()]


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
        self, chosen: Sequence[Source], paths: Sequence[Location], read: Read
    ) -> Iterator[Versions]:
        """Every kept page of the sources and of archives, as soon as all its versions are read.

        While whoever asks works on a page, workers read others. In the end `read` holds all; what
        archives hold stands behind the rest, and counts where both have it.

        Raises:
            StoreError: what was read cannot be kept.
        """
        listed, todo = self._list(chosen)
        told = set[str]()
        for place, trouble in self._work(todo):
            listed.found[place] = trouble if isinstance(trouble, Failure) else self.into
            page = None if paths else listed.page_of(place)
            if page is not None:
                told.update(page)
                yield page
        for item in archives.extract_archive(self.keys.root, paths, self.catalogue):
            listed.add(*self._put(item))
        for place in listed.first_of_pages():
            page = listed.page_of(place)
            if page is not None and listed.names[place] not in told:
                yield page
        for name, what in zip(listed.names, listed.found, strict=True):
            if what is not None:
                read.add(name, what)

    def _list(self, chosen: Sequence[Source]) -> tuple[_List, list[Numbered]]:
        """All kept pages of the sources, and those of them that are to be read."""
        listed, todo = _List(), list[Numbered]()
        for item in archives.jobs(self.keys.root, self.catalogue, chosen):
            if isinstance(item, Job):
                stands = self._stands(str(item.ref), item)
                place = listed.add(str(item.ref), self.shelf if stands else None)
                if not stands:
                    todo.append(Numbered(place, item))
            else:
                listed.add(*self._put(item))
        return listed, todo

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
