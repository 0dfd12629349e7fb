"""The making of a page's record, from a `Document` and nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.model import Artifact, Document, Finding, Mention, Section, Span, mask, trim
from pipeline.records.hrefs import Hrefs
from pipeline.records.ids import Ids
from pipeline.records.page import (
    Alternate,
    ArtifactRecord,
    EntityRecord,
    FindingRecord,
    HeadingRecord,
    LinkRecord,
    PageRecord,
    Provenance,
    SectionRecord,
)
from pipeline.records.parts import parts_of
from pipeline.stages import stage


def _sections(document: Document, clean: str, ids: Ids) -> list[SectionRecord]:
    return [
        SectionRecord(
            id=ids.next("section", section.title),
            level=section.level,
            title=section.title,
            language=section.language,
            text=_body(clean, section),
            start=section.start,
            end=section.end,
            heading=HeadingRecord(start=section.heading.start, end=section.heading.end)
            if section.heading
            else None,
            rule=section.rule,
        )
        for section in document.sections
    ]


def _body(clean: str, section: Section) -> str:
    start = section.heading.end if section.heading else section.start
    return trim(clean, start, section.end).of(clean)


def _entity(document: Document, mention: Mention, ids: Ids, section: str | None) -> EntityRecord:
    return EntityRecord(
        id=ids.next(mention.kind, mention.value),
        kind=mention.kind,
        value=mention.value,
        text=mention.of(document.page.text),
        start=mention.start,
        end=mention.end,
        section=section,
        rule=mention.rule,
        basis=mention.basis,
        alternatives=mention.alternatives,
        resolved_by=mention.resolved_by or None,
        parts=parts_of(mention),
    )


def _artifact(document: Document, artifact: Artifact, ids: Ids) -> ArtifactRecord:
    text = artifact.of(document.page.text)
    return ArtifactRecord(
        id=ids.next("artifact", artifact.rule),
        start=artifact.start,
        end=artifact.end,
        text=text,
        rule=artifact.rule,
    )


def _links(
    document: Document, clean: str, ids: Ids, sections: list[SectionRecord]
) -> list[LinkRecord]:
    """The links that have words for a reader, but for those within the page."""
    page = document.page
    hrefs = Hrefs(page.meta.get("base", page.url))
    marks = sorted((m for m in page.markup if m.tag == "a"), key=lambda m: (m.start, m.end))
    found = [
        (mark, url)
        for mark in marks
        if mark.of(clean).strip() and (url := hrefs.leads_to(mark.attrs.get("href", "")))
    ]
    homes = _homes([mark for mark, _ in found], sections)
    return [
        LinkRecord(
            id=ids.next("link", url),
            url=url,
            text=mark.of(page.text),
            start=mark.start,
            end=mark.end,
            section=home,
        )
        for (mark, url), home in zip(found, homes, strict=True)
    ]


def finding_record(finding: Finding, text: str, ids: Ids) -> FindingRecord:
    """The record of a finding; `text` is the one that its offsets count in."""
    return FindingRecord(
        id=ids.next("finding", finding.code),
        code=finding.code,
        severity=finding.severity,
        message=finding.message,
        advice=finding.advice,
        details=finding.details,
        text=finding.of(text),
        start=finding.start,
        end=finding.end,
    )


@stage("record")
def record(
    document: Document, page_id: str, provenance: Provenance, *, with_text: bool
) -> PageRecord:
    """The record of a page. `with_text` puts the text into it instead of beside it."""
    page, ids = document.page, Ids(page_id)
    clean = mask(page.text, document.artifacts)
    sections = _sections(document, clean, ids)
    homes = _homes(document.mentions, sections)
    entities = [
        _entity(document, mention, ids, home)
        for mention, home in zip(document.mentions, homes, strict=True)
    ]
    modified = next(
        (e.id for e, m in zip(entities, document.mentions, strict=True) if m is document.modified),
        None,
    )
    return PageRecord(
        id=page_id,
        source=page.ref.source if page.ref else None,
        page=page.ref.page if page.ref else None,
        provenance=provenance,
        title=document.title,
        language=document.language,
        alternates=tuple(
            Alternate(language=k, url=v or None) for k, v in sorted(document.alternates.items())
        ),
        modified=document.modified.value if document.modified else page.meta.get("modified"),
        modified_entity=modified,
        text=page.text if with_text else None,
        sections=tuple(sections),
        artifacts=tuple(_artifact(document, a, ids) for a in document.artifacts),
        entities=tuple(entities),
        links=tuple(_links(document, clean, ids, sections)) if page.html else None,
        findings=tuple(finding_record(f, page.text, ids) for f in document.findings),
    )


def _homes(spans: Sequence[Span], sections: list[SectionRecord]) -> list[str | None]:
    """The id of the section of each span; both lists are in text order."""
    out: list[str | None] = []
    at = 0
    for span in spans:
        while at < len(sections) and sections[at].end <= span.start:
            at += 1
        inside = at < len(sections) and sections[at].start <= span.start
        out.append(sections[at].id if inside else None)
    return out
