"""What was exchanged with the web, written as a web archive (WARC 1.1) that any tool reads.

Each exchange becomes a request and a response record, written whole at once and handed to the
system before the next begins: a killed run leaves an archive of all that came before. Compressed
archives hold one gzip member a record.

Bodies stand as they came, still in their content encoding. What we hold of them is without their
transfer encoding, so the headers that would no longer be true, `Transfer-Encoding` and a wrong
`Content-Length`, stand under `X-Archive-Orig-…`, as is the custom among archiving tools.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit
from uuid import uuid4

from fastwarc.stream_io import GzipWriter
from fastwarc.warc import WarcRecord, WarcRecordType

from pipeline import __version__, clock
from pipeline.errors import StoreError
from pipeline.fetch.answer import Exchange

_VERSION = "WARC/1.1"
_SOFTWARE = f"rectoverso/{__version__}"
_FORMAT = "WARC File Format 1.1"
_NORM = "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
_ORIGINAL = "X-Archive-Orig-"
_BREAKS = re.compile(r"[\r\n\0]+\s*")

Headers = Iterable[tuple[str, str]]


class Archive:
    """An archive that grows; a context, so that it is closed whatever happens."""

    def __init__(self, path: Path, *, operator: str = "", robots: str = "obeyed") -> None:
        """Begin an archive; `.warc.gz` or any name in `.gz` compresses.

        `operator` is whom to ask about it, `robots` what became of the wishes of robots.txt.

        Raises:
            StoreError: there is such a file already, or it cannot be written.
        """
        self._path = path
        self._zipped = path.name.endswith(".gz")
        try:
            self._file = path.open("xb", buffering=0)
        except FileExistsError as error:
            raise StoreError(f"{path}: is there already; nothing is written over it") from error
        except OSError as error:
            raise self._fault(error) from error
        self._info = f"<urn:uuid:{uuid4()}>"
        try:
            self._append([self._describe(operator, robots)])
        except StoreError:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; what was added is in it already."""
        self._file.close()

    def add(self, exchange: Exchange) -> None:
        """Append one exchange.

        Raises:
            StoreError: the disk is full, ...; what was added before stands, whole.
        """
        asked = self._record(WarcRecordType.request, exchange)
        asked.set_bytes_content(_request(exchange))
        records = [asked]
        if exchange.status:
            answered = self._record(WarcRecordType.response, exchange)
            answered.set_bytes_content(_response(exchange))
            asked.headers["WARC-Concurrent-To"] = answered.record_id or ""
            records.append(answered)
        self._append(records)

    def _record(self, kind: WarcRecordType, exchange: Exchange) -> WarcRecord:
        record = _new(kind, f"<urn:uuid:{uuid4()}>", exchange.time or clock.now())
        record.headers["WARC-Target-URI"] = exchange.url
        record.headers["WARC-Warcinfo-ID"] = self._info
        if exchange.address:
            record.headers["WARC-IP-Address"] = exchange.address
        role = "request" if kind == WarcRecordType.request else "response"
        record.headers["Content-Type"] = f"application/http; msgtype={role}"
        record.is_http = True
        return record

    def _describe(self, operator: str, robots: str) -> WarcRecord:
        record = _new(WarcRecordType.warcinfo, self._info, clock.now())
        record.headers["WARC-Filename"] = self._path.name
        record.headers["Content-Type"] = "application/warc-fields"
        fields = [
            ("software", _SOFTWARE),
            ("format", _FORMAT),
            ("conformsTo", _NORM),
            ("operator", operator),
            ("robots", robots),
            ("description", f"transfer encodings are undone; see {_ORIGINAL}* in HTTP headers"),
        ]
        record.set_bytes_content(_lines((name, value) for name, value in fields if value))
        return record

    def _append(self, records: Iterable[WarcRecord]) -> None:
        """Records in one writing; where it fails, the file ends where it ended before."""
        data = b"".join(_bytes(record, zipped=self._zipped) for record in records)
        before = self._file.tell()
        try:
            rest = memoryview(data)
            while rest:
                rest = rest[self._file.write(rest) :]
        except OSError as error:
            with contextlib.suppress(OSError):
                os.ftruncate(self._file.fileno(), before)
                self._file.seek(before)
            raise self._fault(error) from error

    def _fault(self, error: OSError) -> StoreError:
        return StoreError(f"{self._path}: cannot be written: {error.strerror}")


def _new(kind: WarcRecordType, name: str, time: str) -> WarcRecord:
    record = WarcRecord()
    record.init_headers(kind)
    record.headers.status_line = _VERSION
    record.headers["WARC-Record-ID"] = name
    record.headers["WARC-Date"] = time
    return record


def _bytes(record: WarcRecord, *, zipped: bool) -> bytes:
    """A record as it stands in the file, with its digests."""
    if record.is_http:
        record.parse_http()
    out = io.BytesIO()
    if not zipped:
        record.write(out, checksum_data=True)
        return out.getvalue()
    with GzipWriter(out) as member:
        record.write(member, checksum_data=True)
    return out.getvalue()


def _request(exchange: Exchange) -> bytes:
    """The request; its `Host` is told where the client left it to the last moment."""
    parts = urlsplit(exchange.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    named = any(name.lower() == "host" for name, _ in exchange.asked)
    host = () if named else (("Host", parts.netloc.rpartition("@")[2]),)
    return _head(f"{exchange.method} {target} HTTP/1.1", (*host, *exchange.asked))


def _response(exchange: Exchange) -> bytes:
    size = str(len(exchange.body))
    kept = [header for pair in exchange.headers for header in _true(*pair, size)]
    if not any(name.lower() == "content-length" for name, _ in kept):
        kept.append(("Content-Length", size))
    line = f"HTTP/1.1 {exchange.status} {exchange.reason}".rstrip()
    return _head(line, kept) + exchange.body


def _true(name: str, value: str, size: str) -> Headers:
    """A header of the response; what is not true of the body that we hold, under another name."""
    lower = name.lower()
    wrong = lower == "transfer-encoding" or (lower == "content-length" and value.strip() != size)
    yield (f"{_ORIGINAL}{name}" if wrong else name), value


def _head(line: str, headers: Headers) -> bytes:
    return _encode(line) + b"\r\n" + _lines(headers) + b"\r\n"


def _lines(headers: Headers) -> bytes:
    return b"".join(_encode(name) + b": " + _encode(value) + b"\r\n" for name, value in headers)


def _encode(text: str) -> bytes:
    """Characters as HTTP has them, one byte each where they fit, on one line."""
    line = _BREAKS.sub(" ", text)
    try:
        return line.encode("latin-1")
    except UnicodeEncodeError:
        return line.encode("utf-8", "surrogateescape")
