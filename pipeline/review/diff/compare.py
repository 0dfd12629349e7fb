"""What a new release says otherwise than an old one: pages, sections, facts, links, findings, text.

Nothing is compared by its offset, and a fact not by its id alone: `~2` is only the second time
that a page says the same. What stands on one side only is paired pass after pass (see
`pairing`), so that the cost grows with the number of things, not with its square.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pipeline.records import PageRecord
from pipeline.review.change import Change
from pipeline.review.diff import pages
from pipeline.review.diff.facts import compare_facts, side_of
from pipeline.review.diff.findings import compare_failures, compare_findings
from pipeline.review.diff.links import compare_links
from pipeline.review.diff.sections import pair_sections
from pipeline.review.diff.texts import compare_texts
from pipeline.review.diff.version import Version
from pipeline.review.releases import Release


def compare(old: Release, new: Release) -> list[Change]:
    """The changes from one release to the next, page by page, whatever the order of the pages.

    Of a page that is new or gone, the page and its facts are told. Causes and tiers are not looked
    for here: see `cause` and `tiers`.
    """
    paired = pages.pair_pages(old, new)
    found: list[Change] = []
    for before, after in paired.both:
        found += compare_page((before, old.text(before.id)), (after, new.text(after.id)))
    for page in paired.gone:
        found += [pages.gone(page), *_facts(page, "removed")]
    for page in paired.new:
        found += [pages.come(page), *_facts(page, "added")]
    found += compare_failures(old, new)
    return sorted(found, key=lambda change: change.page)


def compare_page(old: tuple[PageRecord, str], new: tuple[PageRecord, str]) -> Iterator[Change]:
    """What the record and the text of a page say otherwise than those of before."""
    if old != new:
        yield from _compare_versions(Version.of(*old), Version.of(*new))


def _compare_versions(old: Version, new: Version) -> Iterator[Change]:
    yield from pages.compare_pages(old.record, new.record)
    homes, changes = pair_sections(old, new)
    yield from changes
    yield from compare_facts(old, new, homes)
    yield from compare_links(old, new, homes)
    yield from compare_findings(old, new)
    yield from compare_texts(old, new, homes)


def _facts(page: PageRecord, op: Literal["added", "removed"]) -> Iterator[Change]:
    """The facts of a page that only one side has."""
    titles = {section.id: section.title for section in page.sections}
    for fact in page.entities:
        side = side_of(fact, titles.get(fact.section or "", ""))
        sides = (side, None) if op == "removed" else (None, side)
        yield Change.of(op, "fact", fact.kind, sides)
