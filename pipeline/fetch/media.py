"""What an answer's bytes are, by what its header says and by how they begin."""

from __future__ import annotations

import codecs
import re

from pipeline.fetch.answer import Answer
from pipeline.store.snapshots import MediaType

_HEAD = 4096
#: How files begin that are no pages.
_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "a PNG image"),
    (b"GIF8", "a GIF image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"RIFF", "an image or a film"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"{\\rtf", "an RTF document"),
)
_HTML = re.compile(
    rb"<!doctype\s+html|<(?:html|head|body|title|meta|div|p|h1|table|script|frameset)[\s>/]",
    re.IGNORECASE,
)
#: Atomic: what opens a file is skipped in one way only.
_FEED = re.compile(
    rb"(?>\s+|<!--.{0,500}?-->|<[?!](?!--)[^>]{0,300}>){0,20}+"
    rb"<(?:rss|feed|rdf:RDF|urlset|sitemapindex|svg|kml|gpx)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_JSON = re.compile(rb"^(?:\{\s*(?:\"|\})|\[\s*(?:[\[{\"\]]|-?\d))")
#: What HTML is served as where a server says something at all, rightly or wrongly.
_PAGES = frozenset(
    (
        *("", "text/html", "application/xhtml+xml", "text/plain", "application/octet-stream"),
        *("text/xml", "application/xml", "unknown/unknown", "application/unknown"),
    )
)


def media_type(answer: Answer) -> MediaType | None:
    """What the bytes are to be read as, None where they are no page."""
    start = _start(answer.body)
    html = _HTML.search(start) is not None
    if found_instead(answer):
        return None
    if answer.media_type == "application/xhtml+xml":
        return "application/xhtml+xml"
    if answer.media_type == "text/html" or html:
        return "text/html"
    return "text/plain"


def found_instead(answer: Answer) -> str:
    """What stands there that is no page, as the catalogue knows it; '' for a page."""
    start, said = _start(answer.body), answer.media_type
    found = next((name for magic, name in _MAGIC if start.startswith(magic)), "")
    if not found and _FEED.match(start):
        found = "an XML file that is no page"
    html = _HTML.search(start) is not None
    if not found and _JSON.match(start):
        found = "JSON"
    if found:
        return found
    if said not in _PAGES or (not html and said in ("text/xml", "application/xml")):
        return "a file"
    return ""


def _start(body: bytes) -> bytes:
    start = body[:_HEAD]
    for mark in (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        if start.startswith(mark):
            start = start[len(mark) :].replace(b"\0", b"")
    return start.lstrip()
