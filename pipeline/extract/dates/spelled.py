"""Days and years in words: `le vingt et un mai`, `in two thousand and eighteen`.

Runs of number words beside a month, or after a word that asks for a year, become one token each,
as if they were digits. Everything else stays words: most of them count something. `sept` is both a
number and a month: `dix sept septembre` is the 17th, `dix sept élèves` are 17.
"""

from __future__ import annotations

import re

from pipeline.extract.dates.words import CENTURIES, HUNDRED, Words

_RUN = re.compile(r"[nT](?:(?: |-| & |-&-)[nT]|-m| m(?= (?:o |o' ?)?[Mm])){0,7}")
_MONTH_BEFORE = re.compile(
    r"[Mm]\.? ?,? ?(?:[ho] )?\Z|[Mm]\.? ?[dur]+,? \Z|[Mm]\.? ?(?:h )?T-?u,? \Z"
)
_MONTH_AND_COMMA = re.compile(r"[Mm]\.? ?, ?\Z")  # "last July, five students"
_MONTH_AFTER = re.compile(r" ?(?:o |o' ?)?[Mm]")
_LOOK = 10
_LAST_DAY = 31
_YEARS = range(1500, 2100)
_THOUSAND, _SCORE, _TEN, _FOUR = 1000, 20, 10, 4

Parts = list[tuple[int, int, str, str]]


def merge(tokens: list[str], starts: list[int], symbols: str, words: Words) -> str:
    """The symbols with spelled days and years as one each; the two lists change with them."""
    parts: Parts = []
    for run in _RUN.finditer(symbols):
        parts += _read(tokens, symbols, run.start(), run.end(), words)
    if not parts:
        return symbols
    new_tokens, new_starts, new_symbols = list[str](), list[int](), list[str]()
    at = 0
    for first, last, symbol, token in parts:
        new_tokens += [*tokens[at:first], token]
        new_starts += starts[at : first + 1]
        new_symbols += [symbols[at:first], symbol]
        at = last
    tokens[:] = new_tokens + tokens[at:]
    starts[:] = new_starts + starts[at:]
    return "".join(new_symbols) + symbols[at:]


def _read(tokens: list[str], symbols: str, first: int, last: int, words: Words) -> Parts:
    """What a run of number words stands for: a day, a year, a day and a year, or nothing here."""
    places = [i for i in range(first, last) if tokens[i] in words.numbers]
    if any(symbols[i] == "m" and tokens[i] not in words.numbers for i in range(first, last)):
        return []
    values = [words.numbers[tokens[i]] for i in places]
    if values == [1] or symbols[last : last + 2] in {"-u", " u"}:
        return []
    if _MONTH_AFTER.match(symbols, last):
        day = 0 if _goes_on(tokens, symbols, last, values, words) else _cardinal(values)
        return [(first, last, "d", str(day))] if 1 <= day <= _LAST_DAY else []
    before = symbols[max(0, first - _LOOK) : first]
    if _MONTH_BEFORE.search(before):
        parts = _day_and_year(places, values, last)
        counts = _MONTH_AND_COMMA.search(before) and [p[2] for p in parts] == ["d"]
        return [] if counts else parts
    year = _year(values)
    asked = before.endswith(" ") and tokens[first - 2] in words.before["far_year"]
    if (
        year
        and asked
        and len(values) > 1
        and symbols[last : last + 2] not in {" x", " n", " y", " k"}
    ):
        return [(first, last, "Y", str(year))]
    return []


def _goes_on(tokens: list[str], symbols: str, last: int, values: list[int], words: Words) -> bool:
    """`dix sept élèves`: a number goes on where a month's short word is a number's as well."""
    at = last + 1
    sums = symbols[last : at + 1] == " m" and words.numbers.get(tokens[at], _TEN) < _TEN
    return sums and values[-1] % _TEN == 0 and symbols[at + 1 : at + 3] not in {". ", " Y"}


def _day_and_year(places: list[int], values: list[int], last: int) -> Parts:
    for cut in range(len(values) + 1):
        day, year = _cardinal(values[:cut]), _year(values[cut:])
        if (cut and not 1 <= day <= _LAST_DAY) or (cut < len(values) and not year):
            continue
        parts: Parts = []
        if cut:
            parts.append((places[0], places[cut - 1] + 1, "d", str(day)))
        if cut < len(values):
            parts.append((places[cut], last, "Y", str(year)))
        return parts
    return []


def _cardinal(values: list[int]) -> int:
    """The number that words stand for together, quatre-vingts included; 0 where they are none."""
    total = here = 0
    for at, value in enumerate(values):
        if value == _THOUSAND:
            total, here = total + max(here, 1) * _THOUSAND, 0
        elif value == HUNDRED:
            here = max(here, 1) * HUNDRED
        elif value == _SCORE and here % HUNDRED == _FOUR:
            here += _SCORE * _FOUR - _FOUR
        elif at and here and values[at - 1] <= value and here % HUNDRED:
            return 0
        else:
            here += value
    return total + here


def _year(values: list[int]) -> int:
    """The year that words stand for, in thousands or as `nineteen eighty six`; else 0."""
    if not values:
        return 0
    year = _cardinal(values) if _THOUSAND in values or HUNDRED in values else 0
    if not year and values[0] in CENTURIES and len(values) > 1:
        rest = _cardinal(values[1:])
        zero = values[1] == 0
        if rest < HUNDRED and (rest >= _TEN or zero):
            year = values[0] * HUNDRED + rest
    return year if year in _YEARS else 0
