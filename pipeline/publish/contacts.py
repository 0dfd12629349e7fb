"""How to reach an office: the contact facts of a page, gathered into blocks.

A block is a run of addresses, phones, faxes and e-mails that one section holds close together.
A second address opens a new one, so does an address that follows numbers. The two language
versions of a page that share a number, a mailbox or an address say the same block.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pipeline.publish.rows import LIST, ContactRow, Harvest
from pipeline.records import EntityRecord, PageRecord, slug

KINDS = ("address", "phone", "fax", "email")
_NEAR = 240  # code points between two facts of one block: two or three lines of names and hours


@dataclass(slots=True)
class Block:
    """How to reach an office at one place: its facts, the page and the pages that say so.

    `id` is that of its row, made of its first fact.
    """

    page: PageRecord
    facts: list[EntityRecord] = field(default_factory=list)
    pages: dict[str, None] = field(default_factory=dict)
    id: str = ""

    @property
    def name(self) -> str:
        """The heading above it, the page's title where there is none."""
        titles = {s.id: s.title for s in self.page.sections}
        return titles.get(self.facts[0].section or "", "") or self.page.title

    def of_kind(self, kind: str) -> list[EntityRecord]:
        """Its facts of a kind, the first of each value."""
        found: dict[str, EntityRecord] = {}
        for fact in self.facts:
            if fact.kind == kind:
                found.setdefault(fact.value, fact)
        return list(found.values())

    def values(self, kind: str) -> list[str]:
        """The values of a kind."""
        return [fact.value for fact in self.of_kind(kind)]

    def ends_before(self, fact: EntityRecord) -> bool:
        """Whether a fact is of the next block."""
        last = self.facts[-1]
        return (
            fact.section != last.section
            or fact.start - last.end > _NEAR
            or (fact.kind == "address" and any(f.kind != "email" for f in self.facts))
        )

    def keys(self) -> set[str]:
        """What tells that another version of the page says the same block."""
        return {f.value for f in self.facts}


def _blocks(record: PageRecord) -> Iterator[Block]:
    block: Block | None = None
    for fact in record.entities:
        if fact.kind not in KINDS:
            continue
        if block is None or block.ends_before(fact):
            if block:
                yield block
            block = Block(record, pages={record.id: None})
        block.facts.append(fact)
    if block:
        yield block


def _merged(blocks: Iterable[Block]) -> list[Block]:
    """Blocks of one page of an office that share a value, in whatever language, are one."""
    out: list[Block] = []
    for block in blocks:
        for known in out:
            same_page = (known.page.source, known.page.page) == (block.page.source, block.page.page)
            if same_page and known.keys() & block.keys():
                known.facts += [
                    f for f in block.facts if f.kind != "address" or not known.values("address")
                ]
                known.pages |= block.pages
                break
        else:
            out.append(block)
    return out


def contact_blocks(records: Iterable[PageRecord]) -> Iterator[Block]:
    """The blocks of these pages, each with its id."""
    seen = Counter[str]()
    for block in _merged(b for record in records for b in _blocks(record)):
        base = f"{block.page.source}/{block.page.page}#contact:{slug(block.facts[0].value)}"
        seen[base] += 1
        block.id = base if seen[base] == 1 else f"{base}~{seen[base]}"
        yield block


def contact_rows(harvest: Harvest) -> Iterator[ContactRow]:
    """One row a block."""
    for block in contact_blocks(harvest.records):
        yield ContactRow(
            id=block.id,
            source=block.page.source or "",
            pages=LIST.join(block.pages),
            name=block.name,
            address=LIST.join(block.values("address")),
            phones=LIST.join(block.values("phone")),
            faxes=LIST.join(block.values("fax")),
            emails=LIST.join(block.values("email")),
        )
