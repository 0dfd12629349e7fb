"""The ways of writing one date, as patterns over the symbols of a scan (`scan`).

Every pattern is bounded, and its numbers and month stand in a known order, so a match is read
off its tokens. Longer forms stand before shorter ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.extract.dates.scan import Scan

_DAY = r"(?:d(?: ?r(?![dz])\.?)?|(?:T(?: |-| & |-&-))?u)"
_MONTH = r"[Mm]\.?"
_SHORT_YEAR = r"(?:,? ?'[zd](?![dzY#])| (?:o )?z(?! ?[xnjkyihotrw&MmuTdzY#*:/'-]|[.,][dzY#]))"
_OF_YEAR = r"(?: ?,? ?(?:o (?:h'? ?)?(?:y )?)?Y| i Y)"
_YEAR = rf"(?:{_OF_YEAR}|{_SHORT_YEAR})"
_OF_MONTH = r"(?: ?(?:[ho] (?:h )?k |h )?(?:j )?o'? ?| ?|[-/])"

_FORMS = {
    "iso": r"Y([-/.])d\2d|Y\. d\. d\.(?! ?[dzY#Mm])|Y d d(?! ?[dzY#Mm]|[.,:][dzY#])",
    "iso-month-name": r"Y([-/.])[Mm]\.?\4d",
    "dashed-month-name": r"d([-/.])[Mm]\.?\6[Yzd]",
    "iso-compact": r"Ydd",
    "numeric": r"d(?: ?- ?d ?- ?| ?/ ?d ?/ ?| ?\. ?d ?\. ?| d )(?:Y|[zd](?![dzY#]))|d/d, ?Y",
    "numeric-month": r"d(?: ?- ?| ?/ ?)Y|Y(?:-| ?/ ?)d(?!r)|Y ?- ?d(?=[.,;):\n]|\Z)",
    "short-years": r"Y[-/]z",
    "day-month-year": rf"{_DAY}\.?{_OF_MONTH}{_MONTH}(?:{_YEAR}|/Y)|d ?r, {_MONTH}{_OF_YEAR}",
    "month-day-year": rf"{_MONTH}(?: ?,? ?(?:h )?|[-/]){_DAY}(?! ?[Mm]|[./]d[./Y]|:[dzY#])"
    rf"(?: ?, ?(?:o )?Y| (?:o )?Y|[-/]Y|{_SHORT_YEAR})",
    "day-month": rf"{_DAY}\.?{_OF_MONTH}{_MONTH}",
    "month-day": rf"{_MONTH}(?: ?,? ?(?:h )?|[-/])"
    rf"(?:d ?r(?![dz])|{_DAY}(?! ?[Mm]|[./]d|:[dzY#]|[,.']#))",
    "month-year": rf"{_MONTH}(?:{_OF_YEAR}|[-/]Y)|{_MONTH}{_SHORT_YEAR}|"
    r"Y(?:[-/]| ?,? )[Mm]\.?(?!-?[dY]| ?,? ?[dYuT])",
    "month": r"[Mm]\.?",
    "numeric-day": r"d/d(?![/.]?[dzY#]| ?[Mm]|\.? ?r)|d[-.]d(?![-/.]?[dzY#]|\.? ?-?[Mmr]|/[Mm])",
    "day-year": rf"{_DAY}(?: ?, ?| )Y",
    "year": r"Y",
    "day": rf"{_DAY}",
}
_MONTHS = 12
_TENS_REACH = 4  # from "unième" back to "trente"
#: The minutes and seconds of a time are no day: `07:41:02 Apr 01`.
_START = re.compile(r"[YMmuT]|(?<![dz]:)d")
_POINT = re.compile("|".join(f"({form})" for form in _FORMS.values()))


def _group_names() -> dict[int, str]:
    """Which form each outer group of the pattern stands for."""
    names: dict[int, str] = {}
    at = 1
    for name, form in _FORMS.items():
        names[at] = name
        at += 1 + re.compile(re.sub(r"\\\d", "", form)).groups
    return names


_GROUPS = _group_names()


@dataclass(slots=True)
class Point:
    """One date as written: its tokens `[first, last)`, its form, and what it says.

    `month_first` says that a bare day after it may share its month. `numbers` holds the day and
    month of a numeric date in the order written, as long as nothing has told which is which.
    `strange` says that only an order makes it a date that is not usual where the page is from.
    """

    form: str
    first: int
    last: int
    year: int = 0
    month: int = 0
    day: int = 0
    month_first: bool = False
    numbers: tuple[int, int] = (0, 0)
    separator: str = ""
    short: int = -1
    alternatives: tuple[tuple[int, int, int], ...] = ()
    resolved_by: str = ""
    strange: bool = False


def points(scan: Scan) -> Iterator[Point]:
    """Everything that may be a date or a part of one, in text order, without overlap."""
    symbols, end = scan.symbols, 0
    for start in _START.finditer(symbols):
        match = _POINT.match(symbols, start.start()) if start.start() >= end else None
        if match is None:
            continue
        end = match.end()
        form = _GROUPS[match.lastindex or 1]
        last = match.end()
        if form in {"month", "month-day"} and scan.tokens[match.start()] in scan.words.day_names:
            continue  # "mar. 12" is a Tuesday on a French page
        if symbols[last - 1] == "." and scan.tokens[last - 2] not in scan.words.abbreviations:
            last -= 1  # the sentence's
        point = read_point(scan, form, match.start(), last)
        if point is not None:
            yield point


def century(short: int) -> int:
    """The year that two digits stand for: 1940 to 2039."""
    return short + (2000 if short < 40 else 1900)  # noqa: PLR2004 - the pivot


def read_point(scan: Scan, form: str, first: int, last: int) -> Point | None:
    """The form's numbers and month, read off its tokens in their order."""
    numbers: list[int] = []
    years: list[int] = []
    point = Point(form, first, last)
    for at in range(first, last):
        symbol, token = scan.symbols[at], scan.tokens[at]
        if symbol == "Y":
            years.append(int(token))
        elif symbol in "dz":
            numbers.append(int(token))
        elif symbol == "u":
            ordinal = scan.words.ordinals[token]
            if numbers and "T" in scan.symbols[max(first, at - _TENS_REACH) : at]:
                numbers[-1] += ordinal
            else:
                numbers.append(ordinal)
        elif symbol == "T":
            numbers.append(scan.words.ordinals[token])
        elif symbol in "Mm":
            point.month = scan.words.months[token]
            point.month_first = not numbers
    if years:
        point.year = years[0]
    return _fill(scan, point, numbers)


def _fill(scan: Scan, point: Point, numbers: list[int]) -> Point | None:
    match point.form:
        case "iso" if scan.symbols[point.first + 1] == " " and not _is_asked_row(scan, point):
            return None
        case "iso" | "iso-compact":
            point.month, point.day = numbers
        case "numeric":
            return _fill_numeric(scan, point, numbers)
        case "numeric-day":
            point.separator = scan.tokens[point.first + 1]
            point.numbers = (numbers[0], numbers[1])
        case "numeric-month" if _is_next_year(scan, point, numbers[0]):
            point.form, point.short = "short-years", numbers[0]
        case "numeric-month":
            _fill_month(scan, point, numbers[0])
        case "short-years":
            point.short = numbers[0]
        case "month-year" | "month" | "year":
            point.year = century(numbers[0]) if numbers else point.year
        case _:
            point.day = numbers[0]
            if len(numbers) > 1 and not point.year:
                point.year = century(numbers[1])
    return point


def _fill_numeric(scan: Scan, point: Point, numbers: list[int]) -> Point | None:
    """Which number is the day is told later (`order`)."""
    point.separator = scan.tokens[point.first + 1].strip() or scan.tokens[point.first + 2]
    point.numbers = (numbers[0], numbers[1])
    if point.separator[0].isdigit() and not _is_spaced_date(scan, point):
        return None
    if not point.year:
        point.short = numbers[2]
        return point if _is_short_date(scan, point) else None
    return point


def _is_spaced_date(scan: Scan, point: Point) -> bool:
    """`18 08 1978` with nothing but words around; any other row of numbers is none."""
    lengths = [len(t) for t in scan.tokens[point.first : point.last : 2]]
    around = (
        scan.symbols[max(0, point.first - 2) : point.first]
        + scan.symbols[point.last : point.last + 2]
    )
    point.separator = "."
    return lengths == [2, 2, 4] and not set(around) & set("dzY#+")


def _fill_month(scan: Scan, point: Point, month: int) -> None:
    """`11/2016`; `11 - 2016` only where neither side may belong to another word."""
    if {" ", "-"} <= set(scan.symbols[point.first : point.last]) and not _is_spaced(scan, point):
        point.form = "year"
        point.first = point.last - 1 if scan.symbols[point.first] == "d" else point.first
        point.last = point.first + 1
    else:
        point.month = month


def _is_spaced(scan: Scan, point: Point) -> bool:
    """`updated: 09 - 2016`, two full numbers."""
    if min(len(scan.tokens[i]) for i in (point.first, point.last - 1)) == 1:
        return False
    if scan.symbols[point.last : point.last + 1] not in {"", "\n", ".", ",", ";", ")"}:
        return False
    at = scan.index_before(point.first)
    if at >= 0:
        return not scan.is_capital(at) and scan.tokens[at] not in scan.words.before["number"]
    return scan.symbols[max(0, point.first - 2) : point.first].strip(" ") in {"", "\n", ":", "("}


def _is_asked_row(scan: Scan, point: Point) -> bool:
    """`on 2016 10 16`: three numbers of full length after an article or `from`."""
    lengths = [len(t) for t in scan.tokens[point.first : point.last : 2]]
    at = scan.index_before(point.first)
    return lengths == [4, 2, 2] and at >= 0 and scan.symbols[at] == "h"


def _is_short_date(scan: Scan, point: Point) -> bool:
    """`2/11/17` and `02.11.17` are dates, `1.2.17` is a version or a heading's number."""
    lengths = [len(t) for t in scan.tokens[point.first : point.last] if t.isdigit()]
    return lengths[-1] == len("17") and (point.separator in "/-" or min(lengths) == len("17"))


def _is_next_year(scan: Scan, point: Point, number: int) -> bool:
    """`2018-19` and `2011-12` are two years, `2018-09` is a month."""
    if scan.symbols[point.first] != "Y" or len(scan.tokens[point.last - 1]) != len("19"):
        return False
    return number > _MONTHS or number == (point.year + 1) % 100
