"""The roll of a run: every version of a page that it looks at, in order, and what became of it.

It is on the disk, so that a run over many pages takes no more memory than one over few.
"""

from __future__ import annotations

import pickle
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path

from pipeline.kept import Shelf
from pipeline.model import stem_of
from pipeline.records import Failure
from pipeline.run import Job
from pipeline.verbs.shards import Numbered

#: `shelf` is the folder that a version is kept in; without one it could not be read, and null is
#: what was not read yet. `told` are those whose page was handed on.
SHAPE = """
create table version (
  place integer primary key, name text, stem text, job blob, shelf text, told integer, sha256 text
);
create index name on version (name);
create index stem on version (stem);
"""
_ADD = "insert into version (name, stem, job, shelf, told) values (?, ?, ?, ?, 0)"
_SETTLE = "update version set shelf = ? where place = ?"
_PAGE = (
    "select place, name, shelf from version"
    " where stem = (select stem from version where place = ?) and not told order by place"
)
_TELL = "update version set told = 1 where stem = (select stem from version where place = ?)"
_UNREAD = "select place, job from version where shelf is null order by place"
_UNTOLD = "select place from version where not told order by place"
_TOLD = "select 1 from version where stem = ? and told limit 1"
_READ = "select name from version where name = ? and shelf != '' limit 1"
_ALL_READ = "select distinct name from version where shelf != '' order by name"
_PLACE = "select min(place) from version where name = ? and shelf != ''"
_HASH = "update version set sha256 = ? where name = ?"
_HASHED = "select count(distinct name) from version where sha256 is not null"
_HASHES = "select distinct name, sha256 from version where sha256 is not null order by name"

#: Of a page, each version by its id: the shelf that holds it, or why it could not be read.
Versions = Mapping[str, Shelf | Failure]


class Roll:
    """All versions that a run looks at; those that fail stay in memory, with why."""

    def __init__(self, base: sqlite3.Connection) -> None:
        """Nothing is on it yet; the database has the `SHAPE`."""
        self._base = base
        self._failures: dict[int, Failure] = {}
        self.unread = 0

    def add(self, name: str, found: Shelf | Failure) -> None:
        """One more, which nobody needs to read."""
        place = self._add(name, None, _folder(found))
        if isinstance(found, Failure):
            self._failures[place] = found

    def plan(self, job: Job) -> None:
        """One more, which is to be read."""
        self._add(str(job.ref), pickle.dumps(job), None)
        self.unread += 1

    def _add(self, name: str, job: bytes | None, shelf: str | None) -> int:
        return self._base.execute(_ADD, (name, stem_of(name), job, shelf)).lastrowid or 0

    def settle(self, place: int, found: Shelf | Failure) -> None:
        """What became of one that was to be read."""
        self._base.execute(_SETTLE, (_folder(found), place))
        if isinstance(found, Failure):
            self._failures[place] = found

    def to_read(self) -> Iterator[Numbered]:
        """What is to be read, with its place."""
        for place, job in self._base.execute(_UNREAD):
            yield Numbered(place, pickle.loads(job))  # noqa: S301 - written above

    def take(self, place: int) -> Versions | None:
        """The page of a version, once all its versions are known; it is told once.

        Where one stands twice, the last that could be read counts.
        """
        found: dict[str, Shelf | Failure] = {}
        for at, name, shelf in self._base.execute(_PAGE, (place,)).fetchall():
            if shelf is None:
                return None
            if shelf or name not in found:
                found[name] = Shelf(Path(shelf)) if shelf else self._failures[at]
        if found:
            self._base.execute(_TELL, (place,))
        return found or None

    def rest(self) -> Iterator[Versions]:
        """The pages that were not taken, in the order of their first versions."""
        for (place,) in self._base.execute(_UNTOLD):
            page = self.take(place)
            if page is not None:
                yield page

    def has_told(self, stem: str) -> bool:
        """Whether a page was handed on."""
        return self._base.execute(_TOLD, (stem,)).fetchone() is not None

    def failures(self) -> list[Failure]:
        """Why versions could not be read, in their order."""
        return [self._failures[place] for place in sorted(self._failures)]

    def __contains__(self, name: object) -> bool:
        """Whether a version of this name could be read."""
        return self._base.execute(_READ, (name,)).fetchone() is not None

    def __iter__(self) -> Iterator[str]:
        """The names of the versions that could be read."""
        return (name for (name,) in self._base.execute(_ALL_READ))

    def place_of(self, name: str) -> int:
        """Where a version stands that could be read."""
        (place,) = self._base.execute(_PLACE, (name,)).fetchone()
        return int(place)

    def note(self, hashes: Mapping[str, str]) -> None:
        """Of which bytes these versions were read that are published."""
        self._base.executemany(_HASH, ((sha256, name) for name, sha256 in hashes.items()))

    def hashes(self) -> Iterator[tuple[str, str]]:
        """The versions that were read and are published, with the hashes of their bytes."""
        return iter(self._base.execute(_HASHES))

    def published(self) -> int:
        """How many versions were read and are published."""
        (number,) = self._base.execute(_HASHED).fetchone()
        return int(number)


def _folder(found: Shelf | Failure) -> str:
    return "" if isinstance(found, Failure) else str(found.folder)
