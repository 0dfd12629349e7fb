"""One difference between two releases, as a reviewer wants to hear of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from pipeline.attention import Op, Subject, Tier

__all__ = ["Cause", "Change", "Op", "Side", "Subject", "Tier", "kind_of"]

#: Other bytes at that place, other rules over the same bytes, or both.
Cause = Literal["source", "rules", "both"]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two sides of a change: what it says, in which characters, where.

    `start` and `end` are code points of that release's text; `rule` is what found it, `section` the
    title of its section there. A finding has its severity, and the details that its sentence is
    made of.
    """

    id: str
    value: str
    quote: str = ""
    start: int = 0
    end: int = 0
    rule: str = ""
    section: str = ""
    severity: str = ""
    details: Mapping[str, str] = field(default_factory=dict, hash=False)


def kind_of(side: Side) -> str:
    """The kind of a fact, which its id tells: a phone may be a fax now."""
    return side.id.partition("#")[2].partition(":")[0]


@dataclass(frozen=True, slots=True)
class Change:
    """A change: `before` is None where it is new, `after` is None where it is gone.

    `id` is the stable id of what changed: that of the new side, of the old one where it is gone.
    `page` is the id of its page, likewise. `kind` is the kind of fact, the code of a finding, what
    of a page changed (`title`, `url`, ...), or the subject itself. `section` is the title of its
    section, in the new release where it stands there.
    """

    op: Op
    subject: Subject
    id: str
    page: str
    kind: str
    before: Side | None
    after: Side | None
    section: str = ""
    cause: Cause = "source"
    tier: Tier = "auto"

    @classmethod
    def of(
        cls,
        op: Op,
        subject: Subject,
        kind: str,
        sides: tuple[Side | None, Side | None],
    ) -> Change:
        """A change between two sides, of which one may be missing.

        Raises:
            ValueError: both are.
        """
        before, after = sides
        there = after or before
        if there is None:
            raise ValueError("a change without sides")
        page = there.id.partition("#")[0]
        return cls(op, subject, there.id, page, kind, before, after, there.section)
