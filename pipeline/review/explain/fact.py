"""Why a fact is what it is: everything that a reviewer asks, gathered once, for any form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.messages import LIST, label
from pipeline.model import Mention, Span
from pipeline.records import FindingRecord
from pipeline.review.explain.case import Case, reread
from pipeline.review.explain.evidence import evidence
from pipeline.review.explain.history import Step, history
from pipeline.review.explain.named import fact_of
from pipeline.review.explain.passage import (
    Fold,
    Line,
    Masked,
    folds_around,
    lines_around,
    masked_around,
)
from pipeline.review.explain.place import Place, place_of
from pipeline.review.explain.twin import Twin, title_of, twins_of
from pipeline.review.explain.witness import Witness


@dataclass(frozen=True, slots=True)
class ExplainedFact:
    """A fact and all that speaks of it.

    `against` has what turned down each of its alternatives, in their order; `anew` says whether the
    present rules read it the same.
    """

    case: Case
    section: str
    lines: tuple[Line, ...]
    evidence: tuple[Witness, ...]
    masked: tuple[Masked, ...]
    folds: tuple[Fold, ...]
    against: tuple[Witness, ...]
    place: Place
    twins: tuple[Twin, ...]
    history: tuple[Step, ...]
    findings: tuple[FindingRecord, ...]
    anew: Witness


def explain_fact(root: Path, name: str) -> ExplainedFact:
    """What is known of a published fact, by its id.

    Raises:
        StoreError: there is no such fact; it says which there are.
        SourceError: a table of sources or sites is wrong.
    """
    record, text, fact = fact_of(root, name)
    case = Case(root, record, text, fact, reread(root, record))
    quote = Span(fact.start, fact.end)
    lines = lines_around(text, quote)
    return ExplainedFact(
        case=case,
        section=title_of(record, fact),
        lines=tuple(lines),
        evidence=tuple(evidence(case)),
        masked=tuple(masked_around(text, lines, record.artifacts)),
        folds=tuple(folds_around(text, quote)),
        against=tuple(_against(case)),
        place=place_of(root, record, text, quote),
        twins=tuple(twins_of(root, record, fact)),
        history=tuple(history(root, record, text, fact)),
        findings=tuple(f for f in record.findings if f.start < fact.end and fact.start < f.end),
        anew=_anew(case),
    )


def _against(case: Case) -> Iterator[Witness]:
    """Each other reading, and what turned it down."""
    for other in case.fact.alternatives:
        yield Witness.of("why-not", other=other, resolved=case.fact.resolved_by or "form")


def _anew(case: Case) -> Witness:
    """How the present rules read the same bytes."""
    fact, anew = case.fact, case.anew
    if anew.why or anew.document is None:
        return anew.why or Witness.of("why-repaired")
    if anew.document.page.text != case.text:
        return Witness.of("why-other-text")
    if any(_is_same(case, mention) for mention in case.mentions):
        return Witness.of("why-same", raw=case.record.provenance.raw)
    found = [f"{label(m.kind).strip()} {m.value} ({m.rule})" for m in case.mentions]
    return Witness.of("why-otherwise", found=LIST.join(found), rule=fact.rule)


def _is_same(case: Case, mention: Mention) -> bool:
    """Whether what is found now says what was published; a twin may have settled the rest."""
    fact = case.fact
    if (mention.start, mention.end, mention.kind) != (fact.start, fact.end, fact.kind):
        return False
    if mention.rule != fact.rule or {mention.value, *mention.alternatives} != {
        fact.value,
        *fact.alternatives,
    }:
        return False
    return fact.resolved_by == "twin" or mention.value == fact.value
