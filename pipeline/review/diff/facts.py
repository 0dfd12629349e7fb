"""What became of the facts of a page: the same, moved to another section, changed, added, gone."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.model import fold_spaces
from pipeline.records import CountParts, EntityRecord
from pipeline.review.change import Change, Op, Side
from pipeline.review.diff.pairing import Pairing
from pipeline.review.diff.sections import pair_sections
from pipeline.review.diff.version import Homes, Place, Version

_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True, eq=False)
class _Fact:
    """A fact of a version, the common name of its section, what stands around it in its line."""

    version: Version
    record: EntityRecord
    home: str
    place: Place

    @property
    def label(self) -> str | None:
        """The words before it in its line, where there are any."""
        return self.place.before if _LETTER.search(self.place.before) else None

    @property
    def slot(self) -> Hashable | None:
        """Which one of its kind in its section, by its label."""
        return self.label and (self.record.kind, self.home, self.label)

    @property
    def noun(self) -> str | None:
        """What a count counts."""
        parts = self.record.parts
        return parts.noun.casefold() if isinstance(parts, CountParts) else None


def compare_facts(old: Version, new: Version, homes: Homes) -> Iterator[Change]:
    """The changes of a page's facts: those of the new text in its order, then those that are gone.

    By value, then moved, then by slot: what stands on one side only is paired with what says
    something else in the same section, of the same kind, with the same words around it, behind
    the same neighbour, or at last in the same order.
    """
    pairing, ops = _paired(old, new, homes)
    mates = {id(other): one for one, other in pairing.pairs}
    for other in pairing.all_new:
        one = mates.get(id(other))
        op = ops.get(id(other), "changed") if one else "added"
        if op != "restated" or (one and _said(one.record) != _said(other.record)):
            yield _change(op, (one, other))
    for one in pairing.old:
        yield _change("removed", (one, None))


def former(old: Version, new: Version, fact: EntityRecord) -> EntityRecord | None:
    """What the old version says in the place of a fact of the new one; None where it is new."""
    homes, _ = pair_sections(old, new)
    pairing, _ = _paired(old, new, homes)
    return next((o.record for o, other in pairing.pairs if other.record.id == fact.id), None)


def _paired(old: Version, new: Version, homes: Homes) -> tuple[Pairing[_Fact], dict[int, Op]]:
    """The facts, paired; what became of those whose value is known, by the identity of the new."""
    pairing = Pairing(
        [_Fact(old, e, homes.of_old(e.section), old.place(e)) for e in old.record.entities],
        [_Fact(new, e, homes.of_new(e.section), new.place(e)) for e in new.record.entities],
    )
    ops: dict[int, Op] = {}
    for _, other in pairing.by(lambda f: (f.record.kind, f.record.value, f.home, f.place)):
        ops[id(other)] = "restated"
    known = pairing.by(lambda f: (f.record.kind, f.record.value, f.home))
    ops |= {id(other): "restated" for _, other in known}
    for _, other in pairing.by(lambda f: (f.record.kind, f.record.value)):
        ops[id(other)] = "moved"
    exchanged = _exchanged(known)
    pairing.pair_anew(exchanged)
    ops |= {id(other): "changed" for _, other in exchanged}
    _pair_slots(pairing)
    return pairing, ops


def _change(op: Op, facts: tuple[_Fact | None, _Fact | None]) -> Change:
    one, other = (_side(fact) if fact else None for fact in facts)
    return Change.of(op, "fact", next(f.record.kind for f in facts[::-1] if f), (one, other))


def _side(fact: _Fact) -> Side:
    return side_of(fact.record, fact.version.title(fact.record.section))


def _exchanged(pairs: Sequence[tuple[_Fact, _Fact]]) -> list[tuple[_Fact, _Fact]]:
    """Of facts that kept their values, those whose labels went round: each with its old label's.

    Who reads `Switchboard` and `Press office` is told two other numbers, though both are still
    there.
    """
    olds = _alone((one.slot, one) for one, _ in pairs)
    news = _alone((other.slot, other) for _, other in pairs)
    steps = {
        one.slot: other.slot
        for one, other in pairs
        if one.slot in olds and other.slot in news and one.slot != other.slot
    }
    for start in steps.keys() - set(steps.values()):  # labels that only went on, not round
        at: Hashable = start
        while at in steps:
            at = steps.pop(at)
    return [(olds[slot], news[slot]) for slot in steps]


def _alone(slots: Iterable[tuple[Hashable, _Fact]]) -> dict[Hashable, _Fact]:
    """Facts by their slot, where no other has the same, and there is a label."""
    found: dict[Hashable, _Fact] = {}
    twice: set[Hashable] = {None}
    for slot, fact in slots:
        if slot in found:
            twice.add(slot)
        found[slot] = fact
    return {slot: fact for slot, fact in found.items() if slot not in twice}


def _pair_slots(pairing: Pairing[_Fact]) -> None:
    """Pair what says something else now."""
    pairing.by(lambda f: (f.record.value, f.home))  # a phone that is a fax now
    pairing.by(lambda f: (f.record.kind, f.home, f.place))
    pairing.by(lambda f: f.slot)
    pairing.by(lambda f: f.noun and (f.home, f.noun))
    pairing.by(lambda f: f.label and (f.record.kind, f.place))
    behind = _neighbours(pairing)
    pairing.by(lambda f: behind[id(f)])
    pairing.by(lambda f: (f.record.kind, f.home))


def _neighbours(pairing: Pairing[_Fact]) -> dict[int, Hashable]:
    """For each fact the slot that it stands in: behind which fact that both sides have."""
    numbers = {id(one): number for number, pair in enumerate(pairing.pairs) for one in pair}
    slots: dict[int, Hashable] = {}
    for facts in (pairing.all_old, pairing.all_new):
        last: dict[Hashable, int] = {}
        for fact in facts:
            slot = (fact.record.kind, fact.home)
            slots[id(fact)] = (*slot, last.get(slot, -1))
            last[slot] = numbers.get(id(fact), last.get(slot, -1))
    return slots


def _said(fact: EntityRecord) -> Hashable:
    """All that is published of a fact but where it stands."""
    words = fact.rule, fact.basis, fact.alternatives, fact.resolved_by, repr(fact.parts)
    return (fold_spaces(fact.text), *words)


def side_of(fact: EntityRecord, section: str) -> Side:
    """A fact, with the title of its section, as one side of a change."""
    at = fact.start, fact.end
    return Side(fact.id, fact.value, fact.text, *at, fact.rule, section)
