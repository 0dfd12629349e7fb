"""The tables of a release, row by row as its pages come, and the package that describes them.

Only the rows of one page are in memory at once; the others are on the disk.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.publish import lines, package, schemas, tables
from pipeline.publish.draft import PACKAGE, Draft
from pipeline.publish.rows import Harvest, Row, Table
from pipeline.publish.spool import SHAPE, Spool
from pipeline.stages import stage


class Book:
    """The tables of one release."""

    def __init__(self, draft: Draft) -> None:
        """Empty tables of a release that is being written."""
        self._draft = draft
        self._spool = Spool(draft.scratch(SHAPE))

    def add(self, harvest: Harvest) -> None:
        """The rows of a harvest.

        Raises:
            Refused: an id stands twice, or a row does not fit its schema.
        """
        for table in tables.TABLES:
            self._spool.add(table.name, lines_of(table, harvest))

    def add_to(self, name: str, harvest: Harvest) -> None:
        """The rows that a harvest has for one table alone."""
        self._spool.add(name, lines_of(tables.BY_NAME[name], harvest))

    def replace(self, name: str, harvest: Harvest) -> None:
        """The rows that a harvest has for one table, instead of those of a page with their ids."""
        self._spool.replace(name, dict(lines_of(tables.BY_NAME[name], harvest)))

    def finish(self) -> None:
        """Write the tables and the package.

        Raises:
            Refused: an id stands twice, or the package does not fit its schema.
        """
        written = [
            (table, self._draft.add_in_pieces(f"{table.name}.csv", self._pieces(table)))
            for table in tables.TABLES
        ]
        described = package.describe(written)
        schemas.insist(schemas.PACKAGE, described, PACKAGE)
        self._draft.add(PACKAGE, schemas.dump(described))

    def _pieces(self, table: Table) -> Iterator[bytes]:
        yield lines.head(table).encode()
        yield from self._spool.of(table.name)


@stage("tables")
def lines_of(table: Table, harvest: Harvest) -> list[tuple[str, str]]:
    """The rows that a harvest has for a table, as their ids and their lines of CSV.

    Raises:
        Refused: a row does not fit its schema.
    """
    return [(row.id, _line(table, row)) for row in table.rows(harvest)]


def _line(table: Table, row: Row) -> str:
    """The line of a row that fits its schema."""
    values = row.model_dump(mode="json")
    schemas.insist(f"{table.name}-row", values, f"{table.name}.csv")
    return lines.joined(lines.cells(values))
