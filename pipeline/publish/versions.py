"""What pages say of each other: pairs of languages, witnesses, offices that share a text."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.publish import agreement, offices, witness
from pipeline.publish.agreement import Pair
from pipeline.records import PageRecord


def settle(
    pages: Mapping[str, tuple[PageRecord, str]],
) -> tuple[dict[str, tuple[PageRecord, str]], list[Pair]]:
    """Pages (records and texts by id) with all that is only seen in several, and their pairs."""
    settled, pairs = settle_versions(pages)
    return offices.with_statements(settled), pairs


def settle_versions(
    pages: Mapping[str, tuple[PageRecord, str]],
) -> tuple[dict[str, tuple[PageRecord, str]], list[Pair]]:
    """As `settle`, but for what offices say of each other: each page needs its versions only."""
    settled = dict(pages)
    pairs = agreement.pair_up(settled)
    pairs = agreement.again(settled, pairs, witness.settle(settled, pairs))
    return agreement.with_findings(settled, pairs), pairs
