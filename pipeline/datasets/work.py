"""The one function that an engine runs: a shard of places in, parts of tables out."""

from __future__ import annotations

import contextlib
import functools
from array import array
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path

from pipeline import remote, run
from pipeline.archives import Reader
from pipeline.datasets import layouts, parts
from pipeline.datasets.parts import Entry, Found
from pipeline.engine import Lost, Shard
from pipeline.errors import PageError
from pipeline.ingest import addresses
from pipeline.ingest.warc.capture import Capture
from pipeline.ingest.warc.index import known_pages
from pipeline.ingest.warc.places import Place
from pipeline.ingest.warc.reader import Opened
from pipeline.model import Severity
from pipeline.publish import guards
from pipeline.publish.guards import Candidate
from pipeline.records import Failure
from pipeline.remote import Location
from pipeline.run import Extracted
from pipeline.sources import load

KEYS = f"{parts.WORK}/keys.bin"


@dataclass(frozen=True, slots=True)
class Item:
    """A page by its place and its name; a place of an archive that is broken, by its failure."""

    name: str
    source: str
    place: Place | None = None
    page: str = ""
    broken: Failure | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """What all shards of a dataset share; `layout` is the name of one."""

    root: Path
    out: Location
    layout: str = layouts.DEFAULT


class Keys:
    """Which addresses archives hold, as sorted hashes: eight bytes a page."""

    def __init__(self, hashes: array[int]) -> None:
        """Of hashes in ascending order."""
        self._hashes = hashes

    @classmethod
    def of(cls, urls: Iterable[str]) -> Keys:
        """Those of some addresses."""
        return cls(array("Q", sorted(map(_hash, urls))))

    @classmethod
    def read(cls, out: Location) -> Keys:
        """Those that the driver wrote."""
        found = array("Q")
        found.frombytes(remote.read(remote.join(out, KEYS)))
        return cls(found)

    def write(self, out: Location) -> None:
        """For the workers."""
        remote.write(remote.join(out, KEYS), self._hashes.tobytes())

    def find(self, url: str) -> object | None:
        """Something where the page of an address is held."""
        wanted = _hash(url)
        at = bisect_left(self._hashes, wanted)
        return url if url and at < len(self._hashes) and self._hashes[at] == wanted else None


def _hash(url: str) -> int:
    said = "\0".join(addresses.key(url)).encode("utf-8", "replace")
    return int.from_bytes(blake2b(said, digest_size=8).digest(), "big")


@functools.lru_cache(maxsize=1)
def _reader(task: Task) -> Reader:
    """What reads the pages; made once a process, whatever the number of shards."""
    catalogue = load(task.root)
    known = known_pages(catalogue.sources.values())
    return Reader(task.root, catalogue, Keys.read(task.out), known, {})


def work(task: Task, shard: Shard[Item]) -> Entry:
    """Read the pages of a shard and write the parts of its tables; the entry comes last.

    Raises:
        StoreError: an archive cannot be read, or a part cannot be written.
    """
    reader = _reader(task)
    with contextlib.closing(_Latest()) as archives:
        return write(task, shard.key, (_found(reader, archives, item) for item in shard.items))


def lose(task: Task, lost: Lost[Item]) -> Entry:
    """Write what a page that nobody could read is told by: a finding."""
    failure = run.lost(lost.item.name, lost)
    return write(task, lost.shard.key, [Found(lost.item.source, (), [failure])])


class _Latest:
    """The archive that was read from last: the pages of a shard stand one behind the other."""

    def __init__(self) -> None:
        self._opened: Opened | None = None

    def read(self, place: Place) -> Capture:
        """The page at a place.

        Raises:
            StoreError, PageError: the file is no longer what it was.
        """
        if self._opened is None or self._opened.path != place.path:
            self.close()
            self._opened = Opened(place.path)
        return self._opened.read(place.offset, place.within)

    def close(self) -> None:
        """Close what is open."""
        if self._opened is not None:
            self._opened.close()


def _found(reader: Reader, archives: _Latest, item: Item) -> Found:
    """The page of an item, or why there is none."""
    found = _read(reader, archives, item)
    if isinstance(found, Failure):
        return Found(item.source, (), [found])
    said = guards.object_to(Candidate(found.record, found.text))
    held = [failure for objection in said if (failure := objection.held())]
    return Found(item.source, () if held else (found,), held)


def _read(reader: Reader, archives: _Latest, item: Item) -> Extracted | Failure:
    if item.place is None:
        return item.broken or Failure.unreadable(item.name, "fault", {"error": ""})
    names = {item.place.url: (item.source.removesuffix("-archive"), item.page)}
    try:
        return replace(reader, names=names).read(archives.read(item.place))
    except PageError as error:
        return Failure.unreadable(item.name, error.code, error.details)


def write(task: Task, key: str, found: Iterable[Found]) -> Entry:
    """Write what a shard found, page by page, and let it count.

    Raises:
        Refused: something does not fit its schema.
        StoreError: it cannot be written.
    """
    tally = _Tally()
    written = layouts.BY_NAME[task.layout].write(task.out, key, map(tally.note, found))
    entry = Entry(
        pages=tally.pages,
        failures=tally.failures,
        severities=tuple(sorted(tally.severities)),
        parts=tuple(written),
    )
    parts.commit(task.out, key, entry)
    return entry


class _Tally:
    """Counts what passes: a page that could not be read fails once, whatever is said of it."""

    def __init__(self) -> None:
        self.pages = self.failures = 0
        self.severities: set[Severity] = set()

    def note(self, found: Found) -> Found:
        """The same, counted."""
        self.pages += len(found.pages)
        self.failures += len({failure.id for failure in found.failures})
        self.severities.update(f.severity for page in found.pages for f in page.record.findings)
        return found
