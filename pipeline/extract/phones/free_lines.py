"""A fax's own free line: `Fax : … | Toll-free: …` below `Tel : … | Toll-free: …`.

A free line is for calls, whatever stands before it, unless the calls have theirs already, called
by the same words in the same place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.model import Mention
from pipeline.reading import Reading, fold

_KINDS = ("phone", "phone", "fax", "phone")


def with_free_faxes(reading: Reading, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions, where the free line of a fax is one."""
    changed = {
        m.start: replace(m, kind="fax", rule="label-fax", basis="inferred")
        for m in _free_faxes(reading, mentions)
    }
    return [changed.get(m.start, m) for m in mentions] if changed else list(mentions)


def _free_faxes(reading: Reading, mentions: Sequence[Mention]) -> Iterator[Mention]:
    for at in range(3, len(mentions)):
        four = mentions[at - 3 : at + 1]
        if not (_is_free(four[3]) and _is_free(four[1])) or tuple(m.kind for m in four) != _KINDS:
            continue
        label = fold(str(four[3].details["label"]))
        own = {fold(str(m.details["label"])) for m in (four[0], four[2])}
        rows = [reading.lines.index(m.start) for m in four]
        paired = rows[0] == rows[1] and rows[2] == rows[3] and rows[2] - rows[1] <= 1
        if paired and label not in own | {""} and label == fold(str(four[1].details["label"])):
            yield four[3]


def _is_free(mention: Mention) -> bool:
    return mention.details.get("number_type") == "toll_free"
