"""What a number's place says about it: the column, the term, the line above, the icon block."""

from __future__ import annotations

import bisect
import functools
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, TypeVar
from urllib.parse import unquote

from pipeline.extract.phones import icons
from pipeline.extract.phones.labels import Call, Level, names_a_number, said_by_label, said_by_title
from pipeline.model import Markup, Span
from pipeline.reading import Reading, fold, fold_typography

_MOST_ROWS = 60
_MOST_NUMBERS_ABOVE = 6
_NUMBER_LINE = re.compile(r"[\s•*·\-]*[+(0-9]")
#: Labels of contact boxes that are an initial alone, over a number that says its country.
_INITIALS: dict[str, Literal["phone", "fax"]] = {"T": "phone", "P": "phone", "F": "fax"}
#: Up to seven digits in groups of thousands, which a table may count.
_COUNTED = re.compile(
    r"[0-9]{1,3}(?:[ .,'][0-9]{3})?(?![0-9]|[ .,'/-][0-9])|[0-9](?:[ .,'][0-9]{3}){2}(?![0-9])"
)
_DEEPEST = 8
#: What a cell says counts in that cell alone.
CELL_RULES = frozenset({"column-header", "term"})
S = TypeVar("S", bound=Span)


@dataclass(frozen=True, slots=True)
class Cell(Span):
    """A table cell or a definition, and the title of its column or its term."""

    title: str
    rule: str


#: Which row and what is said, by column.
_Titles = dict[int, tuple[int, Call]]


class Places:
    """The cells and telephone links of an HTML page, the titles of a dump's columns.

    All is looked for when first asked for: most pages have no number that asks.
    """

    def __init__(self, reading: Reading) -> None:
        """The places of a page, none of them looked for yet."""
        self._reading = reading
        self._above: dict[int, _Titles] = {}
        self._openings: dict[int, tuple[int, Call | None]] = {}

    @functools.cached_property
    def cells(self) -> tuple[Cell, ...]:
        """Table cells that have a title, and definitions, sorted by start."""
        text, term = self._reading.page.text, ""
        cells: list[Cell] = []
        for m in self._reading.markup("dt", "dd", "td"):
            if m.tag == "dt":
                term = m.of(text)
            elif m.tag == "dd" and term:
                cells.append(Cell(m.start, m.end, term, "term"))
            elif m.tag == "td" and m.attrs.get("header"):
                cells.append(Cell(m.start, m.end, m.attrs["header"], "column-header"))
        return tuple(sorted(cells, key=_order))

    @functools.cached_property
    def links(self) -> tuple[Markup, ...]:
        """The `tel:` links, sorted by start."""
        anchors = self._reading.markup("a")
        dial = (m for m in anchors if m.attrs.get("href", "")[:4].lower() == "tel:")
        return tuple(sorted(dial, key=_order))

    def cell_at(self, at: int) -> Cell | None:
        """The innermost cell that holds the character at `at`."""
        return _innermost(self.cells, at)

    def link_at(self, at: int) -> Markup | None:
        """The `tel:` link that holds the character at `at`."""
        return _innermost(self.links, at)

    def title_above(self, row: int, column: int) -> Call | None:
        """What the nearest cell above that says something says, in a dump's table."""
        title = self._titles_above(row).get(column)
        return title[1] if title is not None and row - title[0] <= _MOST_ROWS else None

    def _titles_above(self, row: int) -> _Titles:
        """The nearest title above a row in each column, as far as the table goes.

        Rows are asked from above, so the answer for one is that for the last, and what is new.
        """
        if row in self._above:
            return self._above[row]
        titles: _Titles = {}
        between: list[_Titles] = []
        for above in range(row - 1, max(0, row - _MOST_ROWS) - 1, -1):
            here = self._titles_in(above)
            if here is None:
                break
            between.append(here)
            if above in self._above:
                titles = self._above[above]
                break
        for here in reversed(between):
            titles = titles | here if here else titles
        self._above[row] = titles
        return titles

    def _titles_in(self, row: int) -> _Titles | None:
        """The cells of a row that are titles; None for a row of one cell, which is of no table."""
        reading, line = self._reading, self._reading.lines.spans[row]
        cells = line.of(reading.text).split("\t")
        if len(cells) == 1:
            return None
        if not names_a_number(reading.key, line):
            return {}
        said = ((column, said_by_title(cell, fold(cell))) for column, cell in enumerate(cells))
        return {column: (row, call) for column, call in said if call is not None}

    @functools.cached_property
    def icon_lines(self) -> dict[int, str]:
        """The lines that open with an image, and what it is called."""
        return icons.icon_lines(self._reading)

    @functools.cached_property
    def icons(self) -> frozenset[int]:
        """The lines of contact blocks that hold an image for a label, and no letter behind it."""
        text, spans = self._reading.text, self._reading.lines.spans
        rows = itertools.chain.from_iterable(icons.blocks(self.icon_lines))
        return frozenset(n for n in rows if not any(map(str.isalpha, spans[n].of(text))))

    @functools.cached_property
    def tabs(self) -> tuple[int, ...]:
        """Where tabs stand: looked for once, as a row may be as long as its page."""
        return tuple(match.start() for match in re.finditer("\t", self._reading.text))

    def line_above(self, row: int) -> tuple[int, Call | None]:
        """Where the number stands that opens a line, and what the line above says of it.

        Looked up once a line: it may hold as many numbers as its page.
        """
        if row not in self._openings:
            self._openings[row] = _said_above(self._reading, row)
        return self._openings[row]


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
    """What the column, the term, the cell or the line before says about a number at `at`."""
    row = reading.lines.index(at)
    return (
        _cell(places, at)
        or _beside(reading, places, row, at)
        or _column(reading, places, row, at)
        or _line_above(places, row, at)
        or (Call(level=Level.LIKELY) if row in places.icons else None)
    )


def _beside(reading: Reading, places: Places, row: int, at: int) -> Call | None:
    """What the cell before says that is nothing but a label: `Fax:`, a tab, the number."""
    line = reading.lines.spans[row]
    first, last = (bisect.bisect_left(places.tabs, place) for place in (line.start, at))
    if first == last:
        return None
    end = places.tabs[last - 1]
    start = places.tabs[last - 2] + 1 if last - first > 1 else line.start
    if any(map(str.isalpha, reading.text[end:at])):
        return None
    said = said_by_label(reading.text[start:end], reading.key[start:end])
    if said is not None and _COUNTED.match(reading.key, at):
        return replace(said, level=Level.LIKELY)  # 'Fax', and in the next cell how many there are
    return said


def _cell(places: Places, at: int) -> Call | None:
    cell = places.cell_at(at)
    if cell is None:
        return None
    for title in (cell.title, *cell.title.split(" / ")):  # column and row, where both have one
        call = said_by_title(fold_typography(title), fold(title))
        if call is not None:
            return replace(call, rule=cell.rule)
    return None


def _column(reading: Reading, places: Places, row: int, at: int) -> Call | None:
    """In a dump, the cells of a row are parted by tabs: the nearest row above with a label here."""
    line = reading.lines.spans[row]
    first = bisect.bisect_left(places.tabs, line.start)
    if first == bisect.bisect_left(places.tabs, line.end):
        return None
    title = places.title_above(row, bisect.bisect_left(places.tabs, at) - first)
    return title and replace(title, rule="column-header")


def _line_above(places: Places, row: int, at: int) -> Call | None:
    """A number that opens its line, under a line that is nothing but its label."""
    opens, said = places.line_above(row)
    return said if opens <= at else None


def _said_above(reading: Reading, row: int) -> tuple[int, Call | None]:
    """Where the number stands that opens a line, and what the line above says of it."""
    line = reading.lines.spans[row]
    opening = _NUMBER_LINE.match(reading.text, line.start, line.end)
    if opening is None:
        return line.end, None
    above = next(_titles_above(reading, row), None)
    said = said_by_title(above.of(reading.text), above.of(reading.key)) if above else None
    if above and opening[0].endswith("+"):
        said = said or _initial(above.of(reading.text).strip())
    return opening.end() - 1, said


def _initial(line: str) -> Call | None:
    """What a line says that is nothing but an initial, as contact boxes have them."""
    kind = _INITIALS.get(line.rstrip(" .:"))
    return Call(kind, Level.CALLED, f"label-{kind}", line) if kind else None


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
