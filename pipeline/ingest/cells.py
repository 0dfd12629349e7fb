"""Tables: what the header of each cell is, and which cells are blocks of a layout."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.ingest.dom import Element, tag_of, text_of

_CELLS = ("td", "th")
_GROUPS = ("thead", "tbody", "tfoot")
#: What a cell of data does not hold.
_BLOCKS = ("table", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl")
_WIDEST = 200
_LONGEST = 80


@dataclass(slots=True)
class Layout:
    """The header text of cells that have one, and the cells of rows in which one holds blocks."""

    headers: dict[Element, str] = field(default_factory=dict)
    blocks: set[Element] = field(default_factory=set)


def layout_of(table: Element) -> Layout:
    """Headers come from `th` (or `thead`) above, else from the row's own `th`.

    Where both exist, the header is `column / row`.
    """
    layout = Layout()
    columns: dict[int, str] = {}
    for row, in_head in _rows(table):
        cells = [cell for cell in row if tag_of(cell) in _CELLS]
        places = list(_places(cells))
        if cells and (in_head or _is_header(cells)):
            if len(cells) > 1:
                for cell, column, width in places:
                    said = text_of(cell)[:_LONGEST]
                    columns.update(dict.fromkeys(range(column, column + width), said))
            continue
        named = next((text_of(c)[:_LONGEST] for c in cells if tag_of(c) == "th"), "")
        for cell, column, _ in places:
            header = columns.get(column, "")
            if tag_of(cell) == "td" and named:
                header = f"{header} / {named}" if header else named
            if header:
                layout.headers[cell] = header
        if any(_holds_blocks(cell) for cell in cells):
            layout.blocks.update(cells)
    return layout


def _rows(table: Element) -> Iterator[tuple[Element, bool]]:
    """The rows of this table alone, each with whether it stands in the head."""
    for child in table:
        tag = tag_of(child)
        if tag == "tr":
            yield child, False
        elif tag in _GROUPS:
            yield from ((row, tag == "thead") for row in child if tag_of(row) == "tr")


def _is_header(cells: Sequence[Element]) -> bool:
    return len(cells) > 1 and all(tag_of(cell) == "th" for cell in cells)


def _places(cells: Sequence[Element]) -> Iterator[tuple[Element, int, int]]:
    """Each cell with its column and width."""
    column = 0
    for cell in cells:
        said = cell.get("colspan", "1").strip()
        width = min(int(said), _WIDEST) if said.isdecimal() and len(said) < 6 else 1  # noqa: PLR2004
        yield cell, column, width or 1
        column += width or 1


def _holds_blocks(cell: Element) -> bool:
    paragraphs = 0
    for element in cell.iter():
        tag = tag_of(element)
        if tag in _BLOCKS:
            return True
        paragraphs += tag == "p"
    return paragraphs > 1
