"""What a human should look at: a tuple of checks over the document, each by its own name."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from pipeline.findings import contacts, page, text
from pipeline.model import Document, Finding
from pipeline.reading import Reading
from pipeline.stages import stage

Check = Callable[[Document, Reading], Iterable[Finding]]

CHECKS: tuple[Check, ...] = (*page.CHECKS, *text.CHECKS, *contacts.CHECKS)


@stage("findings")
def find_findings(document: Document, reading: Reading) -> tuple[Finding, ...]:
    """All findings of all checks, in text order."""
    found = [finding for check in CHECKS for finding in check(document, reading)]
    return tuple(sorted(found, key=lambda f: (f.start, f.end, f.code)))
