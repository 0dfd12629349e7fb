"""From what is kept to what can be published: every page of every source, one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.errors import PageError, SourceError
from pipeline.findings.page import unexpected
from pipeline.ingest import decode, html
from pipeline.model import Page, Ref
from pipeline.read import read
from pipeline.records import Failure, PageRecord, Provenance, record
from pipeline.sources import Catalogue, PageSource, Source
from pipeline.store import snapshots as store


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
    there = ", ".join(sorted(catalogue.sources))
    unknown = [name for name in names if name not in catalogue.sources]
    if unknown:
        raise SourceError(f"no such source: {', '.join(unknown)} (there are: {there})")
    chosen = names or [name for name in catalogue.sources if store.keeps(root, name)]
    if not chosen:
        raise SourceError(
            f"{root / store.FOLDER}: nothing is kept of any source (there are: {there})"
        )
    return [catalogue.sources[name] for name in sorted(chosen)]


def extract(
    root: Path, catalogue: Catalogue, names: Sequence[str]
) -> Iterator[Extracted | Failure]:
    """Every kept page of the sources, read; a page that cannot be read is a `Failure`."""
    for source in choose(root, catalogue, names):
        for page in source.pages:
            kept = list(store.snapshots(root, source, page))
            if not kept:
                missing = Ref(source.name, page.id, source.languages[0])
                yield Failure(
                    id=str(missing),
                    message=f"nothing is kept of it in {store.FOLDER}/{source.name}/",
                )
            held = tuple(snapshot.ref.lang for snapshot in kept)
            for snapshot in kept:
                try:
                    yield extract_snapshot(snapshot, catalogue, source, page, held)
                except PageError as error:
                    yield Failure(id=str(snapshot.ref), message=str(error))
                except Exception as error:  # noqa: BLE001 - one page's fault must not stop the batch
                    yield Failure(id=str(snapshot.ref), message=f"fault of the program: {error!r}")


def extract_snapshot(
    snapshot: store.Snapshot,
    catalogue: Catalogue,
    source: Source,
    page: PageSource,
    held: tuple[str, ...],
) -> Extracted:
    """One kept page, read.

    Raises:
        PageError: its bytes cannot be read.
    """
    raw, fetch = store.read_snapshot(snapshot)
    text = replace(
        load(
            raw,
            fetch.media_type,
            fetch.charset,
            url=fetch.url,
            country=source.country,
            languages=source.languages,
        ),
        ref=snapshot.ref,
        held=held,
    )
    document = read(text, catalogue.sites[source.site])
    findings = (*document.findings, *unexpected(document, page.expect))
    provenance = Provenance(
        url=fetch.url,
        media_type=fetch.media_type,
        charset=text.meta.get("charset", fetch.charset),
        sha256=fetch.sha256,
        size=len(raw),
        raw=snapshot.path,
        unknown=fetch.unknown,
    )
    made = record(
        replace(document, findings=findings), str(snapshot.ref), provenance, with_text=False
    )
    return Extracted(made, text.text)


def load(
    raw: bytes, media_type: str, charset: str, *, url: str, country: str, languages: tuple[str, ...]
) -> Page:
    """Bytes as a page: HTML is rendered, a dump is decoded.

    Raises:
        PageError: they are neither.
    """
    if media_type == "text/plain":
        text, used = decode.decode_text(raw, charset)
        return Page(text, url=url, country=country, languages=languages, meta={"charset": used})
    return html.read_html(raw, url=url, country=country, languages=languages, charset=charset)
