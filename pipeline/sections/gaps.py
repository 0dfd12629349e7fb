"""What parts a line of a dump from its neighbours: blank lines, indent, a caption, a colon."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.sections.evidence import BEFORE, Candidate, Layout, form
from pipeline.sections.running import is_body

_CLOSED = re.compile(r"[.!?][\"')\]]*$")


def gap(
    layout: Layout, candidate: Candidate, following: frozenset[str], *, under: bool
) -> Iterator[str]:
    """The features of blank lines, of indent, and of the line right above."""
    first, end = layout.lines[candidate.first], layout.lines[candidate.last]
    if first.before and end.after:
        yield "alone"
    elif first.before:
        if not _is_pair(layout, candidate):
            yield "opens-block"
    elif under:
        if not _may_follow_heading(layout, candidate):
            yield "under-heading"
    else:
        yield from _inside(layout, candidate, following)
    if first.before:
        yield from _set_apart(layout, candidate)
    deep = layout.indent + (1 if layout.is_numbered(candidate) else 3)
    if first.indent > deep and not _stands_in_block(layout, candidate):
        yield "indent"
    if first.caption or end.caption:
        yield "caption"
    if first.cut or end.cut:
        yield "cut"


def _set_apart(layout: Layout, candidate: Candidate) -> Iterator[str]:
    """Whether it is set apart widely, or as lines of its form are."""
    first, end = layout.lines[candidate.first], layout.lines[candidate.last]
    wide = 1
    if end.blank > wide:
        yield "wide-gap"
    under_series = end.after > first.before and first.before in layout.series
    if not under_series and form(candidate.key) in layout.siblings:
        yield "sibling"


def _may_follow_heading(layout: Layout, candidate: Candidate) -> bool:
    """Whether a heading right above, with no blank line between, does not speak against it.

    In a dump without blank lines every heading of a section's first part stands so; a question
    does, what a heading in capitals announces, and what a letter alone numbers.
    """
    above = layout.lines[candidate.first - 1]
    of_item = above.titled and not layout.lines[candidate.first].titled
    return (
        (layout.dense and not of_item)
        or len(above.key) == 1
        or candidate.key[-1] == "?"
        or _is_announced_part(layout, candidate)
    )


def _stands_in_block(layout: Layout, candidate: Candidate) -> bool:
    """Whether an indented line is set apart over text as deep as it is."""
    first, below = layout.lines[candidate.first], candidate.last + 1
    return (
        first.before > 0
        and layout.lines[candidate.last].after > 0
        and below < len(layout.lines)
        and layout.lines[below].indent == first.indent
        and layout.kinds[below] == "prose"
    )


def _is_pair(layout: Layout, candidate: Candidate) -> bool:
    """Whether it and a short line below, without a digit, are all of a block: two links."""
    below = candidate.last + 1
    return (
        candidate.key[-1] != ":"
        and below < len(layout.lines)
        and layout.kinds[below] in {"text", "opener"}
        and layout.lines[below].after > 0
        and not any(map(str.isdigit, layout.lines[below].key))
        and not is_body(layout, below)
    )


def _is_announced_part(layout: Layout, candidate: Candidate) -> bool:
    """Whether it ends in a colon, and a heading in capitals without one is right above."""
    above = layout.lines[candidate.first - 1]
    return candidate.key[-1] == ":" and above.text.isupper() and not candidate.text.isupper()


def _inside(layout: Layout, candidate: Candidate, following: frozenset[str]) -> Iterator[str]:
    """The features of a line with text right above it."""
    at = candidate.first
    above, kind = layout.lines[at - 1], layout.kinds[at - 1]
    closes = (
        (_CLOSED.search(above.key) is not None and kind not in {"hours", "date"})
        or kind in {"contact", "prose"}
        or (layout.dense and kind in {"label", "dateline", "opener"})
        or (layout.dense and above.key[-1] in ":|")
    )
    if not (closes and layout.dense):
        yield "inside"
    if closes and not following.isdisjoint(BEFORE):
        yield "closes-text"
    elif layout.lines[at].after and not layout.dense:
        yield "ends-block"
    if kind == "address" and layout.lines[at].key[-1] != ":":
        yield "under-address"
    elif layout.words.is_title(candidate.key):
        return
    dated = {"date"} if layout.dense else {"date", "dateline", "hours"}
    if kind in dated:
        yield "under-date"


def is_announced(layout: Layout, at: int) -> bool:
    """Whether the line above ends in a colon and is no label that was left empty.

    Three blank lines part more than a colon joins.
    """
    far = 3
    if not at or layout.lines[at - 1].key[-1] != ":" or layout.lines[at].before >= far:
        return False
    return layout.kinds[at - 1] != "label"
