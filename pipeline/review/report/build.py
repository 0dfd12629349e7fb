"""A release as a report: pages that still stand, pages that are gone, and what joins them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.publish.agreement import Pair, pair_up
from pipeline.records import ArtifactRecord, EntityRecord, PageRecord, SectionRecord
from pipeline.review.change import Change
from pipeline.review.releases import Release
from pipeline.review.report import assemble, overview, pairs, payload
from pipeline.review.report.overview import Comparison


@dataclass(frozen=True, slots=True)
class _Shown:
    """A page of the report; a page that is gone is shown as the old release had it."""

    record: PageRecord
    text: str
    changes: Sequence[Change]
    pair: int
    gone: bool


def report(release: Release, old: Comparison | None = None) -> str:
    """The report on a release as an HTML document, with what changed since an old one."""
    found = pair_up({name: (page, release.text(name)) for name, page in release.pages.items()})
    shown = list(_pages(release, old, found))
    numbers = {page.record.id: number for number, page in enumerate(shown)}
    lines = [overview.line(p.record, p.changes, p.pair, gone=p.gone) for p in shown]
    rules = {part.rule for p in shown for part in _ruled(p.record)}
    return assemble.html(
        overview.overview(release, old, lines, rules),
        [payload.page(p.record, p.text, p.changes, p.pair) for p in shown],
        [pairs.pair(one, numbers) for one in found],
    )


def _ruled(record: PageRecord) -> Iterator[EntityRecord | ArtifactRecord | SectionRecord]:
    """All of a page that a rule found."""
    yield from record.entities
    yield from record.artifacts
    yield from record.sections


def _pages(release: Release, old: Comparison | None, found: Sequence[Pair]) -> Iterator[_Shown]:
    changes = old.changes if old else ()
    joined = _joined(found)
    of_page: defaultdict[str, list[Change]] = defaultdict(list)
    for change in changes:
        of_page[change.page].append(change)
    gone = {c.page for c in changes if (c.subject, c.op) == ("page", "removed")}
    gone -= release.pages.keys()
    for name in sorted({*release.pages, *gone}):
        source = old.release if old and name in gone else release
        record, text = source.pages[name], source.text(name)
        yield _Shown(record, text, of_page[name], joined.get(name, -1), name in gone)


def _joined(found: Sequence[Pair]) -> Mapping[str, int]:
    """The number of the pair of each page; of a page in three languages the first."""
    numbers: dict[str, Any] = {}
    for number, pair in enumerate(found):
        for page in (pair.left, pair.right):
            numbers.setdefault(page.id, number)
    return numbers
