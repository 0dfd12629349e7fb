"""One record of a web archive as a page: what its head says, its body decoded and verified."""

from __future__ import annotations

import base64
import hashlib
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from fastwarc.warc import HeaderMap, WarcRecord, WarcRecordType

from pipeline.errors import PageError
from pipeline.ingest import content_type
from pipeline.ingest.decode import MOST_BYTES
from pipeline.ingest.warc.body import decode_body
from pipeline.remote import Location
from pipeline.urls import parts_of

PAGES = ("text/html", "application/xhtml+xml", "text/plain")

_OK = 200
_HEAD = 1 << 16
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_LINE_END = re.compile(rb"\r?\n")
_NO_PAGES = re.compile(r"/robots\.txt$|^/\.well-known/")
_UNSURE = ("", "application/octet-stream", "unknown", "unk", "no-type")


@dataclass(frozen=True, slots=True)
class Capture:
    """A page as an archive holds it, decoded; `path`, `offset` and `within` say where.

    `offset` counts bytes of the file; `within` those of the decompressed member that begins there,
    0 but in a file that was compressed whole. `time` is RFC 3339 in UTC, '' where nobody said.
    `cut` is why the archive holds only the beginning of the page, '' where it holds all. Header
    names are in lower case.
    """

    url: str
    time: str
    media_type: str
    charset: str
    status: int | None
    headers: Mapping[str, str]
    body: bytes
    path: Location
    offset: int
    within: int = 0
    cut: str = ""


def page_of(record: WarcRecord, path: Location, offset: int, within: int) -> Capture | str:
    """The page that a record holds, or what it holds instead.

    Raises:
        PageError: it should hold a page, and cannot be read.
    """
    said = _text(record.headers)
    if not said.get("content-length", "").isdecimal():
        raise PageError.of("no-content-length")
    if record.record_type not in (WarcRecordType.response, WarcRecordType.resource):
        return said.get("warc-type", "unknown")
    url = said.get("warc-target-uri", "").strip("<>")
    reason = _is_elsewhere(url)
    if reason:
        return reason
    block = _Block(record)
    is_answer = record.record_type == WarcRecordType.response
    answer = _answer(block.head) if is_answer else _stored(said)
    if answer.status not in (_OK, None):
        return f"status {answer.status}"
    media_type = _media_type(answer.headers, said)
    if media_type not in PAGES:
        return media_type or "no media type"
    cut = _cut(said)
    raw = block.read(said.get("warc-block-digest", ""))[answer.start :]
    return Capture(
        url=url,
        time=_time(said.get("warc-date", "")),
        media_type=media_type,
        charset=content_type.charset(answer.headers.get("content-type", "")),
        status=answer.status,
        headers=answer.headers,
        body=decode_body(
            raw,
            answer.headers.get("transfer-encoding", ""),
            answer.headers.get("content-encoding", ""),
            cut=bool(cut),
        ),
        path=path,
        offset=offset,
        within=within,
        cut=cut,
    )


def _is_elsewhere(url: str) -> str:
    """Why an address is that of no page of the web, '' where it may be one."""
    parts = parts_of(url)
    if parts is None:
        return "no address"
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return f"{parts.scheme or 'no'} address"
    return "robots.txt and the like" if _NO_PAGES.search(parts.path) else ""


class _Block:
    """The bytes of a record, the first of them read."""

    def __init__(self, record: WarcRecord) -> None:
        self._reader = record.reader
        self._length = record.content_length
        self.head = self._take(min(self._length, _HEAD))

    def _take(self, size: int) -> bytes:
        out: list[bytes] = []
        while size > 0 and (piece := self._reader.read(size)):
            out.append(piece)
            size -= len(piece)
        return b"".join(out)

    def read(self, digest: str) -> bytes:
        """All of it.

        Raises:
            PageError: it is larger than any page, shorter than it says, or not what was written.
        """
        if self._length > MOST_BYTES + _HEAD:
            raise PageError.of("too-much", size=f"{self._length / 1024**2:.1f}")
        block = self.head + self._take(self._length - len(self.head))
        if len(block) < self._length:
            raise PageError.of("too-few-bytes", size=len(block), said=self._length)
        if not holds(digest, block):
            raise PageError.of("other-digest", digest=digest)
        return block


def holds(digest: str, block: bytes) -> bool:
    """Whether a digest is that of a block; one that we cannot read, or none, says nothing."""
    name, _, said = digest.partition(":")
    name = name.lower().replace("-", "")
    if name not in ("md5", "sha1", "sha256", "sha512"):
        return True
    made = hashlib.new(name, block, usedforsecurity=False)
    written = [_unhex(said), _unbase32(said)]
    return made.digest() in written or all(len(w) != made.digest_size for w in written)


def _unhex(said: str) -> bytes:
    try:
        return bytes.fromhex(said)
    except ValueError:
        return b""


def _unbase32(said: str) -> bytes:
    try:
        return base64.b32decode(said.upper() + "=" * (-len(said) % 8))
    except ValueError:
        return b""


@dataclass(frozen=True, slots=True)
class _Answer:
    """The head of an HTTP response, and where its body starts."""

    status: int | None
    headers: Mapping[str, str]
    start: int


def _answer(head: bytes) -> _Answer:
    end = _HEAD_END.search(head)
    start = end.end() if end else len(head)
    told = HeaderMap("utf-8")
    told.parse(io.BytesIO(_LINE_END.sub(b"\r\n", head[:start])), has_status_line=True)
    if not told.status_code:
        raise PageError.of("no-response")
    return _Answer(told.status_code, _text(told), start)


def _stored(said: Mapping[str, str]) -> _Answer:
    """A resource is its own body; its record says of what type."""
    return _Answer(None, {"content-type": said.get("content-type", "")}, 0)


def _text(headers: HeaderMap) -> dict[str, str]:
    """Headers by their names in lower case; of those of one name, the first."""
    found: dict[str, str] = {}
    for name, value in headers.items_bytes():
        text = value.decode("utf-8", "replace").strip()
        found.setdefault(name.decode("utf-8", "replace").lower(), text)
    return found


def _media_type(answered: Mapping[str, str], said: Mapping[str, str]) -> str:
    """The type that the server told; where it says nothing of use, what the crawler saw."""
    told = content_type.media_type(answered.get("content-type", ""))
    seen = content_type.media_type(said.get("warc-identified-payload-type", ""))
    if told in PAGES:
        return told if seen in (*_UNSURE, *PAGES) else seen
    return seen if told in _UNSURE else told


def _cut(said: Mapping[str, str]) -> str:
    return said.get("warc-truncated", "") or ("segment" if said.get("warc-segment-number") else "")


def _time(said: str) -> str:
    """A moment in UTC to the second, '' where it is none."""
    try:
        moment = datetime.fromisoformat(said)
    except ValueError:
        return ""
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
