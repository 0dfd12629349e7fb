"""The day of a release: a dateline alone in its line, or the day before its place and issuer.

Behind the place that opens a text a day is the text's, which may have been put on the Web much
later; alone in its line, at the head of what calls itself a release, it is the page's own.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from itertools import islice

from pipeline import lexicon
from pipeline.model import Mention, Span
from pipeline.reading import Reading

_DAY = len("2020-03-10")
#: '| Department of works', or the place and who issues it, behind wide spaces or in capitals.
_ISSUER = re.compile(
    r" ?[|·–-] [A-ZÀ-Þ][^.:;|\d]{3,80}"
    r"|(?: {3,}[A-ZÀ-Þ][^.:;|\d ]*(?: [^.:;|\d ]+){0,6}){1,2}"
    r"|(?: (?:\(?[A-ZÀ-Þ][\w'’-]*\)?,?|and|de|des|du|et|for|la|of|the)){3,14}"
)
_ARTICLE = re.compile(r"(?:Le )?")
#: 'Bern, ', 'Brussels, Belgium, Friday '; before it another cell of its row may stand.
_PLACE = re.compile(
    r"(?:.*\t)?[A-ZÀ-Þ][^.,:;\d\t]{1,30}(?:, (?P<kind>[^.,:;\d\t]{2,40}))?, "
    r"(?:le |on |the )?(?:[A-Za-z]{4,10},? )?"
)
_STOP = re.compile(r"\.?\s*")
#: So many lines on each side of the title are a page's head.
_HEAD = 4


def day_of_release(reading: Reading, dates: Sequence[Mention], title: Span) -> Mention | None:
    """The day that a release gives as its own, near its title; None where there is none."""
    below = list(_filled(reading, title, after=True))
    above = list(_filled(reading, title, after=False))
    head = [*above, *below]
    kinds = [line for line in head if _is_kind(line.of(reading.key))]
    for date in (d for d in dates if len(d.value) == _DAY):
        line = reading.lines.at(date.start)
        opens = line in below[:1] or (line in below[:2] and below[0] in kinds)
        if opens and _is_before_issuer(reading, date, line):
            return date
        if line in head and _is_dateline(reading, date, line, said=bool(kinds)):
            return date
    return None


def _filled(reading: Reading, title: Span, *, after: bool) -> Iterator[Span]:
    """The lines with content next to the title, the nearest first."""
    at = reading.lines.index(title.start)
    last = reading.lines.index(max(title.end - 1, title.start))
    spans = reading.lines.spans[last + 1 :] if after else reading.lines.spans[:at][::-1]
    return islice((span for span in spans if span.of(reading.text).strip()), _HEAD)


def _is_before_issuer(reading: Reading, date: Mention, line: Span) -> bool:
    """Whether a day opens its line, and who issues the release is all that follows."""
    if not _ARTICLE.fullmatch(reading.text, line.start, date.start):
        return False
    return _ISSUER.fullmatch(reading.text[date.end : line.end].rstrip()) is not None


def _is_dateline(reading: Reading, date: Mention, line: Span, *, said: bool) -> bool:
    """Whether a place and a day are all of a line, and it or the page says what kind it is.

    That the line ends there is asked first: of many days in a long line one alone is the last.
    """
    if not _STOP.fullmatch(reading.text, date.end, line.end):
        return False
    place = _PLACE.fullmatch(reading.text, line.start, date.start)
    if place is None:
        return False
    return said or (place["kind"] is not None and _is_kind(reading.key[slice(*place.span("kind"))]))


def _is_kind(key: str) -> bool:
    """Whether words say that a page is a release: `European Commission - Fact Sheet`."""
    return _kinds().fullmatch(key.strip()) is not None


@functools.cache
def _kinds() -> re.Pattern[str]:
    entries = lexicon.alternation(lexicon.every("pages", "modified.releases"))
    return re.compile(rf"(?:[^:;.]{{3,60}} - )?(?:{entries})(?:/\d.{{0,40}})?")
