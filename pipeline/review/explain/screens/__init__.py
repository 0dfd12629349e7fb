"""Explanations on one screen of a terminal, and as one JSON object."""

from __future__ import annotations

from pipeline.publish import schemas
from pipeline.review.explain.fact import ExplainedFact
from pipeline.review.explain.finding import ExplainedFinding
from pipeline.review.explain.rule import ExplainedRule
from pipeline.review.explain.screens import objects
from pipeline.review.explain.screens.fact import fact_screen
from pipeline.review.explain.screens.finding import finding_screen
from pipeline.review.explain.screens.rule import rule_screen

Explained = ExplainedFact | ExplainedRule | ExplainedFinding


def as_screen(told: Explained, columns: int, *, colour: bool) -> str:
    """An explanation for a terminal of so many columns."""
    match told:
        case ExplainedFact():
            return fact_screen(told, columns, colour=colour)
        case ExplainedRule():
            return rule_screen(told, columns, colour=colour)
        case ExplainedFinding():
            return finding_screen(told, columns, colour=colour)


def as_json(told: Explained) -> str:
    """An explanation for machines; its sentences in the language that was chosen."""
    match told:
        case ExplainedFact():
            said = objects.of_fact(told)
        case ExplainedRule():
            said = objects.of_rule(told)
        case ExplainedFinding():
            said = objects.of_finding(told)
    return schemas.dump(said).decode()
