"""Archives as other tools make them, written by warcio: what ours are held against."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

HTML = b"<html><head><title>Office</title></head><body><h1>Office</h1><p>Page %d</p></body></html>"
TYPE = ("Content-Type", "text/html; charset=utf-8")
URL = "https://example.org/page%d"
DATE = "2026-01-02T03:04:05Z"


class _Writer(WARCWriter):  # type: ignore[misc]
    """warcio's, with temporary files that need no closing."""

    def _create_temp_file(self) -> io.BytesIO:
        return io.BytesIO()


class Maker:
    """An archive in memory that grows by calls."""

    def __init__(self, *, gzip: bool = True, version: str = "1.1") -> None:
        self._out = io.BytesIO()
        self._writer = _Writer(self._out, gzip=gzip, warc_version=version)

    def info(self) -> Maker:
        self._writer.write_record(
            self._writer.create_warcinfo_record("some.warc.gz", {"software": "another tool"})
        )
        return self

    def page(
        self,
        url: str,
        body: bytes = HTML % 1,
        headers: Sequence[tuple[str, str]] = (TYPE,),
        line: str = "HTTP/1.1 200 OK",
        **said: str,
    ) -> Maker:
        """A response; `said` are WARC headers, `_` for `-`."""
        protocol, _, status = line.partition(" ")
        head = StatusAndHeaders(status, list(headers), protocol=protocol)
        self._add(url, "response", body, said, http_headers=head)
        return self

    def other(self, kind: str, url: str, body: bytes, media_type: str = "", **said: str) -> Maker:
        """Any record that is no response."""
        self._add(url, kind, body, said, warc_content_type=media_type)
        return self

    def revisit(self, url: str) -> Maker:
        self._writer.write_record(
            self._writer.create_revisit_record(url, "sha1:AAAA", URL % 1, DATE)
        )
        return self

    def _add(
        self, url: str, kind: str, body: bytes, said: Mapping[str, str], **more: object
    ) -> None:
        given = {"WARC-Date": DATE} | {n.replace("_", "-"): v for n, v in said.items()}
        record = self._writer.create_warc_record(
            url, kind, payload=io.BytesIO(body), warc_headers_dict=given, **more
        )
        self._writer.write_record(record)

    def made(self) -> bytes:
        return self._out.getvalue()


def pages(number: int, *, gzip: bool = True) -> bytes:
    """An archive of so many small pages, each with its request."""
    maker = Maker(gzip=gzip).info()
    for count in range(1, number + 1):
        maker.other("request", URL % count, b"GET / HTTP/1.1\r\n\r\n", "application/http")
        maker.page(URL % count, HTML % count)
    return maker.made()
