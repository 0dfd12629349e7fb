"""What a rule is, on one screen of a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.messages import spoken, tell
from pipeline.model import fold_spaces
from pipeline.review.explain.rule import ExplainedRule
from pipeline.review.explain.rules import cause_of
from pipeline.review.explain.screens.sheet import Sheet
from pipeline.review.explain.screens.terminal import Style, head

_MOST, _QUOTE = 6, 60


def rule_screen(told: ExplainedRule, columns: int, *, colour: bool) -> str:
    """The explanation of a rule, for a terminal of so many columns."""
    sheet, rule = Sheet(columns, Style(colour)), told.rule
    sheet.head(told.name, *([rule.looks[spoken()]] if rule else []))
    if rule:
        sheet.row("why", filter(None, [rule.cause.get(spoken(), "")]))
        sheet.row("examples", _quoted(rule.examples))
        sheet.row("never", _quoted(rule.never))
    sheet.row("defined", _defined(told))
    for table in told.tables[:_MOST]:
        sheet.row("why", [cause_of(table.entry, spoken())])
        sheet.row("examples", _quoted(table.entry.examples[:2]))
        sheet.row("never", _quoted(table.entry.never[:2]))
    sheet.row("found", _found(told))
    return sheet.text


def _quoted(examples: Sequence[str]) -> list[str]:
    """Examples in a row, line ends as the specs write them."""
    shown = (example.replace("\n", "␤").replace("\t", "⇥") for example in examples)
    said = "  ".join(f"« {example} »" for example in shown)
    return [said] if said else []


def _defined(told: ExplainedRule) -> Iterator[str]:
    if told.rule and told.rule.where:
        yield f"pipeline/{told.rule.where}"
    yield from dict.fromkeys(table.file for table in told.tables)


def _found(told: ExplainedRule) -> Iterator[str]:
    yield tell("why-found", number=told.number, pages=told.pages)
    for one in told.found:
        yield f"{one.id}  « {head(fold_spaces(one.text), _QUOTE)} »"
