"""Lines of a table that lost its columns: its head, its rows, its cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from pipeline.sections.evidence import Candidate, Layout, bare
from pipeline.sections.lines import SENTENCE, Line
from pipeline.sections.running import is_body


def rows(layout: Layout, candidate: Candidate) -> Iterator[str]:
    """Whether rows follow in the same block, or it is the first of rows `name: value` itself."""
    if _is_staff(layout, candidate):
        yield "person"
    if _is_over_rows(layout, candidate) or _is_table_head(layout, candidate):
        yield "over-rows"
    elif ": " in candidate.key and (
        _is_labelled_row(layout, candidate) or _is_under_contact(layout, candidate)
    ):
        yield "labelled-row"


def _is_labelled_row(layout: Layout, candidate: Candidate) -> bool:
    """Whether a row of the same form is right below, or one above and one below set apart.

    So is the first or the last of three in a row, whatever is beyond them.
    """
    above, at = candidate.first - 1, candidate.last + 1
    if not layout.is_numbered(candidate) and _is_among_pairs(layout, candidate):
        return True
    if at >= len(layout.lines) or ": " not in layout.lines[at].key:
        return False
    if not layout.lines[at - 1].after and not is_body(layout, at):
        return True
    if above < 0 or bare(layout.lines[above].key) == layout.title:
        return False
    kinds = {layout.kinds[above], layout.kinds[at]}
    return ": " in layout.lines[above].key and "prose" not in kinds


#: 'Ambassador: to be named'.
_LABEL_VALUE = re.compile(r"[^\W\d_][^\W_]{2,15}(?: [^\W\d_]{2,15}){0,2} ?: [^:]*[^\W_]\)?")


def _is_under_contact(layout: Layout, candidate: Candidate) -> bool:
    """Whether a label of a few words with its value stands right under one with a contact."""
    above = candidate.first - 1
    return (
        above >= 0
        and not layout.lines[above].after
        and layout.kinds[above] == "contact"
        and ": " in layout.lines[above].key
        and _LABEL_VALUE.fullmatch(candidate.key) is not None
        and not layout.is_numbered(candidate)
    )


def _is_among_pairs(layout: Layout, candidate: Candidate) -> bool:
    """Whether three lines in a row, it among them, are a label and its value."""
    many, run = 3, 1
    for at, step in ((candidate.first, -1), (candidate.last, 1)):
        for n in range(at + step, at + many * step, step):
            if not (0 <= n < len(layout.lines) and _is_pair(layout, n)):
                break
            run += 1
    return run >= many


def _is_pair(layout: Layout, at: int) -> bool:
    """Whether a line is a label and its value, and no sentence, no heading's number, no title."""
    key = layout.lines[at].key
    return (
        ": " in key
        and layout.kinds[at] == "text"
        and key[-1] not in ".:;?!"
        and layout.words.numbered.match(key) is None
        and bare(key) != layout.title
    )


#: 'Attaché Jane SMITH', 'Jean-Pierre MONTÉGU'.
_ENDS_IN_NAME = re.compile(r"[A-ZÀ-Þ][a-zß-ÿ]+(?:-[A-ZÀ-Þ][a-zß-ÿ]+)? [A-ZÀ-Þ][A-ZÀ-Þ'-]{2,}$")


def _is_staff(layout: Layout, candidate: Candidate) -> bool:
    """Whether the line right below is a person's name, or both end in one: office and name."""
    line, at = layout.lines[candidate.last], candidate.last + 1
    if line.after or at >= len(layout.lines) or layout.words.is_title(candidate.key):
        return False
    name = _ENDS_IN_NAME.search(layout.lines[at].text)
    if name is None:
        return False
    return name.start() == 0 or _ENDS_IN_NAME.search(candidate.text) is not None


def _is_over_rows(layout: Layout, candidate: Candidate) -> bool:
    """Whether the next two lines, in the same block, end in numbers: rows of a table."""
    rows = range(candidate.last + 1, candidate.last + 3)
    if candidate.key[-1] == ":" or rows[-1] >= len(layout.lines):
        return False
    return all(
        not layout.lines[at - 1].after
        and layout.kinds[at] in {"text", "prose", "table", "never", "date"}
        and layout.lines[at].key[-1] in "0123456789%"
        for at in rows
    )


#: 'DateHoliday', 'March 12thWhit Monday'.
_GLUED = re.compile(r"[a-zß-ÿ\d)][A-ZÀ-Þ][a-zß-ÿ]")


def _is_table_head(layout: Layout, candidate: Candidate) -> bool:
    """Whether it is 'Morning' over a day of the week or over the other half, or glued columns.

    So are the names of several fields in one line, over a row with a number.
    """
    if _GLUED.search(candidate.text):
        rows = layout.lines[candidate.last + 1 : candidate.last + 3]
        return len(rows) > 1 and all(_is_glued_row(row) for row in rows)
    at = candidate.last + 1
    last = candidate.key.rsplit(" ", 1)[-1][:3]
    if last in layout.words.field_starts and _names_columns(layout, candidate.key):
        rows = layout.lines[at : at + 1]
        return bool(rows) and not rows[0].before and any(map(str.isdigit, rows[0].key))
    if not layout.words.halves.fullmatch(candidate.key):
        return False
    other = (line.key for line in layout.lines[at : at + 1])
    return layout.kinds[at : at + 1] == ["hours"] or any(map(layout.words.halves.fullmatch, other))


def _names_columns(layout: Layout, key: str) -> bool:
    """Whether three words or more end in two that each name a field: 'Card Fee Validity'."""
    few, fields = 3, layout.words.fields.fullmatch
    parts = key.split()
    return (
        len(parts) >= few
        and fields(parts[-1]) is not None
        and fields(parts[-2].rstrip(",")) is not None
    )


def _is_glued_row(line: Line) -> bool:
    """Whether a line of the block of the one above is a glued row, and no text."""
    return not line.before and len(line.key) < SENTENCE and _GLUED.search(line.text) is not None


def is_cell(layout: Layout, candidate: Candidate) -> bool:
    """Whether many short lines, each set apart, stand around it with no text between them."""
    key = candidate.key
    if key[-1] == "?" or key.isdigit() or layout.words.is_title(key):
        return False
    many, farthest = 4, 12
    run = int(layout.lines[candidate.first].before > 0)
    above = range(candidate.first - 1, max(candidate.first - farthest, 0) - 1, -1)
    below = range(candidate.last + 1, min(candidate.last + farthest, len(layout.lines)))
    for side in (above, below):
        for at in takewhile(lambda at: _is_short(layout, at), side):
            run += layout.lines[at].before > 0
    return run >= many


def is_among_days(layout: Layout, at: int) -> bool:
    """Whether days take turns with lines around it: cells of a table, one a line."""
    least, reach, kinds = 3, 5, layout.kinds
    around = range(max(at - reach, 0), min(at + reach + 1, len(kinds)))
    days = [n - at for n in around if kinds[n] == "date"]
    return sum(step % 2 for step in days) >= least and not {-2, 2}.intersection(days)


def _is_short(layout: Layout, at: int) -> bool:
    """Whether a line is short text that is neither a question nor numbered, nor running text."""
    key, short = layout.lines[at].key, 50
    return (
        layout.kinds[at] in {"text", "table", "never"}
        and not key.isdigit()
        and bare(key) != layout.title
        and len(key) < short
        and key[-1] not in ".?:"
        and layout.words.numbered.match(key) is None
        and not layout.words.is_title(key)
        and not is_body(layout, at)
    )
