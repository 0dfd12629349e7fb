"""What a worker does with a shard of pages: reads each, and keeps it under a key.

Only places and names go to and fro. A process loads the sites once, whatever the number of its
shards; which pages there are, it need not know.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import orjson

from pipeline import run, sources
from pipeline.engine import Shard
from pipeline.errors import PageError, StoreError
from pipeline.kept import Shelf
from pipeline.records import Failure
from pipeline.rules import program_hash, rules_hash
from pipeline.run import Job
from pipeline.sources import Sites


class Numbered(NamedTuple):
    """A job and its place among all."""

    place: int
    job: Job


class Unkept(NamedTuple):
    """A page was read and cannot be kept: the disk is full, the folder read-only, ..."""

    why: str


class Answer(NamedTuple):
    """What became of the job of a place; None where it is read and kept."""

    place: int
    trouble: Failure | Unkept | None = None


@dataclass(frozen=True, slots=True)
class Keys:
    """Makes keys: hashes of all that the record of a page depends on."""

    root: Path
    sites: Sites
    _told: dict[str, bytes] = field(default_factory=dict)

    def of(self, job: Job) -> str:
        """The key of a page; '' where something cannot be read, which the reading will tell."""
        file = self.root / job.file
        try:
            raw = hashlib.sha256(file.read_bytes()).hexdigest()
            said = hashlib.sha256(file.with_suffix(".toml").read_bytes()).hexdigest()
            remarks = [remark.model_dump() for remark in run.remarks(self.root, job.ref)]
        except (OSError, PageError):
            return ""
        expect = {kind: job.expect[kind].model_dump() for kind in sorted(job.expect)}
        about = str(job.ref), job.file, job.country, job.languages, job.held, expect, remarks
        return hashlib.sha256(self._site(job.site) + orjson.dumps((*about, raw, said))).hexdigest()

    def _site(self, name: str) -> bytes:
        """The hash of the program and of all rules of a site."""
        if name not in self._told:
            told = self.sites[name].model_dump_json()
            self._told[name] = hashlib.sha256(f"{program_hash()}{told}".encode()).digest()
        return self._told[name]


#: The sites of this process, by the root and the hash of the rules.
_KEYS: dict[tuple[Path, str], Keys] = {}


@dataclass(frozen=True, slots=True)
class Work:
    """The work on a shard, for any engine: `rules` is the hash of the rules to read by."""

    root: Path
    shelf: Shelf
    rules: str

    @classmethod
    def of(cls, keys: Keys, shelf: Shelf) -> Work:
        """The work by sites that this process has loaded already."""
        folder = Shelf(shelf.folder.resolve())  # a worker may stand elsewhere
        work = cls(keys.root.resolve(), folder, rules_hash(keys.root))
        _KEYS.clear()
        _KEYS[work.root, work.rules] = keys
        return work

    def __call__(self, shard: Shard[Numbered]) -> list[Answer]:
        """Read and keep each page."""
        keys = self._keys()
        return [Answer(place, self._read(keys, job)) for place, job in shard.items]

    def _keys(self) -> Keys:
        """The sites, loaded with the first shard of a process.

        Raises:
            StoreError: the rules are others by now than those of the run.
        """
        known = _KEYS.get((self.root, self.rules))
        if known is None:
            known = Keys(self.root, sources.load_sites(self.root))
            if rules_hash(self.root) != self.rules:
                raise StoreError(f"{self.root}: its rules were changed while pages were read")
            _KEYS[self.root, self.rules] = known
        return known

    def _read(self, keys: Keys, job: Job) -> Failure | Unkept | None:
        key = keys.of(job)  # before the bytes are read: what changes meanwhile is read again
        found = run.attempt_job(self.root, keys.sites, job)
        if isinstance(found, Failure):
            return found
        try:
            self.shelf.keep(key, found.record, found.text)
        except OSError as error:
            return Unkept(error.strerror or str(error))
        return None
