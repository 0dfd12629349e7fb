"""Calendar dates: days, months, years, and ranges of them.

A page is read as a string of symbols (`scan`), the grammar finds single dates in it
(`points`), dates written together share month and year (`chains`), and what is around
them must let a date stand there (`edges`, `alone`). A mention's rule is the form:

| rule | example |
| --- | --- |
| iso | `2017-11-02` |
| iso-compact | `20171102 13:58`, `Updated: 20171102` |
| numeric | `02/11/2017`, `2.11.17` (`order` tells day from month) |
| numeric-day | `le 14/07` |
| numeric-month | `11/2016` |
| day-month-year, month-day-year | `3rd of May 2015`, `May 3, 2015` |
| dashed-month-name, iso-month-name | `22-Nov-2016`, `2016-nov-22` |
| day-month, month-day | `le 14 juillet`, `Dec. 31st` |
| day | `3rd` in `3rd and 17th June` |
| month-year, month | `mai 2015`, `en avril` |
| year, short-years | `depuis 2013`, `2018-19` |
| range | `du 3 au 7 mai 2019`, `between 1990 and 1995` |
"""

from __future__ import annotations

from pipeline.extract.dates import alone, edges, numbers
from pipeline.extract.dates.chains import Unit, chains, units
from pipeline.extract.dates.days import with_days
from pipeline.extract.dates.order import settle
from pipeline.extract.dates.points import Point, points
from pipeline.extract.dates.scan import Scan
from pipeline.extract.dates.series import without_series
from pipeline.model import Mention
from pipeline.reading import Reading
from pipeline.stages import stage

_WEAK_YEAR = frozenset({"year", "short-years"})
_PLAIN_DAY = frozenset({"day-month", "month-day"})
_MONTHS = 12
_CENTURY = 100
_RECENT, _LONGEST_PERIOD = 2000, 15
_DIGITS, _GROUP = 4, 3
_LINES_ON = 3
#: The symbols of what numbers an issue: a word, `°`, the dot of `no.`.
_NUMBER_SIGNS = frozenset("xr.")


@stage("dates")
def find_dates(reading: Reading) -> list[Mention]:
    """The calendar dates of a page, in text order."""
    scan = Scan.of(reading)
    found: list[Mention] = []
    for chain in chains(scan, settle(reading, scan, _points(scan))):
        if any(p.month or p.year for _, p in chain):
            for run in units(scan, chain):
                found += _mentions(reading, scan, run)
    return found


def _points(scan: Scan) -> list[Point]:
    """What may be a date: ranges of days as two points, the numbers of a list left out."""
    return without_series(list(with_days(scan, points(scan))))


def _mentions(reading: Reading, scan: Scan, run: list[Unit]) -> list[Mention]:
    found = []
    for unit in _standing(reading, scan, run):
        mention = _mention(scan, unit)
        if mention is not None:
            found.append(mention)
    return found


def _standing(reading: Reading, scan: Scan, run: list[Unit]) -> list[Unit]:
    """The units of a run that their surroundings let stand."""
    first = run[0].start if run else None
    if first and (
        not edges.clear_before(scan, first)
        or (
            first.form == "day-month-year"
            and scan.symbols[first.first - 2 : first.first - 1] in _NUMBER_SIGNS
            and numbers.numbers_an_issue(scan, first.first)
        )
    ):
        run = _without_day(scan, run)
    run = [u for u in run if edges.is_free(scan, u.start, u.end)]
    for unit in run:
        _without_count(scan, unit.start)
        alone.without_verb(scan, unit.start)
    asked = _are_asked(scan, run)
    run = [u for u in run if not _is_other(scan, u, asked=asked)]
    if not run or edges.in_a_street(scan, run[0].start):
        return []
    run = alone.without_count(scan, run)
    if any(map(_is_weak_year, run)) and not alone.years_stand(reading, scan, run):
        run = [u for u in run if not _is_weak_year(u)]
    if any(map(_is_weak_month, run)) and not alone.months_stand(scan, run):
        run = [u for u in run if not _is_weak_month(u)]
    return run


def _is_other(scan: Scan, unit: Unit, *, asked: bool) -> bool:
    """Whether the form is that of a date and the words around say something else."""
    start = unit.start
    if start.form in _PLAIN_DAY:
        return alone.is_verb(scan, start)
    if start.form == "short-years" and numbers.is_bracketed(scan, start):
        return True
    if start.form == "numeric-day":
        houses = numbers.numbers_a_house(scan, start, unit.end)
        return houses or not asked or numbers.has_initials(scan, start) or _shows(scan, unit.end)
    return start.form == "numeric-month" and numbers.numbers_a_text(scan, start)


def _shows(scan: Scan, point: Point) -> bool:
    """`12/28 photos`: which of how many is shown."""
    return scan.word_after(point.last) in scan.words.after["shown"]


def _is_weak_year(unit: Unit) -> bool:
    return not {unit.start.form, unit.end.form}.isdisjoint(_WEAK_YEAR)


def _is_weak_month(unit: Unit) -> bool:
    return any(p.form == "month" and not p.year for p in (unit.start, unit.end))


def _are_asked(scan: Scan, run: list[Unit]) -> bool:
    """Whether a run's days in numbers are dates: one of them is, or a plain date stands by them."""
    return any(
        _is_asked(scan, u) if u.start.form == "numeric-day" else u.start.day > 0 for u in run
    )


def _is_asked(scan: Scan, unit: Unit) -> bool:  # noqa: PLR0911 - one line a case
    """Whether a day and month in numbers (`14/07`) are a date: a word, or its place, says so."""
    point = unit.start
    if unit.end.form == "numeric":
        return True
    if unit.end is not point and scan.asking_word(point.first) in scan.words.between:
        return True
    at = scan.index_before(point.first)
    before = scan.symbols[at] if at >= 0 else ""
    if before == "w":
        return True
    of = scan.word_after(point.last) in {"of", "de", "des", "du", "d"}
    if of and not scan.text.startswith("dès", scan.starts[point.last + 1]):
        return False
    digits = [len(scan.tokens[point.first]), len(scan.tokens[point.last - 1])]
    full, beyond = sum(digits) == _DIGITS, max(point.numbers) > _MONTHS
    if full and _is_over_a_weekday(scan, unit):
        return True
    if point.separator != "/":
        return scan.word_before(point.first) in {"on", "le"} and (full or beyond)
    article = at >= 0 and scan.tokens[at] == "a" and scan.source[scan.starts[at]] in "aA"
    if before and before in "ht" and not article:
        return True
    if before and scan.tokens[at] in scan.words.before["numeric"]:
        after = scan.word_after(point.last)
        return not after or after in scan.words.after["function"]
    opens = point.first == 0 or scan.symbols[point.first - 1] in "\n("
    closes = scan.symbols[unit.end.last : unit.end.last + 1] in ("", "\n", ")")
    placed = opens or point.numbers[0] > _MONTHS or unit.end is not point
    # no word says that it is one: not '03/16' where the day stands first
    return not point.strange and ((opens and closes and beyond) or (full and placed))


def _is_over_a_weekday(scan: Scan, unit: Unit) -> bool:
    """Whether a weekday opens the line below a line with nothing else: `01.11` over `Samedi`."""
    first, last = unit.start.first, unit.end.last
    below = scan.symbols[last : last + _LINES_ON + 1].lstrip("\n ")
    alone = scan.symbols[first - 1 : first] in {"", "\n"} and scan.symbols[last : last + 1] == "\n"
    return alone and below.startswith("w")


def _without_count(scan: Scan, point: Point) -> None:
    """`en mars 12 élèves`, `in July 15 students`: the number counts what follows, no day."""
    if point.form != "month-day" or scan.symbols[point.last - 1] != "d":
        return
    before = scan.word_before(point.first)
    of_a_month = before in scan.words.before["in_month"]
    counts = _counts(scan, point) or _is_thousands(scan, point)
    if before in scan.words.before["no_day"] or (of_a_month and counts):
        point.form, point.day, point.last = "month", 0, point.first + 1


def _counts(scan: Scan, point: Point) -> bool:
    """Whether a word that may be counted follows."""
    after = scan.word_after(point.last)
    if not after or after in scan.words.after["function"]:
        return False
    return not scan.is_capital(point.last + 1)


def _is_thousands(scan: Scan, point: Point) -> bool:
    """Whether a group of three digits follows: `in November 2 397 seekers`."""
    group = scan.symbols[point.last : point.last + 2] == " #"
    return group and len(scan.tokens[point.last + 1]) == _GROUP


def _without_day(scan: Scan, run: list[Unit]) -> list[Unit]:
    """`6,107.31 August 2019`: the month stands where its day is part of another number.

    A bare day is left out, and the dates after it stand: `vol. 44-1, le 4 janvier 2018`.
    """
    point = run[0].start
    if point.form == "day":
        return run[1:]
    if point.form not in {"day-month-year", "day-month"} or run[0].end is not point:
        return []
    point.first = next(i for i in range(point.first, point.last) if scan.symbols[i] in "Mm")
    point.form, point.day = "month-year" if point.year else "month", 0
    return run


def _mention(scan: Scan, unit: Unit) -> Mention | None:
    start, end = unit.start, unit.end
    value = _iso(start)
    rule, alternatives = start.form, tuple(_text(*date) for date in start.alternatives)
    details: dict[str, object] = {"precision": _precision(start)}
    first, last = value, _iso(end)
    if start.form == "short-years":
        years = _short_years(start)
        if years is None:
            return None
        last = years
        if start.short in range(1, _MONTHS + 1):
            alternatives = (_text(start.year, start.short, 0),)
    if last != first or start is not end:
        if start.form != "short-years":
            rule = "range"
            alternatives = _range_alternatives(start, end)
        value = f"{first}/{last}"
        details |= {"first": first, "last": last}
    return Mention(
        scan.starts[start.first],
        scan.starts[end.last],
        "date",
        value,
        rule,
        alternatives=alternatives,
        resolved_by=start.resolved_by or end.resolved_by,
        details=details,
    )


def _short_years(point: Point) -> str | None:
    """The last year of `1993-95`; `2010-59` numbers a law."""
    last = point.year - point.year % _CENTURY + point.short
    if last <= point.year:
        last += _CENTURY
    longest = _LONGEST_PERIOD if point.year >= _RECENT else _CENTURY // 2
    return str(last) if last - point.year <= longest else None


def _range_alternatives(start: Point, end: Point) -> tuple[str, ...]:
    firsts = [_text(*d) for d in start.alternatives] or [_iso(start)]
    lasts = [_text(*d) for d in end.alternatives] or [_iso(end)]
    if not start.alternatives and not end.alternatives:
        return ()
    return tuple(f"{a}/{b}" for a, b in zip(firsts, lasts, strict=False) if a < b)


def _iso(point: Point) -> str:
    return _text(point.year, point.month, point.day)


def _text(year: int, month: int, day: int) -> str:
    """ISO 8601 of what is known: `2015-05-03`, `2015-05`, `2015`, `--05-03`, `--05`."""
    head = f"{year:04}" if year else "-"
    tail = (f"-{month:02}" if month else "") + (f"-{day:02}" if day else "")
    return head + tail


def _precision(point: Point) -> str:
    return "day" if point.day else "month" if point.month else "year"
