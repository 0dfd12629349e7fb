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
    settled = dict(pages)
    pairs = agreement.pair_up(settled)
    pairs = agreement.again(settled, pairs, witness.settle(settled, pairs))
    return offices.with_statements(agreement.with_findings(settled, pairs)), pairs
