"""What stands around a line of a dump without blank lines, where none of them tells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.sections.evidence import Candidate, Layout, size_of
from pipeline.sections.kinds import Kind, Words
from pipeline.sections.lines import SENTENCE, Line
from pipeline.sections.running import is_body

#: A heading over a list is no longer than so many words.
_SHORT = 4


def between(layout: Layout, candidate: Candidate, *, announced: bool) -> Iterator[str]:
    """Whether the lines above and below are items of lists, or paragraphs."""
    above, below = candidate.first - 1, candidate.last + 1
    if above < 0 or below >= len(layout.lines):
        return
    if _is_over_paragraph(layout, candidate, announced=announced):
        yield "over-paragraph"
    if candidate.first in layout.colons:
        yield "colons"
    if layout.kinds[above] == layout.kinds[below] == "bullet":
        yield "between-lists"


def _is_over_paragraph(layout: Layout, candidate: Candidate, *, announced: bool) -> bool:
    """Whether a line that no sign parts or ends, and no number opens, is over a paragraph."""
    line, end = layout.lines[candidate.last + 1], candidate.key[-1]
    return (
        (end.isalnum() or end in ")\"'")
        and "," not in candidate.key
        and not layout.is_numbered(candidate)
        and not announced
        and line.key[-1] == "."
        and len(line.key) >= SENTENCE
        and is_body(layout, candidate.last + 1)
    )


def colon_lines(lines: Sequence[Line], kinds: Sequence[Kind], words: Words) -> frozenset[int]:
    """The numbers of the short lines that end in a colon over items, where there are several.

    One may announce its list; several are the titles of theirs. So are roles over those who have
    them.
    """
    found = [
        at
        for at, line in enumerate(lines[:-1])
        if line.key[-1] == ":"
        and (kinds[at] == "text" or words.addressed.match(line.key))
        and (kinds[at + 1] == "bullet" or _is_over_person(line, lines[at + 1], words))
    ]
    short = [at for at in found if size_of(lines[at].key) <= _SHORT]
    return frozenset(short if len(short) > 1 else ())


#: 'MARSH Anna', 'Anna MARSH'.
_PERSON = re.compile(
    r"[A-ZÀ-Þ'-]{3,}(?: [A-ZÀ-Þ'-]{3,})? [A-ZÀ-Þ][a-zß-ÿ]+(?:[ ,-]|$)"
    r"|[A-ZÀ-Þ][a-zß-ÿ]+(?:-[A-ZÀ-Þ][a-zß-ÿ]+)? [A-ZÀ-Þ'-]{3,}(?:[ ,]|$)"
)


def _is_over_person(line: Line, below: Line, words: Words) -> bool:
    """Whether a line names a role, and the one below opens with a person's name."""
    return words.roles.match(line.key) is not None and _PERSON.match(below.text) is not None
