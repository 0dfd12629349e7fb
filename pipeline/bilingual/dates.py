"""The dates of two versions: no part that both give may differ in the same statement."""

from __future__ import annotations

import functools
from typing import NamedTuple

from pipeline.bilingual.facts import Ledger
from pipeline.bilingual.places import Places, ranked
from pipeline.bilingual.sides import Fact, Side
from pipeline.bilingual.statements import index, sentences


class Day(NamedTuple):
    """The parts of a date that are given."""

    year: int | None
    month: int | None
    day: int | None


@functools.lru_cache(maxsize=1024)
def parse(value: str) -> tuple[Day, Day]:
    """First and last day, month or year of a value of ISO 8601."""
    first, _, last = value.partition("/")
    return _day(first), _day(last or first)


def _day(said: str) -> Day:
    pieces = [int(piece) if piece else None for piece in said.replace("--", "-").split("-")]
    return Day(*(*pieces, None, None)[:3])


def _parts_differ(one: Day, other: Day) -> int:
    return sum(a is not None and b is not None and a != b for a, b in zip(one, other, strict=True))


def contradict(left: str, right: str) -> bool:
    """Whether two values differ in a part that both give; a day within a range does not."""
    (first, last), (begin, end) = parse(left), parse(right)
    if (first == last) == (begin == end):
        return bool(_parts_differ(first, begin) or _parts_differ(last, end))
    (low, high), (day, _) = (
        ((begin, end), (first, last)) if first == last else ((first, last), (begin, end))
    )
    if not (_parts_differ(low, day) and _parts_differ(high, day)):
        return False
    filled = [tuple(p or 0 for p in _with(d, day)) for d in (low, day, high)]
    return not filled[0] <= filled[1] <= filled[2]


def _with(day: Day, known: Day) -> Day:
    """A day without the parts that another one does not give."""
    return Day(*(None if k is None else p for p, k in zip(day, known, strict=True)))


def _slip(left: str, right: str) -> bool:
    """Whether one value may be a slip of the other: one part differs, or two are swapped."""
    one, other = parse(left)[0], parse(right)[0]
    if None in one or None in other:
        return False
    swapped = (one.year, one.day, one.month) == other
    return swapped or _parts_differ(one, other) == 1


def _same(one: Fact, other: Fact) -> bool:
    """Whether two dates may be one, in one of the ways in which they can be read."""
    return (
        not contradict(one.value, other.value)
        or any(a == other.value for a in one.alternatives)
        or any(b == one.value for b in other.alternatives)
    )


def compare_dates(places: Places, gone: tuple[set[int], set[int]]) -> Ledger:
    """The ledger of the dates; `gone` are the parts that have no counterpart at all."""
    ledger = Ledger.of(places, "date")
    _agree(ledger, together=True)
    _drop(ledger, gone)
    _differ(ledger)
    _differ_near(ledger)
    _agree(ledger, together=False)
    for i, _, left in ledger.rest():
        ledger.drop(i, left=left)  # a date on one side only is no news
    return ledger


def _drop(ledger: Ledger, gone: tuple[set[int], set[int]]) -> None:
    for i, fact, left in ledger.rest():
        side = ledger.places.left if left else ledger.places.right
        if side.part_at(fact.start) in gone[0 if left else 1]:
            ledger.drop(i, left=left)


def _agree(ledger: Ledger, *, together: bool) -> None:
    """Pair dates that may be one: equal ones first, in the same section, at the same height."""
    places = ledger.places
    ways = [
        (
            (
                one.value != other.value,
                abs(_height(one, places, left=True) - _height(other, places, left=False)),
            ),
            i,
            j,
        )
        for i, one in ledger.left.items()
        for j, other in ledger.right.items()
        if places.together(one, other) == together
        and (one.value == other.value if not together else _same(one, other))
    ]
    for i, j in ranked(ways).items():
        ledger.agree(i, j)


def _height(fact: Fact, places: Places, *, left: bool) -> float:
    side = places.left if left else places.right
    return fact.start / max(len(side.text), 1)


def _differ(ledger: Ledger) -> None:
    """Dates that contradict each other in sentences that say the same."""
    places, ways = ledger.places, []
    for i, one in ledger.left.items():
        for j, other in ledger.right.items():
            if not places.together(one, other) or not contradict(one.value, other.value):
                continue
            if _are_told_crosswise(places, one, other):
                continue
            link = places.linked(one, other)
            slip = _slip(one.value, other.value)
            if link or slip:
                told = _elsewhere(places, one, other)
                if not told:
                    ways.append(((not slip, -link), i, j))
    for i, j in ranked(ways).items():
        ledger.differ("date-differs", "error", i, j)


def _are_told_crosswise(places: Places, one: Fact, other: Fact) -> bool:
    """Whether each of two years in a row is told beside another one, `last year`: they may be two.

    `In 2018 ... more than the year before`, `L'an dernier ... plus qu'en 2017`.
    """
    years = one.value, other.value
    if not all(map(str.isdigit, years)) or abs(int(years[0]) - int(years[1])) != 1:
        return False
    sides = zip((places.left, places.right), (one, other), places.languages, strict=True)
    return all(
        any(said in _sentence(side, fact) for said in places.words.said("relative", language))
        for side, fact, language in sides
    )


def _sentence(side: Side, fact: Fact) -> str:
    """The folded sentence that a fact stands in."""
    found = sentences(side, side.part_at(fact.start))
    return found[index(found, fact.start)].of(side.key)


def _differ_near(ledger: Ledger) -> None:
    """The only dates left of two sections, told alike, in sentences beside each other's."""
    places = ledger.places
    ways = [
        (i, j)
        for i, one in ledger.left.items()
        for j, other in ledger.right.items()
        if places.together(one, other) and _shape(one.value) == _shape(other.value)
    ]
    for i, j in ways:
        alone = sum(a == i for a, _ in ways) == 1 and sum(b == j for _, b in ways) == 1
        one, other = ledger.left[i], ledger.right[j]
        if alone and places.linked(one, other, near=True) and not _elsewhere(places, one, other):
            ledger.differ("date-differs", "error", i, j)


def _shape(value: str) -> tuple[bool, ...]:
    """Which parts a value gives."""
    return tuple(part is None for day in parse(value) for part in day)


def _elsewhere(places: Places, one: Fact, other: Fact) -> bool:
    """Whether each of two dates has its equal somewhere else on the other side."""
    mine = {f.value for f in places.left.kinds("date")}
    theirs = {f.value for f in places.right.kinds("date")}
    return one.value in theirs and other.value in mine
