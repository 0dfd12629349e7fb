"""Why a fact is what it is, on one screen of a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.messages import LIST, label, spoken, tell, words
from pipeline.model import fold_spaces
from pipeline.records import EntityRecord
from pipeline.review.explain.fact import ExplainedFact
from pipeline.review.explain.history import PRESENT, Step
from pipeline.review.explain.passage import Fold
from pipeline.review.explain.rules import rule_words
from pipeline.review.explain.screens.parts import parts_in_words
from pipeline.review.explain.screens.shared import place_in_words, rule_in_words
from pipeline.review.explain.screens.sheet import Sheet
from pipeline.review.explain.screens.terminal import Style, head
from pipeline.review.explain.twin import Twin

#: So many of a kind are told on a screen.
_MOST = 4
_QUOTE = 60
_FOLDS = {" ": "space", "'": "apostrophe", '"': "quote", "-": "dash"}


def fact_screen(told: ExplainedFact, columns: int, *, colour: bool) -> str:
    """The explanation of a fact, for a terminal of so many columns."""
    sheet, case = Sheet(columns, Style(colour)), told.case
    fact, record = case.fact, case.record
    sheet.head(
        f"{label(fact.kind).strip()} {fact.value}",
        fact.id,
        tell("why-where", page=record.title, section=told.section),
    )
    sheet.row("parts", [" · ".join(parts_in_words(fact))])
    position = tell("why-quote", line=case.line, start=fact.start, end=fact.end)
    sheet.passage("quote", position, case.text, told.lines)
    sheet.row("rule", rule_in_words(fact.rule))
    sheet.row("evidence", [witness.said for witness in told.evidence])
    sheet.row("around", _around(told))
    sheet.row("alternatives", [witness.said for witness in told.against])
    sheet.row("place", place_in_words(told.place))
    sheet.row("anew", [told.anew.said])
    _tell_twins(sheet, told.twins)
    sheet.row("history", _history(told.history))
    said = (
        tell("shown-finding", code=f.code, what=words(f, spoken()).message) for f in told.findings
    )
    sheet.row("findings", [head(finding, 3 * columns) for finding in said][:_MOST])
    return sheet.text


def _around(told: ExplainedFact) -> Iterator[str]:
    for masked in told.masked[:_MOST]:
        yield tell(
            "why-artifact",
            rule=masked.rule,
            taken=head(" ".join(map(fold_spaces, masked.texts)), _QUOTE),
            lines=LIST.join(map(str, masked.lines)),
            looks=rule_words(masked.rule, spoken()),
        )
    kinds: dict[str, list[Fold]] = {}
    for fold in told.folds:
        kinds.setdefault(_FOLDS.get(fold.plain, "sign"), []).append(fold)
    for kind, folds in kinds.items():
        number = sum(fold.times for fold in folds)
        points = LIST.join(fold.code_point for fold in folds)
        yield tell("why-fold", number=number, plain=kind, points=points)


def _tell_twins(sheet: Sheet, twins: tuple[Twin, ...]) -> None:
    """Each other version: what became of the comparison, its fact, and the quote in its line."""
    if not twins:
        sheet.row("twin", [tell("why-no-twin")])
    for twin in twins:
        sheet.row("twin", _twin(twin, twin.fact))
        sheet.passage("", "", twin.text, twin.lines)


def _twin(twin: Twin, fact: EntityRecord | None) -> Iterator[str]:
    yield tell("why-twin", page=twin.page, verdict=twin.verdict)
    if fact:
        told = {"value": fact.value, "rule": fact.rule, "section": twin.section}
        yield tell("why-twin-fact", kind=fact.kind, **told)


def _history(steps: tuple[Step, ...]) -> Iterator[str]:
    now, *before = steps
    if not before and now.first == PRESENT:
        yield tell("why-no-history")
        return
    since = now.first or "present"
    if now.fact:
        told = {"value": now.fact.value, "rule": now.fact.rule, "fetched": now.fetched}
        yield tell("why-history", since=since, **told)
    for step in before[:_MOST]:
        yield _former(step)


def _former(step: Step) -> str:
    fact = step.fact
    if fact is None:
        return tell("why-absent", first=step.first, what="unread" if step.unread else "absent")
    said = {"value": fact.value, "rule": fact.rule, "quote": head(fold_spaces(fact.text), _QUOTE)}
    if step.first == step.last:
        return tell("why-before-one", first=step.first, **said)
    return tell("why-before", first=step.first, last=step.last, **said)
