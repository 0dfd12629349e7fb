"""Which of two numbers is the day: `02/11/2017`.

A site says its own order, or its template does. Else a number over 12 tells, then a weekday beside
the date, then the dates of the same form on the page that leave no doubt, then the page's country
and language.
"""

from __future__ import annotations

import calendar
import datetime as dt
import functools
import re
from collections.abc import Sequence

from pipeline import lexicon
from pipeline.extract.dates.points import Point, century
from pipeline.extract.dates.scan import Scan
from pipeline.reading import Reading

_LEAP = 2000
_MONTHS = 12
_REACH = 4


def is_valid(year: int, month: int, day: int) -> bool:
    """Whether the calendar has this day; a year 0 is one that nobody wrote."""
    if not 1 <= month <= _MONTHS:
        return False
    return 1 <= day <= calendar.monthrange(year or _LEAP, month)[1]


def settle(reading: Reading, scan: Scan, found: Sequence[Point]) -> list[Point]:
    """The points with numeric dates settled; those that the calendar does not have are gone."""
    numeric = [p for p in found if p.numbers != (0, 0)]
    if not numeric:
        return list(found)
    sure = {p.separator: set[str]() for p in numeric}
    for point in numeric:
        orders = _possible(point)
        if len(orders) == 1 and point.form == "numeric":
            sure[point.separator].add(next(iter(orders)))
    gone = set()
    for index, point in enumerate(numeric):
        if not _settle(reading, scan, point, sure[point.separator]):
            gone.add(index)
    lost = {id(numeric[i]) for i in gone}
    return [p for p in found if id(p) not in lost]


def _possible(point: Point) -> dict[str, tuple[int, int, int]]:
    """The orders that give a day of the calendar, and that day; equal ones stand once."""
    first, second = point.numbers
    year = point.year or (century(point.short) if point.short >= 0 else 0)
    readings = {"dmy": (year, second, first), "mdy": (year, first, second)}
    if point.short > 0 and point.separator == "-":
        readings["ymd"] = (century(first), second, point.short)
    if point.form == "numeric-day" and point.separator == "." and max(point.numbers) > _MONTHS:
        del readings["mdy"]  # "07.30" is a time
    valid = {order: date for order, date in readings.items() if is_valid(*date)}
    if len(valid) > 1 and valid.get("dmy") == valid.get("mdy"):
        del valid["mdy"]
    if "dmy" in valid or "mdy" in valid:
        valid.pop("ymd", None)
    return valid


def _settle(reading: Reading, scan: Scan, point: Point, neighbours: set[str]) -> bool:
    orders = _possible(point)
    if not orders:
        return False
    order = next(iter(orders))
    if len(orders) > 1:
        order, point.resolved_by = _choose(reading, scan, point, orders, neighbours)
        point.alternatives = tuple(date for name, date in orders.items() if name != order)
    elif point.form == "numeric-day" and order == "mdy":
        point.strange = _by_country(reading, point)[0] != order
    point.year, point.month, point.day = orders[order]
    return True


def _choose(
    reading: Reading,
    scan: Scan,
    point: Point,
    orders: dict[str, tuple[int, int, int]],
    neighbours: set[str],
) -> tuple[str, str]:
    """The order of an ambiguous date, and what told it."""
    fitting = _by_weekday(scan, point, orders)
    site = reading.site.date_order or _template_order(reading)
    if site in orders and fitting in (None, site):
        return site, "site"
    if fitting is not None:
        return fitting, "weekday"
    if len(neighbours) == 1 and (order := next(iter(neighbours))) in orders:
        return order, "neighbour"
    return _by_country(reading, point)


@functools.cache
def _foot() -> re.Pattern[str]:
    """The line under which the template of the French missions leads back to the top."""
    entries = lexicon.every("pages", "modified.modified", "modified.published")
    return re.compile(rf"(?:{lexicon.alternation(entries)}) ?:? ?\d\d/\d\d/\d{{4}}")


def _template_order(reading: Reading) -> str | None:
    """Day first on a page whose foot is that of the French missions' template, in any country.

    `Last modified on 02/11/2017`, and under it `top of the page`.
    """
    for artifact in reading.artifacts:
        if artifact.rule == "top-link" and artifact.of(reading.page.text) == "top of the page":
            above = reading.key[: artifact.start].rstrip()
            if _foot().fullmatch(above.rpartition("\n")[2].strip()):
                return "dmy"
    return None


def _by_weekday(scan: Scan, point: Point, orders: dict[str, tuple[int, int, int]]) -> str | None:
    """The one order that falls on the weekday written right before or after the date."""
    near = range(max(0, point.first - _REACH), min(len(scan.tokens), point.last + _REACH))
    for at in near:
        between = scan.symbols[min(at + 1, point.last) : max(at, point.first)]
        if at in range(point.first, point.last) or between.strip(" ,.(ho"):
            continue
        if scan.symbols[at] == "w":
            day = scan.words.weekdays[scan.tokens[at]]
            fits = [o for o, (y, m, d) in orders.items() if y and dt.date(y, m, d).weekday() == day]
            return fits[0] if len(fits) == 1 else None
    return None


@functools.cache
def _countries() -> frozenset[str]:
    return frozenset(lexicon.words("dates", "en")["order"]["countries"]["mdy"])


def _by_country(reading: Reading, point: Point) -> tuple[str, str]:
    """English is written month first in few countries, day first elsewhere."""
    country, language = reading.page.country, reading.language_at(0)
    if language == "und":
        language = reading.page.language
    host = reading.page.url.partition("://")[2].partition("/")[0]
    _, _, home = host.rpartition(".")
    if len(home) == len("ca") and home.upper() not in _countries() | {"EU"}:
        return "dmy", "country"
    dotted = point.separator == "."  # day first, but in the United States
    if country in _countries() and (not dotted or country == "US"):
        return ("mdy", "country") if language in {"en", "und", ""} else ("dmy", "language")
    return "dmy", "country" if country else "language"
