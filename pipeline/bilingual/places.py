"""Where a fact of one side should stand on the other: same section, same statement."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pipeline.bilingual import anchors
from pipeline.bilingual.align import Likeness, Pairs, align
from pipeline.bilingual.anchors import Anchors, Bag
from pipeline.bilingual.comparison import Said, Sections
from pipeline.bilingual.hosts import View
from pipeline.bilingual.sides import Fact, Side
from pipeline.bilingual.statements import Group, Statements
from pipeline.bilingual.words import TRANSLATED, Relation, Words
from pipeline.extract.numerals import find_numbers
from pipeline.model import Span
from pipeline.reading import fold

#: So alike are two sections that stand for each other wherever they stand, and two that do so
#: because their neighbours do.
_SURE, _LIKELY = 0.3, 0.1
#: So alike are sections with the same heading at least.
_NAMED = 0.5
_PHRASE = 3
_WORDS = re.compile(r"[a-z]+")


@dataclass
class Places:
    """Two sides, aligned: which part stands for which, and (when asked) which sentence."""

    left: Side
    right: Side
    words: Words
    found: tuple[Anchors, Anchors]
    pairs: Pairs
    bags: tuple[list[Bag], list[Bag]]
    back: Pairs = field(init=False)
    _known: dict[Group, Statements] = field(default_factory=dict)
    _relations: dict[tuple[int, int], Relation] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Turn the pairs round once."""
        self.back = {j: i for i, j in self.pairs.items()}

    @classmethod
    def of(cls, left: Side, right: Side, words: Words) -> Places:
        """Align the parts of two sides; their titles stand for each other."""
        found = Anchors.of(left, words), Anchors.of(right, words)
        bags = tuple(
            [one.bag(part) for part in side.parts]
            for one, side in zip(found, (left, right), strict=True)
        )
        alike = anchors.matrix(*bags)
        _pair_names(alike, left, right)
        _pair_titles(alike, left, right)
        pairs = align(alike, sure=_SURE, likely=_LIKELY)
        _first_of_merged(alike, pairs)
        _first_of_merged(_turned(alike), {j: i for i, j in pairs.items()}, pairs)
        return cls(left, right, words, found, pairs, (bags[0], bags[1]))

    def together(self, left: Fact, right: Fact) -> bool:
        """Whether two facts stand in sections that stand for each other."""
        return self._homes[1][right.start] in self._facing[self._homes[0][left.start]]

    @functools.cached_property
    def _homes(self) -> tuple[Mapping[int, int], Mapping[int, int]]:
        """The part that each fact stands in, by where it starts."""
        one, other = (
            {fact.start: number for number, facts in side.by_part.items() for fact in facts}
            for side in (self.left, self.right)
        )
        return one, other

    @functools.cached_property
    def _facing(self) -> list[frozenset[int]]:
        """The counterparts of each part of the left side."""
        numbers = range(len(self.left.parts))
        return [frozenset(self.counterparts(number, left=True)) for number in numbers]

    @functools.cached_property
    def joined(self) -> tuple[Pairs, Pairs]:
        """Parts of each side without a counterpart, told within a part of the other one."""
        one, other = self.bags
        return (
            View(self.left, self.right, one, other, self.pairs).hosts(),
            View(self.right, self.left, other, one, self.back).hosts(),
        )

    @property
    def languages(self) -> tuple[str, str]:
        """The languages of the two sides."""
        return self.left.language, self.right.language

    def linked(self, left: Fact, right: Fact, *, near: bool = False) -> float:
        """How alike the sentences of two facts are that say the same; 0 where they do not.

        `near` takes the sentences before and after as well: clauses wander.
        """
        ways = (
            (self.partners(left, left=True, near=near), right),
            (self.partners(right, left=False, near=near) if near else [], left),
        )
        return max(
            (score for found, fact in ways for span, score in found if span.holds(fact)),
            default=0.0,
        )

    def partners(self, fact: Fact, *, left: bool, near: bool = False) -> list[tuple[Span, float]]:
        """The sentences of the other side that say what a fact's sentence says."""
        here = (self.left if left else self.right).part_at(fact.start)
        keys = [(here, n) if left else (n, here) for n in self.counterparts(here, left=left)]
        groups = dict.fromkeys(self._group(*key) for key in keys)
        return [
            way
            for group in groups
            for way in self._statements(group).partners(fact.start, left=left, near=near)
        ]

    def counterparts(self, here: int, *, left: bool) -> list[int]:
        """The parts of the other side that stand for a part, are told within it, or tell it."""
        mine, theirs = self.joined if left else self.joined[::-1]
        pairs = self.pairs if left else self.back
        own = [numbers[here] for numbers in (pairs, mine) if here in numbers]
        return own + [number for number, host in theirs.items() if host == here]

    def _group(self, i: int, j: int) -> Group:
        """Two parts that say the same, with all that is told within either of them."""
        if self.pairs.get(i) != j:
            host = self.joined[0].get(i) == j
            i, j = (self.back.get(j, i), j) if host else (i, self.pairs.get(i, j))
        return (
            tuple(sorted({i, *(guest for guest, host in self.joined[0].items() if host == j)})),
            tuple(sorted({j, *(guest for guest, host in self.joined[1].items() if host == i)})),
        )

    def _statements(self, group: Group) -> Statements:
        known = self._known.get(group)
        if known is None:
            sides = self.left, self.right
            paired = next(
                ((i, self.pairs[i]) for i in group[0] if self.pairs.get(i) in group[1]), None
            )
            known = self._known[group] = Statements.of(sides, self.found, group, paired)
        return known

    def relation(self, left: Fact, right: Fact) -> Relation:
        """What the nouns of two counts have to do with each other.

        A noun may also translate a word of the other's phrase: births, actes de naissance.
        """
        said = (left.start, right.start)
        known = self._relations.get(said)
        if known is None:
            one, other = fold(left.noun), fold(right.noun)
            known = self.words.relation(one, other, self.languages)
            if known < TRANSLATED:
                known = max(
                    known,
                    self._within(one, _phrase(right, self.right)),
                    self._within(_phrase(left, self.left), other),
                )
            self._relations[said] = known
        return known

    def _within(self, left: str, right: str) -> Relation:
        """`TRANSLATED` where a noun of one side translates a word of the other's phrase."""
        return self.words.relation(left, right, self.languages) // TRANSLATED * TRANSLATED

    def sections(self, left: Fact | None, right: Fact | None) -> Sections:
        """The headings of the sections that two facts stand in, or should stand in."""
        mine = self.left.part_at(left.start) if left else None
        theirs = self.right.part_at(right.start) if right else None
        if mine is None and theirs is not None:
            mine = self.back.get(theirs)
        elif theirs is None and mine is not None:
            theirs = self.pairs.get(mine)
        return (
            None if mine is None else self.left.parts[mine].title,
            None if theirs is None else self.right.parts[theirs].title,
        )

    def said(self, fact: Fact | None, other: Fact | None, *, left: bool) -> Said:
        """What a side says of a fact; where it says nothing, the passage where it should."""
        side = self.left if left else self.right
        if fact is not None:
            return Said(fact.value, fact, side.quote(fact))
        spans = self.partners(other, left=not left) if other else []
        best = max(spans, key=lambda s: s[1], default=None)
        return Said(None, best[0], side.quote(best[0])) if best else Said()


def _pair_names(alike: list[list[float]], left: Side, right: Side) -> None:
    """Sections with one heading stand for each other, where it stands once: Contact, Oujda."""
    mine, theirs = (
        fold("\n".join(part.title for part in side.parts)).split("\n") for side in (left, right)
    )
    for i, title in enumerate(mine):
        if title and mine.count(title) == theirs.count(title) == 1:
            row = alike[i]
            j = theirs.index(title)
            row[j] = max(row[j], _NAMED)


def _pair_titles(alike: list[list[float]], left: Side, right: Side) -> None:
    """Make the titles of two pages stand for each other, whatever stands below them.

    So do two pages that are one part each.
    """
    (i, top), (j, other) = _title(left), _title(right)
    if len(left.parts) == len(right.parts) == 1:
        i, j, top = 0, 0, other
    if min(i, j) < 0 or top != other:
        return
    alike[i] = [0.0] * len(right.parts)
    for row in alike:
        row[j] = 0.0
    alike[i][j] = 2.0


def _title(side: Side) -> tuple[int, bool]:
    """The part that the first heading opens (-1 for none); whether it is above all others."""
    levels = [part.level for part in side.parts if part.heading]
    first = next((n for n, part in enumerate(side.parts) if part.heading), -1)
    return first, levels[:1] == [min(levels, default=0)] and levels.count(levels[0]) == 1


def _first_of_merged(alike: Likeness, pairs: Pairs, turned: Pairs | None = None) -> None:
    """Of several parts that one part of the other side tells together, pair the first."""
    for i, j in sorted(pairs.items()):
        first = i
        while first and first - 1 not in pairs and alike[first - 1][j] >= _SURE:
            first -= 1
        if first < i:
            pairs[first] = pairs.pop(i)
            if turned is not None:
                turned[j] = first


def _turned(alike: Likeness) -> list[list[float]]:
    return [list(column) for column in zip(*alike, strict=True)]


def _phrase(fact: Fact, side: Side) -> str:
    """The first words of what a count counts: enough for 'actes de naissance'."""
    noun = fold(fact.noun)
    said = fact.of(side.key)
    number = find_numbers(said, side.language)[:1]
    words = _WORDS.findall(said, number[0].end if number else 0)
    at = words.index(noun) if noun in words else 0
    return " ".join(words[max(at - 1, 0) : at + _PHRASE])


def ranked(ways: Iterable[tuple[tuple[float, ...], int, int]]) -> dict[int, int]:
    """One to one, the best first: from (rank, left, right), the lowest rank wins."""
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in sorted(ways):
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return pairs
