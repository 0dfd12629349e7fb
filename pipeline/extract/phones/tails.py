"""Shortened numbers: `305 403 4150 / 4152`, `058 462 47 57 / 58`, `286 4410 or 4411`."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import replace

from pipeline import lexicon
from pipeline.extract.contact_words import words
from pipeline.extract.phones import plans, readings
from pipeline.extract.phones.found import Found
from pipeline.extract.phones.labels import Call, Level

_TAIL_DIGITS = r"(?P<tail>[0-9]{1,4}(?:[ .\-][0-9]{2,4}){0,2}|[0-9]{5,7})"
_ENDS = r"(?![0-9a-z%€$:]|[.,\-][0-9]| ?[€$%]| [0-9]| \((?![a-z])| ?h\b)"
_GROUP = re.compile(r"[0-9]+")
_WORD_AFTER = re.compile(r" ?[a-z]{3,}")
_DASHED = re.compile(r"-([0-9]{1,5})(?![0-9a-z]|[.\-/ ][0-9])")
_FURTHER = re.compile(r"/([0-9]+)")
_SHORTEST_EXTENSION = 3
_SHORTEST_LISTED = 5
_LONGEST = 7
_LONGEST_ALIKE = 8
_MOST = 12
_LONGEST_BRANCH = 4


@functools.cache
def _tail() -> re.Pattern[str]:
    words = lexicon.alternation(lexicon.every("contacts", "joins.words"))
    dash = r"(?:(?<=/)| (?<=/ )|(?<=[a-z] ))-"
    return re.compile(
        rf" ?(?P<joint>/|,| (?:{words})[ \n]| - |-)(?:{dash}| ?){_TAIL_DIGITS}{_ENDS}"
    )


@functools.cache
def _fax_branch() -> re.Pattern[str]:
    fax = words("labels.fax")
    return re.compile(
        rf"[ ,;/|\n\t]{{1,4}}(?P<label>{fax})\.? ?:? ?(?:\.{{3}} ?)?-(?P<tail>[0-9]{{2,4}})"
        r"(?![0-9a-z]|[ .\-/][0-9])"
    )


def tails(text: str, key: str, head: Found, regions: tuple[str, ...]) -> Iterator[Found]:
    """The shortened numbers that follow a number, in order."""
    believed = head.number.valid or head.before.level is Level.CALLED
    if not believed or head.extension or head.number.kind == "short_code":
        return
    match = _tail().match(key, head.end)
    if match is None:
        branch = _branch(key, head.of(text), head.end, regions)
        if branch is not None:
            yield branch
        return
    yield from _listed(head.of(text), match, key, head, regions)


def _listed(
    written: str, match: re.Match[str] | None, key: str, head: Found, regions: tuple[str, ...]
) -> Iterator[Found]:
    """The ends of further numbers, from the first of them on."""
    for _ in range(_MOST):
        if match is None:
            return
        number = _with_tail(written, match, key, regions, head)
        if number is None:
            return
        start, at = match.span("tail")
        call = replace(head.call, rule="shared-head")
        if head.before.both and _is_like_the_end(written, match["tail"]):
            call = replace(call, kind="fax", basis="inferred")
        yield Found(start, at, number, call, head.before, at, at)
        match = _tail().match(key, at)


def _branch(key: str, written: str, at: int, regions: tuple[str, ...]) -> Found | None:
    """The fax of a switchboard, with the end that its number has instead: `… 03-0, Fax: -110`."""
    match = _fax_branch().match(key, at)
    if match is None:
        return None
    head, dash, last = written.rpartition("-")
    tail = match["tail"]
    own = head if dash and last.isdigit() and len(last) <= _LONGEST_BRANCH else ""
    if not own:
        places = [i for i, c in enumerate(written) if c.isdigit()][-len(tail) :]
        own = written[: places[0]] if written[places[0] :].isdigit() else ""
    number = readings.look_up(f"{own} {tail}", regions) if own else None
    if number is None or not number.valid:
        return None
    call = Call("fax", Level.CALLED, "shared-head", match["label"])
    start, end = match.span("tail")
    return Found(start, end, number, call, call, end, end)


def after_dash(written: str, key: str, end: int) -> str | None:
    """What a dash and digits after a whole number are: an extension, '' for a range's end.

    None where they are neither, and the number is not whole without them.
    """
    match = _DASHED.match(key, end)
    if match is None:
        return None
    digits = match[1]
    if len(digits) < _SHORTEST_EXTENSION:
        return "" if _is_range(written, digits) else None
    return digits if written.startswith(("+", "(+", "00")) else None


def _is_range(written: str, tail: str) -> bool:
    """Whether `34-36` counts on from the last digits of a number."""
    last = _GROUP.findall(written)[-1]
    return len(tail) <= len(last) and tail > last[-len(tail) :]


def _is_whole(head: Found, written: str, tail: str) -> bool:
    """Whether eight digits are all that follows an area code: `+91 11 4319 6100 / 2419 6100`."""
    digits = len("".join(_GROUP.findall(tail)))
    return digits == _LONGEST_ALIKE and head.number.prefixed and _is_like_the_end(written, tail)


def _is_like_the_end(written: str, tail: str) -> bool:
    """Whether a shortened number is grouped as the end of the one before it."""
    own, groups = _GROUP.findall(tail), _GROUP.findall(written)
    return [len(g) for g in own] == [len(g) for g in groups[-len(own) :]]


def _with_tail(
    written: str, match: re.Match[str], key: str, regions: tuple[str, ...], head: Found
) -> plans.Number | None:
    tail = "".join(_GROUP.findall(match["tail"]))
    further = _FURTHER.match(key, match.end())
    if further is not None and len(further[1]) != len(tail):
        return None
    if not _may_join(written, match, key, head, tail):
        return None
    digits = list(written)
    places = [i for i, c in enumerate(digits) if c.isdigit()][-len(tail) :]
    for place, digit in zip(places, tail, strict=True):
        digits[place] = digit
    number = readings.look_up("".join(digits), regions)
    if head.number.valid:
        return number if number is not None and number.valid else None
    sure = number is not None and (number.valid or number.prefixed)
    return number if sure else readings.unknown("".join(digits), regions)  # as the head was read


def _may_join(written: str, match: re.Match[str], key: str, head: Found, tail: str) -> bool:
    """Whether what stands between lets the digits be the end of a second number."""
    last, joint = _GROUP.findall(written)[-1], match["joint"]
    called = head.before.level is Level.CALLED
    whole = joint == "/" and _is_whole(head, written, match["tail"])
    if (len(tail) > _LONGEST and not whole) or (tail.startswith("0") and len(tail) > len(last)):
        return False
    if joint == "/":
        return len(tail) > 1 or not match[0].startswith(" ")
    if joint == "-":
        return len(tail) < _SHORTEST_EXTENSION and _is_range(written, tail)
    if not _is_like_the_end(written, match["tail"]):
        return False
    if joint == ",":
        return called and len(tail) >= _SHORTEST_LISTED
    return not _WORD_AFTER.match(key, match.end()) and (called or joint != " - ")
