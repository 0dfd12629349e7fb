"""The other version as a witness: it settles what one page leaves open, and adds nothing to it.

The order of a numeric date, where the other version writes the month out; a fax that only its
place says, where the other version labels it. What only the other version tells is never copied.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal

from pipeline.messages import advise, say
from pipeline.publish.agreement import Pair
from pipeline.records import EntityRecord, FindingRecord, Ids, PageRecord, date_parts

if TYPE_CHECKING:
    from pipeline.bilingual.sides import Fact

TWIN: Literal["twin"] = "twin"


def settle(pages: dict[str, tuple[PageRecord, str]], pairs: Sequence[Pair]) -> set[str]:
    """Let each side of the pairs speak for the other; the pages that read otherwise now."""
    changed: set[str] = set()
    for pair in pairs:
        for number, record in enumerate((pair.left, pair.right)):
            settled = {
                mine.index: entity
                for mine, theirs in _said_by_both(pair, number)
                if (entity := _settled(record.entities[mine.index], theirs))
            }
            if settled:
                known, text = pages[record.id]
                pages[record.id] = _with(known, settled, pair, number), text
                changed.add(record.id)
    return changed


def _said_by_both(pair: Pair, number: int) -> Iterator[tuple[Fact, Fact]]:
    """The facts that both sides tell, this side's first."""
    for agreed in pair.found.agreements:
        yield (agreed.left, agreed.right) if number == 0 else (agreed.right, agreed.left)


def _settled(mine: EntityRecord, theirs: Fact) -> EntityRecord | None:
    """A fact as the other version has it read, None where nothing was open."""
    if mine.kind == "fax" and theirs.kind == "fax":
        if mine.basis == "inferred" and theirs.basis == "stated":
            return mine.model_copy(update={"basis": "confirmed-by-twin"})
        return None
    if mine.kind != "date" or not mine.alternatives or theirs.alternatives:
        return None
    if mine.resolved_by == TWIN or theirs.value not in (mine.value, *mine.alternatives):
        return None
    others = tuple(v for v in (mine.value, *mine.alternatives) if v != theirs.value)
    changes = {"value": theirs.value, "alternatives": others, "resolved_by": TWIN}
    return mine.model_copy(update={**changes, "parts": date_parts(theirs.value)})


def _with(
    record: PageRecord, settled: dict[int, EntityRecord], pair: Pair, number: int
) -> PageRecord:
    """The record with its settled facts, their ids made anew, and what the witness said."""
    ids, names = Ids(record.id), {}
    entities = []
    for index, entity in enumerate(record.entities):
        known = settled.get(index, entity)
        names[entity.id] = ids.next(known.kind, known.value)
        entities.append(known.model_copy(update={"id": names[entity.id]}))
    findings = tuple(_finding(f, entities, pair, number) for f in record.findings)
    modified = record.modified_entity and names[record.modified_entity]
    dates = {e.id: e.value for e in entities}
    return record.model_copy(
        update={
            "entities": tuple(entities),
            "findings": findings,
            "modified_entity": modified,
            "modified": dates[modified] if modified else record.modified,
        }
    )


def _finding(
    finding: FindingRecord,
    entities: Sequence[EntityRecord],
    pair: Pair,
    number: int,
) -> FindingRecord:
    """What was open is told as settled: the finding of that place changes its code."""
    code = {"inferred-fax": "fax-confirmed-by-twin", "ambiguous-date": "date-settled-by-twin"}
    at = next((e for e in entities if (e.start, e.end) == (finding.start, finding.end)), None)
    done = at and (at.basis == "confirmed-by-twin" or at.resolved_by == TWIN)
    if finding.code not in code or at is None or not done:
        return finding
    other = pair.languages[1 - number]
    details = {
        "shown": at.text,
        "value": at.value,
        "present": other,
        "quote": _quote(pair, number, at),
    }
    said = code[finding.code]
    return finding.model_copy(
        update={
            "id": finding.id.replace(finding.code, said),
            "code": said,
            "severity": "note",
            "message": say(said, details),
            "advice": advise(said, details),
            "details": details,
        }
    )


def _quote(pair: Pair, number: int, mine: EntityRecord) -> str:
    """What the other version writes at the place that answers."""
    others = (pair.right, pair.left)[number].entities
    return next(
        (
            others[theirs.index].text
            for fact, theirs in _said_by_both(pair, number)
            if fact.start == mine.start
        ),
        "",
    )
