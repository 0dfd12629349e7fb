"""Rows of tables that come in any order, on the disk until they are told sorted by their ids.

What is added together is sorted and written at once, as one part. The ids of a page share their
beginning, so that nearly always its rows stand together in the end: parts are told as they are,
and merged row by row only where two of them overlap. No part is held in memory, nor where it is.
"""

from __future__ import annotations

import csv
import io
import itertools
import sqlite3
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from pipeline.errors import Refused
from pipeline.publish import lines

#: The first and the last id of a part, how many rows it has, and their lines.
SHAPE = """
create table part (sheet text, first text, last text, number integer, lines blob);
create index place on part (sheet, first);
"""
_ADD = "insert into part values (?, ?, ?, ?, ?)"
_ALL = "select first, last, lines from part where sheet = ? order by first, last"
#: The part that begins last of those that begin before an id, or with it.
_AROUND = (
    "select rowid, first, last, lines from part where sheet = ? and first <= ?"
    " order by first desc limit 1"
)
_NUMBER = "select coalesce(sum(number), 0) from part where sheet = ?"


class _Part(NamedTuple):
    """Sorted lines: the first and the last id, and their bytes."""

    first: str
    last: str
    lines: bytes


class Spool:
    """The rows of all tables of a release, in a database that is there for nothing else."""

    def __init__(self, base: sqlite3.Connection) -> None:
        """No row yet; the database has the `SHAPE`, and is not asked by others meanwhile."""
        self._base = base

    def add(self, sheet: str, rows: Iterable[tuple[str, str]]) -> None:
        """Rows of a table, as ids and lines.

        Raises:
            Refused: an id stands twice.
        """
        found = sorted(rows)
        if found:
            _insist_once(sheet, [name for name, _ in found])
            data = "".join(line for _, line in found).encode()
            said = sheet, found[0][0], found[-1][0], len(found), data
            self._base.execute(_ADD, said)

    def replace(self, sheet: str, rows: Mapping[str, str]) -> None:
        """Other lines for ids of one part that was added."""
        asked = sheet, min(rows)
        number, *part = self._base.execute(_AROUND, asked).fetchone()
        kept = {row[0]: lines.joined(row) for row in _rows(_Part(*part))}
        self._base.execute("delete from part where rowid = ?", (number,))
        self.add(sheet, (kept | dict(rows)).items())

    def number_of(self, sheet: str) -> int:
        """How many rows a table has."""
        (number,) = self._base.execute(_NUMBER, (sheet,)).fetchone()
        return int(number)

    def of(self, sheet: str) -> Iterator[bytes]:
        """All lines of a table in the order of their ids, in pieces.

        Raises:
            Refused: an id stands twice.
        """
        for group in _overlapping(map(_Part._make, self._base.execute(_ALL, (sheet,)))):
            yield group[0].lines if len(group) == 1 else _merged(sheet, group)


def _merged(sheet: str, group: Sequence[_Part]) -> bytes:
    rows = sorted((row[0], lines.joined(row)) for part in group for row in _rows(part))
    _insist_once(sheet, [name for name, _ in rows])
    return "".join(line for _, line in rows).encode()


def _insist_once(sheet: str, names: Sequence[str]) -> None:
    """Nothing, where no two of these ids, which are sorted, are one.

    Raises:
        Refused: they are.
    """
    twice = dict.fromkeys(a for a, b in itertools.pairwise(names) if a == b)
    if twice:
        raise Refused(f"{sheet}.csv: an id stands twice: {', '.join(twice)}")


def _overlapping(parts: Iterable[_Part]) -> Iterator[list[_Part]]:
    """The parts, which are in order; those whose ids stand between each other's together."""
    group: list[_Part] = []
    last = ""
    for part in parts:
        if group and part.first > last:
            yield group
            group = []
        last = max(last, part.last) if group else part.last
        group.append(part)
    if group:
        yield group


def _rows(part: _Part) -> list[list[str]]:
    csv.field_size_limit(sys.maxsize)
    return list(csv.reader(io.StringIO(part.lines.decode(), newline=""), strict=True))
