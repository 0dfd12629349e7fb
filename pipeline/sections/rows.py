"""Lines of a table that lost its columns: its head, its rows, its cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from pipeline.sections.contents import entry
from pipeline.sections.evidence import Candidate, Layout, bare, starts_like_heading
from pipeline.sections.lines import SENTENCE, Line
from pipeline.sections.running import is_body


def rows(layout: Layout, candidate: Candidate) -> Iterator[str]:
    """Whether rows follow in the same block, or it is the first of rows `name: value` itself."""
    if _is_tag(layout, candidate.first):
        yield "tag"
    if _is_staff(layout, candidate):
        yield "person"
    if _is_over_rows(layout, candidate) or _is_table_head(layout, candidate):
        yield "over-rows"
    elif (
        _is_among_labels(layout, candidate)
        or ("0" <= candidate.key[0] <= "9" and _is_quantity(layout, candidate))
        or _is_stacked(layout, candidate)
    ):
        yield "stacked"
    elif ": " in candidate.key and (
        _is_labelled_row(layout, candidate)
        or _is_under_contact(layout, candidate)
        or _is_field(layout, candidate)
    ):
        yield "labelled-row"


#: '167 FTEs'.
_QUANTITY = re.compile(r"\d[\d.,']{0,9} ([a-z]{2,15})")


def _is_quantity(layout: Layout, candidate: Candidate) -> bool:
    """Whether it is a number and its unit, and so is the line above: cells of a table."""
    found = _QUANTITY.fullmatch(candidate.key)
    if found is None or not candidate.first:
        return False
    above = _QUANTITY.fullmatch(layout.lines[candidate.first - 1].key)
    return above is not None and above[1] == found[1]


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


def _is_field(layout: Layout, candidate: Candidate) -> bool:
    """Whether a field's name has its value behind a colon, over no text or in a block."""
    head, _, value = candidate.key.partition(":")
    if head[:3] not in layout.words.field_starts or not value.strip():
        return False
    line, at = layout.lines[candidate.first], candidate.last + 1
    apart = line.before > 0 and (at >= len(layout.lines) or is_body(layout, at))
    return not apart and layout.words.fields.fullmatch(head.rstrip()) is not None


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


def _is_among_labels(layout: Layout, candidate: Candidate) -> bool:
    """Whether it is one of three lines in a row that end in a colon: labels left empty."""
    many, at = 3, candidate.first
    if candidate.key[-1] != ":" or candidate.last != at:
        return False
    run = 1
    for step in (-1, 1):
        for n in range(at + step, at + many * step, step):
            if not 0 <= n < len(layout.lines) or layout.lines[n].key[-1] != ":":
                break
            if layout.lines[min(n, n - step)].after:
                break
            run += 1
    return run >= many


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


def _is_tag(layout: Layout, at: int) -> bool:
    """Whether it is one of three or more short lines that open the title's block, over its text."""
    few, top, short = 3, 8, 25
    if not 0 < at < top or layout.width:
        return False
    first = at
    while first > 1 and not layout.lines[first].before:
        first -= 1
    if not layout.lines[first].before or bare(layout.lines[first - 1].key) != layout.title:
        return False
    past = first
    while past < len(layout.lines) and _is_word_or_two(layout, past, short):
        past += 1
    block = past < len(layout.lines) and not any(
        n.before for n in layout.lines[first + 1 : past + 1]
    )
    return at < past and past - first >= few and block and is_body(layout, past)


def _is_word_or_two(layout: Layout, at: int, short: int) -> bool:
    """Whether a line is one short name, with no stop or colon."""
    line = layout.lines[at]
    return layout.kinds[at] == "text" and len(line.key) <= short and line.key[-1].isalpha()


def _is_stacked(layout: Layout, candidate: Candidate) -> bool:
    """Whether it is one of many lines without a stop in one block, no first one and no last two.

    In a dump without blank lines fewer are many under a text, and only the last is none of them.
    """
    many, two = 5, 2
    noted = candidate.last > candidate.first and candidate.key[-1] == ")"
    if layout.lines[candidate.first].before or candidate.key[-1] in ".:;?!" or noted:
        return False
    if layout.words.is_title(candidate.key) or layout.is_numbered(candidate):
        return False
    if candidate.first in layout.sheet:
        return False
    if layout.dense and entry(candidate.key) in layout.listed:
        return False
    above = range(candidate.first - 1, max(candidate.first - many, 0) - 1, -1)
    below = range(candidate.last + 1, min(candidate.last + many, len(layout.lines)))
    up = sum(1 for _ in takewhile(lambda at: _is_loose(layout, at, at), above))
    down = sum(1 for _ in takewhile(lambda at: _is_loose(layout, at, at - 1), below))
    if layout.dense and down:
        over = candidate.first - up - 1
        return up + 1 + down >= many - 1 and over > 0 and layout.lines[over].key[-1] == "."
    return down >= two and up + 1 + down >= many


def _is_loose(layout: Layout, at: int, upper: int) -> bool:
    """Whether a line begins like a heading and ends in no sign; no blank line is below `upper`."""
    line = layout.lines[at]
    return (
        not layout.lines[upper].after
        and layout.kinds[at] in {"text", "opener", "never", "table"}
        and line.key[-1] not in ".:;?!,"
        and starts_like_heading(line.text)
    )


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
    if _is_set_off(layout, candidate):
        return False
    many, farthest = 4, 12
    run = int(layout.lines[candidate.first].before > 0)
    above = range(candidate.first - 1, max(candidate.first - farthest, 0) - 1, -1)
    below = range(candidate.last + 1, min(candidate.last + farthest, len(layout.lines)))
    for side in (above, below):
        for at in takewhile(lambda at: _is_short(layout, at), side):
            run += layout.lines[at].before > 0
    return run >= many


def _is_set_off(layout: Layout, candidate: Candidate) -> bool:
    """Whether it opens a block and ends in a colon, or is in capitals, further from what is not."""
    first, above = layout.lines[candidate.first], candidate.first - 1
    if candidate.key[-1] == ":":
        return first.before > 0 and not layout.lines[candidate.last].after
    apart = first.before > layout.lines[candidate.last].after and " " in candidate.text
    return apart and candidate.text.isupper() and not layout.lines[above].text.isupper()


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
