"""What the web said to one question, and where it was asked: plain data, no library's types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.ingest import content_type


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its response as they went over the wire, for an archive.

    `body` is what the server sent after transfer decoding: still compressed where `headers` say so.
    Header names keep the server's order, not always its capitals.
    """

    url: str
    time: str
    method: str
    asked: tuple[tuple[str, str], ...]
    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    address: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """The end of one question, redirects followed.

    `status` is 0 where nothing came: then `error` says why, in a line, and `barred` what kept us
    from asking (`robots`, `private-address`), '' where it was the network. `url` is where it ended,
    `redirects` the addresses that led on to another, the one asked for first. `headers` have
    lower-case names. `body` is decompressed. `permanent` says that every redirect was one for good.
    """

    asked: str
    url: str
    time: str
    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    redirects: tuple[str, ...] = ()
    permanent: bool = False
    error: str = ""
    barred: str = ""

    @property
    def media_type(self) -> str:
        """The media type in lower case without parameters, '' where none is said."""
        return content_type.media_type(self.headers.get("content-type", ""))

    @property
    def charset(self) -> str:
        """The encoding that the header names, '' where it names none."""
        return content_type.charset(self.headers.get("content-type", ""))
