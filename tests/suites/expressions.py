"""Which date expressions of a suite are ours, and how its values are written our way.

Ours are absolute dates with day, month or year precision, ranges of them, and days or months
without a year. An expression is ours where every word of it is a month, a number, a weekday, a
preposition or the joint of a range, and where a month, a numeric date or a year stands in it.
"""

from __future__ import annotations

import calendar
import functools
import re
import tomllib
from itertools import pairwise
from pathlib import Path

from pipeline.model import Span
from pipeline.reading import fold

#: The word lists of which an expression of ours is made.
PLAIN = ("months", "weekdays", "numbers", "ordinals", "month", "joins", "around", "parts")

_TOKEN = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|\d+")
_NUMERIC = re.compile(
    r"(?<!\d)\d{1,4} ?[/.-] ?\d{1,2}(?: ?[/.-] ?\d{1,4})?(?!\d)|^\d{1,2} \d{1,2} \d\d$"
)
_YEAR = re.compile(r"(?<!\d)[12]\d{3}(?!\d)")
_COMPACT = re.compile(r"(?<!\d)[12]\d{7}(?!\d)")
_TIMEX_DATE = re.compile(r"(\d{4}|XXXX)(?:-(\d\d)(?:-(\d\d))?)?$")
_TIMEX_RANGE = re.compile(r"\(([\dX-]+),([\dX-]+),P[\dX]+[YMD]\)$")
_DECIMALS = re.compile(r"\d{4}\.0$")
_LONG_YEAR = {"en": ("nineteen", "thousand", "hundred"), "fr": ("mille", "mil", "cent")}
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@functools.cache
def words(language: str) -> dict[str, frozenset[str]]:
    """The word lists of a language, and per reason those that make an expression not ours."""
    table = tomllib.loads((Path(__file__).parent / "words.toml").read_text("utf-8"))[language]
    reasons = table.pop("not_ours")
    return {key: frozenset(text.split()) for key, text in (table | reasons).items()}


@functools.cache
def _reasons(language: str) -> dict[str, str]:
    known = words(language)
    return {word: reason for reason in known if reason not in PLAIN for word in known[reason]}


def why_not_ours(expression: str, language: str) -> str:
    """Why an expression is not ours; '' where it is."""
    known = words(language)
    text = fold(expression)
    tokens = [part for token in _TOKEN.findall(text) for part in token.split("'") if part]
    if re.search(r"\d ?[:h] ?\d", text):
        return "a time of day"
    strange = (t for t in tokens if not t.isdigit() and not any(t in known[n] for n in PLAIN))
    if (word := next(strange, None)) is not None:
        return _reasons(language).get(word, "other words")
    if _DECIMALS.search(text):
        return "a year with decimals, as a spreadsheet leaves it"
    if any(one in known["ordinals"] and two in known["weekdays"] for one, two in pairwise(tokens)):
        return "a weekday or a day of no month"
    return _nothing_absolute(text, set(tokens), language)


def _nothing_absolute(text: str, tokens: set[str], language: str) -> str:
    """Why an expression of our own words is no absolute date; '' where it is one."""
    known = words(language)
    months = known["months"] & tokens
    seven = months == {"sept"} and language == "fr" and not known["month"] & tokens
    if months and (not seven or any(token.isdigit() for token in tokens)):
        return ""
    if known["month"] & tokens and known["ordinals"] & tokens:
        return "part of a year, month or decade"
    if any(pattern.search(text) for pattern in (_NUMERIC, _COMPACT, _YEAR)):
        return ""
    return "" if tokens & set(_LONG_YEAR[language]) else "a weekday or a day of no month"


def is_part(expression: str, language: str) -> bool:
    """Whether an expression names a part of a time: `mid-May`, `the end of 1989`."""
    return not words(language)["parts"].isdisjoint(_TOKEN.findall(fold(expression)))


def has_year(expression: str, language: str) -> bool:
    """Whether an expression writes a year, in digits or in words."""
    text = fold(expression)
    if _YEAR.search(text) or _COMPACT.search(text):
        return True
    numbers = re.findall(r"\d+", text)
    if any(len(number) > 2 or int(number) > 31 for number in numbers):
        return True
    tokens = _TOKEN.findall(text)
    month = any(token in words(language)["months"] for token in tokens)
    if any(token in _LONG_YEAR[language] for token in tokens):
        return True
    joined = any(token in words(language)["joins"] for token in tokens)
    return len(numbers) + month >= 3 and not joined and " - " not in text


def has_day(expression: str, language: str) -> bool:
    """Whether an expression writes a day of a month."""
    text = fold(expression)
    numbers = [n for n in re.findall(r"\d+", text) if len(n) <= len("31")]
    month = any(token in words(language)["months"] for token in _TOKEN.findall(text))
    return len(numbers) >= (1 if month else 2) or bool(_COMPACT.search(text))


def from_timex(timex: str, expression: str, language: str) -> str | None:
    """A TIMEX3 value our way: `2016-10-02`, `--10-02`, `A/B`; None where we have no such value.

    A range is written with the first days of its two ends, as the suite does: see `first_days`.
    """
    yearless = not has_year(expression, language)
    if "/" not in timex and timex.startswith("(") and is_part(expression, language):
        return None
    if timex.endswith(",P10Y)") and not re.search(r"\d.*\d{4}", fold(expression)):
        return None  # a decade
    if match := _TIMEX_RANGE.match(timex):
        ends = [_date(match[1], yearless=yearless), _date(match[2], yearless=yearless)]
        return None if None in ends else "/".join(filter(None, ends))
    return _date(timex, yearless=yearless)


def _date(timex: str, *, yearless: bool) -> str | None:
    match = _TIMEX_DATE.match(timex)
    if match is None:
        return None
    year, *rest = match.groups()
    rest = [part for part in rest if part]
    if year == "XXXX" or (yearless and rest):
        return "--" + "-".join(rest) if rest else None
    return "-".join([year, *rest])


def is_a_day(value: str) -> bool:
    """Whether every day of a value is in the calendar; 29 February is one of some year."""
    for end in value.split("/"):
        year, month, day = ([*end.replace("--", "0000-").split("-"), "01", "01"])[:3]
        if not 1 <= int(month) <= len(_DAYS) or not 1 <= int(day) <= _DAYS[int(month) - 1]:
            return False
        if (month, day) == ("02", "29") and year != "0000" and not calendar.isleap(int(year)):
            return False
    return True


def first_days(value: str) -> str:
    """A range with both ends as days, their first ones, as Recognizers-Text writes ranges."""
    if "/" not in value:
        return value
    return "/".join(_first_day(end) for end in value.split("/"))


def _first_day(value: str) -> str:
    if value.startswith("--"):
        return value if len(value) > len("--12") else f"{value}-01"
    return value + "-01" * ((10 - len(value)) // 3)


def trimmed(text: str, span: Span, language: str) -> Span:
    """A span without the weekday, prepositions and articles at its ends: boundary conventions."""
    known = words(language)
    outside = known["weekdays"].union(*(known[n] for n in ("month", "around", "joins", "parts")))
    key = fold(text)
    tokens = [m.span() for m in re.finditer(r"[a-z]+|\d+", key[span.start : span.end])]
    while tokens and _loose(key, span, tokens[0], outside):
        tokens.pop(0)
    while tokens and _loose(key, span, tokens[-1], outside - {"st", "nd", "rd", "th", "er", "e"}):
        tokens.pop()
    if not tokens:
        return span
    return Span(span.start + tokens[0][0], span.start + tokens[-1][1])


def _loose(key: str, span: Span, token: tuple[int, int], outside: frozenset[str]) -> bool:
    word = key[span.start + token[0] : span.start + token[1]]
    return word in outside and word not in {"mar", "sept"}
