"""What a new release says otherwise than the one before: facts added, gone, changed.

A fact is known by its id, which is made of what it says. Of those that stand on one side only,
two of the same page, section and kind are one that changed, in their order.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.messages import tell
from pipeline.records import EntityRecord, PageRecord


@dataclass(frozen=True, slots=True)
class Change:
    """One fact: what it was, None where it is new; what it is, None where it is gone."""

    page: str
    kind: str
    before: str | None
    after: str | None


def compare(old: Sequence[PageRecord], new: Sequence[PageRecord]) -> list[Change]:
    """The changes from one release to the next, page by page."""
    was, now = {r.id: r for r in old}, {r.id: r for r in new}
    return [
        change
        for page in sorted(was.keys() | now.keys())
        for change in _page(page, was.get(page), now.get(page))
    ]


def _page(page: str, old: PageRecord | None, new: PageRecord | None) -> Iterable[Change]:
    was = {e.id: e for e in old.entities} if old else {}
    now = {e.id: e for e in new.entities} if new else {}
    gone = _by_slot(e for e in was.values() if e.id not in now)
    come = _by_slot(e for e in now.values() if e.id not in was)
    for slot in dict.fromkeys((*gone, *come)):
        before, after = gone[slot], come[slot]
        for index in range(max(len(before), len(after))):
            yield Change(
                page,
                slot[0],
                before[index] if index < len(before) else None,
                after[index] if index < len(after) else None,
            )


def _by_slot(facts: Iterable[EntityRecord]) -> defaultdict[tuple[str, str], list[str]]:
    slots: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for fact in facts:
        slots[fact.kind, fact.section or ""].append(fact.value)
    return slots


def in_a_line(changes: Sequence[Change]) -> str:
    """For a commit's subject: `+2 −1 ~3 facts on 2 pages: 3 phone, 2 date, 1 fax`."""
    if not changes:
        return tell("no-change")
    added = sum(c.before is None for c in changes)
    gone = sum(c.after is None for c in changes)
    pages = len({c.page for c in changes})
    kinds = Counter(c.kind for c in changes).most_common()
    return tell(
        "changed",
        added=added,
        gone=gone,
        altered=len(changes) - added - gone,
        pages=pages,
        kinds=", ".join(tell("counted-kind", number=n, kind=kind) for kind, n in kinds),
    )
