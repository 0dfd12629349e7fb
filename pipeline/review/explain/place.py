"""Where a span stands: page, address, bytes of the snapshot, place on the live page."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import PageError, StoreError
from pipeline.model import Span
from pipeline.publish import show
from pipeline.records import PageRecord, Provenance
from pipeline.review.explain import fragments
from pipeline.review.explain.rules import rules
from pipeline.review.explain.witness import Witness


@dataclass(frozen=True, slots=True)
class Place:
    """A span's page, the link to it on the live page, and its bytes, or why there are none."""

    page: str
    provenance: Provenance
    link: str
    ranges: tuple[tuple[int, int], ...] = ()
    why: Witness | None = None


def place_of(root: Path, record: PageRecord, text: str, span: Span) -> Place:
    """The place of a span of a page's text."""
    told = record.provenance
    hidden = [Span(a.start, a.end) for a in record.artifacts if is_hidden(a.rule)]
    link = fragments.link(told.url, text, span.start, span.end, hidden)
    try:
        _, ranges = show.byte_ranges(root, record, text, span)
    except (StoreError, PageError) as error:
        return Place(record.id, told, link, why=Witness.of("why-no-bytes", error=error))
    why = None if ranges else Witness.of("why-repaired")
    return Place(record.id, told, link, tuple(ranges), why)


def is_hidden(rule: str) -> bool:
    """Whether readers of the live page do not see what an artifact rule takes."""
    return rule in rules() and not rules()[rule].seen
