"""One difference between two releases, as a reviewer wants to hear of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

#: What happened: `moved` and `renamed` keep what they are, `changed` says something else now.
Op = Literal["added", "removed", "changed", "moved", "renamed"]
#: What it happened to.
Subject = Literal["page", "section", "fact", "finding", "text", "link"]
#: Other bytes at that place, other rules over the same bytes, or both.
Cause = Literal["source", "rules", "both"]
#: How much attention a change asks for, least first.
Tier = Literal["auto", "notify", "approve"]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two sides of a change: what it says, in which characters, where.

    `start` and `end` are code points of that release's text; `rule` is what found it.
    """

    id: str
    value: str
    quote: str = ""
    start: int = 0
    end: int = 0
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A change: `before` is None where it is new, `after` is None where it is gone.

    `id` is the stable id of what changed: that of the new side, of the old one where it is gone.
    `kind` is the kind of fact, the code of a finding, or the subject itself. `section` is the
    title of its section, in the new release where it stands there.
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
