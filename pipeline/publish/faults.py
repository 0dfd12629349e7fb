"""What `check` has to tell: how bad, of what, where in which published file, what to do."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.model import Severity, line_of


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a file: lines and columns from 1, columns in code points, the end is one past.

    `line` is 0 where the file as a whole is meant. `start` and `end` are the offsets of the same.
    """

    file: str
    line: int = 0
    column: int = 0
    end_line: int = 0
    end_column: int = 0
    start: int = 0
    end: int = 0

    @classmethod
    def of(cls, file: Path, text: str, start: int, end: int) -> Place:
        """The characters `[start, end)` of a text; of none of them, the file as a whole."""
        if start == end:
            return cls(file.as_posix())
        return cls(file.as_posix(), *_at(text, start), *_at(text, end), start, end)


def _at(text: str, offset: int) -> tuple[int, int]:
    """The line and the column of an offset."""
    return line_of(text, offset), offset - text.rfind("\n", 0, offset)


@dataclass(frozen=True, slots=True)
class Fault:
    """One line of the report; `where` is an id, or the name of a file where nothing has one.

    `accepted` is why a reviewer said that it may stay, None where nobody did.
    """

    severity: Severity
    where: str
    code: str
    message: str
    advice: str = ""
    place: Place | None = None
    accepted: str | None = None
