"""datefinder: `tests/test_find_dates.py` and `test_find_dates_strict.py`, values without spans.

It knows no ranges: a range of ours counts as its two ends.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.suites import literals
from tests.suites.cases import Case, Suite, Wanted
from tests.suites.literals import When

#: A country whose order of numeric dates is the one that the case asks for.
COUNTRY = {"month": "US", "day": "GB"}
FILES = ("test_find_dates.py", "test_find_dates_strict.py")


def suites(folder: Path) -> Iterator[Suite]:
    """The suite below a checkout of datefinder."""
    if not (folder / "tests" / FILES[0]).is_file():
        return
    suite = Suite("datefinder", "date", "en", ranges=False)
    for name in FILES:
        path = folder / "tests" / name
        for call in literals.calls(path, "parametrize"):
            for row in getattr(call.args[1], "elts", ()):
                _add(suite, f"{path.stem}:{row.lineno}", row)
    yield suite


def _add(suite: Suite, where: str, row: ast.AST) -> None:
    cells: list[Any] = [*literals.value(row), "month"]
    text, expected, first = cells[:3]
    whens: list[Any] = expected if isinstance(expected, list) else [expected]
    if not whens:
        suite.dropped["wants nothing in strict mode, which we have not"] += 1
    elif not all(isinstance(when, When) for when in whens):
        suite.dropped["not readable without running it"] += 1
    elif any(when.timed for when in whens) or "midnight" in text:
        suite.dropped["a time of day"] += 1
    elif first not in COUNTRY:
        suite.dropped["year first, in two digits"] += 1
    else:
        wanted = tuple(Wanted(0, len(text), (_value(when),)) for when in whens)
        suite.add(Case(where, text, wanted, country=COUNTRY[first]))


def _value(when: When) -> str:
    parts = [f"{when.year:04}"]
    parts += [f"{part:02}" for part in (when.month, when.day) if part is not None]
    return "-".join(parts)
