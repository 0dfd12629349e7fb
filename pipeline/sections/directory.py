"""A directory of offices: names over desks, each with its number, again and again.

A single office's name over its address is no heading. Where a page is a list of offices, each
with the desks that one may call, the offices' names are what the page is divided by.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.sections.evidence import Layout, starts_like_heading

#: So many offices confirm each other, of which so many have several desks.
_OFFICES, _LARGE = 3, 2
_LONGEST = 60
_NUMBERS = frozenset({"contact", "label"})


def directory_lines(layout: Layout) -> frozenset[int]:
    """The numbers of the lines that name an office of a directory; none where it is no directory.

    A name is set apart, and desks follow at once, a line each over its numbers. Once it is plain
    that the page is a directory, a name alone over desks or a number is one too, and a name that
    stands again.
    """
    if layout.kinds.count("contact") < _OFFICES:
        return frozenset()
    named = [at for at in range(1, len(layout.lines)) if _may_name(layout, at)]
    desks = {at: sum(1 for _ in _desks(layout, at + 1)) for at in named}
    tight = [at for at in named if desks[at] and not layout.lines[at].after]
    if len(tight) < _OFFICES or sum(desks[at] > 1 for at in named) < _LARGE:
        return frozenset()
    found = {at for at in named if desks[at] or _is_over_number(layout, at)}
    names = {layout.lines[at].key for at in found}
    return frozenset(found.union(at for at in named if layout.lines[at].key in names))


def _may_name(layout: Layout, at: int) -> bool:
    """Whether a line may name an office: short, set apart, no sentence and no label."""
    line = layout.lines[at]
    return (
        line.before > 0
        and layout.kinds[at] == "text"
        and len(line.key) <= _LONGEST
        and line.key[-1] not in ".:;,?!"
        and starts_like_heading(line.text)
        and not any(map(str.isdigit, line.key))
    )


def _desks(layout: Layout, at: int) -> Iterator[int]:
    """The numbers of the lines that name a desk over its number, from the block's first on.

    So does the last line of a page that was cut short.
    """
    last = len(layout.lines) - 1
    if at == last and layout.kinds[at] == "text":
        yield at
    while at < last and layout.kinds[at] == "text":
        if layout.lines[at].after or layout.kinds[at + 1] not in _NUMBERS:
            return
        yield at
        at += 1
        while at < len(layout.lines) and layout.kinds[at] in _NUMBERS:
            if layout.lines[at].after:
                return
            at += 1


def _is_over_number(layout: Layout, at: int) -> bool:
    """Whether a line is alone between blank ones over a line with a number."""
    below = at + 1
    return (
        layout.lines[at].after > 0 and below < len(layout.lines) and layout.kinds[below] in _NUMBERS
    )
