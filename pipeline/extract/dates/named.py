"""What a name makes of its words: a month in the name of a place, the short years of a war.

`Rio de Janeiro` has no January, and `la guerre de 14-18` has two years. Both are told by the words
beside them, before any date is read.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from pipeline.extract.dates.words import Words
from pipeline.extract.triggers import words_of

#: The years by which the two wars are called, in Belgium too.
_WARS = re.compile(
    r"(?<![0-9.,/+:\-])(?:14[-/]18|39[-/]45|40[-/]45)(?![0-9]|[.,:/\-][0-9]| ?[%°h])"
)
_WAR_BEFORE, _WAR_AFTER = 100, 12
_CENTURY = "19"


def named(key: str, tokens: list[str], starts: list[int], symbols: str, words: Words) -> str:
    """The symbols in which such words are what they are; the tokens of a war's years change."""
    for last in words.in_names.keys() & words_of(key):
        symbols = _without_months(tokens, symbols, last, words.in_names[last])
    for years in _WARS.finditer(key):
        at = bisect_left(starts, years.start())
        whole = tokens[at : at + 3] == [*re.split("([-/])", years[0])]
        if whole and _is_a_war(key, years, words):
            tokens[at], tokens[at + 2] = _CENTURY + tokens[at], _CENTURY + tokens[at + 2]
            symbols = f"{symbols[:at]}Y{symbols[at + 1]}Y{symbols[at + 3 :]}"
    return symbols


def _without_months(
    tokens: list[str], symbols: str, last: str, names: list[tuple[str, ...]]
) -> str:
    """The symbols with a plain word for the month that ends one of some names."""
    found = list(symbols)
    for at, token in enumerate(tokens):
        if token == last and any(tuple(tokens[at - len(n) : at]) == n for n in names):
            found[at] = "x"
    return "".join(found)


def _is_a_war(key: str, years: re.Match[str], words: Words) -> bool:
    """Whether a war is named before short years, on their line, or right after them."""
    start, end = years.span()
    before = key[max(0, start - _WAR_BEFORE) : start].rpartition("\n")[2]
    if words.war.isdisjoint(re.findall("[a-z]+", before + "|" + key[end : end + _WAR_AFTER])):
        return False
    last = before.rstrip(" ('\"").rpartition(" ")[2].rpartition("'")[2]
    return last in words.war or last in words.before["war"]
