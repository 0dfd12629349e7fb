"""The versions' own dates: one that is much older is not the other's translation any more."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from pipeline.bilingual.comparison import Disagreement, Said
from pipeline.bilingual.sides import Side

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
#: Days between two versions: up to the first no news, from the second on one is stale.
_SOON, _STALE = 60, 365


def stale(left: Side, right: Side) -> Iterator[Disagreement]:
    """What the two modification dates say, where both sides give one to the day."""
    one, other = _day(left.modified), _day(right.modified)
    if one is None or other is None:
        return
    apart = abs((one - other).days)
    if apart > _STALE:
        yield Disagreement("stale-version", "stale", "warning", Said(str(one)), Said(str(other)))
    elif apart > _SOON:
        yield Disagreement("older-version", "stale", "note", Said(str(one)), Said(str(other)))


def _day(said: str) -> dt.date | None:
    match = _DAY.match(said)
    try:
        return dt.date.fromisoformat(match[0]) if match else None
    except ValueError:
        return None
