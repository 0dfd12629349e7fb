"""What a number's place says about it: the column, the term, the line above, the icon block."""

from __future__ import annotations

import bisect
import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TypeVar
from urllib.parse import unquote

from pipeline.extract.phones.labels import Call, said_by_title
from pipeline.model import Markup, Page, Span
from pipeline.reading import Reading, fold, fold_typography

_MOST_ROWS = 60
_MOST_NUMBERS_ABOVE = 6
_NUMBER_LINE = re.compile(r"[\s•*·\-]*[+(0-9]")
_DEEPEST = 8
#: What a cell says counts in that cell alone.
CELL_RULES = frozenset({"column-header", "term"})
S = TypeVar("S", bound=Span)


@dataclass(frozen=True, slots=True)
class Cell(Span):
    """A table cell or a definition, and the title of its column or its term."""

    title: str
    rule: str


@dataclass(frozen=True, slots=True)
class Places:
    """The cells and telephone links of a page, sorted by start.

    `above` remembers what was found out of a line, by its number.
    """

    cells: tuple[Cell, ...]
    links: tuple[Markup, ...]
    above: dict[int, tuple[int, Call | None]] = field(default_factory=dict, compare=False)

    @classmethod
    def of(cls, page: Page) -> Places:
        """The places of an HTML page; none in a dump."""
        cells, links, term = list[Cell](), list[Markup](), ""
        for m in page.markup:
            if m.tag == "dt":
                term = m.of(page.text)
            elif m.tag == "dd" and term:
                cells.append(Cell(m.start, m.end, term, "term"))
            elif m.tag == "td" and m.attrs.get("header"):
                cells.append(Cell(m.start, m.end, m.attrs["header"], "column-header"))
            elif m.tag == "a" and m.attrs.get("href", "").lower().startswith("tel:"):
                links.append(m)
        return cls(tuple(sorted(cells, key=_order)), tuple(sorted(links, key=_order)))

    def cell_at(self, at: int) -> Cell | None:
        """The innermost cell that holds the character at `at`."""
        return _innermost(self.cells, at)

    def link_at(self, at: int) -> Markup | None:
        """The `tel:` link that holds the character at `at`."""
        return _innermost(self.links, at)


def _order(span: Span) -> tuple[int, int]:
    return span.start, -span.end


def _innermost(spans: tuple[S, ...], at: int) -> S | None:
    index = bisect.bisect_right(spans, at, key=lambda s: s.start) - 1
    for span in spans[max(0, index - _DEEPEST) : index + 1][::-1]:
        if span.start <= at < span.end:
            return span
    return None


def dialled(link: Markup) -> str:
    """The number that a `tel:` link dials, without extension and parameters."""
    number = unquote(link.attrs.get("href", "").partition(":")[2])
    return re.split(r"[;,xp#]", number, maxsplit=1)[0].strip()


def said_by_place(reading: Reading, places: Places, at: int) -> Call | None:
    """What the column, the term, the line above or the icon block says about a number at `at`."""
    return _cell(places, at) or _column(reading, at) or _line_above(reading, places, at)


def _cell(places: Places, at: int) -> Call | None:
    cell = places.cell_at(at)
    if cell is None:
        return None
    for title in (cell.title, *cell.title.split(" / ")):  # column and row, where both have one
        call = said_by_title(fold_typography(title), fold(title))
        if call is not None:
            return replace(call, rule=cell.rule)
    return None


def _column(reading: Reading, at: int) -> Call | None:
    """In a dump, the cells of a row are parted by tabs: the nearest row above with a label here."""
    lines, tabs = reading.lines, _tabs(reading.text)
    row = lines.index(at)
    first, last = _tabs_of(tabs, lines.spans[row])
    if first == last:
        return None
    column = bisect.bisect_left(tabs, at) - first
    for above in reversed(lines.spans[max(0, row - _MOST_ROWS) : row]):
        first, last = _tabs_of(tabs, above)
        if first == last:
            return None
        if column <= last - first:
            start = tabs[first + column - 1] + 1 if column else above.start
            end = tabs[first + column] if first + column < last else above.end
            cell = reading.text[start:end]
            call = said_by_title(cell, fold(cell))
            if call is not None:
                return replace(call, rule="column-header")
    return None


@functools.lru_cache(maxsize=4)
def _tabs(text: str) -> tuple[int, ...]:
    """Where tabs stand: looked for once, as a row may be as long as its page."""
    return tuple(match.start() for match in re.finditer("\t", text))


def _tabs_of(tabs: tuple[int, ...], line: Span) -> tuple[int, int]:
    return bisect.bisect_left(tabs, line.start), bisect.bisect_left(tabs, line.end)


def _line_above(reading: Reading, places: Places, at: int) -> Call | None:
    """What is said of a number in a line that opens with one, under a line that is but its label.

    Looked up once a line: it may hold as many numbers as its page.
    """
    row = reading.lines.index(at)
    if row not in places.above:
        places.above[row] = _said_above(reading, row)
    opens, said = places.above[row]
    return said if opens <= at else None


def _said_above(reading: Reading, row: int) -> tuple[int, Call | None]:
    """Where the number stands that opens a line, and what the line above says of it."""
    line = reading.lines.spans[row]
    opening = _NUMBER_LINE.match(reading.text, line.start, line.end)
    if opening is None:
        return line.end, None
    above = next(_titles_above(reading, row), None)
    said = said_by_title(above.of(reading.text), above.of(reading.key)) if above else None
    return opening.end() - 1, said


def _titles_above(reading: Reading, row: int) -> Iterator[Span]:
    """The nearest line above that is no number itself, one blank line apart at most."""
    lines, blanks, numbers = reading.lines, 0, 0
    for above in reversed(lines.spans[max(0, row - 2 * _MOST_NUMBERS_ABOVE) : row]):
        if not above.of(reading.text).strip():
            blanks += 1
            if blanks > 1:
                return
        elif _NUMBER_LINE.match(reading.text, above.start, above.end):
            numbers += 1
            blanks = 0
            if numbers > _MOST_NUMBERS_ABOVE:
                return
        else:
            yield above
            return
