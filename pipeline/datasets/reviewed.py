"""The layout of `processed/`: a record and a text for each page, and the tables as CSV.

A shard writes its pages in their places, and its rows as lines of JSON below `.work/`: the table,
the id, the line of CSV. In the end all lines go through the spool of a release, which sorts them
on the disk, into the files of the tables.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence

import orjson

from pipeline import remote
from pipeline.datasets import parts
from pipeline.datasets.parts import Found, Part
from pipeline.model import stem_of
from pipeline.publish import lines, package, schemas, tables
from pipeline.publish.book import lines_of
from pipeline.publish.draft import PACKAGE, Written, write_pieces
from pipeline.publish.rows import Harvest, Table
from pipeline.publish.spool import SHAPE, Spool
from pipeline.records import PageRecord
from pipeline.remote import Location
from pipeline.run import Extracted
from pipeline.scratch import scratch

_ROWS = f"{parts.WORK}/rows/"
_CONTACTS = "contacts"
#: What the manifest calls the files that are no tables.
RECORDS, TEXTS = "records", "texts"


class Reviewed:
    """A dataset that `check`, and whatever else reads `processed/`, takes for a release."""

    @staticmethod
    def insist_there() -> None:
        """Nothing: no package is needed but those that are always there."""

    @staticmethod
    def write(out: Location, key: str, found: Iterable[Found]) -> list[Part]:
        """As `Layout`."""
        written, rows = [], bytearray()
        for one in found:
            written += [part for page in one.pages for part in _page(out, page)]
            for row in _rows(one):
                rows += orjson.dumps(row) + b"\n"
        remote.write(remote.join(out, f"{_ROWS}{key}"), bytes(rows))
        return written

    @staticmethod
    def finish(out: Location, keys: Sequence[str]) -> list[Part]:
        """As `Layout`."""
        versions = _versions(out, keys)
        apart: set[str] = set()
        with scratch(SHAPE) as base:
            spool = Spool(base)
            for key in keys:
                said = remote.read(remote.join(out, f"{_ROWS}{key}"))
                _add(spool, _whole(map(orjson.loads, said.splitlines()), versions, apart))
            for stem in sorted(apart):
                _add(spool, _contacts(out, versions[stem]))
            made = [_table(out, table, spool) for table in tables.TABLES]
        described = package.describe(
            (tables.BY_NAME[p.table], Written(p.bytes, p.sha256)) for p in made
        )
        schemas.insist(schemas.PACKAGE, described, PACKAGE)
        return [*made, parts.put(out, "package", PACKAGE, schemas.dump(described), 1)]


def _page(out: Location, page: Extracted) -> Iterator[Part]:
    """Write a page."""
    name, said = page.record.id, page.record.model_dump(mode="json")
    schemas.insist(schemas.PAGE, said, name)
    yield parts.put(out, RECORDS, f"{name}.json", schemas.dump(said), 1)
    yield parts.put(out, TEXTS, f"{name}.txt", page.text.encode(), 1)


def _rows(found: Found) -> Iterator[tuple[str, str, str, int]]:
    """The table, the id and the line of every row, and of how many versions of a page it tells."""
    harvest = found.harvest()
    for table in tables.TABLES:
        yield from ((*line, len(found.pages)) for line in _lines(table, harvest))


def _lines(table: Table, harvest: Harvest) -> Iterator[tuple[str, str, str]]:
    return ((table.name, *row) for row in lines_of(table, harvest))


def _versions(out: Location, keys: Sequence[str]) -> dict[str, list[str]]:
    """The records of each page, by what their names share."""
    found: dict[str, set[str]] = {}
    for key in keys:
        for part in parts.entry(out, key).parts:
            if part.table == RECORDS:
                name = part.path.removesuffix(".json")
                found.setdefault(stem_of(name), set()).add(part.path)
    return {stem: sorted(names) for stem, names in found.items()}


def _whole(
    rows: Iterable[tuple[str, str, str, int]], versions: Mapping[str, list[str]], apart: set[str]
) -> Iterator[tuple[str, str, str]]:
    """The rows without those that tell how to reach an office by some versions of a page alone.

    Such pages are noted in `apart`: their versions were read apart from each other.
    """
    for name, key, line, number in rows:
        stem = key.partition("#")[0]
        if name == _CONTACTS and number < len(versions[stem]):
            apart.add(stem)
        else:
            yield name, key, line


def _contacts(out: Location, names: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """The rows that all versions of a page tell together."""
    read = (remote.read(remote.join(out, name)) for name in names)
    records = [PageRecord.model_validate_json(said) for said in read]
    return _lines(tables.BY_NAME[_CONTACTS], Harvest(records))


def _add(spool: Spool, rows: Iterable[tuple[str, str, str]]) -> None:
    """Rows, those of a page and a table together."""
    for (name, _), found in itertools.groupby(rows, lambda row: (row[0], row[1].partition("#")[0])):
        spool.add(name, [(key, line) for _, key, line in found])


def _table(out: Location, table: Table, spool: Spool) -> Part:
    """Write a table, page by page."""
    path = f"{table.name}.csv"
    with remote.writing(remote.join(out, path)) as file:
        head = lines.head(table).encode()
        size, sha256 = write_pieces(file, itertools.chain([head], spool.of(table.name)))
    rows = spool.number_of(table.name)
    return Part(table=table.name, path=path, rows=rows, bytes=size, sha256=sha256)
