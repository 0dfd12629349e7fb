"""Whether two pages are versions of one text, judged by what a translation leaves as it is.

What a network writes on all its pages is no evidence, nor is what an office writes on all of its
own: its contact block. But two offices that share no number, mailbox or address are two.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable

from pipeline.bilingual.anchors import NUMBER, matrix
from pipeline.bilingual.comparison import Reason, Verdict
from pipeline.bilingual.hosts import CONTACT
from pipeline.bilingual.places import Places
from pipeline.bilingual.sides import Fact, Side
from pipeline.bilingual.spelling import likeness
from pipeline.extract.phones import plans
from pipeline.model import Span

#: The share of the numbers in sections that stand for each other which both sides must tell, and
#: the one that leaves no doubt; the share of the text that must have a counterpart, the one that
#: is enough where the numbers leave no doubt, and the one that at least one side reaches.
_NUMBERS, _SURE = 0.5, 0.75
_COVERED, _LEAST, _MOST = 0.5, 0.4, 0.65
#: How alike the stretches of two versions are at least, where the numbers leave a doubt, and where
#: they are few and not much of the text has a counterpart.
_ALIKE, _MORE_ALIKE = 0.27, 0.35
#: So many stretches are compared, none shorter than so many characters.
_STRETCHES, _STRETCH = 8, 200
#: Fewer numbers prove nothing.
_FEW = 8
#: The least that these shares come to together where numbers leave a doubt, and the least where
#: neither side is whole: a version that lost a section lacks it alone, two pages of one office on
#: subjects that are near to each other have each their own.
_BOTH, _EACH, _WHOLE = 0.38, 0.56, 0.95
#: A version has so much of the other's letters, where numbers leave a doubt and where they leave
#: none; of a few lines nothing is a summary.
_HALF, _SHORT, _LONG = 0.5, 0.4, 250
#: So many days that both sides tell, none of them the same, are those of two events.
_DAYS = 3
#: By so many days a weekday moves from one year to the next.
_MOVED = 2
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
#: Two texts of fewer letters are versions of each other as they were said to be: nothing shows it.
_PROOF = 80
#: So many kinds of contact facts show an office.
_KINDS = 2
#: Contact facts that are this alike are one with a slip.
_SLIP = 0.8


def judge(places: Places) -> Verdict:
    """The verdict, and what it rests on."""
    sides = (places.left, places.right)
    plain = [_boilerplate(side, places.words.boilerplate) for side in sides]
    numbers = [_numbers(places, n, plain[n]) for n in (0, 1)]
    shared, told = len(numbers[0] & numbers[1]), len(numbers[0]) + len(numbers[1])
    common = 2 * shared / told if told else 1.0
    covered, most = sorted(_covered(places, n, plain[n]) for n in (0, 1))
    against: list[Reason] = ["other-office"] if _other_office(places) else []
    if _other_days(places):
        against.append("other-days")
    short, long = sorted(side.size for side in sides)
    if long >= _PROOF:
        proven = told >= _FEW
        sure = proven and common >= _SURE
        if proven and common < _NUMBERS:
            against.append("other-numbers")
        doubtful = proven and _NUMBERS <= common < _SURE
        little = doubtful and common * covered * most < (_BOTH if most >= _WHOLE else _EACH)
        little |= covered < (_LEAST if sure else _COVERED) or most < _MOST
        abridged = long >= _LONG and short < (_SHORT if sure else _HALF) * long
        if little or abridged:
            against.append("no-counterpart")
        least = _ALIKE if proven or covered >= _MOST else _MORE_ALIKE
        if not against and not (sure and covered >= _COVERED) and _alike(places) < least:
            against.append("other-text")
    return Verdict(tuple(against), shared, told - shared, round(100 * covered))


def _alike(places: Places) -> float:
    """How alike the stretches of the two texts are to their likest counterparts, on average.

    The worse of both directions counts, so that an abridgement is not alike to its whole.
    """
    extents = _extent(places.left), _extent(places.right)
    number = min(max(min(map(len, extents)) // _STRETCH, 1), _STRETCHES)
    bags = [
        [found.bag(span) for span in _stretches(extent, number)]
        for found, extent in zip(places.found, extents, strict=True)
    ]
    alike = matrix(bags[0], bags[1])
    forth = sum(max(row) for row in alike)
    back = sum(max(row[n] for row in alike) for n in range(number))
    return min(forth, back) / number


def _extent(side: Side) -> Span:
    """From the first to the last of a side's characters: the half that it is of its page."""
    text = side.text
    return Span(len(text) - len(text.lstrip()), len(text.rstrip()))


def _stretches(extent: Span, number: int) -> list[Span]:
    """So many parts of a span, as long as each other."""
    ends = [extent.start + n * len(extent) // number for n in range(number + 1)]
    return [Span(*pair) for pair in itertools.pairwise(ends)]


def _other_days(places: Places) -> bool:
    """Whether both sides tell days with their years, and none of the one is told by the other.

    There are several, or one is told of two years in a row, a day or two apart: what takes place
    every year keeps its weekday, a slip in the year keeps the day.
    """
    left, right = (
        {day for fact in side.kinds("date") for day in _DAY.findall(fact.value)}
        for side in (places.left, places.right)
    )
    if left & right:
        return False
    several = min(len(left), len(right)) >= _DAYS
    return several or any(_is_a_year_later(one, other) for one in left for other in right)


def _is_a_year_later(one: str, other: str) -> bool:
    """Whether two days of one month are a year apart, but for a day or two."""
    (year, month, day), (next_year, same, near) = (map(int, d.split("-")) for d in (one, other))
    return abs(year - next_year) == 1 and month == same and 0 < abs(day - near) <= _MOVED


def _other_office(places: Places) -> bool:
    """Whether both sides give two kinds of contact facts or more, and no two are alike.

    What both give may be a headquarters': it counts for one office unless the numbers beside it
    are of two countries.
    """
    left, right = places.left.kinds(*CONTACT[:3]), places.right.kinds(*CONTACT[:3])
    both = {f.value for f in left} & {f.value for f in right}
    left, right = ([f for f in facts if f.value not in both] for facts in (left, right))
    kinds = {f.kind for f in left} & {f.kind for f in right}
    if len(kinds) < _KINDS or (both and _countries(left) & _countries(right)):
        return False
    return not any(
        one.kind == other.kind and likeness(_own(one), _own(other)) >= _SLIP
        for one in left
        for other in right
    )


def _countries(facts: Iterable[Fact]) -> set[str]:
    """The calling codes of numbers."""
    numbers = (f.value.partition(";")[0] for f in facts if f.value[0] == "+")
    return {plans.halves(number)[0] for number in numbers}


def _own(fact: Fact) -> str:
    """What of a value is the office's own: a network's mailboxes share their domain."""
    return fact.value.partition("@")[0]


def _boilerplate(side: Side, phrases: Iterable[str]) -> set[int]:
    """The parts that hold what a whole network says."""
    return {
        side.part_at(match.start())
        for phrase in phrases
        if phrase in side.key
        for match in re.finditer(re.escape(phrase), side.key)
    }


def _numbers(places: Places, n: int, plain: set[int]) -> set[str]:
    """The numbers of two digits or more that a side tells in parts with a counterpart.

    Those of the contact block and of boilerplate are left out.
    """
    side, found = (places.left, places.right)[n], places.found[n]
    told = set((places.pairs, places.back)[n]) | set(places.joined[n])
    names = {mark for number in told - plain for mark in found.numbers(side.parts[number])}
    blocks = {mark for block in side.kinds("address") for mark in found.numbers(block)}
    return {name for _, name in names - blocks if len(name) > len(NUMBER) + 1}


def _covered(places: Places, n: int, plain: set[int]) -> float:
    """The share of a side's text, boilerplate apart, that stands in parts with a counterpart."""
    side = (places.left, places.right)[n]
    told = set((places.pairs, places.back)[n]) | set(places.joined[n])
    sizes = {
        number: side.letters(number) for number in range(len(side.parts)) if number not in plain
    }
    whole = sum(sizes.values())
    return sum(size for number, size in sizes.items() if number in told) / whole if whole else 1.0
