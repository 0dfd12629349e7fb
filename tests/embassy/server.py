"""The server: HTTP/1.1 by hand over asyncio, so that it can also answer wrongly.

It listens on 127.0.0.1, 127.0.0.2 and 127.0.0.3 at one port: three hosts. Every request is one
line of JSON in the log, written when its answer ended or its connection was lost.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import os
import socket
import ssl
import struct
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path

from tests.embassy import world
from tests.embassy.world import Reply

ADDRESSES = ("127.0.0.1", "127.0.0.2", "127.0.0.3")
_NOWHERE = (
    b"<!DOCTYPE html><html lang='en'><title>404</title><body><h1>Not found</h1></body></html>"
)
_ASIDE = (204, 304)  # statuses whose answers have no body
_LOOK = 0.02  # seconds between two looks at an answer that is held back
_TURNS = 10  # of the loop, until it has seen what came before a line of standard input
_PORTS = 50  # tries at a port that is free on all three addresses


class Gone(Exception):  # noqa: N818 - a state of the connection
    """The client has left."""


@dataclass(slots=True)
class Asked:
    """A request, as its line in the log tells it."""

    host: str
    path: str
    method: str
    headers: dict[str, str]
    body: str
    connection: int
    start: float
    clock: float
    end: float = 0
    status: int = 0
    sent: int = 0
    whole: bool = False


@dataclass(slots=True)
class Site:
    """What all connections share: the world, the log, how often each address was asked for."""

    folder: Path
    log: int
    asked: Counter[str] = field(default_factory=Counter)
    connections: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def reply(self, request: Asked) -> Reply:
        """The answer whose turn it is."""
        script = world.read(self.folder, request.path, request.host)
        if script is None:
            return Reply(status=404, headers={"Content-Type": "text/html"}, body=_NOWHERE)
        turn = self.asked[script.serial]
        self.asked[script.serial] += 1
        reply = script.replies[min(turn, len(script.replies) - 1)]
        known = request.headers.get("if-none-match")
        since = request.headers.get("if-modified-since")
        if (reply.etag and known == reply.etag) or (
            known is None and reply.last_modified and since == reply.last_modified
        ):
            return Reply(
                status=304, etag=reply.etag, last_modified=reply.last_modified, wait=reply.wait
            )
        return reply

    def note(self, request: Asked) -> None:
        """One line in the log, at once."""
        request.end = time.monotonic()
        line = {name: getattr(request, name) for name in Asked.__slots__}
        os.write(self.log, json.dumps(line).encode() + b"\n")


class Connection(asyncio.Protocol):
    """One connection: its requests, one after the other."""

    transport: asyncio.Transport

    def __init__(self, site: Site) -> None:
        self.site = site
        self.number = next(site.connections)
        self.buffer = bytearray()
        self.more = asyncio.Event()
        self.lost = asyncio.Event()
        self.ready = asyncio.Event()
        self.ready.set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        transport.set_write_buffer_limits(high=1, low=0)
        self.task = asyncio.get_running_loop().create_task(self.serve())

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        self.more.set()

    def connection_lost(self, exc: Exception | None) -> None:
        del exc
        for event in (self.lost, self.more, self.ready):
            event.set()

    def pause_writing(self) -> None:
        self.ready.clear()

    def resume_writing(self) -> None:
        self.ready.set()

    async def serve(self) -> None:
        """Answer until somebody leaves."""
        with contextlib.suppress(Gone):
            stays = True
            while stays:
                request = await self.read()
                try:
                    stays = await self.answer(request, self.site.reply(request))
                finally:
                    self.site.note(request)
        self.transport.close()

    async def read(self) -> Asked:
        """The next request, whole."""
        while b"\r\n\r\n" not in self.buffer:
            await self._more()
        start, clock = time.monotonic(), time.time()
        head, _, _ = bytes(self.buffer).partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        method, path, _ = first.split(" ", 2)
        headers = {}
        for line in lines:
            name, _, value = line.partition(":")
            headers[name.strip().lower()] = value.strip()
        size = len(head) + 4 + int(headers.get("content-length", 0))
        while len(self.buffer) < size:
            await self._more()
        body = bytes(self.buffer[len(head) + 4 : size]).decode("utf-8", "replace")
        del self.buffer[:size]
        host = headers.get("host", "").partition(":")[0]
        return Asked(host, path, method, headers, body, self.number, start, clock)

    async def _more(self) -> None:
        self.more.clear()
        if self.lost.is_set():
            raise Gone
        await self.more.wait()

    async def _sleep(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.lost.wait(), seconds)
        if self.lost.is_set():
            raise Gone

    async def _send(self, data: bytes) -> None:
        self.transport.write(data)
        await self.ready.wait()
        if self.lost.is_set():
            raise Gone

    async def answer(self, request: Asked, reply: Reply) -> bool:
        """Send an answer; whether the connection stays."""
        while reply.hold:
            await self._sleep(_LOOK)
            reply = self.site.reply(request)
        if reply.wait:
            await self._sleep(reply.wait)
        request.status = reply.status
        if reply.reset and reply.cut is None:
            self._reset()
            return False
        body = b"" if reply.status in _ASIDE or request.method == "HEAD" else reply.body
        await self._send(_head(reply))
        shown = body if reply.cut is None else body[: reply.cut]
        piece = reply.piece or max(len(shown), 1)
        for at in range(0, len(shown), piece):
            if at and reply.pause:
                await self._sleep(reply.pause)
            part = shown[at : at + piece]
            await self._send(b"%x\r\n%b\r\n" % (len(part), part) if reply.chunked else part)
            request.sent += len(part)
        if reply.reset:
            self._reset()
        if reply.cut is not None or reply.length is not None:
            return False
        if reply.chunked and body:
            await self._send(b"0\r\n\r\n")
        request.whole = True
        return request.headers.get("connection", "").lower() != "close"

    def _reset(self) -> None:
        peer = self.transport.get_extra_info("socket")
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.transport.abort()


def _head(reply: Reply) -> bytes:
    headers = dict(reply.headers)
    if reply.etag:
        headers["ETag"] = reply.etag
    if reply.last_modified:
        headers["Last-Modified"] = reply.last_modified
    if reply.chunked:
        headers["Transfer-Encoding"] = "chunked"
    elif reply.status not in _ASIDE:
        told = len(reply.body) if reply.length is None else reply.length
        headers["Content-Length"] = str(told)
    try:
        reason = HTTPStatus(reply.status).phrase
    except ValueError:
        reason = "Odd"
    lines = [f"HTTP/1.1 {reply.status} {reason}", *(f"{k}: {v}" for k, v in headers.items())]
    head = "\r\n".join([*lines, "", ""])
    try:
        return head.encode("latin-1")
    except UnicodeEncodeError:  # what RFC 9110 does not allow, and servers do
        return head.encode()


def _sockets() -> list[socket.socket]:
    """One port on all addresses."""
    for _ in range(_PORTS):
        bound: list[socket.socket] = []
        try:
            for address in ADDRESSES:
                port = bound[0].getsockname()[1] if bound else 0
                bound.append(socket.create_server((address, port), backlog=64))
        except OSError:
            for one in bound:
                one.close()
        else:
            return bound
    raise OSError("no port is free on all of " + ", ".join(ADDRESSES))


async def _obey() -> None:
    """Answer each line of standard input once what has happened so far is in the log; to its end.

    It ends when whoever started us closes it, or is no more.
    """
    loop = asyncio.get_running_loop()
    said: asyncio.Queue[bytes] = asyncio.Queue()
    descriptor = sys.stdin.fileno()
    loop.add_reader(descriptor, lambda: said.put_nowait(os.read(descriptor, 4096)))
    while lines := await said.get():
        for _ in range(_TURNS):
            await asyncio.sleep(0)
        os.write(sys.stdout.fileno(), b"settled\n" * lines.count(b"\n"))


async def serve(folder: Path, log: Path, tls: ssl.SSLContext | None) -> None:
    """Play the site until standard input ends; the port is the first line on standard output."""
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    site = Site(folder, descriptor)
    loop = asyncio.get_running_loop()
    bound = _sockets()
    for one in bound:
        await loop.create_server(lambda: Connection(site), sock=one, ssl=tls)
    print(bound[0].getsockname()[1], flush=True)  # noqa: T201 - what the starter waits for
    await _obey()
