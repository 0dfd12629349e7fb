"""Hours beside days: a range may begin at one, and its number is no day."""

from __future__ import annotations

import re

from pipeline.extract.dates.points import Point
from pipeline.extract.dates.scan import Scan

#: `du 3 mai à 8 h au lundi 7 juin`: the hour at which a range begins; `w` stands for a weekday.
_UNTIL = re.compile(
    r",? (?:(?:a|at|des|from) )?(?:[0-2]?[0-9](?: ?h(?:eures?)?(?: ?[0-5][0-9])?|[:.][0-5][0-9]"
    r"(?: ?(?:h|[ap]\.?m\.?))?| ?[ap]\.?m\.?)|midi|minuit|noon|midnight),? "
    r"(?:(?:et )?jusqu'(?:au|a)|au|(?:and )?(?:until|till)|to|through)(?: le| the)?(?: w,?)? "
)
_LONGEST_UNTIL = 26
_HOUR = re.compile(r"[0-2]?[0-9](?: ?[hH](?:eures?)?(?![a-z])|:[0-5][0-9]| ?[aApP]\.?[mM]\b)")
_MINUTES = re.compile(r"[0-9](?: ?[hH] ?|:)\Z")
_LONGEST_HOUR = 5
_NEAR = 14


def is_an_hour(scan: Scan, left: Point, point: Point) -> bool:
    """Whether a bare number near a day is an hour or its minutes: `24 mai à 12h30`, `at 8 am`."""
    if not (left.day and left.month) or point.first - left.last > _NEAR:
        return False
    at = scan.starts[point.first]
    if _MINUTES.search(scan.text, max(0, at - _LONGEST_HOUR), at):
        return True
    return _HOUR.match(scan.text, at) is not None


def goes_on_until(scan: Scan, left: Point, right: Point) -> bool:
    """Whether an hour and a word such as `until` stand between two days: `24 mai à 12h au 2 juin`.

    Nothing but a range says until when something lasts that begins at an hour.
    """
    if not (left.day and left.month and right.day) or right.first - left.last > _LONGEST_UNTIL:
        return False
    inside = range(left.last, right.first)
    gap = ("w" if scan.symbols[at] == "w" else scan.tokens[at] for at in inside)
    return _UNTIL.fullmatch("".join(gap)) is not None
