"""The site as a test holds it: pages are put, changed, taken away; requests are counted."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from tests.embassy import pages, world
from tests.embassy.runs import CHECKOUT
from tests.embassy.world import Reply

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Request:
    """One line of the server's log. `start`, `end`: seconds of the system's monotonic clock."""

    host: str
    path: str
    method: str
    headers: dict[str, str]
    body: str
    connection: int
    start: float
    clock: float
    end: float
    status: int
    sent: int
    whole: bool


class Embassy:
    """A running site."""

    def __init__(self, folder: Path, process: subprocess.Popen[str], scheme: str) -> None:
        self.folder = folder
        self.process = process
        self.scheme = scheme
        self.port = int(self._line())
        self._read = 0

    @classmethod
    @contextlib.contextmanager
    def open(cls, folder: Path, tls: tuple[Path, Path] | None = None) -> Iterator[Self]:
        """A site of its own, which ends with the block, and with this process whatever happens."""
        (folder / "world").mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "tests.embassy"]
        command += ["--world", str(folder / "world"), "--log", str(folder / "log")]
        if tls:
            command += ["--tls", *map(str, tls)]
        with subprocess.Popen(
            command, cwd=CHECKOUT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as process:
            try:
                yield cls(folder, process, "https" if tls else "http")
            finally:
                assert process.stdin
                process.stdin.close()
                try:
                    process.wait(5)
                except subprocess.TimeoutExpired:
                    process.kill()

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        """The address of a path on one of the site's hosts."""
        return f"{self.scheme}://{host}:{self.port}{path}"

    def answer(self, path: str, *replies: Reply, host: str = "") -> None:
        """What a path answers: the replies in turn, the last one from then on."""
        world.write(self.folder / "world", path, *replies, host=host)

    def page(self, path: str, html: str | bytes, *, host: str = "", **how: Any) -> None:
        """A page of HTML; `how` are fields of `Reply`."""
        self.answer(path, self.html(html, **how), host=host)

    @staticmethod
    def html(html: str | bytes, **how: Any) -> Reply:
        """An answer of HTML."""
        body = html.encode() if isinstance(html, str) else html
        headers = {"Content-Type": HTML, **how.pop("headers", {})}
        return Reply(body=body, headers=headers, **how)

    def text(self, path: str, text: str, media_type: str = "text/plain", **how: Any) -> None:
        """A file that is no HTML: robots.txt, a sitemap, a feed."""
        self.page(path, text, headers={"Content-Type": f"{media_type}; charset=utf-8"}, **how)

    def redirect(self, path: str, to: str, *, status: int = 301, host: str = "") -> None:
        """A path that leads elsewhere."""
        headers = {"Location": to, "Content-Type": HTML}
        self.answer(path, Reply(status=status, headers=headers), host=host)

    def gone(self, path: str, *, status: int = 404, host: str = "") -> None:
        """A path where nothing is any more."""
        self.page(path, pages.error_page(), status=status, host=host)

    def twin_pages(
        self,
        en: str,
        fr: str,
        *,
        title: tuple[str, str] = ("Homeland Security Service", "Service de sécurité intérieure"),
        host: str = "",
        version: str = "",
        **content: Any,
    ) -> None:
        """A page in two languages, each with its switch to the other.

        With a `version`, both have an ETag of it; `content` are arguments of `pages.article`.
        """
        at = host or "127.0.0.1"
        for language, path, other, twin, name in (
            ("en", en, "fr", fr, title[0]),
            ("fr", fr, "en", en, title[1]),
        ):
            html = pages.article(
                language,
                name,
                canonical=self.url(path, at),
                others={other: self.url(twin, at)},
                **content,
            )
            self.page(path, html, host=host, etag=f'"{version}"' if version else "")

    def requests(self, path: str = "", host: str = "") -> list[Request]:
        """The requests since `forget`, in the order of their ends, by path and host if wanted."""
        return [
            request
            for request in self._log()[self._read :]
            if (not path or request.path == path) and (not host or request.host == host)
        ]

    def paths(self, host: str = "") -> list[str]:
        """The paths asked for since `forget`, without robots.txt, in the order of asking."""
        asked = sorted(self.requests(host=host), key=lambda request: request.start)
        return [request.path for request in asked if request.path != "/robots.txt"]

    def forget(self) -> None:
        """Count requests from here."""
        self._read = len(self._log())

    def _line(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline()

    def _log(self) -> list[Request]:
        """The log, once all that has happened so far is in it."""
        assert self.process.stdin
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        self._line()
        lines = (self.folder / "log").read_bytes().split(b"\n")[:-1]
        return [Request(**json.loads(line)) for line in lines]
