"""Facts as W3C Web Annotations (JSON-LD): each at its words, characters and bytes.

A fact has up to three targets, as each is another resource: the live page, where only its words can
be found again; the published text, where its offsets count (code points); the raw bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin

from pipeline.errors import PageError, StoreError
from pipeline.ingest import bytes as source_bytes
from pipeline.ingest.warc.places import is_archived, raw_bytes
from pipeline.model import Span
from pipeline.publish.release import FOLDER
from pipeline.records import PageRecord
from pipeline.review.exports.spans import Labelled
from pipeline.store import snapshots

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
#: Code points before and after a quote that tell it from its like.
_AROUND = 32
_URN = "urn:rectoverso:"

Page = tuple[PageRecord, str, Sequence[Labelled]]


def collection(pages: Iterable[Page], root: Path, base: str) -> dict[str, Any]:
    """All spans of the pages as one collection with one page.

    Addresses of files are relative to the root, or to `base` where it is given.
    """
    items = [item for page in pages for item in _annotations(page, root, base)]
    return {
        "@context": CONTEXT,
        "id": f"{_URN}annotations",
        "type": "AnnotationCollection",
        "label": "rectoverso",
        "total": len(items),
        "first": {
            "id": f"{_URN}annotations:1",
            "type": "AnnotationPage",
            "partOf": f"{_URN}annotations",
            "startIndex": 0,
            "items": items,
        },
    }


def _annotations(page: Page, root: Path, base: str) -> Iterator[dict[str, Any]]:
    record, text, spans = page
    raw = _raw(root, record)
    rules = {e.id: e.rule for e in record.entities} | {a.id: a.rule for a in record.artifacts}
    for span in spans:
        yield {
            "id": f"{_URN}annotation:{quote(span.id, safe='/:@+')}",
            "type": "Annotation",
            "motivation": "identifying",
            "body": list(_bodies(span, rules.get(span.id, ""))),
            "target": list(_targets(record, text, span, raw, base)),
        }


def _bodies(span: Labelled, rule: str) -> Iterator[dict[str, str]]:
    said = (("tagging", span.kind), ("identifying", span.value), ("describing", rule))
    for purpose, value in said:
        if value:
            yield {
                "type": "TextualBody",
                "purpose": purpose,
                "value": value,
                "format": "text/plain",
            }


def _targets(
    record: PageRecord, text: str, span: Labelled, raw: bytes | None, base: str
) -> Iterator[dict[str, Any]]:
    words = _quote(text, span)
    known = record.provenance
    if known.url:
        live = {"type": "SpecificResource", "source": known.url, "selector": words}
        state = {"type": "TimeState", "sourceDate": known.fetched}
        yield {**live, "state": state} if known.fetched else live
    yield {
        "type": "SpecificResource",
        "source": _address(f"{FOLDER}/{record.id}.txt", base),
        "selector": [
            words,
            {"type": "TextPositionSelector", "start": span.start, "end": span.end},
        ],
    }
    for start, end in _bytes(raw, text, span, record):
        yield {
            "type": "SpecificResource",
            "source": _address(known.raw, base),
            "selector": {"type": "DataPositionSelector", "start": start, "end": end},
        }


def _quote(text: str, span: Labelled) -> Mapping[str, str]:
    return {
        "type": "TextQuoteSelector",
        "exact": text[span.start : span.end],
        "prefix": text[max(0, span.start - _AROUND) : span.start],
        "suffix": text[span.end : span.end + _AROUND],
    }


def _bytes(raw: bytes | None, text: str, span: Labelled, record: PageRecord) -> source_bytes.Ranges:
    """The one range of bytes that is exactly the span; none where tags part it."""
    if raw is None:
        return []
    found = source_bytes.byte_ranges(raw, text, Span(span.start, span.end), record.provenance)
    return found if len(found) == 1 else []


def _raw(root: Path, record: PageRecord) -> bytes | None:
    """The file that a record was made from, None where it is kept no more or in an archive."""
    if is_archived(record.provenance.raw):
        return None
    try:
        raw = raw_bytes(root, record.provenance.raw)
    except (PageError, StoreError):
        return None
    return raw if snapshots.digest(raw) == record.provenance.sha256 else None


def _address(path: str, base: str) -> str:
    return urljoin(base, quote(path))
