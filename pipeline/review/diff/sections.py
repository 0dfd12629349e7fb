"""Which section is which: by its heading, else by what stands in it, else by its neighbours."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.model import fold_spaces
from pipeline.records import SectionRecord
from pipeline.review.change import Change, Side
from pipeline.review.diff.pairing import Pairing
from pipeline.review.diff.version import Homes, Version

#: A text this long is no chance: two sections that share it are one under another heading.
_TELLING = 20
#: The share of words that two neighbours have in common where one is the other, rewritten.
_ALIKE = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class _Section:
    """A section with its text, white space folded, and what its facts say."""

    record: SectionRecord
    text: str
    facts: tuple[tuple[str, str], ...]

    def is_like(self, other: _Section) -> bool:
        """Whether most of their words are the same."""
        mine, theirs = self._words(), other._words()
        return len(mine & theirs) >= _ALIKE * len(mine | theirs)

    def _words(self) -> frozenset[str]:
        return frozenset(f"{self.record.title} {self.text}".casefold().split())


def pair_sections(old: Version, new: Version) -> tuple[Homes, list[Change]]:
    """The sections of two versions under common names, and what became of them."""
    pairing = Pairing(_sections(old), _sections(new))
    pairing.by(lambda s: (s.record.title, s.text))
    pairing.by(lambda s: (s.record.title, s.record.level == 0))
    pairing.by(lambda s: s.text if len(s.text) >= _TELLING else None)
    pairing.by(lambda s: s.facts or None)
    _pair_neighbours(pairing)
    same = {one.record.id: other.record.id for one, other in pairing.pairs}
    return Homes(same), list(_changes(pairing))


def _sections(version: Version) -> list[_Section]:
    facts: dict[str | None, list[tuple[str, str]]] = {}
    for fact in version.record.entities:
        facts.setdefault(fact.section, []).append((fact.kind, fact.value))
    return [
        _Section(s, fold_spaces(s.text), tuple(facts.get(s.id, ())))
        for s in version.record.sections
    ]


def _pair_neighbours(pairing: Pairing[_Section]) -> None:
    """Behind the same neighbour: what is alike, from the first on, then from the last."""
    before = {id(one): number for number, pair in enumerate(pairing.pairs) for one in pair}
    gaps = _gaps(pairing.all_old, before), _gaps(pairing.all_new, before)
    made: list[tuple[_Section, _Section]] = []
    for neighbour, ones in gaps[0].items():
        others = gaps[1].get(neighbour, [])
        alike = _alike(ones, others)
        rest = ones[len(alike) :][::-1], others[len(alike) :][::-1]
        made += (*alike, *_alike(*rest))
    pairing.take(made)


def _gaps(sections: Sequence[_Section], before: Mapping[int, int]) -> dict[int, list[_Section]]:
    """The sections without a counterpart, by the last one before them that has one."""
    gaps: dict[int, list[_Section]] = {}
    at = -1
    for section in sections:
        if id(section) in before:
            at = before[id(section)]
        else:
            gaps.setdefault(at, []).append(section)
    return gaps


def _alike(ones: Sequence[_Section], others: Sequence[_Section]) -> list[tuple[_Section, _Section]]:
    """The first of both, as long as they share most of their words."""
    pairs = zip(ones, others, strict=False)
    return list(itertools.takewhile(lambda pair: pair[0].is_like(pair[1]), pairs))


def _changes(pairing: Pairing[_Section]) -> Iterator[Change]:
    for one, other in pairing.pairs:
        if one.record.title != other.record.title:
            sides = _side(one.record), _side(other.record)
            yield Change.of("renamed", "section", "section", sides)
    for one in pairing.old:
        yield Change.of("removed", "section", "section", (_side(one.record), None))
    for other in pairing.new:
        yield Change.of("added", "section", "section", (None, _side(other.record)))


def _side(section: SectionRecord) -> Side:
    at, title = section.heading or section, section.title
    return Side(section.id, title, title, at.start, at.end, section.rule, title)
