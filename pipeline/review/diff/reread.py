"""Kept bytes, read again with the rules of today: what a release would be if they had made it."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Collection, Sequence
from pathlib import Path

from pipeline.model import Ref, stem_of
from pipeline.publish import versions
from pipeline.records import Failure, PageRecord
from pipeline.review.releases import Release, Unwritten
from pipeline.sources import Catalogue, PageSource, Source
from pipeline.store import snapshots
from pipeline.store.snapshots import Fetch

_TEXT = "text/plain"


def reread(root: Path, catalogue: Catalogue, stems: Collection[str]) -> Unwritten:
    """The pages of these stems (`source/page`), read from the `raw/` of a root in all languages.

    A page that its source does not declare, as one that a list named, is read without what it
    would be expected to hold. What says so only beside pages of other stems is not seen.
    """
    from pipeline import archives  # noqa: PLC0415 - most changes need no page to be read again

    pages: dict[str, tuple[PageRecord, str]] = {}
    failures: list[Failure] = []
    for found in archives.extract(root, catalogue, _only(catalogue, stems)):
        if isinstance(found, Failure):
            failures.append(found)
        else:
            pages[found.record.id] = found.record, found.text
    settled, _ = versions.settle(pages)
    return Unwritten.of("reread", settled, failures)


def reread_texts(release: Release, catalogue: Catalogue, stems: Collection[str]) -> Unwritten:
    """As `reread`, of plain texts whose bytes are gone: from the texts that were published."""
    with tempfile.TemporaryDirectory(prefix="rectoverso-") as place:
        for page in release.pages.values():
            if stem_of(page.id) in stems and is_text(page):
                _keep(Path(place), page, release.text(page.id))
        return reread(Path(place), catalogue, stems)


def is_text(page: PageRecord) -> bool:
    """Whether a page is a plain text, of which the published one says all that the bytes did."""
    return page.provenance.media_type == _TEXT


def _only(catalogue: Catalogue, stems: Collection[str]) -> list[Source]:
    """The sources of these pages, each with nothing but them."""
    wanted: defaultdict[str, list[str]] = defaultdict(list)
    for stem in sorted(stems):
        name, _, page = stem.partition("/")
        wanted[name].append(page)
    known = [catalogue.sources[name] for name in wanted if name in catalogue.sources]
    return [_with_pages(source, wanted[source.name]) for source in known]


def _with_pages(source: Source, names: Sequence[str]) -> Source:
    declared = {page.id: page for page in source.pages}
    pages = tuple(declared.get(name, PageSource(id=name, urls={})) for name in names)
    return source.model_copy(update={"pages": pages})


def _keep(root: Path, page: PageRecord, text: str) -> None:
    """Put a published text where its bytes were."""
    raw, said = text.encode(), page.provenance
    fetch = Fetch(
        url=said.url,
        fetched=said.fetched,
        media_type=_TEXT,
        charset="utf-8",
        sha256=snapshots.digest(raw),
        size=len(raw),
        unknown=said.unknown,
    )
    snapshots.keep(root, Ref.parse(page.id), raw, fetch)
