"""What reviewers decided, line by line in `reviews.jsonl`, as the report exports it.

A decision is on a fact or a finding by its id, and on its exact characters: where the text
changes, it no longer holds. Of two on the same the later line stands, so files can be joined.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal, NamedTuple

import orjson
from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from pipeline.errors import StoreError
from pipeline.records import said

FILE = "reviews.jsonl"
_TIME = r"^(\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d))?$"


class Decision(BaseModel):
    """One line of the file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = said(
        "Id of the fact or of the finding.", "Identifiant du fait ou du point.", min_length=1
    )
    quote: str = said(
        "Its exact characters, empty where it is about a page as a whole.",
        "Ses caractères exacts ; vide s’il porte sur toute une page.",
    )
    decision: Literal["accept", "reject"] = said(
        "`accept`: it may stay as it is; `reject`: it must not.",
        "`accept` : accepté tel quel ; `reject` : refusé.",
    )
    reason: str = said("Why.", "Pourquoi.", default="")
    at: str = said(
        "When (RFC 3339), empty where unknown.",
        "Quand (RFC 3339) ; vide si inconnu.",
        default="",
        pattern=_TIME,
    )

    @field_validator("at")
    @classmethod
    def _is_a_time(cls, at: str) -> str:
        _time(at)
        return at

    @property
    def key(self) -> Key:
        """What it is on."""
        return Key(self.id, self.quote)

    def is_later(self, than: str) -> bool:
        """Whether it was made at or after a time (RFC 3339); not, where either is unknown."""
        mine, other = _time(self.at), _time(than)
        return mine is not None and other is not None and mine >= other


class Key(NamedTuple):
    """An id, and the exact characters that it had."""

    id: str
    quote: str


@dataclass(frozen=True, slots=True)
class Decisions:
    """The decisions that stand, by what they are on, each with the number of its line."""

    file: Path = Path(FILE)
    lines: Mapping[Key, tuple[int, Decision]] = field(default_factory=dict)

    def on(self, name: str, quote: str) -> Decision | None:
        """The decision on an id with these characters."""
        line = self.lines.get(Key(name, quote))
        return line[1] if line else None


def _time(said: str) -> datetime | None:
    return datetime.fromisoformat(said.upper()) if said else None


def find(root: Path, file: Path | None = None) -> Decisions:
    """The decisions in a file; without one those in the root's, none where there is none.

    Raises:
        StoreError: the file is not there, or a line is no decision; with its number.
    """
    if file is None and not (root / FILE).exists():
        return Decisions(root / FILE)
    return read(file or root / FILE)


def read(file: Path) -> Decisions:
    """The decisions in a file, blank lines left out.

    Raises:
        StoreError: it cannot be read, or a line is no decision; with its number.
    """
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise StoreError(f"{file}: cannot be read: {error.strerror}") from error
    lines: dict[Key, tuple[int, Decision]] = {}
    for number, line in enumerate(raw.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if line.strip():
            decision = _decision(line, f"{file}: line {number}")
            lines[decision.key] = number, decision
    return Decisions(file, lines)


def _decision(line: bytes, where: str) -> Decision:
    try:
        return Decision.model_validate(orjson.loads(line))
    except orjson.JSONDecodeError as error:
        raise StoreError(f"{where}: not a line of JSON in UTF-8: {error}") from error
    except ValidationError as error:
        faults = "; ".join(
            f"{'.'.join(map(str, f['loc'])) or 'it'}: {f['msg'].removeprefix('Value error, ')}"
            for f in error.errors()
        )
        raise StoreError(f"{where}: {faults}") from error
