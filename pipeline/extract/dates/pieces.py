"""The words, numbers and signs of a page, where a dump has run them together or torn them apart.

A line end inside a sentence is a space; a word glued to a month (`19 févrierDakar`) and a
footnote's number glued to a year (`21 mars 19971`) are pieces of their own. So are the year, the
month and the day of eight digits beside a time or a word for a date (`20180320 13:58`).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable

from pipeline import lexicon

_TOKEN = re.compile(r"[a-z]+|[0-9]+| +|[^a-z0-9 ]")
_WRAP = re.compile(
    r"\n(?<=[^\n]{40}\n)(?<![.:;!?]\n)(?="
    r"[a-z]|[12][0-9]{3}[ ,.;)]+[a-z(]|[0-9]{1,2}(?:er|st|nd|rd|th)?,? (?:[a-z]|[12][0-9]{3})"
    r"|(?<=[0-9]\n)[A-Z][a-z]{2,8} [12][0-9]{3})"
)
#: A day in eight digits: a time behind it, or what a feed glued to it, says that it is one.
_COMPACT = re.compile(
    r"(?<![0-9.,+\-/])(?P<year>(?:19|20)[0-9]{2})(?P<month>0[1-9]|1[0-2])"
    r"(?:0[1-9]|[12][0-9]|3[01])(?:(?P<time> ?(?:t[0-2][0-9]:?|[0-2][0-9]:)[0-5][0-9])|(?![0-9]))"
)
_LABEL_REACH = 24


def glued(months: Iterable[str]) -> re.Pattern[str]:
    """A day and month with a letter right after, or with a year and a short number right after.

    The month may stand first, its day an ordinal: `January 1stNew Year`; or a year before the day
    of the next date: `May 202415 June 2025`. Every match opens with a digit, so a search passes
    over all else at once.
    """
    names = lexicon.alternation(sorted(months))
    return re.compile(
        r"[0-9](?:"
        rf"(?:er|st|nd|rd|th|o)? (?P<month>(?:{names})(?P<year> (?:19|20)[0-9]{{2}})?)"
        r"(?(year)(?=[0-9]{1,2}(?![0-9.,]))|(?=[a-z]))"
        r"|(?<=[a-z] [0-9])(?P<day>[0-9]?(?:st|nd|rd|th))(?=[a-z])"
        rf"|(?<=[a-z] [12])(?P<first>[09][0-9]{{2}})(?=(?:[12]?[0-9]|3[01]) (?:{names})(?![a-z])))"
    )


def unwrapped(key: str, text: str) -> str:
    """A page's folded text with a space for each line end inside a sentence."""
    parts, at = [], 0
    for wrap in _WRAP.finditer(text):
        parts.append(key[at : wrap.start()])
        at = wrap.end()
    return " ".join([*parts, key[at:]]) if parts else key


def cuts(key: str, text: str, month: re.Pattern[str], dated: re.Pattern[str]) -> list[int]:
    """The places between two letters or digits where another piece starts.

    `dated` matches the words before a day in eight digits that say what it is.
    """
    found = [_cut_at(m) for m in month.finditer(key) if _is_glued(text, m)]
    compact = [
        place
        for m in _COMPACT.finditer(key)
        if m["time"] or dated.search(key, max(0, m.start() - _LABEL_REACH), m.start())
        for place in (m.end("year"), m.end("month"), m.end("month") + 2)
    ]
    return sorted({*found, *compact}) if compact else found


def dated(words: Iterable[str]) -> re.Pattern[str]:
    """A word for a date, and what joins it to the digits after it."""
    return re.compile(rf"(?<![a-z])(?:{lexicon.alternation(sorted(words))}) ?[:.(]? ?\Z")


def pieces(key: str, start: int, end: int, places: list[int]) -> list[str]:
    """The pieces of a part of a page's folded text, cut at `places`; together as long as it is."""
    tokens = _TOKEN.findall(key, start, end)
    inside = [place for place in places if start < place < end]
    return _cut(tokens, start, inside) if inside else tokens


def _cut_at(match: re.Match[str]) -> int:
    return match.end(match.lastgroup or "month")


def _is_glued(text: str, match: re.Match[str]) -> bool:
    """A capital after a month in small letters, or one or two digits after a year."""
    at = _cut_at(match)
    if match["year"] or match["first"]:
        return True
    return text[at].isupper() and text[at - 1].islower()


def _cut(tokens: list[str], start: int, places: list[int]) -> list[str]:
    found: list[str] = []
    starts = itertools.accumulate(map(len, tokens), initial=start)
    left = iter([*places, -1])
    place = next(left)
    for token, at in zip(tokens, starts, strict=False):
        floor, end = at, at + len(token)
        while floor <= place <= end:
            if floor < place < end:
                found.append(token[floor - at : place - at])
                floor = place
            place = next(left)
        found.append(token[floor - at :])
    return found
