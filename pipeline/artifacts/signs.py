"""Signs that a template, a table or an author left in the text: rules of a `Sheet`."""

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


def lone_bars(sheet: Sheet) -> Iterator[Artifact]:
    """'|' alone in a line: it parted two links; where rows of a table have bars, a cell."""
    bars = [number for number in sheet.opening.get("", ()) if not sheet.keys[number].strip("| ")]
    bars = [number for number in bars if "|" in sheet.keys[number]]
    if not bars:
        return
    rows = {*sheet.beginning("|"), *sheet.ending("|")}
    if rows == set(bars):
        yield from (sheet.artifact(number, "link-bar") for number in bars)


_LEAST_LINE = 8
#: A blank to fill in beside words: the page is a form.
_BLANK = re.compile(r"[^\s_] ?_{3}|_{3} ?[^\s_]")


def drawn_rows(sheet: Sheet) -> Iterator[Artifact]:
    """A row of underscores between blank lines, which parts a text: none to write on."""
    if "_" * _LEAST_LINE not in sheet.key or _BLANK.search(sheet.key):
        return
    rows = [number for number in sheet.beginning("_") if not sheet.keys[number].strip("_")]
    for number in rows:
        inside = 0 < number < len(sheet) - 1
        apart = inside and sheet.gap_before(number) and sheet.gap_before(number + 1)
        near = number - 1 in rows or number + 1 in rows
        if apart and not near and sheet.keys[number - 1][-1] != ":":
            yield sheet.artifact(number, "drawn-line")
