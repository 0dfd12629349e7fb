"""What the site answers: one small file for each address, in a folder that tests change as they go.

The server reads the folder at each request, so nothing needs a restart. An address is a request
target (`/Contact?lang=en`), on one host or on any.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from urllib.parse import quote

_BODIES = "bodies"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One answer.

    `etag` and `last_modified` are sent, and answered with 304 where the request holds them. `wait`
    seconds pass before the first byte; the body comes in pieces of `piece` bytes, `pause` seconds
    apart. `length` is the Content-Length told instead of the true one. The connection is closed
    after `cut` bytes of the body; with `reset` it is reset: before the first byte where `cut` is
    not given. With `hold`, nothing is sent until the address is told another answer: then that one.
    """

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    etag: str = ""
    last_modified: str = ""
    wait: float = 0
    piece: int = 0
    pause: float = 0
    length: int | None = None
    cut: int | None = None
    chunked: bool = False
    reset: bool = False
    hold: bool = False


@dataclass(frozen=True, slots=True)
class Script:
    """The answers of one address, in turn; the last one stays. `serial` is new at each writing."""

    serial: str
    replies: tuple[Reply, ...]


def _file(folder: Path, host: str, target: str) -> Path:
    return folder / f"{host or 'any'}{quote(target, safe='')}.json"


def write(folder: Path, target: str, *replies: Reply, host: str = "") -> None:
    """Let an address answer so from now on, in one step."""
    bodies = folder / _BODIES
    bodies.mkdir(parents=True, exist_ok=True)
    told = []
    for reply in replies:
        body = bodies / hashlib.sha256(reply.body).hexdigest()
        if not body.exists():
            body.write_bytes(reply.body)
        told.append({**asdict(reply), "headers": dict(reply.headers), "body": body.name})
    aside = folder / f"{uuid.uuid4()}.aside"
    aside.write_text(json.dumps({"serial": aside.stem, "replies": told}))
    aside.replace(_file(folder, host, target))


def remove(folder: Path, target: str, host: str = "") -> None:
    """Let an address be unknown from now on."""
    _file(folder, host, target).unlink(missing_ok=True)


def read(folder: Path, target: str, host: str) -> Script | None:
    """The answers of an address, those of its own host before those of any; None where unknown."""
    for place in (host, ""):
        try:
            said = json.loads(_file(folder, place, target).read_text())
        except FileNotFoundError:
            continue
        bodies = folder / _BODIES
        replies = tuple(
            Reply(**{**reply, "body": (bodies / reply["body"]).read_bytes()})
            for reply in said["replies"]
        )
        return Script(said["serial"], replies)
    return None
