"""How a dataset is laid out: what a shard writes, and what is made of all shards in the end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from pipeline.datasets import parquet, parts
from pipeline.datasets.parts import Found, Part
from pipeline.datasets.reviewed import Reviewed
from pipeline.publish import schemas, tables
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

    def write(self, out: Location, key: str, found: Iterable[Found]) -> list[Part]:
        """Write what a shard found, page by page as it comes; the files that count.

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
    def write(out: Location, key: str, found: Iterable[Found]) -> list[Part]:
        """As `Layout`; of a page that was read no more is kept than its lines."""
        told: dict[tuple[str, str], parquet.Lines] = {}
        for one in found:
            harvest = one.harvest()
            for name in TABLES:
                for row in tables.BY_NAME[name].rows(harvest):
                    said = row.model_dump(mode="json")
                    schemas.insist(f"{name}-row", said, name)
                    told.setdefault((one.source, name), parquet.Lines(name)).add(said)
        return [
            parts.part(out, key, name, source, lines.encode(), len(lines))
            for (source, name), lines in sorted(told.items(), key=lambda item: item[0])
        ]

    @staticmethod
    def finish(out: Location, keys: Sequence[str]) -> list[Part]:  # noqa: ARG004 - see Layout
        """Nothing: a part is whole by itself."""
        return []


DEFAULT = "parquet"
BY_NAME: Mapping[str, Layout] = {DEFAULT: Parquet(), "reviewed": Reviewed()}
