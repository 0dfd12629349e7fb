"""The page's own date: when it was last modified, else when it was published."""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise

from pipeline import lexicon
from pipeline.model import Markup, Mention, Span
from pipeline.reading import Reading
from pipeline.sections.releases import day_of_release
from pipeline.stages import stage

_DAY_OR_MONTH = re.compile(r"\d{4}-\d\d(?:-\d\d)?")
_REACH = 80
#: What may follow the date: nothing, a time, an author, another item.
_TAIL = re.compile(
    r"\s*(?:$|[|•·;().\-\t\]]|,(?!.{40})|(?:a|at|um|om|to) \d|\d{1,2}[:h]\d|t\d\d:"
    r"|(?:by|par|in|dans|von|door) )"
)
#: 'UPDATE (June 15, 2022):' is over what was added that day.
_HEADS = re.compile(r"\) ?:\s*$")
_STAMP = re.compile(r",? \d{1,2}:\d\d:\d\d (?:[A-Z]{2,5}|[+-]\d{4})\b|\d\d:\d\d:\d\d\b")
_ANYTHING = re.compile(r"\S")
#: After the page's date its time may stand, with its zone.
_NOTHING_MORE = re.compile(
    r"(?:,? ?(?:(?:at|a|-|um) )?\d\d?[:h]\d\d(?::\d\d)?(?: ?[ap]\.?m\.?)?"
    r"(?: \(?(?:[acemnp][sd]?t|gmt|utc|cest|h[naec]e?)\)?)?)?\s*+\.?\s*+\Z"
)
_BARE = re.compile(r"(?:(?:le|on|the|am|op|el)? ?(?:[a-z]{4,10},? )?)$")


def _entries(table: str) -> str:
    return lexicon.alternation(lexicon.every("pages", f"modified.{table}"))


@functools.cache
def _then_updated() -> re.Pattern[str]:
    """What stands between the day of publication and that of a change, in one line."""
    time = r"(?:,? (?:(?:a|at|-) )?\d\d?[:h]\d\d)?"
    label = rf"(?:(?:et|and|puis|then) )?(?:{_entries('modified')})"
    return re.compile(rf"{time},? {label} ?:? ?(?:le |on )?")


@functools.cache
def _labels(table: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A label that ends the text before a date, and a label that is a whole line."""
    entries = _entries(table)
    opened = rf"(?:^|[|•·;(>\t.-])\s*(?:{entries})"
    return (
        re.compile(rf"{opened}\s*:?\s*(?:\( ?)?(?:le |on )?(?:[a-z]{{4,10}},? )?$"),
        re.compile(rf"\W*(?:{entries})\s*:?\s*"),
    )


@stage("sections")
def find_modified(reading: Reading, mentions: Iterable[Mention]) -> Mention | None:
    """The date that the page gives as its own, or None where its text gives none.

    A label of modification goes before one of publication, a later line before an earlier one;
    several publications are the items of a list, so that only one at the page's head or foot is
    the page's. Without a label: the one in a `time` that says so, the newest item of a feed, the
    one date that stands alone in its line at the page's end, right under its title or above it, or
    the day of a release there.
    """
    dates = [m for m in mentions if m.kind == "date" and _DAY_OR_MONTH.fullmatch(m.value)]
    modified = [m for m in dates if _is_labelled(reading, m, "modified")]
    modified = modified or [m for first, m in pairwise(dates) if _is_updated(reading, first, m)]
    if modified:
        return modified[-1]
    published = [m for m in dates if _is_labelled(reading, m, "published")]
    if len({m.value for m in published}) > 1:
        edges = _edges(reading)
        published = [m for m in published if _at_edge(reading, m, edges)]
    if published:
        return published[-1]
    return (
        _in_time(reading, dates)
        or _newest_item(reading, dates)
        or _alone(reading, dates)
        or _of_release(reading, dates)
    )


def _of_release(reading: Reading, dates: Sequence[Mention]) -> Mention | None:
    title = _title(reading)
    return None if title is None else day_of_release(reading, dates, title)


def _is_labelled(reading: Reading, date: Mention, table: str) -> bool:
    """Whether a label of `table` stands right before the date, and no sentence goes on after it."""
    line = reading.lines.at(date.start)
    rest = reading.key[date.end : min(line.end, date.end + _REACH)]
    before = reading.key[max(line.start, date.start - _REACH) : date.start]
    if before.count("(") > before.count(")") and _HEADS.search(rest):
        return False
    return _TAIL.match(rest) is not None and _follows_label(reading, date, table)


def _follows_label(reading: Reading, date: Mention, table: str) -> bool:
    before, whole = _labels(table)
    line = reading.lines.at(date.start)
    if _ANYTHING.search(reading.key, line.start, date.start):
        head = reading.key[max(line.start, date.start - _REACH) : date.start]
        return before.search(head) is not None
    above = _line_above(reading, reading.lines.index(date.start))
    return above is not None and whole.fullmatch(above.of(reading.key)) is not None


def _is_updated(reading: Reading, first: Mention, date: Mention) -> bool:
    """Whether a date goes on after that of publication: 'Published 2 May, updated on 4 June'."""
    return (
        date.start - first.end < _REACH
        and _then_updated().fullmatch(reading.key, first.end, date.start) is not None
        and _follows_label(reading, first, "published")
    )


def _line_above(reading: Reading, number: int) -> Span | None:
    """The nearest line with content above, at most one blank line away."""
    for span in reversed(reading.lines.spans[max(number - 2, 0) : number]):
        if span.of(reading.key).strip():
            return span
    return None


def _title(reading: Reading) -> Span | None:
    return next((s.heading for s in reading.sections if s.level == 1 and s.heading), None)


def _edges(reading: Reading) -> Span:
    """From the first line after the title to the last line, both by where they start."""
    title = _title(reading)
    start = title.end if title else 0
    rest = reading.text[start:]
    first = start + len(rest) - len(rest.lstrip())
    last = max(start + len(rest.rstrip()) - 1, 0)
    return Span(reading.lines.at(first).start, reading.lines.at(last).start)


def _at_edge(reading: Reading, date: Mention, edges: Span) -> bool:
    """Whether nothing but the title stands before the date's line, or nothing after it."""
    return reading.lines.at(date.start).start in {edges.start, edges.end}


#: What classes and properties of `time` say of the page's own date.
_CHANGED, _ISSUED = re.compile(r"modif|updat"), re.compile(r"publish|pubdate|entry-date|issued")
#: A line with more is no line of a page's author, section and date.
_META = 120


def _in_time(reading: Reading, dates: Sequence[Mention]) -> Mention | None:
    """The date in a `time` that says that it is the page's, or stands right under its title."""
    times = reading.markup("time")
    if not times:
        return None
    starts = [time.start for time in times]
    around = ((date, bisect_right(starts, date.start) - 1) for date in dates)
    found = [(d, times[at]) for d, at in around if at >= 0 and times[at].holds(d)]
    for says in (_CHANGED, _ISSUED):
        own = [date for date, time in found if says.search(" ".join(_names(time)))]
        if own and len({date.value for date in own}) == 1:
            return own[-1]
    edge = reading.lines.at(_edges(reading).start)
    first = [date for date, _ in found if edge.holds(date)] if len(edge) <= _META else []
    return first[0] if len(first) == 1 else None


def _names(time: Markup) -> list[str]:
    return [time.attrs.get(name, "").lower() for name in ("class", "itemprop", "property")]


def _newest_item(reading: Reading, dates: Sequence[Mention]) -> Mention | None:
    """The newest date of a feed, whose items each end in a time stamp."""
    stamped = [m for m in dates if _STAMP.match(reading.text, m.end)]
    return max(stamped, key=lambda m: m.value) if len(stamped) > 1 else None


def _alone(reading: Reading, dates: Sequence[Mention]) -> Mention | None:
    """The one date alone in its line, where it is the first or last thing that the page says.

    A day goes before a month: 'March 2020' is when a notice was written, too.
    """
    alone = [m for m in dates if _fills_line(reading, m)]
    alone = [m for m in alone if len(m.value) >= len("2020-03-10")] or alone
    if len(alone) != 1:
        return None
    (date,) = alone
    if _at_edge(reading, date, _edges(reading)):
        return date
    title = _title(reading)
    above = title is not None and date.end <= title.start
    return date if above and reading.text[: date.start].strip().count("\n") <= 1 else None


def _fills_line(reading: Reading, date: Mention) -> bool:
    """Whether the line holds the date and nothing else, weekday and preposition apart."""
    line = reading.lines.at(date.start)
    if not _NOTHING_MORE.match(reading.key, date.end, line.end):
        return False
    return _BARE.match(reading.key[line.start : date.start].strip()) is not None
