"""Links to the other pages of a list, or to what came in each year: rules of a `Sheet`."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from itertools import pairwise

from pipeline.artifacts.compiled import words
from pipeline.artifacts.sheet import Phrases, Sheet
from pipeline.model import Artifact

#: A line of such links is no longer; one of years may be.
_LINE = 160
_LONGEST = 300

_PAGES = re.compile(r"(?:\d{1,4}|\.{3}|…|<{1,2}|>{1,2}|\"|\||/|·|-| |\t)+")
_NUMBER = re.compile(r"\d+")
_LEAST_NUMBERS = 2
_COUNTED = re.compile(r"page \d{1,4}")
_COUNTED_LEAST = 3


def paginations(sheet: Sheet) -> Iterator[Artifact]:
    """'0 | 10 | 20 | ... | Next page': bars or words, and numbers that grow.

    So are 'Page 1', 'Page 2', 'Page 3' alone in their lines: where pages of a document begin.
    """
    counted = []
    for number in sheet.holding("|", "page", "pagina", "seite"):
        key = sheet.short(number, _LINE)
        if key[:5] == "page " and _COUNTED.fullmatch(key):
            counted.append((number, int(key[5:])))
        if len(_NUMBER.findall(key)) < _LEAST_NUMBERS:
            continue
        rest, named = _named_pages().subn(" ", key)
        numbers = [int(n) for n in _NUMBER.findall(rest)]
        grown = len(numbers) > 2 - bool(named) and all(a < b for a, b in pairwise(numbers))
        if grown and _PAGES.fullmatch(rest) and ("|" in rest or named):
            yield sheet.artifact(number, "pagination")
    steps = {b - a for (_, a), (_, b) in pairwise(counted)}
    if len(counted) >= _COUNTED_LEAST and steps == {1}:
        yield from (sheet.artifact(number, "pagination") for number, _ in counted)


_BARE = re.compile(r"1(?: {1,3}\d{1,4}){4,20}")
_RUN = 3
#: The counter above such links.
_COUNTER = re.compile(r"\W{0,3}page \d{1,4} ?(?:of|/|sur|de) ?\d{1,4}\W{0,3}")


def bare_paginations(sheet: Sheet) -> Iterator[Artifact]:
    """'1 26 27 28 29 30 35' between blank lines or under a counter: pages, some neighbours."""
    for number in sheet.beginning("1"):
        key = sheet.short(number, _LINE)
        if _BARE.fullmatch(key) and (_is_apart(sheet, number) or _is_counted(sheet, number)):
            steps = [b - a for a, b in pairwise(int(n) for n in _NUMBER.findall(key))]
            if min(steps) > 0 and steps.count(1) >= _RUN:
                yield sheet.artifact(number, "pagination")


def _is_apart(sheet: Sheet, number: int) -> bool:
    """Whether a line stands between blank lines, neither first nor last."""
    inside = 0 < number < len(sheet) - 1
    return inside and sheet.gap_before(number) and sheet.gap_before(number + 1)


def _is_counted(sheet: Sheet, number: int) -> bool:
    """Whether the line above a line says which page of how many this is."""
    return number > 0 and _COUNTER.fullmatch(sheet.short(number - 1, _LINE)) is not None


def page_links(sheet: Sheet) -> Iterator[Artifact]:
    """'Next page', 'Previous | Contents | Next': no line of a broken sentence ('suivante :')."""
    for number in sheet.filled(_page_line(), _LINE):
        key = sheet.keys[number]
        if key.rstrip().endswith(":"):
            continue
        first = next((c for c in sheet.texts[number] if c.isalpha()), "")
        if first.isupper() or key[0] in '<>"←→[(' or "|" in key:
            yield sheet.artifact(number, "pagination")


@functools.cache
def _page_line() -> Phrases:
    named = words("pagination")
    alone = r"(?:page|pagina|seite)\W{0,8}"
    links = rf"(?:(?:{named})\W{{0,8}}){{1,4}}"
    around = rf"(?:{named})\W{{1,8}}(?:{words('contents')}|index)\W{{1,8}}(?:{named})\W{{0,8}}"
    return Phrases(rf"\W{{0,8}}+(?!{alone}$)(?:{links}|{around})", whole=True)


_YEARS = re.compile(r"(?:(?:19|20)\d\d\s{0,3}+(?:[-–|·/,]\s{0,3}+)?){5,40}")
_YEAR = re.compile(r"\d{4}")


def year_lists(sheet: Sheet) -> Iterator[Artifact]:
    """'2007 - 2006 - 2005 - 2004 - 2003': links to what came in each year."""
    for number in sheet.beginning("12"):
        key = sheet.short(number, _LONGEST)
        if _YEARS.fullmatch(key):
            years = [int(year) for year in _YEAR.findall(key)]
            if {b - a for a, b in pairwise(years)} in ({1}, {-1}):
                yield sheet.artifact(number, "pagination")


@functools.cache
def _named_pages() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words('pagination')})\b")
