"""Numbers of a list that are written as dates are: `21-02-01`, `21-02-02`, `21-02-03`.

Minutes number their items so, the year and the meeting first. Days of one month in one year would
count their first group, and the ends of business years (`31-12-15`, `31-12-16`) close a month.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.dates.points import Point

_FEWEST, _SURE = 3, 5
_FIRST = 2
_LAST_DAYS = frozenset({28, 29, 30, 31})


def without_series(found: Sequence[Point]) -> list[Point]:
    """The points without those whose last group counts on from item to item."""
    numbered = [p for p in found if p.separator == "-" and p.form == "numeric" and p.short >= 0]
    if len(numbered) < _FEWEST:
        return list(found)
    series: dict[tuple[int, int], list[int]] = {}
    for point in numbered:
        series.setdefault(point.numbers, []).append(point.short)
    items = {
        heads
        for heads, lasts in series.items()
        if _LAST_DAYS.isdisjoint(heads) and _counts_on(lasts)
    }
    gone = {id(point) for point in numbered if point.numbers in items}
    return [point for point in found if id(point) not in gone]


def _counts_on(lasts: list[int]) -> bool:
    """Whether numbers go up by one, from a first one or for long."""
    run = 1
    while run < len(lasts) and lasts[run] == lasts[run - 1] + 1:
        run += 1
    return run >= (_FEWEST if lasts[0] <= _FIRST else _SURE)
