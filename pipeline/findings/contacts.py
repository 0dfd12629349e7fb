"""Findings about contact lines: what is missing, hidden, cut off, contradicted or only inferred."""

from __future__ import annotations

import bisect
from collections.abc import Callable, Iterable, Iterator

from pipeline.findings.labels import empty_labels, shown
from pipeline.findings.mailboxes import cut_emails, hidden_emails
from pipeline.model import Document, Finding
from pipeline.reading import Reading

_NUMBERS = frozenset({"phone", "fax"})
#: Rules that infer a fax and say how; of others only the place says so.
_INFERRED = frozenset({"icon-block", "label-both"})
#: A link may go round two numbers, and dials one of them.
_BESIDE = 60


def phone_mismatches(document: Document, _: Reading) -> Iterator[Finding]:
    """A link that dials another number than the page shows."""
    starts = [m.start for m in document.mentions]
    for number in document.mentions:
        linked = number.details.get("linked")
        if not linked:
            continue
        first = bisect.bisect_left(starts, number.start - _BESIDE)
        last = bisect.bisect_right(starts, number.start + _BESIDE)
        if all(linked != m.value for m in document.mentions[first:last]):
            yield Finding(
                number.start,
                number.end,
                "phone-mismatch",
                "warning",
                {"shown": shown(document, number), "linked": str(linked)},
            )


def invalid_numbers(document: Document, _: Reading) -> Iterator[Finding]:
    """A number that its label or form calls one and no numbering plan knows."""
    for number in document.mentions:
        if number.kind in _NUMBERS and number.details.get("valid") is False:
            yield Finding(
                number.start,
                number.end,
                "invalid-number",
                "warning",
                {"shown": shown(document, number), "kind": number.kind},
            )


def inferred_faxes(document: Document, _: Reading) -> Iterator[Finding]:
    """A fax that is one by its place, not by a label."""
    for number in document.mentions:
        if number.kind == "fax" and number.basis == "inferred":
            yield Finding(
                number.start,
                number.end,
                "inferred-fax",
                "note",
                {
                    "shown": shown(document, number),
                    "why": number.rule if number.rule in _INFERRED else "place",
                    "template": "yes" if number.resolved_by == "site" else "no",
                },
            )


CHECKS: tuple[Callable[[Document, Reading], Iterable[Finding]], ...] = (
    empty_labels,
    hidden_emails,
    phone_mismatches,
    invalid_numbers,
    inferred_faxes,
    cut_emails,
)
