"""The verb `init`: one page is asked for, and the TOML of its source proposed."""

from __future__ import annotations

import threading
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from pipeline import sources
from tests.conftest import CHECKOUT, Done, Run, tree

PAGE = (CHECKOUT / "tests" / "html" / "01.html").read_bytes()
PDF = b"%PDF-1.4"
NAME = "127-0-0-1"


@dataclass
class Site:
    """A server on loopback, and what it was asked for."""

    url: str
    asked: list[str] = field(default_factory=list)


@pytest.fixture
def site() -> Iterator[Site]:
    """A site with a page, a PDF that says it is one, and a wish about robots."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            served.asked.append(self.path)
            found = {
                "/contact": PAGE,
                "/leaflet": PDF,
                "/robots.txt": b"User-agent: *\nDisallow: /private\n",
                "/private": PAGE,
            }.get(self.path)
            self.send_response(200 if found else 404)
            kind = "text/plain" if self.path == "/robots.txt" else "text/html; charset=utf-8"
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(found or b"")))
            self.end_headers()
            self.wfile.write(found or b"")

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        served = Site(f"http://127.0.0.1:{server.server_port}")
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}).start()
        try:
            yield served
        finally:
            server.shutdown()


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """A folder of data with nothing in it."""
    folder = tmp_path / "empty"
    folder.mkdir()
    return folder


def init(run: Run, root: Path, url: str, *more: str) -> Done:
    said = ("--contact", "https://example.org/about", "--allow-private", *more)
    return run("init", url, "--root", root, *said)


def test_a_proposal_on_stdout(run: Run, empty: Path, site: Site) -> None:
    done = init(run, empty, f"{site.url}/contact")
    assert (done.returncode, done.stderr) == (0, "")
    proposed = tomllib.loads(done.stdout)
    assert (proposed["name"], proposed["country"], proposed["languages"][0]) == (NAME, "CA", "en")
    (page,) = proposed["pages"]
    assert (page["id"], page["urls"]["en"]) == ("contact", f"{site.url}/contact")
    assert page["expect"]["phone"]["min"] >= 1
    assert not tree(empty)
    assert sorted(site.asked) == ["/contact", "/robots.txt"]


def test_a_proposal_that_is_written_is_a_source_and_never_written_over(
    run: Run, empty: Path, site: Site
) -> None:
    shown = init(run, empty, f"{site.url}/contact").stdout
    done = init(run, empty, f"{site.url}/contact", "--write")
    file = empty / "sources" / f"{NAME}.toml"
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.splitlines() == [str(file)]
    assert file.read_text("utf-8") == shown
    assert sources.load(empty).sources[NAME].country == "CA"

    file.write_text(f"{shown}# looked at\n", encoding="utf-8")
    before = tree(empty)
    again = init(run, empty, f"{site.url}/contact", "--write")
    assert (again.returncode, again.stdout) == (2, "")
    (line,) = again.stderr.splitlines()
    assert str(file) in line
    assert tree(empty) == before
    other = init(run, empty, f"{site.url}/contact", "--write", "--name", "office")
    assert other.returncode == 0
    assert set(tree(empty)) == {f"sources/{NAME}.toml", "sources/office.toml"}


@pytest.mark.parametrize(
    ("path", "code", "said"),
    [("/nowhere", 3, "HTTP 404"), ("/private", 3, "robots.txt"), ("/leaflet", 5, "a PDF")],
)
def test_what_is_no_page_is_one_line(
    run: Run, empty: Path, site: Site, path: str, code: int, said: str
) -> None:
    done = init(run, empty, f"{site.url}{path}", "--write")
    assert (done.returncode, done.stdout) == (code, ""), done.stderr
    (line,) = done.stderr.splitlines()
    assert said in line
    assert not tree(empty)


def test_an_address_that_is_no_public_one_is_asked_only_where_it_may_be(
    run: Run, empty: Path, site: Site
) -> None:
    done = run(
        "init", f"{site.url}/contact", "--root", empty, "--contact", "https://example.org/about"
    )
    assert (done.returncode, done.stdout) == (3, "")
    (line,) = done.stderr.splitlines()
    assert site.url in line
    assert not site.asked
    assert not tree(empty)


def test_a_server_that_is_not_there(run: Run, empty: Path, site: Site) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as closed:
        port = closed.server_port
    done = init(run, empty, f"http://127.0.0.1:{port}/contact")
    assert (done.returncode, done.stdout) == (3, "")
    assert len(done.stderr.splitlines()) == 1
    assert not site.asked


@pytest.mark.parametrize(
    "url", ["no-address", "ftp://example.org/", "http://[broken/", "https://x:y/", ""]
)
def test_what_is_no_address(run: Run, empty: Path, url: str) -> None:
    done = init(run, empty, url)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
