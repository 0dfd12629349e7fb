"""Short lines that are no headings: what a sentence or 'Related links' announces."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.sections.evidence import size_of
from pipeline.sections.kinds import Kind, Words
from pipeline.sections.lines import PROSE, SENTENCE, Line

#: So many lines follow a sentence that announces them.
_ANNOUNCED = 3
#: A line with a colon and no more words may be a heading.
_SHORT = 6


def announced(lines: Sequence[Line], kinds: Sequence[Kind], words: Words) -> frozenset[int]:
    """The numbers of the lines that a sentence with a colon announces, without bullets.

    So does 'Related links', though one alone follows.
    """
    found: set[int] = set()
    for start, line in enumerate(lines):
        if line.key[-1] == ":" and kinds[start] in {"text", "prose"} and _announces(line, words):
            found.update(_items(lines, kinds, words, start, _ANNOUNCED))
        elif line.key[:3] in words.linking_starts and line.before and _links(line, words):
            found.update(_items(lines, kinds, words, start, 0))
    return frozenset(at for at in found if not words.is_title(lines[at].key))


def _links(line: Line, words: Words) -> bool:
    """Whether a line stands over links alone, by its words."""
    return words.linkings.fullmatch(line.key.rstrip(" :")) is not None


def _announces(line: Line, words: Words) -> bool:
    """Whether a line is too long for a heading, or has a verb."""
    parts = line.key.rstrip(" :").split()
    return size_of(line.key) > _SHORT or not words.verbs.isdisjoint(parts)


def _items(
    lines: Sequence[Line], kinds: Sequence[Kind], words: Words, start: int, few: int
) -> Iterator[int]:
    """The short lines below a line, as near to each other as to it; none where they are few."""
    end = start + 1
    while end < len(lines) and _is_item(lines[end], kinds[end], words):
        if (lines[end - 1].after > 0) != (lines[start].after > 0):
            break
        end += 1
    if end - start > few:
        over = end < len(lines) and kinds[end] in {"bullet", "contact", "label", "address"}
        titled = over or (end < len(lines) and len(lines[end].key) >= SENTENCE)
        yield from range(start + 1, end - titled)  # the last may be a heading over text


def _is_item(line: Line, kind: Kind, words: Words) -> bool:
    """Whether a line may be one of a list without bullets or numbers."""
    short = len(line.key) < PROSE and line.key[-1] not in ".:;?!"
    return (
        short
        and not line.titled
        and kind in {"text", "opener", "never"}
        and not words.numbering(line.key)
    )
