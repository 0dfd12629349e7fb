"""The body of an HTTP response without its transfer and content encodings, never too much of it.

Archives are not always true to their headers: some tools decode a body and keep the header that
named the encoding. A body that is not in the encoding named is taken as it is.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterator

from fastwarc.stream_io import BrotliReader, ZstdReader

from pipeline.errors import PageError
from pipeline.ingest.decode import MOST_BYTES

_STEP = 1 << 16
_MEGABYTE = 1024**2


class _Damaged(Exception):  # noqa: N818 - never leaves this module
    """The encoded bytes end too early, or are no longer in their encoding."""


def decode_body(body: bytes, transfer: str, content: str, *, cut: bool = False) -> bytes:
    """The bytes that the encodings stand for; `transfer` and `content` are the headers' values.

    A body that is known to be `cut` is decoded as far as it goes.

    Raises:
        PageError: the body is damaged, or larger than any page that is read.
    """
    if "chunked" in transfer.lower():
        body = _decode(_chunks, body, "chunked", cut=cut)
    for coding in reversed([part.strip().lower() for part in content.split(",")]):
        decoder = _DECODERS.get(coding)
        if decoder:
            body = _decode(decoder, body, coding, cut=cut)
    return body


def _decode(
    decoder: Callable[[bytes], Iterator[bytes]], body: bytes, coding: str, *, cut: bool
) -> bytes:
    out: list[bytes] = []
    size = 0
    try:
        for piece in decoder(body):
            size += len(piece)
            if size > MOST_BYTES:
                raise PageError.of("too-big-body", most=MOST_BYTES // _MEGABYTE)
            out.append(piece)
    except _Damaged as error:
        if out and not cut:
            raise PageError.of("damaged-body", coding=coding) from error
        return b"".join(out) if out else body
    return b"".join(out)


def _chunks(body: bytes) -> Iterator[bytes]:
    """The chunks of a body; sizes may have extensions, and the last chunk may be missing."""
    at = 0
    while at < len(body):
        line = body.find(b"\r\n", at)
        said = body[at : max(line, at)].partition(b";")[0].strip()
        if not said or said.strip(b"0123456789abcdefABCDEF"):
            raise _Damaged
        start, size = line + 2, int(said, 16)
        if not size:
            return
        if body[start : start + size]:
            yield body[start : start + size]
        if start + size > len(body):
            raise _Damaged
        at = start + size + 2


def _inflated(body: bytes, wbits: int) -> Iterator[bytes]:
    inflate = zlib.decompressobj(wbits=wbits)
    data = body
    try:
        while not inflate.eof:
            piece = inflate.decompress(data, _STEP)
            data = inflate.unconsumed_tail
            if piece:
                yield piece
            elif not data and not inflate.eof:
                raise _Damaged
    except zlib.error as error:
        raise _Damaged from error
    if inflate.unused_data.startswith(b"\x1f\x8b\x08"):
        yield from _inflated(inflate.unused_data, wbits)


def _gzip(body: bytes) -> Iterator[bytes]:
    return _inflated(body, 31)


def _deflate(body: bytes) -> Iterator[bytes]:
    """With the header of zlib, as the norm has it, or without, as some servers do."""
    try:
        zlib.decompressobj().decompress(body, 1)
    except zlib.error:
        return _inflated(body, -15)
    return _inflated(body, 15)


def _streamed(reader: type[BrotliReader | ZstdReader]) -> Callable[[bytes], Iterator[bytes]]:
    def pieces(body: bytes) -> Iterator[bytes]:
        stream = reader(io.BytesIO(body))
        try:
            while piece := stream.read(_STEP):
                yield piece
        except OSError as error:
            raise _Damaged from error

    return pieces


_DECODERS: dict[str, Callable[[bytes], Iterator[bytes]]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _streamed(BrotliReader),
    "zstd": _streamed(ZstdReader),
}
