"""Changes in one line, for the title of a commit: `+2 −1 ~3 facts on 2 pages: 1 phone changed`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from pipeline.attention import TIERS
from pipeline.messages import tell
from pipeline.review.change import Change

#: What becomes of a fact for a reader; one that moved or is found otherwise says what it said.
_FACTUAL = ("added", "removed", "changed")


def is_factual(change: Change) -> bool:
    """Whether readers are told another fact."""
    return change.subject == "fact" and change.op in _FACTUAL


def facts_of(changes: Iterable[Change]) -> list[Change]:
    """The facts that readers are told otherwise."""
    return list(filter(is_factual, changes))


def in_a_line(changes: Sequence[Change]) -> str:
    """How many facts came, went and changed, on how many pages; by name those that matter most.

    Named are the facts of the highest tier that any of them has. What is no fact is counted behind
    them, but for what nobody need look at.
    """
    facts = facts_of(changes)
    others = [c for c in changes if c.subject != "fact" and c.tier != TIERS[0]]
    more = tell("other-changes", number=len(others))
    if not facts:
        return tell("no-fact-changed", more=more if others else "")
    ops = Counter(c.op for c in facts)
    return tell(
        "facts-changed",
        added=ops["added"],
        gone=ops["removed"],
        altered=ops["changed"],
        pages=len({c.page for c in facts}),
        named=", ".join(_named(facts)),
        more=more if others else "",
    )


def _named(facts: Sequence[Change]) -> list[str]:
    """The facts of the highest tier by kind and op, the most frequent first."""
    highest = max((c.tier for c in facts), key=TIERS.index)
    groups = Counter((c.op, c.kind) for c in facts if c.tier == highest)
    return [
        tell("counted-facts", number=number, fact=f"{kind}-{op}")
        for (op, kind), number in sorted(groups.items(), key=lambda group: (-group[1], group[0]))
    ]
