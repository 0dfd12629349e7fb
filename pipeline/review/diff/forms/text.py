"""Changes as lines for a terminal, below the page that they are on."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.messages import tell
from pipeline.review.change import Change
from pipeline.review.diff.forms import words
from pipeline.review.untrusted import visible


class Line(NamedTuple):
    """A line, and the change that it tells, None for a page's own line."""

    text: str
    change: Change | None


def lines(changes: Sequence[Change]) -> Iterator[Line]:
    """A line for each page that has changes, and below it one for each change."""
    width = max((len(words.kind(change)) for change in changes), default=0)
    for page, found in itertools.groupby(changes, key=lambda change: change.page):
        yield Line(visible(page), None)
        for change in found:
            yield Line(_line(change, width), change)


def _line(change: Change, width: int) -> str:
    told = tell("told-change", cause=change.cause, tier=change.tier)
    parts = (
        f"{words.kind(change):{width}}",
        words.values(change),
        words.quotes(change),
        words.rule(change) if change.op == "restated" else "",
        tell("in-section", titles=words.section(change)),
        f"[{told}]",
    )
    return f"  {words.SIGNS[change.op]} {'  '.join(part for part in parts if part)}"
