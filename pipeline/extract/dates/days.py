"""Ranges of days that share the month before them: `June 5-9 & 12-16, 2017`.

By itself `12-16` would be a day and a month. After a month that stands first, with a day, and
nothing but a comma or `and` between, it is two more days, and a year after it is theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipeline.extract.dates.points import Point
from pipeline.extract.dates.scan import Scan

_LISTED = re.compile(r" ?, ?(?:& )?| ?& ?")
_YEAR_AFTER = re.compile(r" ?, ?| ")


def with_days(scan: Scan, found: Iterable[Point]) -> Iterator[Point]:
    """The points of a page, in text order, such ranges as two days each."""
    last: Point | None = None
    day = 0
    for point in found:
        if last is not None and _goes_on(scan, last, day, point):
            first, second = point.numbers
            yield Point("day", point.first, point.first + 1, day=first)
            last = Point("day", point.last - 1, point.last, day=second)
            day = second
            yield last
            continue
        if last is not None and last.form == "day" and _is_its_year(scan, last, point):
            last.form, last.year, last.last = "day-year", point.year, point.last
            last = None
            continue
        last, day = _days_before(scan, last, point)
        yield point


def _goes_on(scan: Scan, last: Point, day: int, point: Point) -> bool:
    """Whether a range goes on a list of days whose last one is `day`."""
    if not day or point.form != "numeric-day" or point.separator != "-":
        return False
    first, second = point.numbers
    gap = scan.symbols[last.last : point.first]
    return day < first < second and _LISTED.fullmatch(gap) is not None


def _is_its_year(scan: Scan, last: Point, point: Point) -> bool:
    gap = scan.symbols[last.last : point.first]
    return point.form == "year" and _YEAR_AFTER.fullmatch(gap) is not None


def _days_before(scan: Scan, last: Point | None, point: Point) -> tuple[Point | None, int]:
    """The point and its day where days may follow: `June 5`, and the 9 of `June 5-9`."""
    if point.form == "month-day":
        return point, point.day
    ends = last is not None and last.form == "month-day" and point.form == "day"
    if ends and last is not None and scan.symbols[last.last : point.first].strip(" ") == "-":
        return point, point.day
    return None, 0
