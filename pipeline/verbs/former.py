"""The last release, as far as the next one depends on it."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.messages import tell
from pipeline.publish import release, rows
from pipeline.records import Failure, PageRecord

Page = tuple[PageRecord, str]

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Former:
    """The last release: which pages it holds, the state of those held back, its failures.

    Pages are read when they are asked for.
    """

    root: Path
    names: frozenset[str]
    status: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    failures: tuple[Failure, ...] = ()

    @classmethod
    def of(cls, root: Path) -> Former:
        """What `processed/` holds."""
        state = (row for row in _rows(root, "status") if row.get("held_since"))
        failed = rows.failures(_rows(root, "findings"))
        names = frozenset(release.published(root))
        return cls(root, names, {row["id"]: row for row in state}, tuple(failed))

    def pages(self, names: set[str]) -> dict[str, Page]:
        """The records and texts of those of these pages that it holds."""
        found = release.held(self.root, names & self.names)
        return {record.id: (record, text) for record, text in found}


def _rows(root: Path, table: str) -> Iterator[dict[str, str]]:
    """The rows of a table, up to where somebody damaged it, if anybody did."""
    try:
        yield from release.rows_of(root / release.FOLDER, table)
    except ValueError as error:
        file = f"{release.FOLDER}/{table}.csv"
        _LOG.warning(tell("table-damaged", file=file, error=str(error)))
