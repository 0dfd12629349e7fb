"""Findings about the page as a whole: its twin, its dates, what it should hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from pipeline.messages import LIST
from pipeline.model import Document, Finding, Kind, Mention

if TYPE_CHECKING:
    from pipeline.reading import Reading
    from pipeline.sources import Expect


def _twin_missing(document: Document, _: Reading) -> Iterable[Finding]:
    """The page names another language version, and we keep none."""
    page = document.page
    if page.ref is None:
        return
    for language, url in sorted(document.alternates.items()):
        if language in page.held or language == document.language:
            continue
        switch = next((a for a in document.artifacts if a.rule == "language-switch"), None)
        yield Finding(
            switch.start if switch else 0,
            switch.end if switch else 0,
            "twin-missing",
            "warning",
            {"case": "linked" if url else "unlinked", "language": language, "url": url},
        )


def _ambiguous_date(document: Document, _: Reading) -> Iterable[Finding]:
    """A numeric date that can be read in two ways: which was taken, why, and the other one."""
    for date in document.mentions:
        if date.kind == "date" and date.alternatives:
            yield _ambiguous(document, date)


def _ambiguous(document: Document, date: Mention) -> Finding:
    return Finding(
        date.start,
        date.end,
        "ambiguous-date",
        "note",
        {
            "what": "modified" if date is document.modified else "date",
            "shown": date.of(document.page.text),
            "value": date.value,
            "alternatives": LIST.join(date.alternatives),
            "why": date.resolved_by or "nothing",
        },
    )


def _no_title(document: Document, _: Reading) -> Iterable[Finding]:
    """Nothing on the page reads as its title."""
    if not document.title:
        yield Finding(0, 0, "no-title", "warning")


def _no_text(_: Document, reading: Reading) -> Iterable[Finding]:
    """Nothing is left once artifacts are masked."""
    if not reading.text.strip():
        yield Finding(0, 0, "no-text", "error")


CHECKS: tuple[Callable[[Document, Reading], Iterable[Finding]], ...] = (
    _twin_missing,
    _ambiguous_date,
    _no_title,
    _no_text,
)


def unexpected(document: Document, expect: Mapping[Kind, Expect]) -> list[Finding]:
    """Kinds of which the page gives fewer facts than its source expects (error), or more."""
    counted = Counter(m.kind for m in document.mentions)
    found = []
    for kind, wanted in sorted(expect.items()):
        number = counted[kind]
        if number < wanted.min:
            details = {"number": str(number), "kind": kind, "limit": str(wanted.min)}
            found.append(Finding(0, 0, "below-minimum", "error", details))
        if wanted.max is not None and number > wanted.max:
            details = {"number": str(number), "kind": kind, "limit": str(wanted.max)}
            found.append(Finding(0, 0, "above-maximum", "warning", details))
    return found
