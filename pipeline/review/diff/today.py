"""The bytes of an old release, read by the rules of today: what stands between old and new."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from pipeline.model import stem_of
from pipeline.records import PageRecord
from pipeline.review.diff.evidence import Readings
from pipeline.review.diff.reread import is_text, reread, reread_texts
from pipeline.review.releases import Release, Unwritten
from pipeline.sources import Catalogue


@dataclass(frozen=True, slots=True)
class Today:
    """As many pages of a release as could be read again, and their stems (`source/page`)."""

    release: Release
    stems: frozenset[str]

    @classmethod
    def of(cls, old: Release, new: Release, catalogue: Catalogue, stems: Collection[str]) -> Today:
        """The pages of these stems, where they bear witness.

        The old bytes must be those that the old release was made from; of a plain text the
        published one will do. And the rules of today must make of the new bytes what the new
        release says: else it was made by others, and what they do tells nothing of it.
        """
        known = _read_alike(new, catalogue, stems)
        from_raw = reread(old.root, catalogue, known) if old.root else Unwritten.of("raw", {})
        kept = _alike(old, from_raw, known, lambda page: page.provenance.sha256)
        plain = known - kept - _stems(old, lambda page: not is_text(page))
        from_texts = reread_texts(old, catalogue, plain)
        told = _alike(old, from_texts, plain, lambda page: page.id)
        return cls(_joined((from_raw, kept), (from_texts, told)), frozenset(kept | told))

    def between(self, old: Release, new: Release) -> Readings:
        """What the three say of each other."""
        return Readings.of(part(old, self.stems), self.release, part(new, self.stems))


def part(release: Release, stems: Collection[str]) -> Release:
    """The pages of some stems."""
    pages = {name: page for name, page in release.pages.items() if stem_of(name) in stems}
    return replace(release, pages=pages)


def _read_alike(new: Release, catalogue: Catalogue, stems: Collection[str]) -> set[str]:
    """The stems that the rules of today read as the new release has them."""
    if new.root is None:
        return set()
    again = reread(new.root, catalogue, stems)
    return _alike(new, again, stems, lambda page: (page.sections, page.entities))


def _alike(
    one: Release, other: Release, stems: Collection[str], key: Callable[[PageRecord], object]
) -> set[str]:
    """The stems all of whose pages have a counterpart of the same key."""
    pages = [page for name, page in one.pages.items() if stem_of(name) in stems]
    apart = {
        stem_of(page.id)
        for page in pages
        if page.id not in other.pages or key(other.pages[page.id]) != key(page)
    }
    return {stem_of(page.id) for page in pages} - apart


def _stems(release: Release, wanted: Callable[[PageRecord], bool]) -> set[str]:
    return {stem_of(page.id) for page in release.pages.values() if wanted(page)}


def _joined(*releases: tuple[Release, Collection[str]]) -> Release:
    return Unwritten.of(
        "today",
        {
            name: (page, release.text(name))
            for release, stems in releases
            for name, page in part(release, stems).pages.items()
        },
    )
