"""What the whole page says of a line: lines of like place that come again and again.

Headings come in series. Where several lines stand nearer to the text below than to what is above,
one more that does so is a headline too; where several records name their fields in the same
order, each name is a heading.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from pipeline.sections.evidence import Layout, starts_like_heading
from pipeline.sections.kinds import Kind, Words
from pipeline.sections.lines import Line
from pipeline.sections.running import is_body

#: So many lines of like place make a series.
_SERIES = 3


_LONGEST = 120
#: So many fields with their values make a sheet; one stands so far below another.
_FIELDS, _STEP = 3, 2
#: So many rows of figures make a page of statistics; a row says what it counts.
_ROWS = 6
_FIGURES = frozenset({"text", "table", "label", "never"})
_FIGURE = re.compile(r"[^\d\W].{2,90} (?:[$€£] ?)?(?!(?:19|20)\d\d$)\d[\d,.' ]{0,14}%?")
#: 'Average pay - N.S.': the words before the dash, and whose they are.
_HEADED = re.compile(r"([^\W\d_][^\d]{8,80}?) - .{2,40}")


def series(layout: Layout) -> frozenset[int]:
    """How far below several lines their text stands, in blank lines, each nearer to it than above.

    Each of those lines is no sentence, and opens the text that follows.
    """
    gaps = Counter(
        layout.lines[at].after for at in range(1, len(layout.lines) - 1) if _opens_text(layout, at)
    )
    return frozenset(gap for gap, times in gaps.items() if times >= _SERIES)


def _opens_text(layout: Layout, at: int) -> bool:
    line = layout.lines[at]
    return (
        line.before > line.after
        and layout.kinds[at] == "text"
        and len(line.key) <= _LONGEST
        and line.key[-1] not in ".:;,"
        and starts_like_heading(line.text)
        and is_body(layout, at + 1)
        and not layout.lines[at + 1].text[0].islower()
    )


def field_lines(layout: Layout) -> frozenset[int]:
    """The numbers of the lines that name a field: `Mandate`, `Head office`, of record after record.

    The names stand apart, and each comes with the same name after it more than once.
    """
    named = [at for at, line in enumerate(layout.lines) if _may_name(layout, at)]
    follows: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at, following in itertools.pairwise(named):
        pair = layout.lines[at].key, layout.lines[following].key
        if pair[0] != pair[1] and following > at + 1:
            follows[pair].extend((at, following))
    return frozenset(_twice(follows))


def sheet_lines(lines: Sequence[Line], words: Words) -> frozenset[int]:
    """The numbers of the lines that name a field of a sheet, several in a row, a value to each.

    'Fee', 'None', 'Who may apply', 'Everybody', 'Processing time', 'Two days'.
    """
    starts = words.field_starts
    named = {
        at for at, line in enumerate(lines) if line.key[:3] in starts and _is_field(line, words)
    }
    found = {at for at in named if at + 1 not in named and at - 1 not in named}
    runs = {at for at in found if at - _STEP in found or at + _STEP in found}
    return frozenset(at for at in runs if _run(runs, at) >= _FIELDS)


def _is_field(line: Line, words: Words) -> bool:
    """Whether a line is the name of a field: short, and known as one."""
    longest = 45
    return len(line.key) <= longest and words.fields.fullmatch(line.key.rstrip(" :")) is not None


def _run(fields: set[int], at: int) -> int:
    """How many fields with a line between them stand in a row, `at` among them."""
    first, last = at, at
    while first - _STEP in fields:
        first -= _STEP
    while last + _STEP in fields:
        last += _STEP
    return (last - first) // _STEP + 1


def lines_over_figures(lines: Sequence[Line], kinds: Sequence[Kind]) -> frozenset[int]:
    """The numbers of the lines over rows of figures, several times on a page of statistics.

    'Seizures', and under it 'Number of seizures 742': a line without a digit under such a row or
    apart, right over one, or over the line that names the columns.
    """
    rows = {at for at, line in enumerate(lines) if _is_figure(line, kinds[at])}
    if len(rows) < _ROWS:
        return frozenset()
    over = {at for at in range(len(lines) - 1) if at + 1 in rows and _may_head(lines, rows, at)}
    over |= {
        at for at in range(len(lines) - 2) if at + 2 in rows and _names_columns(lines, rows, at)
    }
    return frozenset(over) if len(over) >= _SERIES else frozenset()


def _is_figure(line: Line, kind: Kind) -> bool:
    ends = line.key[-1].isdigit() or line.key[-1] == "%"
    return ends and kind in _FIGURES and _FIGURE.fullmatch(line.key) is not None


def _may_head(lines: Sequence[Line], rows: set[int], at: int) -> bool:
    """Whether a line without a digit stands apart, or under a row, and begins its rows.

    A maker's name over what it makes is none: the row says it again.
    """
    line = lines[at]
    bare = line.key[-1].isalpha() and not any(map(str.isdigit, line.key))
    said = lines[at + 1].key.startswith(line.key)
    return bare and not said and not line.after and (line.before > 0 or at - 1 in rows)


def _names_columns(lines: Sequence[Line], rows: set[int], at: int) -> bool:
    """Whether the line after it names the columns of its rows, and is no row itself."""
    columns = lines[at + 1]
    named = at + 1 not in rows and columns.key[-1].isalpha() and not columns.after
    return named and _may_head(lines, rows, at)


def headed_lines(lines: Sequence[Line], kinds: Sequence[Kind]) -> frozenset[int]:
    """The numbers of the lines that share their words up to a dash, set apart over anything else.

    Several blocks that tell the same of places or years are titled so; entries of a list have
    nothing between them.
    """
    headed: dict[str, dict[str, int]] = defaultdict(dict)
    for at, line in enumerate(lines):
        if " - " in line.key and line.before and line.after and kinds[at] == "text":
            found = _HEADED.fullmatch(line.key)
            if found is not None and " " in found[1]:
                headed[found[1]][line.key] = at
    several = (sorted(lines.values()) for lines in headed.values() if len(lines) >= _SERIES)
    apart = (n for n in several if all(b > a + 1 for a, b in itertools.pairwise(n)))
    return frozenset(itertools.chain.from_iterable(apart))


def _twice(follows: dict[tuple[str, str], list[int]]) -> Iterator[int]:
    once = 2
    for numbers in follows.values():
        if len(numbers) > once:
            yield from numbers


def _may_name(layout: Layout, at: int) -> bool:
    line = layout.lines[at]
    return (
        line.key in layout.repeated
        and line.before > 0
        and line.after > 0
        and layout.kinds[at] in {"text", "label"}
        and starts_like_heading(line.text)
        and line.key[-1] not in ".;,"
    )
