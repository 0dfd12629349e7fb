"""What a finding means: what is odd, why that is told, what to do, where it stands."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import StoreError
from pipeline.messages import tell
from pipeline.model import Span
from pipeline.publish import release
from pipeline.publish.rows import FindingRow
from pipeline.records import EntityRecord, FindingRecord, PageRecord, facts_in
from pipeline.review.explain.named import near, page_of
from pipeline.review.explain.passage import Line, lines_around
from pipeline.review.explain.place import Place, place_of

Told = FindingRecord | FindingRow


@dataclass(frozen=True, slots=True)
class ExplainedFinding:
    """A finding; of a page that is not published there are no lines, no place and no facts.

    `facts` are those that share characters with it.
    """

    finding: Told
    page: str
    record: PageRecord | None = None
    text: str = ""
    lines: tuple[Line, ...] = ()
    place: Place | None = None
    facts: tuple[EntityRecord, ...] = ()


def explain_finding(root: Path, name: str) -> ExplainedFinding:
    """What is known of a finding, by its id.

    Raises:
        StoreError: there is no such finding; it names near ones.
    """
    page = name.partition("#")[0]
    rows = {row["id"]: row for row in release.rows(root, "findings") if row["page"] == page}
    if name not in rows:
        page_of(root, name)
        there = ", ".join(near(name, rows) or list(rows))
        raise StoreError(tell("no-such-finding", name=name, page=page, there=there))
    published = {record.id: (record, text) for record, text in release.held(root, [page])}
    for record, text in published.values():
        for finding in record.findings:
            if finding.id == name:
                return _standing(root, record, text, finding)
    row = {**rows[name], "details": json.loads(rows[name]["details"] or "{}")}
    return ExplainedFinding(FindingRow.model_validate(row), page)


def _standing(
    root: Path, record: PageRecord, text: str, finding: FindingRecord
) -> ExplainedFinding:
    """A finding of a published page; one of no characters is about the page as a whole."""
    span = Span(finding.start, finding.end)
    if not len(span):
        return ExplainedFinding(finding, record.id, record, text)
    return ExplainedFinding(
        finding,
        record.id,
        record,
        text,
        tuple(lines_around(text, span)),
        place_of(root, record, text, span),
        tuple(facts_in(record, finding)),
    )
