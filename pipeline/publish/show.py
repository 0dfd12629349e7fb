"""A published page for people: its facts, its clean text, its text with all marks, its bytes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import StoreError
from pipeline.messages import label, spoken, tell, words
from pipeline.model import Span, fold_spaces, line_of, mask
from pipeline.notation import Mark, render
from pipeline.publish import release
from pipeline.records import EntityRecord, PageRecord
from pipeline.store import snapshots as store

if TYPE_CHECKING:
    from pipeline.ingest.bytes import Ranges


def load(root: Path, page: str) -> tuple[PageRecord, str]:
    """The published record of a page, by its id, and its text.

    Raises:
        StoreError: nothing of that id is published; it says what is.
    """
    found = release.held(root, [page])
    if not found:
        there = ", ".join(release.published(root)) or "nothing"
        raise StoreError(f"no page '{page}' is published (there are: {there})")
    return found[0]


def summary(record: PageRecord, text: str) -> str:
    """Title, dates, facts with their line and rule, findings: one screen."""
    lines = [
        f"{record.id}  {record.title}",
        tell(
            "shown-page",
            language=record.language,
            others=", ".join(a.language for a in record.alternates),
            modified=record.modified or "",
        ),
        tell("shown-source", url=record.provenance.url, raw=record.provenance.raw),
        "",
        *(_fact(entity, text) for entity in record.entities),
        "",
    ]
    for finding in record.findings:
        said = tell("shown-finding", code=finding.code, what=words(finding, spoken()).message)
        lines.append(f"{label(finding.severity)}{said}")
    return "\n".join(lines).rstrip() + "\n"


def _fact(entity: EntityRecord, text: str) -> str:
    fact = tell(
        "shown-fact",
        value=entity.value,
        shown=fold_spaces(entity.text),
        line=line_of(text, entity.start),
        start=entity.start,
        end=entity.end,
        rule=entity.rule,
        basis=entity.basis,
    )
    return f"{label(entity.kind)}{fact}"


def clean(record: PageRecord, text: str) -> str:
    """The text without its artifacts."""
    return mask(text, [Span(a.start, a.end) for a in record.artifacts])


def marked(record: PageRecord, text: str) -> str:
    """The text with headings, artifacts and facts in the notation `⟦kind value|characters⟧`."""
    marks = [
        Mark(s.heading.start, s.heading.end, "heading", str(s.level))
        for s in record.sections
        if s.heading
    ]
    marks += [Mark(a.start, a.end, "artifact", a.rule) for a in record.artifacts]
    marks += [
        Mark(e.start, e.end, e.kind, "" if e.kind == "address" else e.value)
        for e in record.entities
    ]
    return render(text, marks)


def entity(root: Path, name: str) -> tuple[PageRecord, str, EntityRecord]:
    """A published fact by its id, with its page's record and text.

    Raises:
        StoreError: there is no such fact; it says which the page has.
    """
    record, text = load(root, name.partition("#")[0])
    for found in record.entities:
        if found.id == name:
            return record, text, found
    there = ", ".join(e.id for e in record.entities) or "none"
    raise StoreError(f"no fact '{name}' is published (the page has: {there})")


def where(root: Path, name: str) -> str:
    """The byte range of a fact in the raw file, checked against the bytes, or why there is none.

    Raises:
        StoreError: no such fact, or its snapshot is no longer what the record says.
        PageError: the archive that held it no longer does.
    """
    record, text, fact = entity(root, name)
    raw, ranges = byte_ranges(root, record, text, Span(fact.start, fact.end))
    if not ranges:
        return f"{name}: the parser repaired that spot; no bytes are exactly these characters\n"
    said = ", ".join(f"{start}–{end}" for start, end in ranges)
    return f"{record.provenance.raw} bytes {said}: {b' '.join(raw[s:e] for s, e in ranges)!r}\n"


def byte_ranges(root: Path, record: PageRecord, text: str, span: Span) -> tuple[bytes, Ranges]:
    """The raw bytes of a page, and the ranges in which a span of its text stands.

    Raises:
        StoreError: the snapshot is no longer what the record says.
        PageError: the archive that held it no longer does.
    """
    from pipeline.ingest import bytes as source_bytes  # noqa: PLC0415 - parses the page again
    from pipeline.ingest.warc.places import raw_bytes  # noqa: PLC0415

    raw = raw_bytes(root, record.provenance.raw)
    if store.digest(raw) != record.provenance.sha256:
        raise StoreError(f"{record.provenance.raw}: not the bytes that {record.id} was made from")
    return raw, source_bytes.byte_ranges(raw, text, span, record.provenance)
