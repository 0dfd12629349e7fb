"""The last release, as far as the next one depends on it."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.messages import tell
from pipeline.model import stem_of
from pipeline.publish import release, rows
from pipeline.records import Failure, PageRecord
from pipeline.scratch import Names

Page = tuple[PageRecord, str]

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Former:
    """The last release: which pages it holds, the state of those held back, its failures.

    Pages are read when they are asked for.
    """

    root: Path
    names: Names
    status: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    failures: tuple[Failure, ...] = ()

    @classmethod
    def of(cls, root: Path, names: Names) -> Former:
        """What `processed/` holds; `names` are to be those of its pages."""
        state = (row for row in _rows(root, "status") if row.get("held_since"))
        failed = rows.failures(_rows(root, "findings"))
        for where in release.page_files(root / release.FOLDER):
            names.add(where.removesuffix(".json"))
        return cls(root, names, {row["id"]: row for row in state}, tuple(failed))

    def versions(self, stem: str) -> list[str]:
        """The names of the versions of a page that it holds."""
        return [name for name in self.names.that_begin(f"{stem}.") if stem_of(name) == stem]

    def pages(self, names: Iterable[str]) -> dict[str, Page]:
        """The records and texts of those of these pages that it holds."""
        found = release.held(self.root, filter(self.names.__contains__, names))
        return {record.id: (record, text) for record, text in found}


def _rows(root: Path, table: str) -> Iterator[dict[str, str]]:
    """The rows of a table, up to where somebody damaged it, if anybody did."""
    try:
        yield from release.rows_of(root / release.FOLDER, table)
    except ValueError as error:
        file = f"{release.FOLDER}/{table}.csv"
        _LOG.warning(tell("table-damaged", file=file, error=str(error)))
