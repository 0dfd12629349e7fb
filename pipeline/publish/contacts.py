"""How to reach an office: the contact facts of a page, gathered into blocks.

A block is a run of addresses, phones, faxes and e-mails that one section holds close together.
A second address opens a new one, so does an address that follows numbers. The two language
versions of a page that share a number, a mailbox or an address say the same block.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pipeline.publish.rows import LIST, ContactRow, Harvest
from pipeline.records import EntityRecord, PageRecord, slug

_KINDS = ("address", "phone", "fax", "email")
_NEAR = 240  # code points between two facts of one block: two or three lines of names and hours


@dataclass(slots=True)
class _Block:
    page: PageRecord
    facts: list[EntityRecord] = field(default_factory=list)
    pages: dict[str, None] = field(default_factory=dict)

    def values(self, kind: str) -> list[str]:
        return list(dict.fromkeys(f.value for f in self.facts if f.kind == kind))

    def ends_before(self, fact: EntityRecord) -> bool:
        last = self.facts[-1]
        return (
            fact.section != last.section
            or fact.start - last.end > _NEAR
            or (fact.kind == "address" and any(f.kind != "email" for f in self.facts))
        )

    def keys(self) -> set[str]:
        return {f.value for f in self.facts}


def _blocks(record: PageRecord) -> Iterator[_Block]:
    block: _Block | None = None
    for fact in record.entities:
        if fact.kind not in _KINDS:
            continue
        if block is None or block.ends_before(fact):
            if block:
                yield block
            block = _Block(record, pages={record.id: None})
        block.facts.append(fact)
    if block:
        yield block


def _merged(blocks: Iterable[_Block]) -> list[_Block]:
    """Blocks of one page of an office that share a value, in whatever language, are one."""
    out: list[_Block] = []
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


def contact_rows(harvest: Harvest) -> Iterator[ContactRow]:
    """One row a block."""
    seen: dict[str, int] = {}
    for block in _merged(b for record in harvest.records for b in _blocks(record)):
        titles = {s.id: s.title for s in block.page.sections}
        base = f"{block.page.source}/{block.page.page}#contact:{slug(block.facts[0].value)}"
        seen[base] = seen.get(base, 0) + 1
        yield ContactRow(
            id=base if seen[base] == 1 else f"{base}~{seen[base]}",
            source=block.page.source or "",
            pages=LIST.join(block.pages),
            name=titles.get(block.facts[0].section or "", "") or block.page.title,
            address=LIST.join(block.values("address")),
            phones=LIST.join(block.values("phone")),
            faxes=LIST.join(block.values("fax")),
            emails=LIST.join(block.values("email")),
        )
