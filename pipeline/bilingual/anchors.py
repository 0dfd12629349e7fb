"""What two translations of one text have in common, whatever their words: numbers, names, terms.

Any stretch of a page is a `Bag` of its anchors. A number, a date's year, a name in capitals, a word
of the lexicon and the opening letters of a long word are anchors. The rarer an anchor among the
stretches compared, the more it proves. What a word is an anchor for is found once a language, and
numbers once a page; the words of a stretch are only looked up.
"""

from __future__ import annotations

import bisect
import itertools
import math
import operator
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.bilingual.sides import Fact, Side
from pipeline.bilingual.words import Words
from pipeline.model import Span, mask
from pipeline.reading import fold_case

Bag = Mapping[str, float]

_LETTERS = "".join(c for c in map(chr, range(0x250)) if "a" <= fold_case(c) <= "z")
_WORD = re.compile(rf"[{_LETTERS}][{_LETTERS}-]{{3,}}")
_DIGITS = re.compile(
    r"[0-9](?:[0-9]{0,2}(?:[ ,.'][0-9]{3})+(?![0-9])(?:[.,][0-9]+)?|[0-9]*(?:[.,][0-9]+)?)"
)
_NOT_DIGIT = re.compile(r"\D")
_FACT, _NUMBER, _SMALL, _NAME, _TERM, _STEM = 4.0, 3.0, 1.0, 1.5, 1.0, 0.6
#: What an anchor adds to what a stretch offers, by its weight: letters of words prove little.
_OFFERS = {_FACT: _FACT, _NUMBER: _NUMBER, _TERM: _TERM, _NAME: 0.3 * _NAME, _STEM: 0.3 * _STEM}
#: Added to what two stretches offer, so that those that offer little are not alike by one word.
_LITTLE = 2.5
_STEM_LETTERS, _NAME_LETTERS = 5, 4
#: An anchor of a word's letters is no proof that the other side lacks something.
SOFT = "~"
#: What an anchor that is a number opens with.
NUMBER = "#"


class Known(dict[str, tuple[tuple[str, float], ...]]):
    """The anchors of the words of a language, as written, found when first asked for."""

    def __init__(self, words: Words, language: str) -> None:
        """Know nothing yet."""
        super().__init__()
        self._words, self._language = words, language

    def __missing__(self, written: str) -> tuple[tuple[str, float], ...]:
        """The anchors of a word: what it means, and its letters or, with a capital, its name."""
        said = fold_case(written)
        found = [(term, _TERM) for term in sorted(self._words.meanings(said, self._language))]
        if written[0].isupper():
            found.append((f"{SOFT}{said[:_NAME_LETTERS]}'", _NAME))
        elif len(said) >= _STEM_LETTERS:
            found.append((SOFT + said[:_STEM_LETTERS], _STEM))
        self[written] = tuple(found)
        return self[written]


@dataclass(frozen=True, slots=True)
class Anchors:
    """Where the anchors of a side are found: in its words, `text`, and its facts and numbers.

    `marks` are the facts and numbers in text order, each with its anchor, and `starts` where they
    stand.
    """

    text: str
    known: Known
    starts: Sequence[int]
    marks: Sequence[tuple[str, float]]

    @classmethod
    def of(cls, side: Side, words: Words) -> Anchors:
        """All anchors of a side. The number that opens a count is an anchor by its value."""
        found = [(fact.start, *mark) for fact in side.facts if (mark := _of_fact(fact))]
        contacts, counts = side.kinds("phone", "fax", "email"), side.kinds("count")
        heads = (_WORD.match(side.text, fact.start) for fact in counts)
        text = mask(side.text, [*contacts, *(Span(*head.span()) for head in heads if head)])
        taken = {fact.start for fact in counts}
        found += [
            (match.start(), *_of_number(match[0]))
            for match in _DIGITS.finditer(text)
            if match.start() not in taken
        ]
        found.sort(key=operator.itemgetter(0))
        return cls(
            text,
            words.memo(side.language, Known),
            [start for start, _, _ in found],
            [(name, weighs) for _, name, weighs in found],
        )

    def bag(self, span: Span) -> Bag:
        """The anchors of a stretch, each with what it weighs."""
        words = _WORD.findall(self.text, span.start, span.end)
        found = itertools.chain.from_iterable(map(self.known.__getitem__, words))
        return dict(itertools.chain(self.marks[self._inside(span)], found))

    def numbers(self, span: Span) -> list[tuple[int, str]]:
        """The anchors of a stretch that are numbers, each with where it stands."""
        here = self._inside(span)
        marks = zip(self.starts[here], self.marks[here], strict=True)
        return [(start, name) for start, (name, _) in marks if name[0] == NUMBER]

    def _inside(self, span: Span) -> slice:
        first = bisect.bisect_left(self.starts, span.start)
        return slice(first, bisect.bisect_left(self.starts, span.end, first))


def _of_number(said: str) -> tuple[str, float]:
    """The anchor that a number is."""
    digits = said if said.isdigit() else _NOT_DIGIT.sub("", said)
    return NUMBER + digits, _NUMBER if len(digits) > 1 else _SMALL


def _of_fact(fact: Fact) -> tuple[str, float] | None:
    """A fact by its value, so that words and digits, national and foreign forms are one."""
    if fact.kind == "count":
        return _of_number(f"{fact.number:g}")
    if fact.kind in ("phone", "fax", "email"):
        return fact.value.partition(";")[0], _FACT
    return None


def matrix(left: Sequence[Bag], right: Sequence[Bag]) -> list[list[float]]:
    """How much of each stretch of one side each of the other has, from 0 to about 1.

    An anchor counts for one over the number of stretches of a side that hold it.
    """
    mine, theirs = (Counter(itertools.chain.from_iterable(bags)) for bags in (left, right))
    held: dict[str, list[int]] = {name: [] for name in mine.keys() & theirs.keys()}
    most = {**theirs, **mine}
    most.update((name, theirs[name]) for name in held if theirs[name] > mine[name])
    for j, bag in enumerate(right):
        for name in filter(held.__contains__, bag):
            held[name].append(j)
    offers = [_offer(bag, most) for bag in right]
    return [_row(bag, held, most, offers) for bag in left]


def _offer(bag: Bag, most: Mapping[str, int]) -> float:
    """What a stretch offers: its anchors by how rare they are."""
    weights = map(_OFFERS.__getitem__, bag.values())
    offered: float = sum(map(operator.truediv, weights, map(most.__getitem__, bag)))
    return offered


def _row(
    bag: Bag, held: Mapping[str, list[int]], most: Mapping[str, int], offers: Sequence[float]
) -> list[float]:
    """How much of one stretch each of the other side has, of the anchors that both sides hold."""
    row = [0.0] * len(offers)
    for name in filter(held.__contains__, bag):
        share = bag[name] / most[name]
        for j in held[name]:
            row[j] += share
    own = _offer(bag, most)
    return [
        shared and shared / (math.sqrt(own * offers[j]) + _LITTLE) for j, shared in enumerate(row)
    ]


def hardest(bag: Bag) -> Bag:
    """What a stretch is recognised by: not letters of words, not what any page may repeat."""
    return {name: w for name, w in bag.items() if w < _FACT and name[0] != SOFT}


def weight(bag: Bag) -> float:
    """What a stretch offers to be recognised by."""
    return sum(bag.values())


def common(bag: Bag, other: Bag) -> Bag:
    """The anchors of a stretch that another one has too."""
    return {name: w for name, w in bag.items() if name in other}
