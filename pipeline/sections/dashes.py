"""Headings that a dump shows behind a dash, because they stood in an item of a list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.sections.kinds import Kind, Words, kind_of
from pipeline.sections.lines import Line

_DASH = re.compile(r"[-–•][ \u00a0]{1,3}(?=\w)")
_STOPS = frozenset(".,;:!?")
_LONGEST = 100


def without_dashes(lines: Sequence[Line], kinds: list[Kind], known: Words) -> list[Line]:
    """The same lines, a heading without its dash; `kinds` tells what it is then."""
    found = list(lines)
    for at, line in enumerate(lines):
        dash = _DASH.match(line.text) if kinds[at] == "bullet" else None
        if dash is not None and _heads_text(lines, kinds, at, line.text[dash.end() :]):
            cut = dash.end()
            found[at] = replace(
                line,
                start=line.start + cut,
                text=line.text[cut:],
                key=line.key[cut:],
                dashed=True,
            )
            kinds[at] = kind_of(found[at], known)
    return found


def _heads_text(lines: Sequence[Line], kinds: Sequence[Kind], at: int, words: str) -> bool:
    """Whether an item is in capitals over text, or the only one of its list, set apart from it."""
    below = at + 1
    if below == len(lines) or kinds[below] == "bullet" or words[-1] in _STOPS or " " not in words:
        return False
    line, above = lines[at], lines[at - 1] if at else None
    only = above is None or (
        (kinds[at - 1] != "bullet" or (line.before > 0 and above.text[0] != line.text[0]))
        and above.key[-1] != ":"
    )
    if words.isupper():
        return only or not lines[at].after
    apart = lines[at].after > 0 and kinds[below] == "prose"
    return only and apart and len(words) <= _LONGEST and words[0].isupper()
