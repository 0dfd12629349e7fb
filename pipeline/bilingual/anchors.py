"""What two translations of one text have in common, whatever their words: numbers, names, terms.

The anchors of a page are found once, with where they stand; any stretch of it is then a `Bag`.
A number, a date's year, a name in capitals, a word of the lexicon and the opening letters of a
long word are anchors. The rarer an anchor among the stretches compared, the more it proves.
"""

from __future__ import annotations

import bisect
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.bilingual.sides import Fact, Side
from pipeline.bilingual.words import Words
from pipeline.model import Span

Bag = Mapping[str, float]

_TOKEN = re.compile(
    r"(?P<number>\d{1,3}(?:[ ,.'’]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)?)|[a-z][a-z-]{2,}"
)
_NOT_DIGIT = re.compile(r"\D")
_FACT, _NUMBER, _SMALL, _NAME, _TERM, _STEM = 4.0, 3.0, 1.0, 1.5, 1.0, 0.6
_FEW = 10
_STEM_LETTERS, _NAME_LETTERS = 5, 4
#: An anchor of a word's letters is no proof that the other side lacks something.
SOFT = "~"
#: What an anchor that is a number opens with.
NUMBER = "#"


@dataclass(frozen=True, slots=True)
class Anchors:
    """The anchors of a side in text order: where each stands, its names, what it weighs."""

    starts: Sequence[int]
    names: Sequence[tuple[str, ...]]
    weights: Sequence[float]

    @classmethod
    def of(cls, side: Side, words: Words) -> Anchors:
        """All anchors of a side."""
        found: list[tuple[int, tuple[str, ...], float]] = []
        for fact in side.facts:
            found += _of_fact(fact)
        taken = {f.start for f in side.facts if f.kind == "count"}
        text, language = side.text, side.language
        for match in _TOKEN.finditer(side.key):
            start = match.start()
            if match["number"]:
                if start not in taken:
                    found.append(_number(start, _NOT_DIGIT.sub("", match["number"])))
                continue
            word = match[0]
            meanings = words.meanings(word, language)
            if meanings:
                found.append((start, tuple(meanings), _TERM))
            if text[start].isupper():
                found.append((start, (f"{SOFT}{word[:_NAME_LETTERS]}'",), _NAME))
            elif len(word) >= _STEM_LETTERS:
                found.append((start, (SOFT + word[:_STEM_LETTERS],), _STEM))
        found.sort(key=lambda item: item[0])
        return cls([f[0] for f in found], [f[1] for f in found], [f[2] for f in found])

    def bag(self, span: Span) -> Bag:
        """The anchors of a stretch, each with what it weighs."""
        first = bisect.bisect_left(self.starts, span.start)
        last = bisect.bisect_left(self.starts, span.end)
        bag: dict[str, float] = {}
        for names, weight in zip(self.names[first:last], self.weights[first:last], strict=True):
            for name in names:
                bag[name] = weight
        return bag


def _number(start: int, digits: str) -> tuple[int, tuple[str, ...], float]:
    return start, (NUMBER + digits,), _NUMBER if len(digits) > 1 else _SMALL


def _of_fact(fact: Fact) -> list[tuple[int, tuple[str, ...], float]]:
    """A fact by its value, so that words and digits, national and foreign forms are one."""
    if fact.kind == "count":
        return [_number(fact.start, f"{fact.number:g}".replace(".", ""))]
    if fact.kind in ("phone", "fax", "email"):
        return [(fact.start, (fact.value.partition(";")[0],), _FACT)]
    return []


def rarity(left: Sequence[Bag], right: Sequence[Bag]) -> dict[str, float]:
    """How much each anchor proves among these stretches: one over how many of a side hold it."""
    one, other = Counter(n for bag in left for n in bag), Counter(n for bag in right for n in bag)
    return {name: 1 / max(count, other.get(name, 1)) for name, count in (other | one).items()}


def weight(bag: Bag, rare: Mapping[str, float]) -> float:
    """What a stretch offers to be recognised by; letters of words count little."""
    return sum(w * rare[name] * (0.3 if name.startswith(SOFT) else 1.0) for name, w in bag.items())


def likeness(left: Bag, right: Bag, rare: Mapping[str, float], whole: float) -> float:
    """How much of two stretches is common, from 0 to about 1; `whole` is what both weigh."""
    few, many = (left, right) if len(left) < len(right) else (right, left)
    shared = sum(w * rare[name] for name, w in few.items() if name in many)
    return shared / (whole + _FEW / 4) if shared else 0.0


def mean(one: float, other: float) -> float:
    """The geometric mean of two weights."""
    return math.sqrt(one * other)


def matrix(left: Sequence[Bag], right: Sequence[Bag]) -> list[list[float]]:
    """The likeness of each stretch of one side to each of the other."""
    rare = rarity(left, right)
    mine, theirs = [weight(b, rare) for b in left], [weight(b, rare) for b in right]
    return [
        [likeness(a, b, rare, mean(mine[i], theirs[j])) for j, b in enumerate(right)]
        for i, a in enumerate(left)
    ]


def hard(bag: Bag) -> float:
    """What a stretch is recognised by: not letters of words, not what any page may repeat."""
    return sum(w for name, w in bag.items() if w < _FACT and not name.startswith(SOFT))


def common(bag: Bag, other: Bag) -> Bag:
    """The anchors of a stretch that another one has too."""
    return {name: w for name, w in bag.items() if name in other}
