"""The spans of a page that annotation tools show: facts, and if wanted artifacts and headings."""

from __future__ import annotations

import bisect
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.errors import StoreError
from pipeline.model import is_of
from pipeline.records import PageRecord
from pipeline.review.releases import Release

FACTS = ("phone", "fax", "email", "address", "date", "count")
#: What can be labelled: the kinds of facts, and what stands around them.
KINDS = (*FACTS, "artifact", "heading")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A labelled span: code points `[start, end)` of the page's text, its kind and value.

    `id` is that of the fact, artifact or section.
    """

    start: int
    end: int
    kind: str
    value: str = ""
    id: str = ""


def labelled(record: PageRecord, kinds: Collection[str] = FACTS) -> list[Labelled]:
    """The spans of these kinds, in text order."""
    return sorted(
        (span for span in _all(record) if span.kind in kinds), key=lambda s: (s.start, -s.end)
    )


def _all(record: PageRecord) -> Iterator[Labelled]:
    for e in record.entities:
        yield Labelled(e.start, e.end, e.kind, e.value, e.id)
    for a in record.artifacts:
        yield Labelled(a.start, a.end, "artifact", "", a.id)
    for s in record.sections:
        if s.heading:
            yield Labelled(s.heading.start, s.heading.end, "heading", str(s.level), s.id)


def chosen(release: Release, names: Sequence[str]) -> Mapping[str, PageRecord]:
    """The pages of these names: ids, ids without language, sources; without names all.

    Raises:
        StoreError: a name is none of them; it says which pages there are.
    """
    found: dict[str, PageRecord] = {}
    for name in names or [""]:
        pages = {page: r for page, r in release.pages.items() if not name or is_of(page, name)}
        if name and not pages:
            there = ", ".join(release.pages) or "nothing"
            raise StoreError(f"no page or source '{name}' is published (there are: {there})")
        found |= pages
    return dict(sorted(found.items()))


class Utf16:
    """Offsets of a text in UTF-16 code units, as JavaScript counts, and the way back."""

    def __init__(self, text: str) -> None:
        """Of a text; only characters beyond U+FFFF take two units."""
        self._length = len(text)
        self._wide = [at for at, char in enumerate(text) if char > "\uffff"]
        self._units = [at + number for number, at in enumerate(self._wide)]

    def of(self, points: int) -> int:
        """Code units before an offset in code points."""
        return points + bisect.bisect_left(self._wide, points)

    def points(self, units: int) -> int:
        """Code points before an offset in code units.

        Raises:
            ValueError: it is none of this text's, or stands inside a character.
        """
        before = bisect.bisect_left(self._units, units)
        inside = before > 0 and self._units[before - 1] + 1 == units
        if inside or not 0 <= units - before <= self._length:
            raise ValueError(f"no character begins or ends at {units}")
        return units - before
