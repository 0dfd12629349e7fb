"""Tables: what the header of each cell is, and which cells are blocks of a layout."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.ingest.tree import Tree

_CELLS = ("td", "th")
_GROUPS = ("thead", "tbody", "tfoot")
#: What a cell of data does not hold.
_BLOCKS = frozenset(("table", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl"))
_WIDEST = 200
_LONGEST = 80


@dataclass(slots=True)
class Layout:
    """The header text of cells that have one, and the cells of rows in which one holds blocks."""

    headers: dict[int, str] = field(default_factory=dict)
    blocks: set[int] = field(default_factory=set)


def layout_of(tree: Tree, table: int) -> Layout:
    """Headers come from `th` (or `thead`) above, else from the row's own `th`.

    Where both exist, the header is `column / row`.
    """
    layout = Layout()
    columns: dict[int, str] = {}
    for row, in_head in _rows(tree, table):
        cells = [cell for cell in tree.children(row) if tree.names[cell] in _CELLS]
        places = list(_places(tree, cells))
        if cells and (in_head or _is_header(tree, cells)):
            if len(cells) > 1:
                for cell, column, width in places:
                    said = tree.text_of(cell)[:_LONGEST]
                    columns.update(dict.fromkeys(range(column, column + width), said))
            continue
        named = next((tree.text_of(c)[:_LONGEST] for c in cells if tree.names[c] == "th"), "")
        for cell, column, _ in places:
            header = columns.get(column, "")
            if tree.names[cell] == "td" and named:
                header = f"{header} / {named}" if header else named
            if header:
                layout.headers[cell] = header
        if any(_holds_blocks(tree, cell) for cell in cells):
            layout.blocks.update(cells)
    return layout


def _rows(tree: Tree, table: int) -> Iterator[tuple[int, bool]]:
    """The rows of this table alone, each with whether it stands in the head."""
    for child in tree.children(table):
        name = tree.names[child]
        if name == "tr":
            yield child, False
        elif name in _GROUPS:
            rows = (row for row in tree.children(child) if tree.names[row] == "tr")
            yield from ((row, name == "thead") for row in rows)


def _is_header(tree: Tree, cells: Sequence[int]) -> bool:
    return len(cells) > 1 and all(tree.names[cell] == "th" for cell in cells)


def _places(tree: Tree, cells: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Each cell with its column and width."""
    column = 0
    for cell in cells:
        said = tree.tags[cell].attrs.get("colspan", "1").strip()
        width = min(int(said), _WIDEST) if said.isdecimal() and len(said) < 6 else 1  # noqa: PLR2004
        yield cell, column, width or 1
        column += width or 1


def _holds_blocks(tree: Tree, cell: int) -> bool:
    names = tree.names[cell : tree.ends[cell] + 1]
    return not _BLOCKS.isdisjoint(names) or names.count("p") > 1
