"""Signs that a template or a table left in the text, which show by standing several times."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.artifacts.sheet import Sheet
from pipeline.model import Artifact

_MARKER = re.compile(r"\[(?P<closes>/?)(?P<name>[a-z](?:[a-z_-]{0,28}[a-z])?)\]")
#: A marker with its brackets is no longer.
_LONGEST = 33


def paired_markers(sheet: Sheet) -> Iterator[Artifact]:
    """'[section]' and further down '[/section]', each alone in its line: a template's own marks."""
    if "[/" not in sheet.key:
        return
    marked = [(n, _MARKER.fullmatch(sheet.short(n, _LONGEST))) for n in sheet.beginning("[")]
    markers = [(number, found) for number, found in marked if found is not None]
    opened = {found["name"] for _, found in markers if not found["closes"]}
    closed = {found["name"] for _, found in markers if found["closes"]}
    for number, found in markers:
        if found["name"] in opened & closed:
            yield sheet.artifact(number, "plugin-shortcut")


_BORDERS = 3


def cell_borders(sheet: Sheet) -> Iterator[Artifact]:
    """'When: |', 'Monday |', 'Where: |': the right border of cells, where no other bar stands."""
    ended = [n for n in sheet.ending("|") if sheet.keys[n].count("|") == 1]
    bordered = [n for n in ended if sheet.keys[n].endswith(" |")]
    if len(bordered) >= _BORDERS and not sheet.beginning("|"):
        for number in bordered:
            end = sheet.starts[number] + len(sheet.keys[number])
            yield Artifact(end - 1, end, "cell-border")
