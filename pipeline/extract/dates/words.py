"""The words of dates as tables: what class a word is of, which month it names.

English and French words count on every page, those of another language on its pages only;
its months' full names count everywhere.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pipeline import lexicon
from pipeline.extract.dates.pieces import dated, glued

_ALWAYS = ("en", "fr")
_LAST_DAY = 31
HUNDRED, _THOUSAND = 100, 1000
#: What opens a year in words: `nineteen hundred`, `twenty twelve`.
CENTURIES = range(11, 21)
_YEARS = range(1000, 2200)
_DIGITS = frozenset("0123456789")
_MOST_OTHERS = 20_000


class Classes(dict[str, str]):
    """The symbol of every token: of the words that we know, and of any other by its first sign.

    Words come again, so what was told of one is kept, as long as they are not too many.
    """

    def __missing__(self, token: str) -> str:
        """The symbol of a token of no class of ours."""
        first = token[0]
        symbol = "x" if "a" <= first <= "z" else "#" if first in _DIGITS else "*"
        symbol = " " if first == " " else symbol
        if len(self) < _MOST_OTHERS:
            self[token] = symbol
        return symbol


@dataclass(frozen=True, slots=True)
class Words:
    """The words of some languages together. `classes` maps a token to its symbol (`scan`).

    `day_names` are months' abbreviations that are weekdays in the page's own language. `years`
    are number words of which a year in words has one: `nineteen eighty-six`, `deux mille`.
    `parts` say which part of a month or a year is meant. `in_names` are names that end in a
    month's word, `war` words beside which `14-18` is one.
    """

    classes: Classes
    months: dict[str, int]
    abbreviations: frozenset[str]
    day_names: frozenset[str]
    weekdays: dict[str, int]
    month_first: frozenset[str]
    ordinals: dict[str, int]
    unsure: frozenset[str]
    names: frozenset[str]
    between: frozenset[str]
    parts: frozenset[str]
    before: dict[str, frozenset[str]]
    after: dict[str, frozenset[str]]
    street: frozenset[str]
    street_before: frozenset[str]
    numbers: dict[str, int]
    years: frozenset[str]
    glued: re.Pattern[str]
    dated: re.Pattern[str]
    in_names: dict[str, list[tuple[str, ...]]]
    war: frozenset[str]


@functools.cache
def words(language: str) -> Words:
    """The words for a page in `language`: English, French and its own."""
    own = (*_ALWAYS, language) if language in _known() else _ALWAYS
    tables = {name: lexicon.words("dates", name) for name in own}
    months, short = _months(own)
    every = [lexicon.words("dates", name) for name in lexicon.languages()]
    ordinals = _merged(tables.values(), "ordinals") | _merged(tables.values(), "tens")
    month_first = {
        m for t in tables.values() if t.get("month_first") for e in t["months"] for m in e
    }
    weekdays = {w: i for t in tables.values() for i, e in enumerate(t["weekdays"]) for w in e}
    unsure = frozenset(
        w for name in lexicon.languages() for w in lexicon.words("dates", name).get("unsure", ())
    )
    before = {
        key: _gather(tables.values(), "before", key) for key in _keys(tables.values(), "before")
    }
    after = {key: _gather(tables.values(), "after", key) for key in _keys(tables.values(), "after")}
    return Words(
        classes=Classes(_classes(tables.values(), months, weekdays, unsure | short)),
        months=months,
        abbreviations=short,
        day_names=_own_weekdays(language) & short,
        weekdays=weekdays,
        month_first=frozenset(month_first),
        ordinals={w: int(v) for w, v in ordinals.items()},
        unsure=unsure,
        names=_gather(tables.values(), "names"),
        between=_gather(tables.values(), "joins", "between"),
        parts=_gather(tables.values(), "joins", "parts"),
        before=before,
        after=after,
        street=_gather(tables.values(), "street", "words"),
        street_before=_gather(every, "street", "before"),
        numbers=_numbers(),
        years=frozenset(w for w, v in _numbers().items() if v in CENTURIES or v >= HUNDRED),
        glued=glued(months.keys() - short),
        dated=dated(_gather(tables.values(), "labels")),
        in_names=_in_names(),
        war=_gather(tables.values(), "war"),
    )


def _in_names() -> dict[str, list[tuple[str, ...]]]:
    """Names that end in a month's word, of any language: by that word, the tokens before it."""
    names: dict[str, list[tuple[str, ...]]] = {}
    for language in lexicon.languages():
        for name in lexicon.words("dates", language).get("in_names", ()):
            *before, last = name.split()
            names.setdefault(last, []).append(tuple(t for word in before for t in (word, " ")))
    return names


def _own_weekdays(language: str) -> frozenset[str]:
    """The weekdays of a language that are no month of it."""
    table = lexicon.words("dates", language)
    own = {month for entry in table.get("months", ()) for month in entry}
    return frozenset(w for entry in table.get("weekdays", ()) for w in entry if w not in own)


@functools.cache
def _known() -> frozenset[str]:
    return frozenset(n for n in lexicon.languages() if lexicon.words("dates", n))


def _keys(tables: Iterable[dict[str, Any]], topic: str) -> set[str]:
    return {key for table in tables for key in table.get(topic, {})}


def _gather(tables: Iterable[dict[str, Any]], *keys: str) -> frozenset[str]:
    found: set[str] = set()
    for table in tables:
        entry: Any = table
        for key in keys:
            entry = entry.get(key, {})
        found.update(entry)
    return frozenset(found)


def _merged(tables: Iterable[dict[str, Any]], key: str) -> dict[str, int]:
    return {word: value for table in tables for word, value in table.get(key, {}).items()}


def _months(own: tuple[str, ...]) -> tuple[dict[str, int], frozenset[str]]:
    """The number of every month's word; abbreviations of the page's own languages only."""
    months: dict[str, int] = {}
    short: set[str] = set()
    for name in lexicon.languages():
        for number, (full, *others) in enumerate(lexicon.words("dates", name).get("months", ()), 1):
            months.setdefault(full, number)
            if name in own:
                months |= dict.fromkeys(others, number)
                short.update(others)
    return months, frozenset(short)


@functools.cache
def _numbers() -> dict[str, int]:
    """The number words below a million."""
    tables = [lexicon.words("numerals", name) for name in _ALWAYS]
    known = {
        w: v for t in tables for key in ("words", "hundreds", "scales") for w, v in t[key].items()
    }
    return {word: value for word, value in known.items() if value <= _THOUSAND}


def _classes(
    tables: Iterable[dict[str, Any]],
    months: dict[str, int],
    weekdays: dict[str, int],
    weak: frozenset[str],
) -> dict[str, str]:
    classes: dict[str, str] = dict.fromkeys(_numbers(), "n")
    symbols = {"of": "o", "the": "h", "to": "t", "and": "&"}
    for table in tables:
        classes |= {w: s for key, s in symbols.items() for w in table["joins"][key]}
        classes |= dict.fromkeys(table.get("suffixes", ()), "r")
        classes |= dict.fromkeys(table.get("ordinals", ()), "u")
        classes |= dict.fromkeys(table.get("tens", ()), "T")
    classes |= dict.fromkeys(weekdays, "w")
    classes |= {month: "m" if month in weak else "M" for month in months}
    classes |= {str(n): "d" for n in range(1, _LAST_DAY + 1)}
    classes |= {f"0{n}": "d" for n in range(1, 10)}
    classes |= {f"{n:02}": "z" for n in (0, *range(_LAST_DAY + 1, 100))}
    classes |= {str(n): "Y" for n in _YEARS}
    classes |= {c: c for c in ",.-/'():"} | {
        "\n": "\n",
        "\t": "\n",
        "&": "&",
        "~": "-",
        ";": ";",
        "!": ";",
        "?": ";",
        "in": "i",
        "en": "i",
        "day": "j",
        "jour": "j",
        "month": "k",
        "months": "k",
        "mois": "k",
        "year": "y",
        "annee": "y",
        "an": "y",
        "º": "r",
        "°": "r",
    }
    return classes
