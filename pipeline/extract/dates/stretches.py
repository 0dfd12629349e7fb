"""The parts of a page in which a date may stand: to cut a text into tokens is dear.

A date has a month's name, a year of four digits, two numbers with a sign between, or a year in
words. What else is on its line says whether it stands; little beyond the line is asked.
"""

from __future__ import annotations

import re

from pipeline.extract.dates.words import Words
from pipeline.extract.triggers import places_of, words_of

_NUMBERS = re.compile(r"[0-9](?:[0-9]{3}| *[-./~] *[0-9])")
#: How far before its line the grammar looks: a dozen tokens.
_BEFORE = 64
#: And after it: half a dozen.
_AFTER = re.compile(r"\n(?:[a-z]+|[0-9]+| +|[^a-z0-9 ]){0,6}")


def stretches(key: str, words: Words, cuts: list[int]) -> list[tuple[int, int]]:
    """The lines that may hold a date, with what is read around them: in order, apart."""
    found: list[tuple[int, int]] = []
    line_end = -1
    for at in _triggers(key, words, cuts):
        if at <= line_end:
            continue
        last = found[-1][1] if found else 0
        start = _before(key, last, key.rfind("\n", line_end + 1, at) + 1 or line_end + 1)
        line_end = key.find("\n", at)
        after = _AFTER.match(key, line_end) if line_end >= 0 else None
        end = after.end() if after else len(key)
        if found and start <= last:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
        if not after:
            break
    return found


def _before(key: str, floor: int, line: int) -> int:
    """Where to start reading before a line: at a white space, so that no word is cut."""
    start = line - _BEFORE
    if start <= floor:
        return floor
    return max(floor, key.rfind(" ", floor, start), key.rfind("\n", floor, start))


def _triggers(key: str, words: Words, cuts: list[int]) -> list[int]:
    """The places of what a date is made of."""
    here = words_of(key)
    named = places_of((here & words.months.keys()) | (here & words.years), key, 0, len(key))
    return sorted([*(m.start() for m in _NUMBERS.finditer(key)), *named, *cuts])
