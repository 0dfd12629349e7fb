"""Rows of a table that come in any order, on the disk until they are told sorted by their ids.

What is added together is sorted and written at once; only where it begins and ends is held. The
ids of a page share their beginning, so that nearly always its rows stand together in the end: they
are copied as they are, and merged row by row only where two such parts overlap.
"""

from __future__ import annotations

import csv
import io
import itertools
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import BinaryIO, NamedTuple

from pipeline.errors import Refused
from pipeline.publish import lines


class Part(NamedTuple):
    """Sorted lines that stand together in a file: the first and the last id, and their bytes."""

    first: str
    last: str
    file: BinaryIO
    offset: int
    size: int

    def read(self) -> bytes:
        """The lines."""
        self.file.seek(self.offset)
        return self.file.read(self.size)


class Spool:
    """The rows of one table, in a file that is there for nothing else."""

    def __init__(self, name: str, file: BinaryIO) -> None:
        """No row yet; `name` is that of the table, for complaints."""
        self._name = name
        self._file = file
        self.parts: list[Part] = []

    def add(self, rows: Iterable[tuple[str, str]]) -> Part | None:
        """Rows as ids and lines; where they stand, None where there are none.

        Raises:
            Refused: an id stands twice.
        """
        found = sorted(rows)
        if not found:
            return None
        self._insist_once([name for name, _ in found])
        data = "".join(line for _, line in found).encode()
        offset = self._file.seek(0, io.SEEK_END)
        self._file.write(data)
        part = Part(found[0][0], found[-1][0], self._file, offset, len(data))
        self.parts.append(part)
        return part

    def replace(self, part: Part, rows: Mapping[str, str]) -> Part:
        """A part with other lines for some of its ids; it stands in the place of the old one."""
        kept = {row[0]: lines.joined(row) for row in _rows(part)}
        self.parts.remove(part)
        made = self.add((kept | dict(rows)).items())
        return made or part

    def __iter__(self) -> Iterator[bytes]:
        """All lines in the order of their ids, in pieces.

        Raises:
            Refused: an id stands twice.
        """
        for group in _overlapping(self.parts):
            yield group[0].read() if len(group) == 1 else self._merged(group)

    def _merged(self, group: Sequence[Part]) -> bytes:
        rows = sorted((row[0], lines.joined(row)) for part in group for row in _rows(part))
        self._insist_once([name for name, _ in rows])
        return "".join(line for _, line in rows).encode()

    def _insist_once(self, names: Sequence[str]) -> None:
        twice = dict.fromkeys(a for a, b in itertools.pairwise(names) if a == b)
        if twice:
            raise Refused(f"{self._name}.csv: an id stands twice: {', '.join(twice)}")


def _overlapping(parts: Iterable[Part]) -> Iterator[list[Part]]:
    """The parts in order; those whose ids stand between each other's together."""
    group: list[Part] = []
    last = ""
    for part in sorted(parts, key=lambda part: (part.first, part.last)):
        if group and part.first > last:
            yield group
            group = []
        last = max(last, part.last) if group else part.last
        group.append(part)
    if group:
        yield group


def _rows(part: Part) -> list[list[str]]:
    csv.field_size_limit(sys.maxsize)
    return list(csv.reader(io.StringIO(part.read().decode(), newline=""), strict=True))
