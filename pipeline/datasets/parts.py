"""Which files of a dataset count: each finished shard has one entry, written last.

A part whose shard has no entry is what a killed worker left; it is removed before the manifest is
written. Where a shard was done whole and in halves, the whole counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

import orjson
from pydantic import BaseModel, ConfigDict

from pipeline import remote
from pipeline.engine import Shard
from pipeline.errors import StoreError
from pipeline.model import Severity
from pipeline.publish import agreement
from pipeline.publish.agreement import Pair
from pipeline.publish.rows import Harvest
from pipeline.records import Failure
from pipeline.remote import Location
from pipeline.run import Extracted
from pipeline.store.snapshots import digest

T = TypeVar("T")

MANIFEST = "manifest.json"
WORK = ".work"
JOB = f"{WORK}/job"
_DONE = f"{WORK}/done"
#: Columns of folders for what has no source, as Hive has it.
_NOWHERE = "__HIVE_DEFAULT_PARTITION__"


class Found(NamedTuple):
    """What a shard found of a source: pages, why others cannot be read, versions compared."""

    source: str
    pages: Sequence[Extracted]
    failures: Sequence[Failure]
    pairs: Sequence[Pair] = ()

    def harvest(self) -> Harvest:
        """What the tables tell of it."""
        return Harvest(
            sorted((page.record for page in self.pages), key=lambda record: record.id),
            self.failures,
            pairs=list(agreement.pair_rows(self.pairs)),
            agreement=list(agreement.agreement_rows(self.pairs)),
        )


class Part(BaseModel):
    """A file of a table or of a page: its path in the dataset, and what it holds."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    table: str
    path: str
    rows: int
    bytes: int
    sha256: str


class Entry(BaseModel):
    """What a finished shard gave; `severities` are those that its findings have."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    pages: int
    failures: int
    severities: tuple[Severity, ...] = ()
    parts: tuple[Part, ...]


class Manifest(BaseModel):
    """A finished dataset: the job that it is of, and all its parts."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    job: str
    pages: int
    failures: int
    severities: tuple[Severity, ...] = ()
    parts: tuple[Part, ...]


def part(out: Location, key: str, table: str, source: str, data: bytes, rows: int) -> Part:
    """Write a part of a shard.

    Raises:
        StoreError: it cannot be written.
    """
    return put(out, table, f"{table}/source={source or _NOWHERE}/part-{key}.parquet", data, rows)


def put(out: Location, table: str, path: str, data: bytes, rows: int) -> Part:
    """Write a file of a dataset.

    Raises:
        StoreError: it cannot be written.
    """
    remote.write(remote.join(out, path), data)
    return Part(table=table, path=path, rows=rows, bytes=len(data), sha256=digest(data))


def commit(out: Location, key: str, entry: Entry) -> None:
    """Let the parts of a shard count."""
    remote.write(remote.join(out, f"{_DONE}/{key}.json"), _json(entry))


def entries(out: Location) -> set[str]:
    """The keys of the shards that are finished."""
    return {name.removesuffix(".json") for name in remote.files(remote.join(out, _DONE))}


def entry(out: Location, key: str) -> Entry:
    """What a finished shard gave."""
    return Entry.model_validate_json(remote.read(remote.join(out, f"{_DONE}/{key}.json")))


def unfinished(shard: Shard[T], done: set[str]) -> Iterator[Shard[T]]:
    """What is left to do of a shard of which all, halves or nothing may be finished."""
    if shard.key in done:
        return
    if len(shard.items) > 1 and any(key.startswith(f"{shard.key}.") for key in done):
        for half in shard.halves():
            yield from unfinished(half, done)
    else:
        yield shard


def counting(done: set[str]) -> list[str]:
    """The entries that count: none whose shard was also done as a part of a larger one."""
    return sorted(key for key in done if not any(above in done for above in _above(key)))


def _above(key: str) -> Iterator[str]:
    while "." in key:
        key = key.rpartition(".")[0]
        yield key


def begin(out: Location, job: str) -> Manifest | None:
    """Take a folder for a job; the manifest where that job is finished there.

    Raises:
        StoreError: the folder holds something else.
    """
    if remote.exists(remote.join(out, MANIFEST)):
        made = Manifest.model_validate_json(remote.read(remote.join(out, MANIFEST)))
        if made.job == job:
            return made
        raise StoreError(
            f"{out}: holds another dataset (other archives or rules, or another layout)"
        )
    begun = remote.join(out, JOB)
    if remote.exists(begun):
        if orjson.loads(remote.read(begun)).get("job") != job:
            raise StoreError(f"{out}: holds the beginning of another dataset; choose another")
    elif remote.files(out):
        raise StoreError(f"{out}: holds something else than a dataset; choose another")
    else:
        remote.write(begun, orjson.dumps({"job": job}))
    return None


def finish(out: Location, job: str, made: Sequence[Part] = ()) -> Manifest:
    """Remove what does not count, and write the manifest: from then on the dataset is there.

    `made` are the files that no shard wrote.
    """
    found = [entry(out, key) for key in counting(entries(out))]
    manifest = Manifest(
        job=job,
        pages=sum(one.pages for one in found),
        failures=sum(one.failures for one in found),
        severities=tuple(sorted({severity for one in found for severity in one.severities})),
        parts=tuple(
            sorted((*made, *(p for one in found for p in one.parts)), key=lambda p: p.path)
        ),
    )
    there = {p.path for p in manifest.parts}
    for name in remote.files(out):
        if name not in there and not name.startswith(f"{WORK}/"):
            remote.remove(remote.join(out, name))
    remote.write(remote.join(out, MANIFEST), _json(manifest))
    return manifest


def _json(model: BaseModel) -> bytes:
    said: Mapping[str, Any] = model.model_dump()
    return orjson.dumps(said, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
