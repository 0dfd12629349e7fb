"""What a number's place says about it: the column, the term, the line above, the icon block."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
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
    """The cells and telephone links of a page, sorted by start."""

    cells: tuple[Cell, ...]
    links: tuple[Markup, ...]

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
    return _cell(places, at) or _column(reading, at) or _line_above(reading, at)


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
    lines, text = reading.lines, reading.text
    row = lines.index(at)
    column = text.count("\t", lines.spans[row].start, at)
    if "\t" not in lines.spans[row].of(text):
        return None
    for above in reversed(lines.spans[max(0, row - _MOST_ROWS) : row]):
        cells = above.of(text).split("\t")
        if len(cells) == 1:
            return None
        if column < len(cells):
            call = said_by_title(cells[column], fold(cells[column]))
            if call is not None:
                return replace(call, rule="column-header")
    return None


def _line_above(reading: Reading, at: int) -> Call | None:
    """A number that opens its line, under a line that is nothing but its label."""
    lines = reading.lines
    row = lines.index(at)
    if not _NUMBER_LINE.match(reading.text, lines.spans[row].start, at + 1):
        return None
    for above in _titles_above(reading, row):
        return said_by_title(above.of(reading.text), above.of(reading.key))
    return None


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
