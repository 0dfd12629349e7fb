"""What parts a line of a dump from its neighbours: blank lines, indent, a caption, a colon."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pipeline.sections.dense import is_news
from pipeline.sections.evidence import BEFORE, Candidate, Layout, form
from pipeline.sections.kinds import kind_of
from pipeline.sections.running import is_body

_CLOSED = re.compile(r"[.!?][\"')\]]*$")
_BULLET = re.compile(r"^\W+")


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
        letter = len(layout.lines[candidate.first - 1].key) == 1
        of_item = layout.lines[candidate.first - 1].titled and not first.titled
        near = (
            (layout.dense and not of_item)
            or letter
            or candidate.key[-1] == "?"
            or _is_deeper(layout, candidate)
            or _is_announced_part(layout, candidate)
        )
        yield "close-under-heading" if near else "under-heading"
    else:
        yield from _inside(layout, candidate, following)
    wide = 1
    deep = layout.indent + (1 if layout.is_numbered(candidate) else 3)
    if first.before and end.blank > wide:
        yield "wide-gap"
    under_series = end.after > first.before and first.before in layout.series
    if first.before and not under_series and form(candidate.key) in layout.siblings:
        yield "sibling"
    if first.indent > deep and not _stands_in_block(layout, candidate):
        yield "indent"
    if (first.caption or end.caption) and not _is_past_caption(layout, candidate):
        yield "caption"
    if first.cut or end.cut:
        yield "cut"


def _stands_in_block(layout: Layout, candidate: Candidate) -> bool:
    """Whether an indented line is a headline of news, or is set apart over text as deep as it is.

    What is as deep because it goes on an item is that item's.
    """
    first, below = layout.lines[candidate.first], candidate.last + 1
    if is_in_dated_item(layout, candidate.first):
        return True
    return (
        first.before > 0
        and layout.lines[candidate.last].after > 0
        and below < len(layout.lines)
        and layout.lines[below].indent == first.indent
        and layout.kinds[below] == "prose"
        and not _goes_on_item(layout, candidate.first)
    )


def _goes_on_item(layout: Layout, at: int) -> bool:
    """Whether the nearest line above that stands less deep is an item, or none is near."""
    near, indent = 40, layout.lines[at].indent
    for above in range(at - 1, max(at - near, 0) - 1, -1):
        if layout.lines[above].indent < indent:
            return layout.kinds[above] == "bullet" or layout.lines[above].dashed
    return True


def _is_past_caption(layout: Layout, candidate: Candidate) -> bool:
    """Whether a number opens it, or a caption's line is above in a dump without blank lines."""
    at = candidate.first
    return layout.is_numbered(candidate) or (
        layout.dense and at > 0 and layout.lines[at - 1].caption
    )


def is_in_dated_item(layout: Layout, at: int) -> bool:
    """Whether a bullet right above holds nothing but a date: the line is a headline of news."""
    if not at or layout.kinds[at - 1] != "bullet":
        return False
    text = _BULLET.sub("", layout.lines[at - 1].key)
    return kind_of(replace(layout.lines[at - 1], text=text, key=text), layout.words) == "date"


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


def _is_deeper(layout: Layout, candidate: Candidate) -> bool:
    """Whether it is numbered, and the heading right above in another form."""
    number = layout.words.numbering(candidate.key)
    above = layout.words.numbering(layout.lines[candidate.first - 1].key)
    return bool(number) and number != above


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
    if kind in dated and not (kind == "date" and is_news(layout, candidate)):
        yield "under-date"


def is_announced(layout: Layout, at: int) -> bool:
    """Whether the line above ends in a colon and is no label that was left empty.

    Three blank lines part more than a colon joins.
    """
    far = 3
    if not at or layout.lines[at - 1].key[-1] != ":" or layout.lines[at].before >= far:
        return False
    return layout.kinds[at - 1] != "label"
