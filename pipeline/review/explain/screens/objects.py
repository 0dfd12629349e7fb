"""Explanations as plain values, for machines: codes and details beside each sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipeline.messages import about, spoken, words
from pipeline.review.explain.fact import ExplainedFact
from pipeline.review.explain.finding import ExplainedFinding
from pipeline.review.explain.history import PRESENT, Step
from pipeline.review.explain.passage import Line
from pipeline.review.explain.place import Place
from pipeline.review.explain.rule import ExplainedRule
from pipeline.review.explain.rules import cause_of, rules
from pipeline.review.explain.twin import Twin
from pipeline.review.explain.witness import Witness

Object = dict[str, Any]


def of_fact(told: ExplainedFact) -> Object:
    """A fact: what is published of it, and all that speaks of it."""
    fact, text = told.case.fact, told.case.text
    return {
        "fact": fact.model_dump(mode="json"),
        "line": told.case.line,
        "lines": _lines(text, told.lines),
        "section_title": told.section,
        "rule": _rule(fact.rule),
        "evidence": [_witness(witness) for witness in told.evidence],
        "artifacts": [
            {"rule": _rule(m.rule), "texts": m.texts, "lines": m.lines} for m in told.masked
        ],
        "folds": [
            {"character": fold.code_point, "read_as": fold.plain, "times": fold.times}
            for fold in told.folds
        ],
        "alternatives": [
            {"value": other, "against": _witness(witness)}
            for other, witness in zip(fact.alternatives, told.against, strict=True)
        ],
        "place": _place(told.place),
        "anew": _witness(told.anew),
        "twins": [_twin(twin) for twin in told.twins],
        "history": [_step(step) for step in told.history],
        "findings": [finding.id for finding in told.findings],
    }


def of_rule(told: ExplainedRule) -> Object:
    """A rule: its documentation, its tables, what it found."""
    rule = told.rule
    return {
        **_rule(told.name),
        "examples": rule.examples if rule else (),
        "never": rule.never if rule else (),
        "tables": [
            {
                "file": table.file,
                "cause": cause_of(table.entry, spoken()),
                "pattern": table.entry.pattern,
                "examples": table.entry.examples,
                "never": table.entry.never,
            }
            for table in told.tables
        ],
        "found": told.number,
        "pages": told.pages,
        "some": [{"id": one.id, "text": one.text} for one in told.found],
    }


def of_finding(told: ExplainedFinding) -> Object:
    """A finding: what it means, where it stands, the facts in it."""
    finding = told.finding
    said = words(finding, spoken())
    return {
        "id": finding.id,
        "page": told.page,
        "code": finding.code,
        "severity": finding.severity,
        "message": said.message,
        "why": about(finding.code, spoken()),
        "advice": said.advice,
        "details": dict(finding.details),
        "text": finding.text,
        "lines": _lines(told.text, told.lines),
        "place": _place(told.place) if told.place else None,
        "facts": [fact.model_dump(mode="json") for fact in told.facts],
    }


def _rule(name: str) -> Object:
    rule = rules().get(name)
    return {
        "name": name,
        "looks": rule.looks[spoken()] if rule else "",
        "cause": rule.cause.get(spoken(), "") if rule else "",
        "where": f"pipeline/{rule.where}" if rule and rule.where else "",
    }


def _witness(witness: Witness) -> Object:
    return {"code": witness.code, "details": dict(witness.details), "said": witness.said}


def _lines(text: str, lines: Sequence[Line]) -> list[Object]:
    return [{"number": line.number, "text": line.of(text)} for line in lines]


def _place(place: Place) -> Object:
    told = place.provenance
    return {
        **told.model_dump(mode="json"),
        "link": place.link,
        "bytes": place.ranges,
        "why": _witness(place.why) if place.why else None,
    }


def _twin(twin: Twin) -> Object:
    fact = twin.fact
    return {
        "page": twin.page,
        "verdict": twin.verdict,
        "section": twin.section,
        "lines": _lines(twin.text, twin.lines),
        "fact": fact.model_dump(mode="json") if fact else None,
    }


def _step(step: Step) -> Object:
    fact = step.fact
    return {
        "first": step.first or "present",
        "last": "present" if step.last == PRESENT else step.last,
        "fact": {"id": fact.id, "value": fact.value, "rule": fact.rule, "text": fact.text}
        if fact
        else None,
        "sha256": step.sha256,
        "fetched": step.fetched,
        "unread": step.unread,
    }
