"""How to reach offices, as address books, spreadsheets, programs and people want it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import orjson

from pipeline.messages import label
from pipeline.publish import tables
from pipeline.publish.contacts import KINDS, Block, contact_blocks, contact_rows
from pipeline.publish.rows import Harvest
from pipeline.records import PageRecord
from pipeline.review.exports import vcard
from pipeline.review.exports.plain import one_line

Pages = Mapping[str, PageRecord]


def cards(pages: Pages, titles: Mapping[str, str]) -> bytes:
    """A vCard a block; `titles` are the names of the sources."""
    blocks = sorted(contact_blocks(pages.values()), key=lambda block: block.id)
    return "".join(
        vcard.card(block, pages, titles.get(block.page.source or "", "")) for block in blocks
    ).encode()


def spreadsheet(pages: Pages) -> bytes:
    """The table for spreadsheets: a byte-order mark, CRLF, no formulas, phones as links."""
    return tables.write(_frame(pages), "excel")


def table(pages: Pages) -> bytes:
    """The table as `contacts.csv` has it."""
    return tables.write(_frame(pages))


def _frame(pages: Pages) -> tables.Frame:
    return tables.frame(tables.BY_NAME["contacts"], Harvest(list(pages.values())))


def lines(pages: Pages) -> bytes:
    """The rows of the table, one JSON object a line."""
    rows = sorted(contact_rows(Harvest(list(pages.values()))), key=lambda row: row.id)
    return b"".join(orjson.dumps(r.model_dump(), option=orjson.OPT_APPEND_NEWLINE) for r in rows)


def shown(pages: Pages) -> bytes:
    """The blocks for people, page by page."""
    return "\n".join(map(_block, contact_blocks(pages.values()))).encode()


def _block(block: Block) -> str:
    return "".join(f"{line}\n" for line in _lines(block))


def _lines(block: Block) -> Iterator[str]:
    yield f"{one_line(block.name)}  ({', '.join(block.pages)})"
    for kind in KINDS:
        yield from (f"  {label(kind)}{one_line(value)}" for value in block.values(kind))
