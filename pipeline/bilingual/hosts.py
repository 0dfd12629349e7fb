"""Parts of one side that the other side tells without their heading, within another part.

Three things show it: most of what the part can be recognised by stands in the other one; it is a
contact block of which a fact stands there; a neighbour's counterpart is too long for one part.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.bilingual import anchors
from pipeline.bilingual.align import Pairs
from pipeline.bilingual.anchors import Bag
from pipeline.bilingual.sides import Side

CONTACT = ("phone", "fax", "email", "address")
#: A part is told within another one where that has so much of what it can be recognised by; so
#: much is enough within a neighbour's counterpart that has room for it.
_TOLD, _TOLD_BESIDE = 0.45, 0.2
#: What a part must offer to be recognised by; a counterpart with less of its letters is hollow.
_SAYS, _HOLLOW = 4.0, 0.25
#: A contact block has no more letters beside its facts.
_PROSE = 90
#: There is room for a part where so much of its length is left over.
_ROOM = 0.4


@dataclass(frozen=True, slots=True)
class View:
    """The two sides as seen from one of them."""

    side: Side
    other: Side
    mine: Sequence[Bag]
    theirs: Sequence[Bag]
    paired: Pairs

    def hosts(self) -> Pairs:
        """From each part that is told within one of the other side, to that one."""
        out: Pairs = {}
        rest: dict[int, list[float]] = {}
        for number in range(len(self.side.parts)):
            if not self._mine(number) or not self._is_open(number):
                continue
            bag = anchors.hardest(self.mine[number])
            shares = [
                anchors.weight(bag),
                *(anchors.weight(anchors.common(bag, b)) for b in self.theirs),
            ]
            host = self._by_content(number, shares[0], shares[1:])
            if host is None and number not in self.paired:
                host = self._by_contact(number)
                rest[number] = shares
            if host is not None:
                out[number] = host
        for number, (whole, *shared) in rest.items():
            host = self._roomy(number, out) if number not in out else None
            if host is not None and (whole < _SAYS or shared[host] >= _TOLD_BESIDE * whole):
                out[number] = host
        return out

    def _is_open(self, number: int) -> bool:
        """Whether a part has no counterpart, or only a hollow one."""
        there = self.paired.get(number)
        return there is None or self._theirs(there) < _HOLLOW * self._mine(number)

    def _mine(self, number: int) -> int:
        return self.side.letters(number)

    def _theirs(self, number: int) -> int:
        return self.other.letters(number)

    def _by_content(self, number: int, whole: float, shares: list[float]) -> int | None:
        best = max(range(len(shares)), key=lambda n: shares[n])
        told = whole >= _SAYS and shares[best] >= _TOLD * whole
        return best if told and best != self.paired.get(number) else None

    def _roomy(self, number: int, guests: Pairs) -> int | None:
        """The counterpart of a neighbour that is as long as if it told a part as well."""
        longer = self._longer()
        around = (
            next((n for n in numbers if n in self.paired), None)
            for numbers in (range(number - 1, -1, -1), range(number + 1, len(self.side.parts)))
        )
        room: dict[int, float] = {}
        for n in around:
            if n is not None:
                host = self.paired[n]
                told = {n, *(guest for guest, there in guests.items() if there == host)}
                room[host] = self._theirs(host) - longer * sum(map(self._mine, told))
        best = max(room, key=lambda n: room[n], default=None)
        needed = _ROOM * longer * self._mine(number)
        return best if best is not None and room[best] >= needed else None

    def _longer(self) -> float:
        """How much longer the other side says the same things."""
        whole = [(self._mine(i), self._theirs(j)) for i, j in self.paired.items()]
        even = [(a, b) for a, b in whole if min(a, b) > _HOLLOW * max(a, b)]
        return sum(b for _, b in even) / sum(a for a, _ in even) if even else 1.0

    def _by_contact(self, number: int) -> int | None:
        facts = self.side.by_part.get(number, ())
        values = {f.value for f in facts if f.kind in CONTACT}
        lines = sum(len(f) for f in facts if f.kind in CONTACT)
        if not values or self._mine(number) - lines > _PROSE:
            return None
        shared = (f.start for f in self.other.facts if f.value in values)
        for host in dict.fromkeys(map(self.other.part_at, shared)):
            there = {f.value for f in self.other.by_part[host] if f.kind in CONTACT}
            if len(there) > 1 or len(values) == 1:
                return host
        return None
