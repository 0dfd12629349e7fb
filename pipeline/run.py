"""From what is kept to what can be published: every page of every source, one by one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, ParamSpec

from pipeline.engine import Lost
from pipeline.errors import PageError, SourceError, StoreError
from pipeline.model import Document, Finding, Kind, Page, Ref
from pipeline.records import Failure, PageRecord, Provenance, record
from pipeline.sources import Catalogue, Expect, PageSource, Sites, Source
from pipeline.store import snapshots as store
from pipeline.store import visits
from pipeline.store.crawled import with_crawled

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Extracted:
    """A page's record and the text that its offsets count in."""

    record: PageRecord
    text: str


def choose(root: Path, catalogue: Catalogue, names: Sequence[str]) -> list[Source]:
    """The sources of these names; without names, those of which `raw/` keeps anything.

    Raises:
        SourceError: a name is no source's, or nothing is kept of any; it says which there are.
    """
    insist_known(catalogue, names)
    if not names:
        found = kept(root, catalogue)
        if not found:
            there = ", ".join(sorted(catalogue.sources))
            raise SourceError(
                f"{root / store.FOLDER}: nothing is kept of any source (there are: {there})"
            )
        return found
    return [catalogue.sources[name] for name in sorted(names)]


def insist_known(catalogue: Catalogue, names: Sequence[str]) -> None:
    """Nothing, where each name is a source's.

    Raises:
        SourceError: one is not; it says which there are.
    """
    unknown = [name for name in names if name not in catalogue.sources]
    if unknown:
        there = ", ".join(sorted(catalogue.sources))
        raise SourceError(f"no such source: {', '.join(unknown)} (there are: {there})")


def kept(root: Path, catalogue: Catalogue) -> list[Source]:
    """The sources of which `raw/` keeps anything."""
    names = sorted(name for name in catalogue.sources if store.keeps(root, name))
    return [catalogue.sources[name] for name in names]


def with_lists(root: Path, chosen: Iterable[Source]) -> Iterator[Source]:
    """Each source with the pages that its lists named; those of one source are in memory at once.

    Raises:
        StoreError: a list of a source's pages cannot be read.
    """
    for source in chosen:
        try:
            yield with_crawled(root, source)
        except PageError as error:
            raise StoreError(f"{store.FOLDER}/{source.name}/{error}") from error


@dataclass(frozen=True, slots=True)
class Job:
    """A kept version of a page to read: what its reading depends on but for rules and bytes.

    `file` is relative to the root; `held` are the languages that the page is kept in.
    """

    ref: Ref
    file: str
    site: str
    country: str
    languages: tuple[str, ...]
    expect: Mapping[Kind, Expect]
    held: tuple[str, ...]

    def snapshot(self, root: Path) -> store.Snapshot:
        """Where its bytes are."""
        return store.Snapshot(self.ref, root, root / self.file)


def extract(
    root: Path, catalogue: Catalogue, chosen: Iterable[Source]
) -> Iterator[Extracted | Failure]:
    """Every kept page of the sources, read; a page that cannot be read is a `Failure`."""
    for source in chosen:
        for page in source.pages:
            for job in jobs(root, source, page):
                yield job if isinstance(job, Failure) else attempt_job(root, catalogue.sites, job)


def jobs(
    root: Path, source: Source, page: PageSource, elsewhere: Collection[str] = ()
) -> Iterator[Job | Failure]:
    """Every kept version of a page but those in languages that are read from `elsewhere`."""
    kept = [s for s in store.snapshots(root, source, page) if s.ref.lang not in elsewhere]
    held = (*(snapshot.ref.lang for snapshot in kept), *elsewhere)
    yield from _missing(root, source, page, held)
    for s in kept:
        about = source.site, source.country, source.languages
        yield Job(s.ref, s.path, *about, page.expect, held)


def attempt_job(root: Path, sites: Sites, job: Job) -> Extracted | Failure:
    """What a kept page gives."""
    return attempt(str(job.ref), extract_job, root, sites, job)


def attempt(
    page: str, extract: Callable[P, Extracted], *given: P.args, **named: P.kwargs
) -> Extracted | Failure:
    """What one page gives; what is wrong with it stays with it and does not stop the batch."""
    try:
        return extract(*given, **named)
    except PageError as error:
        return Failure.unreadable(page, error.code, error.details)
    except Exception as error:  # noqa: BLE001 - the one place where a fault becomes a value
        return Failure.unreadable(page, "fault", {"error": repr(error)})


def lost(page: str, lost: Lost[Any]) -> Failure:
    """A page that took its worker with it, or that an engine could not have worked on."""
    if lost.fate == "crashed":
        return Failure.unreadable(page, "crashed", {})
    if lost.fate == "hung":
        return Failure.unreadable(page, "hung", {})
    return Failure.unreadable(page, "fault", {"error": lost.said})


def _missing(
    root: Path, source: Source, page: PageSource, held: Sequence[str]
) -> Iterator[Failure]:
    """The languages of a page that were asked for without success, or all where none is kept."""
    for language in source.languages:
        ref = Ref(source.name, page.id, language)
        visit = None if language in held else visits.read(root, ref)
        if visit and visit.why:
            why = {**visit.why.details, "reason": visit.why.code}
            yield Failure(id=str(ref), details={**why, "kept": "no"})
        elif visit or (not held and language == source.languages[0]):
            folder = {"folder": f"{store.FOLDER}/{source.name}/"}
            yield Failure.unreadable(str(ref), "unkept", folder)


def extract_job(root: Path, sites: Sites, job: Job) -> Extracted:
    """One kept page, read.

    Raises:
        PageError: its bytes cannot be read.
    """
    from pipeline.findings.page import unexpected  # noqa: PLC0415 - with the first page
    from pipeline.read import read  # noqa: PLC0415

    raw, fetch = store.read_snapshot(job.snapshot(root))
    text = replace(
        load(
            raw,
            fetch.media_type,
            fetch.charset,
            url=fetch.address,
            country=job.country,
            languages=job.languages,
        ),
        ref=job.ref,
        held=job.held,
    )
    document = read(text, sites[job.site])
    said = (Finding(0, 0, r.code, r.severity, r.details) for r in remarks(root, job.ref))
    findings = (*document.findings, *unexpected(document, job.expect), *said)
    return publish(replace(document, findings=findings), fetch, job.file, len(raw))


def publish(document: Document, fetch: store.Fetch, path: str, size: int) -> Extracted:
    """The record of a page with a `Ref`, made from `size` bytes that are kept at a path."""
    provenance = Provenance(
        url=fetch.address,
        media_type=fetch.media_type,
        charset=document.page.meta.get("charset", fetch.charset),
        sha256=fetch.sha256,
        size=size,
        raw=path,
        fetched=fetch.fetched,
        unknown=fetch.unknown,
    )
    made = record(document, str(document.page.ref), provenance, with_text=False)
    return Extracted(made, document.page.text)


def remarks(root: Path, ref: Ref) -> tuple[visits.Remark, ...]:
    """What the last visit found odd about the page's address, its switch or its answer.

    Raises:
        PageError: the file of the visit is none.
    """
    visit = visits.read(root, ref)
    return visit.remarks if visit else ()


def load(
    raw: bytes, media_type: str, charset: str, *, url: str, country: str, languages: tuple[str, ...]
) -> Page:
    """Bytes as a page: HTML is rendered, a dump is decoded.

    Raises:
        PageError: they are neither.
    """
    from pipeline.ingest import decode, html  # noqa: PLC0415 - with the first page

    if media_type == "text/plain":
        text, used = decode.decode_text(raw, charset)
        return Page(text, url=url, country=country, languages=languages, meta={"charset": used})
    return html.read_html(raw, url=url, country=country, languages=languages, charset=charset)
