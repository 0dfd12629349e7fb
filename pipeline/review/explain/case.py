"""A fact to explain: what is published of it, and what the present rules read in the same bytes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import sources
from pipeline.errors import PageError, StoreError
from pipeline.model import Document, Mention, Ref, line_of
from pipeline.records import EntityRecord, PageRecord
from pipeline.review.explain.witness import Witness
from pipeline.sources import Site
from pipeline.store.snapshots import digest

if TYPE_CHECKING:
    from pipeline.reading import Reading


@dataclass(frozen=True, slots=True)
class Reread:
    """A page as the present rules read the bytes that the published record was made from.

    Where that could not be done, `why` says why, and there is no document.
    """

    document: Document | None = None
    reading: Reading | None = None
    site: Site | None = None
    why: Witness | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """A published fact, its page and text, and the page read anew."""

    root: Path
    record: PageRecord
    text: str
    fact: EntityRecord
    anew: Reread

    @property
    def line(self) -> int:
        """The number of the line in which the fact begins, from 1."""
        return line_of(self.text, self.fact.start)

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """What the present rules find in any of the fact's characters."""
        document = self.anew.document
        if document is None or document.page.text != self.text:
            return ()
        start, end = self.fact.start, self.fact.end
        return tuple(m for m in document.mentions if m.start < end and start < m.end)


def reread(root: Path, record: PageRecord) -> Reread:
    """The kept bytes of a page, read by the present rules.

    Raises:
        SourceError: a table of sources or sites is wrong.
    """
    from pipeline import archives, run  # noqa: PLC0415 - a rule is explained without any page
    from pipeline.ingest.warc.places import raw_bytes  # noqa: PLC0415
    from pipeline.read import read  # noqa: PLC0415
    from pipeline.reading import Reading  # noqa: PLC0415

    told = record.provenance
    try:
        raw = raw_bytes(root, told.raw)
    except (StoreError, PageError) as error:
        return Reread(why=Witness.of("why-no-bytes", error=error))
    if digest(raw) != told.sha256:
        return Reread(why=Witness.of("why-other-bytes", raw=told.raw))
    catalogue = sources.load(root)
    try:
        office = archives.office_of(catalogue, record.source or "", told.url)
        page = run.load(
            raw,
            told.media_type,
            told.charset,
            url=told.url,
            country=office.country,
            languages=office.languages,
        )
    except PageError as error:
        return Reread(why=Witness.of("why-no-bytes", error=error))
    site = office.site or sources.recognise(catalogue, page.url, page.text)
    document = read(replace(page, ref=Ref.parse(record.id)), site)
    reading = replace(
        Reading.of(page, site, document.artifacts),
        language=document.language,
        sections=document.sections,
    )
    return Reread(document, reading, site)
