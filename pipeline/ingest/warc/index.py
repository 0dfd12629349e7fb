"""Which pages archives hold, and where the newest version of each is.

Only addresses and places are remembered, never bodies: memory does not grow with the pages' size.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.ingest import addresses
from pipeline.ingest.addresses import Key
from pipeline.ingest.warc import reader
from pipeline.ingest.warc.places import Place
from pipeline.ingest.warc.reader import Broken
from pipeline.model import Ref
from pipeline.remote import Location
from pipeline.sources import PageSource, Source


@dataclass(slots=True)
class Index:
    """The pages of archives by what their addresses have in common, and what else was there."""

    places: dict[Key, Place] = field(default_factory=dict)
    broken: list[Broken] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, files: Iterable[Location]) -> Index:
        """That of some files: the newest version of each page; of one time, the last one."""
        index = cls()
        for file in files:
            for found in reader.captures(file, index.skipped):
                if isinstance(found, Broken):
                    index.broken.append(found)
                else:
                    index._add(Place.of(found))
        return index

    def _add(self, place: Place) -> None:
        before = self.find(place.url)
        if before is None or place.rank >= before.rank:
            self.places[addresses.key(place.url)] = place

    def __len__(self) -> int:
        return len(self.places)

    def find(self, url: str) -> Place | None:
        """Where the page of an address is."""
        return self.places.get(addresses.key(url)) if url else None


@dataclass(frozen=True, slots=True)
class Known:
    """A page of a source that we follow, in one language."""

    source: Source
    page: PageSource
    language: str

    @property
    def ref(self) -> Ref:
        """Its name."""
        return Ref(self.source.name, self.page.id, self.language)


def known_pages(sources: Iterable[Source]) -> dict[Key, Known]:
    """The pages that we follow, by their address; the first source has one that two name."""
    known: dict[Key, Known] = {}
    for source in sources:
        for page in source.pages:
            for language, url in page.urls.items():
                if url:
                    known.setdefault(addresses.key(url), Known(source, page, language))
    return known
