"""The canonical form of a table, line by line: a row's cells as text, joined and quoted for CSV.

UTF-8 without BOM, commas, line feeds, quotes only where needed: what pandas writes of the same
cells, byte for byte, without a data frame.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from typing import Any

from pipeline.publish.rows import Row, Table


class _Echo:
    """A file that gives back what is written to it."""

    @staticmethod
    def write(line: str) -> str:
        return line


_WRITER = csv.writer(_Echo(), lineterminator="\n")


def head(table: Table) -> str:
    """The first line of a table: the names of its columns."""
    return joined(list(table.model.model_fields))


def line(row: Row) -> str:
    """The line of a row, with its line feed; a cell may hold more of them."""
    return joined(cells(row.model_dump()))


def joined(texts: Iterable[str]) -> str:
    """Cells as one line of CSV."""
    made: Any = _WRITER.writerow(texts)  # what the file's `write` gives
    return str(made)


def cells(values: Mapping[str, Any]) -> list[str]:
    """The values of a row as text, in their order; nothing to say is ''."""
    return [value if type(value) is str else _cell(value) for value in values.values()]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, sort_keys=True) if value else ""
    if isinstance(value, float):
        return f"{value:.10f}".rstrip("0").rstrip(".")
    return str(value)
