"""Counts of nothing: `Burglaries: 0 cases`, in figures that tell of others `Thefts: 6 cases`.

What a site makes by itself has zeros too (`Comments: 0`, `Basket: 0 items`), so that one counts
only behind a colon, where the page counts things of the same name.
"""

from __future__ import annotations

from pipeline.model import Mention
from pipeline.reading import fold


def may_be_nothing(before: str) -> bool:
    """Whether what stands before a zero lets it count: a colon, behind what is counted."""
    head = before.rstrip(" ")
    return before.endswith(" ") and head.endswith(":") and head[:-1].rstrip(" ")[-1:].isalpha()


def without_lone_zeros(found: list[Mention]) -> list[Mention]:
    """The counts without the zeros of what is counted nowhere else."""
    if not [mention for mention in found if mention.details["number"] == 0]:
        return found
    counted = {_kind(mention) for mention in found if mention.details["number"]}
    return [m for m in found if m.details["number"] or _kind(m) in counted]


def _kind(mention: Mention) -> str:
    """What is counted, whether one or many."""
    return fold(str(mention.details["noun"])).rstrip("sx")
