"""What is written as a web archive, judged by another tool and read again by our own."""

from __future__ import annotations

import gzip
import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from pipeline.errors import StoreError
from pipeline.fetch.answer import Exchange
from pipeline.fetch.archive import Archive
from pipeline.ingest.warc import reader
from pipeline.ingest.warc.capture import Capture
from tests.conftest import CHECKOUT
from tests.test_warc import noise, read
from tests.warcs import HTML, TYPE, URL


def exchange(number: int = 1, **more: object) -> Exchange:
    given: dict[str, object] = {
        "url": URL % number,
        "time": "2026-01-02T03:04:05Z",
        "method": "GET",
        "asked": (("User-Agent", "rectoverso"), ("Accept-Encoding", "gzip")),
        "status": 200,
        "reason": "OK",
        "headers": (TYPE, ("Content-Encoding", "gzip"), ("Set-Cookie", "a"), ("Set-Cookie", "b")),
        "body": gzip.compress(HTML % number),
        "address": "192.0.2.1",
    }
    return Exchange(**(given | more))  # type: ignore[arg-type]


def written(folder: Path, *exchanges: Exchange, name: str = "ours.warc.gz") -> Path:
    with Archive(folder / name, operator="someone@example.org") as archive:
        for one in exchanges:
            archive.add(one)
    return folder / name


@pytest.mark.parametrize("name", ["ours.warc.gz", "ours.warc"])
def test_another_tool_finds_no_fault_and_the_same_content(tmp_path: Path, name: str) -> None:
    sent = [exchange(1), exchange(2), exchange(3, status=404, reason="Not Found", address="")]
    file = written(tmp_path, *sent, name=name)
    assert Checker(type("Args", (), {"inputs": [str(file)], "verbose": False})()).process_all() == 0
    with file.open("rb") as stream:
        records = [
            (r.rec_type, r.rec_headers, r.http_headers, r.raw_stream.read())
            for r in ArchiveIterator(stream, check_digests="raise")
        ]
    assert [kind for kind, *_ in records] == ["warcinfo", *["request", "response"] * 3]
    assert records[0][1].protocol == "WARC/1.1"
    assert b"software: rectoverso/" in records[0][3]
    assert b"operator: someone@example.org" in records[0][3]
    for one, asked, answered in zip(sent, records[1::2], records[2::2], strict=True):
        assert asked[1]["WARC-Concurrent-To"] == answered[1]["WARC-Record-ID"]
        assert asked[1]["WARC-Target-URI"] == answered[1]["WARC-Target-URI"] == one.url
        assert answered[1]["WARC-IP-Address"] == (one.address or None)
        assert answered[1]["Content-Type"] == "application/http; msgtype=response"
        assert asked[2].headers == [("Host", "example.org"), *one.asked]
        assert answered[2].get_statuscode() == str(one.status)
        length = ("Content-Length", str(len(one.body)))
        assert answered[2].headers == [*one.headers, length]
        assert answered[3] == one.body


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    found = read(written(tmp_path, exchange(1), exchange(2), exchange(3, status=500)))
    assert [(c.url, c.body, c.time) for c in found] == [
        (URL % n, HTML % n, "2026-01-02T03:04:05Z") for n in (1, 2)
    ]


@pytest.mark.parametrize("name", ["ours.warc.gz", "ours.warc"])
def test_a_large_body_is_written_whole(tmp_path: Path, name: str) -> None:
    body = noise(12 * 1024**2)
    (page,) = read(written(tmp_path, exchange(headers=(TYPE,), body=body), name=name))
    assert page.body == body


def test_headers_that_are_no_longer_true_stand_under_another_name(tmp_path: Path) -> None:
    headers = (TYPE, ("Transfer-Encoding", "chunked"), ("Content-Length", "7"))
    (page,) = read(written(tmp_path, exchange(headers=headers, body=HTML)))
    assert page.headers["x-archive-orig-transfer-encoding"] == "chunked"
    assert page.headers["x-archive-orig-content-length"] == "7"
    assert page.headers["content-length"] == str(len(HTML))
    assert "transfer-encoding" not in page.headers
    assert page.body == HTML


TOKENS = st.text(st.sampled_from("abcXYZ-09"), min_size=1, max_size=10).map(lambda t: f"X-{t}")
VALUES = st.text(st.characters(codec="utf-8"), max_size=30)


@given(
    headers=st.lists(st.tuples(TOKENS, VALUES), max_size=5),
    body=st.binary(max_size=200),
    reason=VALUES,
)
def test_any_headers_and_bodies_can_be_written(
    tmp_path_factory: pytest.TempPathFactory,
    headers: list[tuple[str, str]],
    body: bytes,
    reason: str,
) -> None:
    file = tmp_path_factory.getbasetemp() / "any.warc.gz"
    file.unlink(missing_ok=True)
    all_headers = (("Content-Type", "text/plain"), *headers)
    one = exchange(headers=all_headers, body=body, reason=reason, asked=tuple(headers))
    (page,) = read(written(file.parent, one, name=file.name))
    assert page.body == body
    assert {name.lower() for name, _ in headers} <= set(page.headers)


def test_an_asking_without_an_answer_is_a_request_alone(tmp_path: Path) -> None:
    skipped = Counter[str]()
    read(written(tmp_path, exchange(status=0, body=b"", headers=())), skipped)
    assert skipped == {"warcinfo": 1, "request": 1}


def test_nothing_is_written_over(tmp_path: Path) -> None:
    file = written(tmp_path, exchange())
    before = file.read_bytes()
    with pytest.raises(StoreError, match="is there already"):
        Archive(file)
    assert file.read_bytes() == before
    with pytest.raises(StoreError, match="cannot be written"):
        Archive(tmp_path / "no" / "such.warc")


KILLED = """
import sys
from pathlib import Path
from tests.test_warc_writing import exchange
from pipeline.fetch.archive import Archive
archive = Archive(Path(sys.argv[1]))
for number in range(1, 10**9):
    archive.add(exchange(number))
    print(number, flush=True)
"""


def test_a_killed_run_leaves_all_that_came_before(tmp_path: Path) -> None:
    file = tmp_path / "killed.warc.gz"
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, file], stdout=subprocess.PIPE, cwd=CHECKOUT
    ) as process:
        assert process.stdout
        for _ in range(50):
            process.stdout.readline()
        os.kill(process.pid, signal.SIGKILL)
    found = [c for c in reader.captures(file) if isinstance(c, Capture)]
    assert len(found) >= 50
    assert [c.body for c in found] == [HTML % n for n in range(1, len(found) + 1)]


FULL = """
import resource, signal, sys
from pathlib import Path
from pipeline.errors import StoreError
from pipeline.fetch.archive import Archive
from tests.test_warc_writing import exchange, noise
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
archive = Archive(Path(sys.argv[1]))
archive.add(exchange(1))
resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))
try:
    archive.add(exchange(2, body=noise(9000)))
except StoreError as error:
    print(error)
archive.add(exchange(3))
"""


def test_a_full_disk_leaves_whole_records(tmp_path: Path) -> None:
    """The limit of a file's size stands for the disk's: the system writes a part, then refuses."""
    file = tmp_path / "full.warc.gz"
    done = subprocess.run(
        [sys.executable, "-c", FULL, file], capture_output=True, cwd=CHECKOUT, check=True
    )
    assert b"cannot be written: File too large" in done.stdout
    assert [c.url for c in read(file)] == [URL % 1, URL % 3]
