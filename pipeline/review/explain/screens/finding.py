"""What a finding means, on one screen of a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.messages import about, label, spoken, tell, words
from pipeline.model import fold_spaces, line_of
from pipeline.review.explain.finding import ExplainedFinding
from pipeline.review.explain.screens.shared import place_in_words
from pipeline.review.explain.screens.sheet import Sheet
from pipeline.review.explain.screens.terminal import Style, head

_MOST, _QUOTE = 6, 60


def finding_screen(told: ExplainedFinding, columns: int, *, colour: bool) -> str:
    """The explanation of a finding, for a terminal of so many columns."""
    sheet, finding = Sheet(columns, Style(colour)), told.finding
    said = words(finding, spoken())
    sheet.head(f"{label(finding.severity).strip()} {finding.code}", finding.id, *_title(told))
    sheet.row("message", [said.message])
    sheet.row("why", filter(None, [about(finding.code, spoken())]))
    sheet.row("advice", filter(None, [said.advice]))
    if told.lines:
        sheet.passage("quote", _position(told), told.text, told.lines)
    if told.place:
        sheet.row("place", place_in_words(told.place))
    sheet.row("details", _details(told))
    sheet.row("facts", _facts(told))
    return sheet.text


def _title(told: ExplainedFinding) -> Iterator[str]:
    if told.record:
        yield tell("why-where", page=told.record.title, section="")


def _position(told: ExplainedFinding) -> str:
    quoted = [line.quoted for line in told.lines if line.quoted]
    start, end = quoted[0].start, quoted[-1].end
    return tell("why-quote", line=line_of(told.text, start), start=start, end=end)


def _details(told: ExplainedFinding) -> Iterator[str]:
    for name, value in sorted(told.finding.details.items()):
        if value:
            yield f"{name} = {fold_spaces(value)}"


def _facts(told: ExplainedFinding) -> Iterator[str]:
    for fact in told.facts[:_MOST]:
        yield fact.id
        yield tell(
            "shown-fact",
            value=fact.value,
            shown=head(fold_spaces(fact.text), _QUOTE),
            line=line_of(told.text, fact.start),
            start=fact.start,
            end=fact.end,
            rule=fact.rule,
            basis=fact.basis,
        )
