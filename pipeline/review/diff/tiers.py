"""How much attention each change asks for: `pipeline/attention.py` says what a source may wish."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from pipeline.attention import TIERS, Attention, Tier, tier_of
from pipeline.model import source_of
from pipeline.review.change import Change, kind_of
from pipeline.sources import Source


def with_tiers(changes: Iterable[Change], sources: Mapping[str, Source]) -> list[Change]:
    """The changes with their tiers, as their sources wish; as is usual where nobody wishes."""
    return [replace(change, tier=_tier(change, sources)) for change in changes]


def at_least(changes: Iterable[Change], tier: Tier) -> list[Change]:
    """The changes that ask for so much attention, or more."""
    return [c for c in changes if TIERS.index(c.tier) >= TIERS.index(tier)]


def _tier(change: Change, sources: Mapping[str, Source]) -> Tier:
    source = sources.get(source_of(change.page))
    own = source.attention if source else Attention()
    found = [tier_of(whats, change.op, own) for whats in _names(change)]
    return max(found, key=TIERS.index)


def _names(change: Change) -> list[tuple[str, ...]]:
    """What it happened to, from the narrow to the wide; a phone that is a fax now is both."""
    there = change.after or change.before
    if change.subject == "finding" and there:
        return [(change.kind, there.severity, "finding")]
    if change.subject != "fact":
        return [(change.kind, change.subject)]
    sides = (side for side in (change.before, change.after) if side)
    return [(kind, "fact") for kind in sorted(set(map(kind_of, sides)))]
