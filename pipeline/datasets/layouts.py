"""How a dataset is laid out: what a shard writes, and what is made of all shards in the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from pipeline.datasets import parquet, parts
from pipeline.datasets.parts import Found, Part
from pipeline.datasets.reviewed import Reviewed
from pipeline.publish import schemas, tables
from pipeline.publish.rows import Row
from pipeline.remote import Location

#: What Parquet holds; what more pages say together than the versions of one is not.
TABLES = ("pages", "sections", "entities", "artifacts", "findings", "pairs", "agreement")


class Layout(Protocol):
    """Writes files below `out`; whoever writes those of a shard again writes the same ones."""

    def insist_there(self) -> None:
        """Nothing, where it can be written.

        Raises:
            StoreError: a package is not installed.
        """

    def write(self, out: Location, key: str, found: Sequence[Found]) -> list[Part]:
        """Write what a shard found; the files that count.

        Raises:
            Refused: something does not fit its schema.
            StoreError: it cannot be written.
        """

    def finish(self, out: Location, keys: Sequence[str]) -> list[Part]:
        """Write what all shards tell together, those of `keys`; the files that count besides.

        Raises:
            Refused: an id stands twice.
            StoreError: it cannot be read or written.
        """


class Parquet:
    """A table is a folder, a shard writes one part of it for each source."""

    @staticmethod
    def insist_there() -> None:
        """As `Layout`."""
        parquet.insist_there()

    @staticmethod
    def write(out: Location, key: str, found: Sequence[Found]) -> list[Part]:
        """As `Layout`."""
        written = []
        for one in found:
            harvest = one.harvest()
            for name in TABLES:
                table = tables.BY_NAME[name]
                rows = sorted(table.rows(harvest), key=lambda row: row.id)
                if rows:
                    _insist(name, rows)
                    data = parquet.encode(table, rows)
                    written.append(parts.part(out, key, name, one.source, data, len(rows)))
        return written

    @staticmethod
    def finish(out: Location, keys: Sequence[str]) -> list[Part]:  # noqa: ARG004 - see Layout
        """Nothing: a part is whole by itself."""
        return []


def _insist(name: str, rows: Sequence[Row]) -> None:
    for row in rows:
        schemas.insist(f"{name}-row", row.model_dump(mode="json"), name)


DEFAULT = "parquet"
BY_NAME: Mapping[str, Layout] = {DEFAULT: Parquet(), "reviewed": Reviewed()}
