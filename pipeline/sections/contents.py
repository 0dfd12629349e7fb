"""Tables of contents: lines that look like headings and only name them."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.sections.evidence import Layout, bare, tokens
from pipeline.sections.lines import PROSE
from pipeline.sections.running import is_body

#: So many entries make a table of contents that no line announces.
_FEW = 4


def contents_lines(layout: Layout) -> frozenset[int]:
    """The numbers of the lines of the tables of contents, announced or not.

    One is announced by 'Table of contents'; another shows by an entry that stands again further
    down, over its text.
    """
    found: set[int] = set()
    firsts = set(_first_of_repeated(layout))
    for at, line in enumerate(layout.lines):
        if at in found:
            continue
        if layout.words.contents.fullmatch(line.key.rstrip(" :.")):
            if line.after and at + 1 < len(layout.lines) and layout.kinds[at + 1] == "prose":
                continue
            found.update(range(at, _announced_end(layout, at + 1)))
        elif at in firsts and _is_name(layout, at):
            start = at
            while start > 0 and _is_name(layout, start - 1):
                start -= 1
            end = at + 1
            while end < len(layout.lines) and _is_name(layout, end):
                end += 1
            if end - start >= _FEW:
                found.update(range(start, end))
    return frozenset(found)


def _first_of_repeated(layout: Layout) -> Iterator[int]:
    """The first places of lines that stand again further down, set apart over text or a list."""
    seen: dict[str, int] = {}
    for at, line in enumerate(layout.lines):
        key = line.key
        if key not in layout.repeated or layout.kinds[at] == "never" or bare(key) == layout.title:
            continue
        is_office = layout.words.offices.match(key) is not None
        if key in seen and line.before and not is_office and not _is_entry(layout, at, at):
            yield seen[key]
        seen.setdefault(key, at)


def _announced_end(layout: Layout, first: int) -> int:
    """The number of the line after the last entry, where an announced table has any.

    What follows is none where there are few lines, and the page does not say one of them again.
    """
    end = _end(layout, first)
    names = {entry(layout.lines[at].key) for at in range(first, end)}
    again = any(entry(line.key) in names for line in layout.lines[end:])
    return end if again or end - first >= _FEW - 1 else first


def _end(layout: Layout, first: int) -> int:
    """The number of the line after the last entry; what says an entry again is none."""
    end, seen = first, set[str]()
    while end < len(layout.lines) and _is_entry(layout, first, end):
        name = entry(layout.lines[end].key)
        if name in seen:
            break
        seen.add(name)
        end += 1
    return end


def entry(key: str) -> str:
    """What an entry and its heading share: the words, without a number before or a page after."""
    return " ".join(part for part in tokens(key) if not part.isdigit())


def _is_name(layout: Layout, at: int) -> bool:
    """Whether the line `at` may be an entry by its kind too: no label, no contact line."""
    return (
        layout.kinds[at] in {"text", "opener", "never"}
        and layout.lines[at].key[-1] not in ",;"
        and _is_entry(layout, at, at)
    )


def _is_entry(layout: Layout, first: int, at: int) -> bool:
    """Whether the line `at` is an entry of a table of contents that begins with the line `first`.

    A list ends with its items, other entries end where a line has a list or running text below.
    """
    if len(layout.lines[at].key) >= PROSE:
        return False
    if layout.kinds[first] == "bullet":
        return layout.kinds[at] == "bullet"
    below = at + 1
    return below < len(layout.lines) and not (
        layout.kinds[below] == "bullet" or _is_text(layout, below)
    )


def _is_text(layout: Layout, at: int) -> bool:
    """Whether running text begins, and no long entry of the same block."""
    entry_on = not layout.lines[at].before and layout.lines[at].key[-1] not in ".:;"
    return is_body(layout, at) and (layout.kinds[at] == "prose" or not entry_on)
