"""What time it is: read in one place, so that a run can be repeated to the byte.

`SOURCE_DATE_EPOCH` (seconds since 1970, as reproducible builds use it) stands for the present
where it is set.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime

_FORM = "%Y-%m-%dT%H:%M:%SZ"


def now() -> str:
    """The present as RFC 3339 in UTC, to the second: `2026-11-27T04:00:00Z`."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = datetime.fromtimestamp(int(fixed), UTC) if fixed else datetime.now(UTC)
    return moment.strftime(_FORM)


def read(said: str) -> datetime:
    """A moment that `now` wrote.

    Raises:
        ValueError: it is none.
    """
    return datetime.strptime(said, _FORM).replace(tzinfo=UTC)


def days_between(first: str, last: str) -> int:
    """Whole days from one moment to another; 0 where one is not known."""
    return (read(last) - read(first)).days if first and last else 0


def hours_between(first: str, last: str) -> float:
    """Hours from one moment to another."""
    return (read(last) - read(first)).total_seconds() / 3600
