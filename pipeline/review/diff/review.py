"""The whole of a review: what changed, what caused it, how much attention it asks for."""

from __future__ import annotations

from pipeline.review.change import Change
from pipeline.review.diff.cause import with_causes
from pipeline.review.diff.compare import compare
from pipeline.review.diff.tiers import with_tiers
from pipeline.review.releases import Release
from pipeline.sources import Catalogue


def review(old: Release, new: Release, catalogue: Catalogue) -> list[Change]:
    """The changes from one release to the next, with causes and tiers, page by page.

    `catalogue` holds the sources and sites of today, which say both how kept bytes are read again
    and what asks for attention.
    """
    changes = compare(old, new)
    return with_tiers(with_causes(changes, old, new, catalogue), catalogue.sources)
