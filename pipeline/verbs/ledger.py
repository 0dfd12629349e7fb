"""What the last run came to, and of what: a run of the same is known before any page is looked at.

A folder's state is a hash over the names, sizes, times and inodes of its files. What was written
shortly before the state was taken could be written again without a sign of it, so the bytes of such
files count as well.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import orjson
from pydantic import BaseModel, ConfigDict, ValidationError

from pipeline.kept import FOLDER, PART
from pipeline.publish import release
from pipeline.records import Failure
from pipeline.remote import Location
from pipeline.rules import program_hash, rules_hash
from pipeline.store import snapshots
from pipeline.store.reviews import Decisions

#: No clock of a file system is coarser, in nanoseconds.
_COARSEST = 2_000_000_000
#: Says when runs began, which no page depends on.
_NO_INPUT = "run.toml"


class State(BaseModel):
    """How folders stood; of what was written at `since` (nanoseconds) or later the bytes count."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    since: int
    sha256: str

    @classmethod
    def of(cls, places: Sequence[Path], since: int | None = None) -> State:
        """That of these folders and files, now; as it was taken with another `since`."""
        known = time.time_ns() - _COARSEST if since is None else since
        whole = hashlib.sha256()
        for place in places:
            lines = (hashlib.sha256(line).digest() for line in _lines(place, known))
            files = sum(int.from_bytes(digest) for digest in lines)  # in whatever order they come
            whole.update(os.fsencode(place) + f"\0{files}\0".encode())
        return cls(since=known, sha256=whole.hexdigest())

    def still(self, places: Sequence[Path]) -> bool:
        """Whether they stand as they stood."""
        return State.of(places, self.since) == self


class Ended(BaseModel):
    """A run that ended well: what it began with, what it left, and what it said.

    Of its failures the first `own` are of pages that it read itself.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    wished: str
    given: State
    made: State
    pages: int
    facts: dict[str, int]
    findings: dict[str, int]
    states: dict[str, int]
    followed: tuple[str, ...]
    failures: tuple[Failure, ...]
    own: int


class Ledger(NamedTuple):
    """The last run that ended well in a root, and what a run of these wishes would begin with."""

    root: Path
    wished: str
    places: tuple[Path, ...]
    given: State

    @classmethod
    def of(
        cls, root: Path, names: Sequence[str], archives: Sequence[Location], decisions: Decisions
    ) -> Ledger:
        """That of a run which is about to begin.

        How an archive elsewhere stands is not known: a run of one is never the last one again.
        """
        here = [place for place in archives if isinstance(place, Path)]
        places = (root / snapshots.FOLDER, *here)
        said = sorted(f"{key} {decision}" for key, (_, decision) in decisions.lines.items())
        away = [time.time_ns()] if len(here) < len(archives) else []
        asked = sorted(names), list(map(str, archives)), away
        wished = program_hash(), rules_hash(root), *asked, said
        sha256 = hashlib.sha256(orjson.dumps(wished)).hexdigest()
        return cls(root, sha256, places, State.of(places))

    def ended(self) -> Ended | None:
        """The last run, where one of now would be the same; None where it could be another."""
        try:
            last = Ended.model_validate_json(self._file.read_bytes())
        except (OSError, ValidationError):
            return None
        same = last.wished == self.wished and last.given.still(self.places)
        return last if same and last.made.still(self._made) else None

    def write(self, about: Ended) -> None:
        """Keep what a run came to, for the next one.

        Raises:
            OSError: it cannot be written.
        """
        self._file.parent.mkdir(exist_ok=True)
        aside = self._file.with_name(f".{self._file.name}{PART}")
        aside.write_bytes(about.model_dump_json().encode())
        aside.replace(self._file)

    def forget(self) -> None:
        """Keep nothing: whatever is run next looks at all pages."""
        self._file.unlink(missing_ok=True)

    def left(self) -> State:
        """How the release stands now."""
        return State.of(self._made)

    @property
    def _file(self) -> Path:
        return self.root / FOLDER / "run.json"

    @property
    def _made(self) -> tuple[Path, ...]:
        return (self.root / release.FOLDER,)


def _lines(place: Path, since: int) -> Iterator[bytes]:
    """A line for each file."""
    for file, status in _files(place):
        line = f"{status.st_size} {status.st_mtime_ns} {status.st_ino} ".encode() + file
        if status.st_mtime_ns >= since:
            line += hashlib.sha256(Path(os.fsdecode(file)).read_bytes()).digest()
        yield line


def _files(place: Path) -> Iterator[tuple[bytes, os.stat_result]]:
    if place.is_file():
        yield os.fsencode(place), place.stat()
        return
    folders = [os.fsencode(place)] if place.is_dir() else []
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.is_dir():
                    folders.append(entry.path)
                elif entry.name != _NO_INPUT.encode() and entry.is_file():
                    yield entry.path, entry.stat()
