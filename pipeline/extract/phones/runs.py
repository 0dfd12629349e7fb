"""Runs of digits, and how a run is cut into what may be numbers.

A run is digits joined by at most a few signs that stand inside telephone numbers (space, dot,
dash, slash, brackets, a line end). It may hold several numbers (`A / B`), so it is cut at its
strong joints first: a slash, a spaced dash, a wide space, a line end, a plus, a bracket.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.extract.shields import find_shields
from pipeline.model import Span, mask
from pipeline.reading import Reading

_RUN = re.compile(r"[0-9]+(?:[ .\-/()\[\]+\n]{1,5}[0-9]+)*")
_GROUP = re.compile(r"[0-9]+")
_STRONG = re.compile(r"[/\n]|\s-\s|  ")
_OPENS = re.compile(r"[+(\[]{1,3} ?\Z")
_OPENING_SIGNS = frozenset("+([ ")
_MOST_SIGNS = 4
_OPENING = re.compile(r"[+(\[][+(\[ ]{0,3}\Z")
_DATES = re.compile(
    r"(?<![0-9.\-/])(?:"
    r"[0-3]?[0-9]([./\-])[0-3]?[0-9]\1(?:19|20)[0-9]{2}(?![0-9]|[.\-/ ][0-9])"
    r"|(?<![0-9][ .])[0-3]?[0-9]([./\-])[0-3]?[0-9]\2[0-9]{2}(?![0-9]|[.\-/ ][0-9])"
    r"|[0-3]?[0-9]([./\-])[0-3]?[0-9]\3(?:19|20)[0-9]{2}(?![0-9])"
    r"|(?:19|20)[0-9]{2}([./\-])[01]?[0-9]\4[0-3]?[0-9](?![0-9])"
    r"|(?:19|20)[0-9]{2} ?[\-/] ?(?:[01]?[0-9] ?[./] ?)?(?:19|20)[0-9]{2}(?![0-9]|[.\-/][0-9])"
    r"|[01]?[0-9] ?[/.] ?(?:19|20)[0-9]{2}(?![0-9]|[.\-/][0-9])"
    r")"
)
#: With which of them a date may open, many times as fast as the forms of dates.
_DATE_SOON = re.compile(r"[0-9]{1,4} ?[./\-]")
MASKED = "￼"
_MOST_DIGITS = 21
_FEWEST_BEFORE_TAIL = 6
_FEWEST_BEFORE_BRACKET = 7
_LONGEST_HEAD = 6


@dataclass(frozen=True, slots=True)
class Group(Span):
    """Digits without anything between them; `joint` is what stands before them in the run."""

    joint: str


def without_other_numbers(reading: Reading) -> str:
    """The text in which dates, times, prices, references and web addresses are masked."""
    text = mask(reading.text, find_shields(reading), MASKED)
    return mask(text, _dates(text), MASKED)


def _dates(text: str) -> Iterator[Span]:
    floor = 0
    for digits in _DATE_SOON.finditer(text):
        match = _DATES.match(text, digits.start()) if digits.start() >= floor else None
        if match is not None:
            floor = match.end()
            yield Span(match.start(), floor)


def runs(text: str) -> Iterator[tuple[Span, str]]:
    """Each run with the signs that open it, and without them as written."""
    floor = 0
    for match in _RUN.finditer(text):
        start, end = match.span()
        if text[start - 1 : start] in _OPENING_SIGNS:
            opens = _OPENS.search(text, max(floor, start - _MOST_SIGNS), start)
            start = opens.start() if opens else start
        floor = end
        yield Span(start, end), match[0]


def groups(text: str, run: Span) -> list[Group]:
    """The digit groups of a run."""
    found = []
    at = run.start
    for match in _GROUP.finditer(text, run.start, run.end):
        found.append(Group(match.start(), match.end(), text[at : match.start()]))
        at = match.end()
    return found


def cuts(parts: list[Group], first: int, *, weak_too: bool) -> Iterator[tuple[int, bool]]:
    """Where a number that starts at group `first` may end: group numbers, the likeliest first.

    The flag says whether the cut is at a strong joint (or the run's end); the others come after
    these, if they are wanted.
    """
    strong, weak, digits = list[int](), list[int](), 0
    for index in range(first, len(parts)):
        digits += len(parts[index])
        if digits > _MOST_DIGITS:
            break
        if index + 1 == len(parts) or _may_end(parts[index + 1].joint, digits):
            strong.append(index)
            if digits >= _FEWEST_BEFORE_TAIL and _is_tail(parts[index + 1 : index + 2]):
                break
        elif weak_too and not strong:
            weak.append(index)
    if strong and _is_spaced_out(parts, first, strong[0]):
        strong.reverse()
    for index in strong:
        yield index, True
    for index in reversed(weak):
        if _may_end_inside(parts, index, last=index + 1 in strong[:1]):
            yield index, False


def _may_end_inside(parts: list[Group], index: int, *, last: bool) -> bool:
    """Whether a number may end before the next group, the `last` of its segment or not.

    Not where that one is written as the last two were: `02 857 69 00`, `01 44 55 66 77`. It is no
    other number's, and without it the number would be another one.
    """
    group, after = parts[index : index + 2]
    if last and len(group) == len(after) and group.joint == after.joint:
        return False
    return " " in after.joint or (last and after.joint == "-")


def _is_spaced_out(parts: list[Group], first: int, cut: int) -> bool:
    """Whether spaced dashes part what belongs together: `+49 - (40) - 300 30 - 1141`.

    So they do where the first stands behind a country's code or an area's, and others follow. The
    longest row of groups that a plan knows is the number then.
    """
    if "+" not in parts[first].joint or sum(map(len, parts[first : cut + 1])) > _LONGEST_HEAD:
        return False
    return sum(" - " in part.joint for part in parts[cut + 1 : cut + _MOST_SIGNS + 1]) > 1


def opens_segment(parts: list[Group], first: int) -> bool:
    """Whether group `first` opens its run, or stands after a strong joint."""
    return not first or is_strong(parts[first].joint)


def may_start(parts: list[Group], first: int) -> bool:
    """Whether a number may start inside a segment: after a space, where no plus opened it.

    What follows a plus is one number or none, so its rest is never another one.
    """
    joint = parts[first].joint
    if not any(c in " ([" for c in joint):
        return False
    if "+" in joint:
        return True
    for group in reversed(parts[max(0, first - _MOST_DIGITS) : first]):
        if "+" in group.joint:
            return False
        if is_strong(group.joint):
            break
    return True


@functools.lru_cache(maxsize=1024)
def is_strong(joint: str) -> bool:
    """Whether a joint parts what stands before it from what follows."""
    return _STRONG.search(joint) is not None


def _may_end(joint: str, digits: int) -> bool:
    """Whether a number of so many digits may end before a joint."""
    if is_strong(joint) or "+" in joint:
        return True
    return digits >= _FEWEST_BEFORE_BRACKET and ("(" in joint or "[" in joint)


def _is_tail(following: list[Group]) -> bool:
    """Whether one digit behind a stroke follows: `031-235104/5` are two numbers."""
    return bool(following) and following[0].joint == "/" and len(following[0]) == 1


def opening(parts: list[Group], first: int) -> int:
    """How many characters before group `first` belong to a number that starts there."""
    joint = parts[first].joint
    match = _OPENING.search(joint) if joint else None
    return len(match[0]) if match else 0


def balanced(text: str, start: int, end: int) -> Span:
    """The span without a bracket at its start that nothing in it closes."""
    while start < end and text[start] in "([ " and not _closed(text, start, end):
        start += 1
    return Span(start, end)


def _closed(text: str, start: int, end: int) -> bool:
    depth = 0
    for index in range(start, end):
        if text[index] in "([":
            depth += 1
        elif text[index] in ")]":
            depth -= 1
            if depth == 0:
                return True
    return False
