"""Changes for programs: one JSON object a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import orjson

from pipeline.review.change import Change


def lines(changes: Iterable[Change]) -> Iterator[bytes]:
    """A line of JSON without its end for each change.

    `before` and `after` are values, null where there is none, and `old_id` is the id of the old
    side. `quote` and `rule` are those of the new side, of the old one where it is gone.
    """
    for change in changes:
        yield orjson.dumps(_row(change))


def _row(change: Change) -> dict[str, object]:
    before, after = change.before, change.after
    there = after or before
    return {
        "op": change.op,
        "subject": change.subject,
        "kind": change.kind,
        "id": change.id,
        "old_id": before.id if before else None,
        "page": change.page,
        "section": change.section,
        "before": before.value if before else None,
        "after": after.value if after else None,
        "quote": there.quote if there else "",
        "rule": there.rule if there else "",
        "cause": change.cause,
        "tier": change.tier,
    }
