"""Dates written together share what they do not repeat: `3, 4 et 5 mai`, `10-13 October 2017`.

A chain is a run of points with nothing between them but commas, `and`, `to`, dashes, and the
articles and weekdays that may follow those. A bare day takes its month from the point after it,
or, where the month is written first, from the one before; nothing is taken from outside.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.extract.dates.hours import goes_on_until, is_an_hour
from pipeline.extract.dates.order import is_valid
from pipeline.extract.dates.points import Point
from pipeline.extract.dates.scan import Scan

_LEAD = r"(?:[ho](?: |' ?)){0,2}(?:w[.,]? ?,? ?(?:h ?)?)?"
_RANGE = re.compile(rf"(?:\.? ?--? ?|\.? ?/ ?|,? (?:t'? ?){{1,2}}){_LEAD}")
_LIST = re.compile(rf"(?: ?, ?(?:& )?| & | ?& ?){_LEAD}")
#: Parts of a list share no more than a year: `June 4, 18; July 16; and August 6, 2024`.
_PARTED = re.compile(rf"(?: ?,)?(?: ?&)? ?; ?(?:& )?{_LEAD}")
#: `du 7 janvier et ce jusqu'au 16`, `from 7 January and this until the 16th`.
_AND_UNTIL = re.compile(r",? (?:et ce|and this),? (?:jusqu'(?:au|a)|until|till|to)(?: le| the)? ")
_WITH_A_YEAR = frozenset(
    {"iso", "iso-compact", "iso-month-name", "dashed-month-name", "numeric", "day-month-year"}
    | {"month-day-year"}
)
_ARTICLES = frozenset({"the", "la", "le"})
_GO_ON = frozenset({"and", "part"})
_LONGEST_GAP = 14
_SHORTEST_WITH_HOUR = 7
_MONTHS = 12
_LONGEST = 350
_LONGEST_CHAIN = 40
_LAST_DAY = 31


@dataclass(frozen=True, slots=True)
class Unit:
    """One date, or the two ends of a range."""

    start: Point
    end: Point


def chains(scan: Scan, found: Iterable[Point]) -> Iterator[list[tuple[str, Point]]]:
    """The points in runs, each with its joint to the one before.

    That is `range`, `list`, `and`, `part` for a semicolon, or '' for the first.
    """
    chain: list[tuple[str, Point]] = []
    for point in found:
        if chain and point.form == "day" and is_an_hour(scan, chain[-1][1], point):
            continue
        joint = _joint(scan, chain[-1][1], point) if chain else ""
        if chain and (not joint or len(chain) >= _LONGEST_CHAIN):
            yield chain
            chain, joint = [], ""
        chain.append((joint, point))
    if chain:
        yield chain


def _joint(scan: Scan, left: Point, right: Point) -> str:
    dated = bool(left.year or right.year)
    until = _part_before(scan, right, left.last) if dated else right.first
    gap = scan.symbols[left.last : until]
    if len(gap) >= _SHORTEST_WITH_HOUR and "t" in gap and goes_on_until(scan, left, right):
        return "range"
    if len(gap) > _LONGEST_GAP or ("-" in gap and _numbers_a_part(scan, left)):
        return ""
    if _RANGE.fullmatch(gap):
        over = gap[0] == "." and scan.symbols[left.last - 1] == "Y"  # 'le 4 mai 2010. - 10/05/2011'
        mixed = "-" in gap and left.form == "year" and right.day and right.month
        return "" if over or mixed else "range"
    if "&" in gap and _AND_UNTIL.fullmatch("".join(scan.tokens[left.last : right.first])):
        return "range"
    if _LIST.fullmatch(gap):
        return "and" if "&" in gap else "list"
    parted = ";" in gap and ";" in scan.tokens[left.last : right.first]  # a '!' looks like it
    return "part" if parted and _PARTED.fullmatch(gap) else ""


def _part_before(scan: Scan, point: Point, floor: int = -1) -> int:
    """Where a word for a part of a month or a year begins before it: `mid-April`, `la fin de mai`.

    It says no more than the month does, so where a year is written, dates are joined over it.
    """
    at = point.first - 2
    if point.day or at <= floor or scan.symbols[at + 1] not in " -'":
        return point.first
    if scan.symbols[at] == "o":
        at -= 2
    if at <= floor or scan.tokens[at] not in scan.words.parts:
        return point.first
    article = at - 2 > floor and scan.tokens[at - 2] in _ARTICLES and scan.symbols[at - 1] == " "
    return at - 2 if article else at


def _numbers_a_part(scan: Scan, point: Point) -> bool:
    """`2.1 - 3 May` as a line opens: the number of a part of the text, not a day."""
    opens = point.first == 0 or scan.symbols[point.first - 1] == "\n"
    return opens and point.form == "numeric-day" and point.separator == "."


def units(scan: Scan, chain: list[tuple[str, Point]]) -> list[list[Unit]]:
    """The dates of a chain, what is shared filled in, in runs of those that hold together."""
    if (
        len(chain) > 1
        and chain[1][0] == "and"
        and scan.asking_word(_part_before(scan, chain[0][1])) in scan.words.between
    ):
        chain[1] = ("range", chain[1][1])
    _share_forwards(scan, chain)
    _share_backwards(scan, chain)
    runs: list[list[tuple[str, Point]]] = [[]]
    for joint, point in chain:
        if point.month or point.year or point.numbers != (0, 0):
            runs[-1].append((joint if runs[-1] else "", point))
        elif runs[-1]:
            runs.append([])
    for run in runs:
        _share_years(run)
    return [_paired(run) for run in runs if run]


def _share_forwards(scan: Scan, chain: list[tuple[str, Point]]) -> None:
    """`May 3, 4 and 5, 2015`: bare days after a month that stands first."""
    for at in range(len(chain)):
        joint, point = chain[at]
        if point.form not in {"day", "day-year"}:
            continue
        left = chain[at - 1][1] if at and joint != "part" else None
        if (
            left
            and left.month_first
            and left.day
            and point.day > left.day
            and _is_day(scan, chain, at)
        ):
            point.month, point.month_first = left.month, True
            point.year = point.year or (left.year if joint == "range" else 0)
            if point.year:
                _give_year(chain, at, point.year)
        elif point.form == "day-year":
            point.first, point.form, point.day = point.last - 1, "year", 0


def _give_year(chain: list[tuple[str, Point]], at: int, year: int) -> None:
    for _, earlier in reversed(chain[:at]):
        if earlier.year or not earlier.month_first:
            return
        earlier.year = year


def _is_day(scan: Scan, chain: list[tuple[str, Point]], at: int) -> bool:
    """Whether a bare number after `May 3` is a day too: `May 3, 15 people` has none."""
    joint, point = chain[at]
    left = chain[at - 1][1]
    after = scan.word_after(point.last)
    if after in scan.words.after["unit"] or scan.symbols[point.last : point.last + 1] == ":":
        return False
    if left.form == "month-day-year" and point.form == "day":
        return False
    ordinal = scan.symbols[point.last - 1] in "ru." or point.form == "day-year"
    ends = not after or after in scan.words.after["function"] or scan.is_capital(point.last + 1)
    if joint == "list":
        more = any(j in _GO_ON or p.form == "day-year" for j, p in chain[at + 1 :])
        return ordinal or more
    return ordinal or ends or joint == "range"


def _share_backwards(scan: Scan, chain: list[tuple[str, Point]]) -> None:
    """`3, 4 et 5 mai 2015`: bare days before one that has a month.

    Not `N° 6 - 30 mai 2015`, and not `formation à 3, 07 mai 2015`.
    """
    for at in range(len(chain) - 2, -1, -1):
        point, right = chain[at][1], chain[at + 1][1]
        if point.form != "day" or point.month or not right.day or not right.month:
            continue
        if scan.word_before(point.first) in scan.words.before["number"]:
            continue
        if chain[at + 1][0] == "part":
            continue
        if chain[at + 1][0] == "list" and _is_padded(scan, right) and not _is_full(scan, point):
            continue
        month_first = right.form.startswith("month") and chain[at + 1][0] != "range"
        if not month_first and right.form != "iso" and point.day < right.day:
            point.month, point.year = right.month, right.year


def _is_padded(scan: Scan, point: Point) -> bool:
    """Whether a day is written `07`: then those listed before it are written in two digits too."""
    return scan.tokens[point.first].startswith("0")


def _is_full(scan: Scan, point: Point) -> bool:
    return len(scan.tokens[point.first]) > 1


def _share_years(run: list[tuple[str, Point]]) -> None:
    for at in range(len(run) - 2, -1, -1):
        point, (joint, right) = run[at][1], run[at + 1]
        if joint != "range" and _has_its_own(run, at + 1):
            continue
        if (
            (_alike(point, right) or _are_months(joint, point, right))
            and right.year
            and not point.year
        ):
            if (point.month, point.day) <= (right.month, right.day or _LAST_DAY):
                point.year = right.year
            elif joint == "range":
                point.year = right.year - 1
    for at in range(1, len(run)):
        left, (joint, point) = run[at - 1][1], run[at]
        if joint == "range" and _alike(left, point) and left.year and not point.year:
            later = (left.month, left.day) <= (point.month, point.day)
            point.year = left.year if later else left.year + 1


def _has_its_own(run: list[tuple[str, Point]], at: int) -> bool:
    """Whether a range starts here whose two ends write their years: they are not the list's."""
    following = run[at + 1 : at + 2]
    if not following or following[0][0] != "range":
        return False
    written = _WITH_A_YEAR.issuperset({run[at][1].form, following[0][1].form})
    return written and bool(run[at][1].year)


def _alike(one: Point, other: Point) -> bool:
    """Whether both are days of a month, or both are months."""
    return bool(one.month and other.month) and bool(one.day) == bool(other.day)


def _are_months(joint: str, one: Point, other: Point) -> bool:
    """Whether a range runs from a day to a month, or from a month to a day."""
    return joint == "range" and bool(one.month and other.month)


def _paired(run: list[tuple[str, Point]]) -> list[Unit]:
    """Single dates and ranges; a point that the calendar does not have is left out."""
    found: list[Unit] = []
    at = 0
    while at < len(run):
        point = run[at][1]
        joint = run[at + 1][0] if at + 1 < len(run) else ""
        right = run[at + 1][1] if joint else None
        if (
            right is not None
            and joint == "range"
            and _is_range(point, right)
            and not _goes_on(run, at)
        ):
            found.append(Unit(point, right))
            at += 2
            continue
        if _stands(point):
            found.append(Unit(point, point))
        at += 1
    return found


def _goes_on(run: list[tuple[str, Point]], at: int) -> bool:
    """Whether a row of years goes on (`2012-2013-2014`), which is a list."""
    return at + 2 < len(run) and run[at + 2][0] == "range" and run[at][1].form == "year"


def _stands(point: Point) -> bool:
    return is_valid(point.year, point.month, point.day or 1) if point.month else bool(point.year)


def _is_range(left: Point, right: Point) -> bool:
    """Whether the two may be a range's ends: both exist, and the first is the earlier one.

    `JUILLET / JULY 2012` is one month in two languages.
    """
    if (left.year, left.month, left.day) == (right.year, right.month, right.day):
        return False
    if not _stands(left) or not _stands(right) or "short-years" in (left.form, right.form):
        return False
    if bool(left.year) != bool(right.year):
        return False
    if not left.year:
        return _alike(left, right)
    first = (left.year, left.month or 1, left.day or 1)
    last = (right.year, right.month or _MONTHS, right.day or _LAST_DAY)
    return first < last and right.year - left.year <= _LONGEST
