"""What two translations of one text have in common, whatever their words: numbers, names, terms.

The anchors of a page are found once, with where they stand; any stretch of it is then a `Bag`.
A number, a date's year, a name in capitals, a word of the lexicon and the opening letters of a
long word are anchors. The rarer an anchor among the stretches compared, the more it proves.
"""

from __future__ import annotations

import bisect
import math
import operator
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.bilingual.sides import Fact, Side
from pipeline.bilingual.words import Words
from pipeline.model import Span, mask

Bag = Mapping[str, float]

_TOKEN = re.compile(
    r"(?P<number>\d{1,3}(?:[ ,.'’]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)?)|[a-z][a-z-]{3,}"
)
_NOT_DIGIT = re.compile(r"\D")
_FACT, _NUMBER, _SMALL, _NAME, _TERM, _STEM = 4.0, 3.0, 1.0, 1.5, 1.0, 0.6
#: Added to what two stretches offer, so that those that offer little are not alike by one word.
_LITTLE = 2.5
_SOFT_SHARE = 0.3
_STEM_LETTERS, _NAME_LETTERS = 5, 4
#: An anchor of a word's letters is no proof that the other side lacks something.
SOFT = "~"
#: What an anchor that is a number opens with.
NUMBER = "#"


@dataclass(frozen=True, slots=True)
class Anchors:
    """The anchors of a side in text order: where they stand, each with what it weighs.

    `numbers` are those that are numbers, once more, by themselves.
    """

    starts: Sequence[int]
    bags: Sequence[Bag]
    numbers: Sequence[tuple[int, str]]

    @classmethod
    def of(cls, side: Side, words: Words) -> Anchors:
        """All anchors of a side."""
        found = [(fact.start, bag) for fact in side.facts if (bag := _of_fact(fact))]
        taken = {f.start for f in side.facts if f.kind == "count"}
        text, language = side.text, side.language
        known: dict[str, tuple[Bag, Bag]] = words.memo(language)
        rest = mask(side.key, side.kinds("phone", "fax", "email"))
        for match in _TOKEN.finditer(rest):
            said, start = match[0], match.start()
            forms = known.get(said)
            if forms is None:
                forms = known[said] = _of_word(said, words.meanings(said, language))
            bag = forms[text[start].isupper()]
            if bag and start not in taken:
                found.append((start, bag))
        found.sort(key=operator.itemgetter(0))
        numbers = [(start, name) for start, bag in found for name in bag if name[0] == NUMBER]
        return cls([start for start, _ in found], [bag for _, bag in found], numbers)

    def bag(self, span: Span) -> Bag:
        """The anchors of a stretch, each with what it weighs."""
        first = bisect.bisect_left(self.starts, span.start)
        last = bisect.bisect_left(self.starts, span.end)
        whole: dict[str, float] = {}
        for bag in self.bags[first:last]:
            whole.update(bag)
        return whole


def _of_word(said: str, meanings: frozenset[str]) -> tuple[Bag, Bag]:
    """The anchors that a word or a number is, in small letters and with a capital."""
    if said[0].isdigit():
        digits = _NOT_DIGIT.sub("", said)
        bag = {NUMBER + digits: _weight(digits)}
        return bag, bag
    means = dict.fromkeys(sorted(meanings), _TERM)
    stem = {SOFT + said[:_STEM_LETTERS]: _STEM} if len(said) >= _STEM_LETTERS else {}
    return means | stem, means | {f"{SOFT}{said[:_NAME_LETTERS]}'": _NAME}


def _weight(digits: str) -> float:
    return _NUMBER if len(digits) > 1 else _SMALL


def _of_fact(fact: Fact) -> Bag:
    """A fact by its value, so that words and digits, national and foreign forms are one."""
    if fact.kind == "count":
        digits = f"{fact.number:g}".replace(".", "")
        return {NUMBER + digits: _weight(digits)}
    if fact.kind in ("phone", "fax", "email"):
        return {fact.value.partition(";")[0]: _FACT}
    return {}


def matrix(left: Sequence[Bag], right: Sequence[Bag]) -> list[list[float]]:
    """How much of each stretch of one side each of the other has, from 0 to about 1.

    An anchor counts for one over the number of stretches of a side that hold it.
    """
    mine, theirs = _holders(left), _holders(right)
    alike = [[0.0] * len(right) for _ in left]
    whole = [0.0] * len(left), [0.0] * len(right)
    for name in mine.keys() | theirs.keys():
        here, there = mine.get(name, ()), theirs.get(name, ())
        rare = 1 / max(len(here), len(there))
        share = rare * (_SOFT_SHARE if name[0] == SOFT else 1.0)
        for i in here:
            weight = left[i][name]
            whole[0][i] += weight * share
            row = alike[i]
            for j in there:
                row[j] += min(weight, right[j][name]) * rare
        for j in there:
            whole[1][j] += right[j][name] * share
    for i, row in enumerate(alike):
        for j, shared in enumerate(row):
            if shared:
                row[j] = shared / (math.sqrt(whole[0][i] * whole[1][j]) + _LITTLE)
    return alike


def _holders(bags: Sequence[Bag]) -> dict[str, list[int]]:
    """Which stretches hold each anchor."""
    held: dict[str, list[int]] = {}
    for number, bag in enumerate(bags):
        for name in bag:
            held.setdefault(name, []).append(number)
    return held


def hardest(bag: Bag) -> Bag:
    """What a stretch is recognised by: not letters of words, not what any page may repeat."""
    return {name: w for name, w in bag.items() if w < _FACT and name[0] != SOFT}


def weight(bag: Bag) -> float:
    """What a stretch offers to be recognised by."""
    return sum(bag.values())


def common(bag: Bag, other: Bag) -> Bag:
    """The anchors of a stretch that another one has too."""
    return {name: w for name, w in bag.items() if name in other}
