"""The title's line of a dump: the first of the page that is no part of its frame."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.sections.evidence import Candidate, Layout, starts_like_heading
from pipeline.sections.lines import PROSE, Line

_PASSED_OVER = frozenset({"date", "dateline", "never", "bullet", "menu"})
_LIKELY = frozenset({"text", "opener", "address", "table", "hours"})


def title_at(layout: Layout) -> Candidate | None:
    """The title: the first line after banner, dates, menus, masthead; None where that is none."""
    lines, farthest = layout.lines, 4
    at = _after_banner(lines)
    while at < len(lines) and _is_passed_over(layout, at):
        at += 1
    if at + 1 >= len(lines) or (at > farthest and not lines[at].chrome):
        return None
    line = lines[at]
    if not _may_be(layout, at) or not _is_likely(line, first=at == 0):
        return None
    return Candidate(at, at, line.text, line.key)


def _may_be(layout: Layout, at: int) -> bool:
    """Whether the kind of a line allows it to be a title; a label's word is one without a colon."""
    kind, line, longest = layout.kinds[at], layout.lines[at], 250
    if kind == "prose":
        return line.after > 0 and line.key[-1] not in ".!?…" and len(line.key) <= longest
    return kind in _LIKELY or (kind == "label" and ":" not in line.key)


def _is_passed_over(layout: Layout, at: int) -> bool:
    line = layout.lines[at]
    return (
        layout.kinds[at] in _PASSED_OVER
        or layout.words.mastheads.match(line.key) is not None
        or _is_kicker(line)
    )


def _is_kicker(line: Line) -> bool:
    """Whether a line is a lower-case word or two right above the title."""
    return not starts_like_heading(line.text) and not line.after and line.key.count(" ") <= 1


def _is_likely(line: Line, *, first: bool) -> bool:
    """Whether a line opens and ends as a title does; only the page's first may be in lower case."""
    sentence = 70
    if line.key[-1] in ",;:-":
        return False
    if line.key[-1] == "." and (len(line.key) > sentence or not line.after):
        return False
    return starts_like_heading(line.text) or (first and line.after > 0)


def _after_banner(lines: Sequence[Line]) -> int:
    """Past the lines that stand before a menu: three lines of artifacts or more, near the top."""
    menu, top = 3, 8
    for at in range(min(len(lines), top) - 1, 0, -1):
        if lines[at].chrome >= menu and all(len(line.text) < PROSE for line in lines[:at]):
            return at
    return 0
