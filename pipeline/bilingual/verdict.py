"""Whether two pages are versions of one text, judged by what a translation leaves as it is.

What a network writes on all its pages is no evidence, nor is what an office writes on all of its
own: its contact block. But two offices that share no number, mailbox or address are two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.bilingual.anchors import NUMBER, matrix
from pipeline.bilingual.comparison import Reason, Verdict
from pipeline.bilingual.hosts import CONTACT
from pipeline.bilingual.places import Places
from pipeline.bilingual.sides import Fact, Side
from pipeline.bilingual.spelling import likeness
from pipeline.model import Span

#: The share of the numbers in sections that stand for each other which both sides must tell, and
#: the one that leaves no doubt; the share of the text that must have a counterpart, and the one
#: that is enough where the numbers leave no doubt.
_NUMBERS, _SURE = 0.5, 0.75
_COVERED, _LEAST = 0.5, 0.4
#: How alike the stretches of two versions are at least, where the numbers leave a doubt.
_ALIKE = 0.3
#: So many stretches are compared, none shorter than so many characters.
_STRETCHES, _STRETCH = 8, 200
#: Fewer numbers prove nothing.
_FEW = 8
#: The least that the two shares come to together: what both sides tell of all that one tells.
_BOTH = 0.55
#: Two texts of fewer letters are versions of each other as they were said to be: nothing shows it.
_PROOF = 80
#: Contact facts that are this alike are one with a slip.
_SLIP = 0.8


def judge(places: Places) -> Verdict:
    """The verdict, and what it rests on."""
    sides = (places.left, places.right)
    plain = [_boilerplate(side, places.words.boilerplate) for side in sides]
    numbers = [_numbers(places, n, plain[n]) for n in (0, 1)]
    shared, told = len(numbers[0] & numbers[1]), len(numbers[0]) + len(numbers[1])
    common = 2 * shared / told if told else 1.0
    covered = min(_covered(places, n, plain[n]) for n in (0, 1))
    against: list[Reason] = ["other-office"] if _other_office(places) else []
    if any(sum(map(side.letters, range(len(side.parts)))) >= _PROOF for side in sides):
        sure = told >= _FEW and common >= _SURE
        if told >= _FEW and common < _NUMBERS:
            against.append("other-numbers")
        least = _LEAST if sure else _COVERED
        if covered < least or (told >= _FEW and not against and common * covered < _BOTH):
            against.append("no-counterpart")
        if not against and not (sure and covered >= _COVERED) and _alike(places) < _ALIKE:
            against.append("other-text")
    return Verdict(tuple(against), shared, told - shared, round(100 * covered))


def _alike(places: Places) -> float:
    """How alike the stretches of the two texts are to their likest counterparts, on average.

    The worse of both directions counts, so that an abridgement is not alike to its whole.
    """
    sizes = len(places.left.text), len(places.right.text)
    number = min(max(min(sizes) // _STRETCH, 1), _STRETCHES)
    bags = [
        [found.bag(Span(n * size // number, (n + 1) * size // number)) for n in range(number)]
        for found, size in zip(places.found, sizes, strict=True)
    ]
    alike = matrix(bags[0], bags[1])
    forth = sum(max(row) for row in alike)
    back = sum(max(row[n] for row in alike) for n in range(number))
    return min(forth, back) / number


def _other_office(places: Places) -> bool:
    """Whether both sides give two kinds of contact facts or more, and no two are alike."""
    left, right = places.left.kinds(*CONTACT[:3]), places.right.kinds(*CONTACT[:3])
    if {f.value for f in left} & {f.value for f in right}:
        return False
    kinds = {f.kind for f in left} & {f.kind for f in right}
    return len(kinds) > 1 and not any(
        one.kind == other.kind and likeness(_own(one), _own(other)) >= _SLIP
        for one in left
        for other in right
    )


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
