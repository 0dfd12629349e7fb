"""What a page says of its lines, and what the program makes of them alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.model import Document, Page, Ref
from pipeline.notation import Mark, render
from pipeline.records import PageRecord
from pipeline.review.exports.spans import Labelled
from pipeline.sources import ANY_SITE, Catalogue

#: Kinds whose marks have no value.
BARE = ("address", "artifact")
UNKNOWN = "?"
#: Words that let the program read characters as what an annotator says that they are.
_LEADS: Mapping[str, tuple[str, ...]] = {
    "phone": ("", "Tel.: ", "Tél. : "),
    "fax": ("Fax: ", "Fax : "),
}


@dataclass(frozen=True, slots=True)
class Context:
    """What a page says of its lines: the country and the site of its source, its language."""

    catalogue: Catalogue
    country: str
    site: str
    language: str

    @classmethod
    def of(cls, record: PageRecord, catalogue: Catalogue) -> Context:
        """That of a page; of a source that nobody declared, little is known."""
        source = catalogue.sources.get(record.source or "")
        country, site = (source.country, source.site) if source else ("", ANY_SITE)
        return cls(catalogue, country, site, Ref.parse(record.id).lang)

    @property
    def line(self) -> str:
        """The `@` line that sets it."""
        told = {"country": self.country, "site": "" if self.site == ANY_SITE else self.site}
        return " ".join(("@", *(f"{name}={value}" for name, value in told.items() if value)))

    def read(self, text: str) -> Document:
        """The text as a page of its own."""
        from pipeline.read import read  # noqa: PLC0415 - with the first page

        page = Page(text, country=self.country, language=self.language)
        return read(page, self.catalogue.sites[self.site])

    def finds(self, text: str, kinds: set[str]) -> str:
        """What the program finds in a text, in the notation of specs."""
        return render(text, (mark for mark in marks(self.read(text)) if mark.kind in kinds))

    def value_of(self, span: Labelled, text: str) -> str:
        """The value that the program gives the characters by themselves; `?` where it gives none.

        A number is read behind a label of its kind as well.
        """
        if span.kind == "heading":  # its level is that of the page
            return UNKNOWN
        shown = text[span.start : span.end]
        for lead in _LEADS.get(span.kind, ("",)):
            for mark in marks(self.read(f"{lead}{shown}\n")):
                at = Mark(len(lead), len(lead) + len(shown), span.kind, mark.value)
                if mark == at:
                    return mark.value
        return UNKNOWN


def marks(document: Document) -> Iterator[Mark]:
    """All that was found in a document, as specs mark it."""
    for m in document.mentions:
        yield Mark(m.start, m.end, m.kind, "" if m.kind == "address" else m.value)
    for a in document.artifacts:
        yield Mark(a.start, a.end, "artifact", "")
    for s in document.sections:
        if s.heading is not None:
            yield Mark(s.heading.start, s.heading.end, "heading", str(s.level))
