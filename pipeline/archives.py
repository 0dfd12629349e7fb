"""From web archives to what can be published: their pages, in the newest version of each.

An archive is read twice: first which page is where and of when, then the pages that are wanted, one
by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple, Protocol, cast

from pipeline import remote, run
from pipeline.errors import PageError
from pipeline.ingest import addresses
from pipeline.ingest.addresses import Key
from pipeline.ingest.warc import places
from pipeline.ingest.warc.capture import Capture
from pipeline.ingest.warc.index import Index, Known, known_pages
from pipeline.ingest.warc.places import Place
from pipeline.ingest.warc.reader import Broken, archives_below, captures, files_of
from pipeline.model import Document, Page, Ref
from pipeline.records import Failure, PageRecord
from pipeline.remote import Location
from pipeline.run import Extracted, Job
from pipeline.sources import Catalogue, PageSource, Site, Source, recognise
from pipeline.store import snapshots as store

#: Stands for the language of a page until it was read.
_UNREAD = "und"


def extract_archive(
    root: Path, paths: Sequence[Location], catalogue: Catalogue
) -> Iterator[Extracted | Failure]:
    """Every page of archives, or of all archives below folders, in its newest version.

    A page of a source that we follow has its name; any other page is named by its address. What
    is broken, and archives without any page, are a `Failure`.

    Raises:
        StoreError: there is no such file or folder, or no archive in it.
    """
    found = {str(remote.resolve(file)): file for path in paths for file in files_of(path)}
    files = [found[path] for path in sorted(found)]
    index = Index.of(files)
    yield from failures(root, files, index)
    known = known_pages(catalogue.sources.values())
    others = (place.url for key, place in index.places.items() if key not in known)
    reader = Reader(root, catalogue, index, known, addresses.name_pages(others))
    for file in files:
        for capture in captures(file):
            if isinstance(capture, Capture) and index.find(capture.url) == Place.of(capture):
                yield reader.read(capture)


def extract(
    root: Path, catalogue: Catalogue, chosen: Iterable[Source]
) -> Iterator[Extracted | Failure]:
    """As `run.extract`; archives in `raw/<source>/` are snapshots of the source's pages as well.

    A snapshot in a file of its own stands where it is not known to be older than the archive's.
    What such archives hold besides the source's pages is left alone.
    """
    for found in jobs(root, catalogue, chosen):
        yield run.attempt_job(root, catalogue.sites, found) if isinstance(found, Job) else found


def jobs(
    root: Path, catalogue: Catalogue, chosen: Iterable[Source]
) -> Iterator[Job | Extracted | Failure]:
    """What `extract` reads: pages in files of their own as jobs, those in archives read."""
    for source in chosen:
        files = archives_below(root / store.FOLDER / source.name)
        if files:
            yield from _with_archives(root, catalogue, source, files)
        else:
            for page in source.pages:
                yield from run.jobs(root, source, page)


def _with_archives(
    root: Path, catalogue: Catalogue, source: Source, files: Sequence[Location]
) -> Iterator[Job | Extracted | Failure]:
    """The pages of a source that keeps archives, too: each from where it is newest."""
    index = Index.of(files)
    yield from failures(root, files, index)
    reader = Reader(root, catalogue, index, known_pages([source]), {})
    for page in source.pages:
        newer = _newer(root, source, page, index)
        yield from run.jobs(root, source, page, tuple(newer))
        for language, place in newer.items():
            name = str(Ref(source.name, page.id, language))
            yield run.attempt(name, reader.read_place, place)


def _newer(root: Path, source: Source, page: PageSource, index: Index) -> dict[str, Place]:
    """The versions of a page that are read from archives, by their languages."""
    kept = {s.ref.lang: s for s in store.snapshots(root, source, page)}
    return {
        language: place
        for language in source.languages
        if (place := index.find(page.urls.get(language, "")))
        and _is_newer(place, kept.get(language))
    }


class Finds(Protocol):
    """Knows which addresses archives hold."""

    def find(self, url: str) -> object | None:
        """Something where they hold the page of an address, else nothing."""


class Held(Protocol):
    """How many pages archives hold, and what else was there."""

    @property
    def broken(self) -> Sequence[Broken]:
        """What cannot be read."""
        ...

    @property
    def skipped(self) -> Mapping[str, int]:
        """How many records are no pages, by what they are."""
        ...

    def __len__(self) -> int: ...


class Office(NamedTuple):
    """How the pages of an office are read; without a site, their template is to be recognised."""

    country: str
    languages: tuple[str, ...]
    site: Site | None


def office_of(
    catalogue: Catalogue, name: str, url: str, known: Mapping[Key, Known] | None = None
) -> Office:
    """The source of that name, else one on the same host, else what the host tells.

    `known` are the pages that we follow, where they are at hand.
    """
    host = addresses.key(url).host
    followed = known_pages(catalogue.sources.values()) if known is None else known
    near = (one.source for key, one in followed.items() if key.host == host)
    source = catalogue.sources.get(name) or next(near, None)
    if source is None:
        return Office(addresses.country_of(host), (), None)
    return Office(source.country, source.languages, catalogue.sites[source.site])


def is_archived(record: PageRecord) -> bool:
    """Whether a published page came from an archive: where no run makes it anew, it stands."""
    return places.is_archived(record.provenance.raw)


def failures(root: Path, files: Sequence[Location], index: Held) -> Iterator[Failure]:
    """What is broken in archives, or that they hold no page."""
    for broken in index.broken:
        name = f"{places.path_of(root, broken.path)}#{broken.offset}"
        yield Failure.unreadable(name, broken.code, broken.details)
    if files and not len(index) and not index.broken:
        held = ", ".join(f"{n} {what}" for what, n in sorted(index.skipped.items()))
        yield Failure.unreadable(
            places.path_of(root, files[0]), "no-page-in-archive", {"held": held}
        )


def _is_newer(place: Place, snapshot: store.Snapshot | None) -> bool:
    """Whether an archive's version is read instead of the snapshot, if there is one."""
    if snapshot is None:
        return True
    try:
        _, fetch = store.read_snapshot(snapshot)
    except PageError:
        return False
    return bool(fetch.fetched) and place.time > fetch.fetched


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads captures as pages of the sources that we follow, or of sources named by their hosts."""

    root: Path
    catalogue: Catalogue
    index: Finds
    known: Mapping[Key, Known]
    names: Mapping[str, tuple[str, str]]

    def read(self, capture: Capture) -> Extracted | Failure:
        """The page, or why it cannot be read."""
        known = self.known.get(addresses.key(capture.url))
        if known:
            return run.attempt(str(known.ref), self._known, capture, known)
        source, page = self.names[capture.url]
        if source in self.catalogue.sources:
            source = f"{source}-archive"
        ref = Ref(source, page, _UNREAD)
        return run.attempt(str(ref), self._other, capture, ref)

    def read_place(self, place: Place) -> Extracted:
        """The page that we follow at a place.

        Raises:
            PageError: it cannot be read.
        """
        return self._known(place.read(), self.known[addresses.key(place.url)])

    def _known(self, capture: Capture, known: Known) -> Extracted:
        source = known.source
        page = self._load(capture, known.ref, source.country, source.languages)
        held = {s.ref.lang for s in store.snapshots(self.root, source, known.page)}
        held |= {language for language, url in known.page.urls.items() if self.index.find(url)}
        page = replace(page, held=tuple(sorted(held)))
        from pipeline.findings.page import unexpected  # noqa: PLC0415 - with the first page
        from pipeline.read import read  # noqa: PLC0415

        document = read(page, self.catalogue.sites[source.site])
        findings = (*document.findings, *unexpected(document, known.page.expect))
        return self._publish(replace(document, findings=findings), capture)

    def _other(self, capture: Capture, ref: Ref) -> Extracted:
        """A page of a source that nobody declared: its language is what reading it tells."""
        office = office_of(self.catalogue, ref.source, capture.url, self.known)
        page = self._load(capture, ref, office.country, office.languages)
        held = (code for code, url in page.alternates.items() if self.index.find(url))
        site = office.site or recognise(self.catalogue, page.url, page.text)
        from pipeline.read import read  # noqa: PLC0415 - with the first page

        document = read(replace(page, held=tuple(held)), site)
        told = replace(document.page, ref=replace(ref, lang=document.language))
        return self._publish(replace(document, page=told), capture)

    def _load(self, capture: Capture, ref: Ref, country: str, languages: tuple[str, ...]) -> Page:
        page = run.load(
            capture.body,
            capture.media_type,
            capture.charset,
            url=capture.url,
            country=country,
            languages=languages,
        )
        return replace(page, ref=ref)

    def _publish(self, document: Document, capture: Capture) -> Extracted:
        fetch = store.Fetch(
            url=capture.url,
            status=capture.status,
            fetched=capture.time,
            media_type=cast("store.MediaType", capture.media_type),
            charset=capture.charset,
            sha256=store.digest(capture.body),
            size=len(capture.body),
            unknown=_unknown(capture),
        )
        return run.publish(document, fetch, places.name_of(self.root, capture), fetch.size)


def _unknown(capture: Capture) -> tuple[str, ...]:
    """What nobody knows of a capture, in words."""
    said = (
        (not capture.time, "date and time of the fetch"),
        (capture.status is None, "HTTP status and headers"),
        (bool(capture.cut), f"the rest of the page, which the archive cut ({capture.cut})"),
    )
    return tuple(words for is_so, words in said if is_so)
