"""What speaks for a fact besides its own characters: words, places, conventions, other facts.

The record names what decided (`rule`, `resolved_by`, `basis`); where it stands is found again here,
in the published text and, where the bytes are kept, in the page read anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from pipeline.review.explain.case import Case
from pipeline.review.explain.evidence import dates, numbers, words
from pipeline.review.explain.evidence.parts import what_it_is_made_of
from pipeline.review.explain.witness import Witness

#: What the rule that found a fact went by.
BY_RULE: Mapping[str, Callable[[Case], Iterator[Witness]]] = {
    "icon-block": numbers.icon_block,
    "icon-label": numbers.icon_name,
    "tel-link": numbers.dialled,
    "shared-head": numbers.head,
    **dict.fromkeys(("year", "month", "numeric-day", "numeric-month"), words.around),
    **dict.fromkeys(("short-years", "short-code"), words.around),
}


def evidence(case: Case) -> list[Witness]:
    """Everything that speaks for a fact, in the order in which one would tell it."""
    fact = case.fact
    found = [*_basis(case), *words.label(case)]
    if fact.rule in BY_RULE:
        found += BY_RULE[fact.rule](case)
    if fact.kind == "date":
        found += dates.evidence(case)
    found += what_it_is_made_of(case)
    return found or [Witness.of("why-characters")]


def _basis(case: Case) -> Iterator[Witness]:
    if case.fact.basis != "stated":
        yield Witness.of("why-basis", basis=case.fact.basis, kind=case.fact.kind)
