"""A page all the way, from its bytes to its record, as `extract` takes it; nothing is written."""

from __future__ import annotations

from pipeline import run, sources
from pipeline.model import Page
from pipeline.read import read
from pipeline.records import PageRecord, Provenance, record

LANGUAGES = ("en", "fr")
GIVEN = Provenance(
    url="https://example.org/a",
    media_type="text/html",
    charset="utf-8",
    sha256="sha256:" + "0" * 64,
    size=1,
    raw="raw/office/page.en.html",
    unknown=(),
)


def load(raw: bytes, media_type: str = "text/html") -> Page:
    """Bytes of a page in Canada, in English or French."""
    return run.load(raw, media_type, "", url=GIVEN.url, country="CA", languages=LANGUAGES)


def published(page: Page, *, with_text: bool = False) -> PageRecord:
    """The record of a page under the rules that hold for any site."""
    document = read(page, sources.packaged().sites["any"])
    return record(document, "office/page.en", GIVEN, with_text=with_text)
