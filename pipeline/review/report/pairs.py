"""Two versions of a page as the report carries them: facing sections, and what differs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.model import Span
from pipeline.publish.agreement import Pair
from pipeline.records import FindingRecord, PageRecord

if TYPE_CHECKING:
    from pipeline.bilingual.comparison import Disagreement


def pair(found: Pair, numbers: dict[str, int]) -> dict[str, Any]:
    """A pair: the numbers of its pages, its sections by number, its disagreements.

    A disagreement has two `findings`, by their number on the page, and two `places`, as
    `[start, end]`; -1 and None where there is none.
    """
    left, right = found.left, found.right
    starts = [{s.start: n for n, s in enumerate(page.sections)} for page in (left, right)]
    notes = sum(d.severity == "note" for d in found.found.disagreements)
    return {
        "pages": [numbers[left.id], numbers[right.id]],
        "twins": found.found.twins,
        "agree": len(found.found.agreements),
        "differ": len(found.found.disagreements) - notes,
        "notes": notes,
        "rows": [
            [_number(one, starts[0]), _number(other, starts[1])]
            for one, other in found.found.stretches
        ]
        if left is not right
        else [],
        "disagreements": _linked(found),
    }


def _number(span: Span | None, starts: dict[int, int]) -> int:
    return -1 if span is None else starts.get(span.start, -1)


def _linked(found: Pair) -> list[dict[str, Any]]:
    mine, theirs = _Findings(found.left, found.right), _Findings(found.right, found.left)
    return [
        {
            "findings": [mine.take(d, d.left.span), theirs.take(d, d.right.span)],
            "places": [_place(d.left.span), _place(d.right.span)],
        }
        for d in found.found.disagreements
    ]


def _place(span: Span | None) -> list[int] | None:
    return [span.start, span.end] if span is not None else None


class _Findings:
    """The published findings of one side that tell of the other, each to be taken once."""

    def __init__(self, record: PageRecord, other: PageRecord) -> None:
        self._left: list[tuple[int, FindingRecord]] = [
            (number, finding)
            for number, finding in enumerate(record.findings)
            if finding.details.get("with") == other.id
        ]

    def take(self, found: Disagreement, span: Span | None) -> int:
        """The number of the finding that tells a disagreement at a place, -1 where none does."""
        start = span.start if span else 0
        for place, (number, finding) in enumerate(self._left):
            if (finding.code, finding.start) == (found.code, start):
                del self._left[place]
                return number
        return -1
