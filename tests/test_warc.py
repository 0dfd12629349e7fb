"""Web archives, read and written; warcio stands for all other tools."""

from __future__ import annotations

import base64
import contextlib
import gzip
import hashlib
import io
import tracemalloc
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastwarc.stream_io import BrotliWriter, ZstdWriter
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import PageError, StoreError
from pipeline.ingest import decode
from pipeline.ingest.warc import reader
from pipeline.ingest.warc.body import decode_body
from pipeline.ingest.warc.capture import Capture, holds
from pipeline.ingest.warc.reader import Broken
from tests.warcs import HTML, TYPE, URL, Maker, pages

PLAIN, ZIPPED = pages(3, gzip=False), pages(3)


def keep(folder: Path, data: bytes, name: str = "some.warc.gz") -> Path:
    file = folder / name
    file.write_bytes(data)
    return file


def read(path: Path, skipped: Counter[str] | None = None) -> list[Capture]:
    """The pages of an archive that is whole; each is read once more by its place."""
    found = list(reader.captures(path, skipped))
    whole = [capture for capture in found if isinstance(capture, Capture)]
    assert whole == found
    for one in whole:
        assert reader.read_capture(one.path, one.offset, one.within) == one
    return whole


def faults(path: Path) -> list[Broken]:
    return [found for found in reader.captures(path) if isinstance(found, Broken)]


def compressed(writer: type[BrotliWriter | ZstdWriter], body: bytes) -> bytes:
    out = io.BytesIO()
    rest = memoryview(body)
    with writer(out) as stream:
        while rest:
            rest = rest[stream.write(bytes(rest[: 1 << 20])) :]
    return out.getvalue()


def noise(size: int, seed: int = 1) -> bytes:
    """Bytes that no compression makes smaller, always the same."""
    return hashlib.shake_256(b"%d" % seed).digest(size)


@contextlib.contextmanager
def measured() -> Iterator[list[int]]:
    """The most memory that was used inside."""
    most: list[int] = []
    tracemalloc.start()
    try:
        yield most
    finally:
        most.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()


def raw_deflate(body: bytes) -> bytes:
    squeeze = zlib.compressobj(wbits=-15)
    return squeeze.compress(body) + squeeze.flush()


def chunked(body: bytes, size: int = 7) -> bytes:
    parts = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x;a=b\r\n%s\r\n" % (len(p), p) for p in parts) + b"0\r\nT: x\r\n\r\n"


def by_brotli(body: bytes) -> bytes:
    return compressed(BrotliWriter, body)


def by_zstd(body: bytes) -> bytes:
    return compressed(ZstdWriter, body)


def twice(body: bytes) -> bytes:
    return gzip.compress(gzip.compress(body))


PACKED: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "gzip, gzip": twice,
    "deflate": zlib.compress,
    "br": by_brotli,
    "zstd": by_zstd,
    "": bytes,
}
ENCODED = {
    "gzip": gzip.compress(HTML),
    "x-gzip": gzip.compress(HTML),
    "deflate": zlib.compress(HTML),
    "Deflate": raw_deflate(HTML),
    "br": by_brotli(HTML),
    "zstd": by_zstd(HTML),
    "deflate, gzip": gzip.compress(zlib.compress(HTML)),
    "identity": HTML,
    "utf-8": HTML,
}


@pytest.mark.parametrize("coding", ENCODED)
def test_bodies_are_decoded(tmp_path: Path, coding: str) -> None:
    headers = [TYPE, ("Content-Encoding", coding)]
    both = [*headers, ("Transfer-Encoding", "chunked")]
    maker = Maker().page(URL % 1, ENCODED[coding], headers)
    maker.page(URL % 2, chunked(ENCODED[coding]), both)
    assert [c.body for c in read(keep(tmp_path, maker.made()))] == [HTML, HTML]


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd", "chunked"])
def test_a_body_that_was_decoded_before_it_was_kept_is_taken_as_it_is(coding: str) -> None:
    assert decode_body(HTML, "chunked", coding) == HTML


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_a_body_that_ends_early_is_damaged_unless_the_archive_says_so(coding: str) -> None:
    body = noise(1 << 18).hex().encode()
    packed = PACKED[coding](body)[:-1000]
    with pytest.raises(PageError, match="damaged"):
        decode_body(packed, "", coding)
    part = decode_body(packed, "", coding, cut=True)
    assert len(part) > 1000
    assert body.startswith(part)


@given(st.binary(max_size=400), st.integers(1, 50), st.sampled_from(["gzip", "br", "zstd", ""]))
def test_any_body_comes_back(body: bytes, size: int, coding: str) -> None:
    packed = PACKED[coding](body)
    assert decode_body(chunked(packed, size), "chunked", coding) == body


@given(st.binary(max_size=300), st.sampled_from(["gzip", "deflate", "br", "zstd", ""]))
def test_no_bytes_break_the_decoding(body: bytes, coding: str) -> None:
    with contextlib.suppress(PageError):
        decode_body(body, "chunked", coding)


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd", "deflate", "gzip, gzip"])
def test_a_bomb_is_refused_before_it_goes_off(coding: str) -> None:
    nothing = bytes(4 * decode.MOST_BYTES)
    bomb = PACKED[coding](nothing)
    del nothing
    with measured() as most, pytest.raises(PageError, match="more than 50 MB"):
        decode_body(bomb, "", coding)
    assert most[0] < 2 * decode.MOST_BYTES


def test_a_page_larger_than_any_is_told_and_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.ingest.warc.capture.MOST_BYTES", 1000)
    maker = Maker().page(URL % 1, b"x" * 100_000).page(URL % 2)
    file = keep(tmp_path, maker.made())
    assert [fault.why for fault in faults(file)] == ["it has 0.1 MB: so much is not read"]
    assert len(list(reader.captures(file))) == 2


@pytest.mark.parametrize("zipped", [True, False])
def test_what_is_no_page_is_counted(tmp_path: Path, zipped: bool) -> None:  # noqa: FBT001
    maker = Maker(gzip=zipped, version="1.0").info()
    maker.other("request", URL % 1, b"GET / HTTP/1.1\r\n\r\n", "application/http")
    maker.page(URL % 1)
    maker.revisit(URL % 1)
    maker.page(URL % 2, b"", [("Location", "/page1")], "HTTP/1.1 301 Moved Permanently")
    maker.page(URL % 3, b"\x89PNG", [("Content-Type", "image/png")])
    maker.page("https://example.org/robots.txt", b"User-agent: *", [("Content-Type", "text/plain")])
    maker.page("dns:example.org", b"127.0.0.1")
    maker.other("resource", "urn:text:x", b"text of a page", "text/plain")
    maker.other("resource", URL % 4, b"a dump", "text/plain")
    maker.other("metadata", URL % 4, b"via: x", "application/warc-fields")
    maker.page(URL % 5, b"?", [])
    skipped = Counter[str]()
    found = read(keep(tmp_path, maker.made()), skipped)
    assert [(c.url, c.status, c.media_type) for c in found] == [
        (URL % 1, 200, "text/html"),
        (URL % 4, None, "text/plain"),
    ]
    assert skipped == {
        "warcinfo": 1,
        "request": 1,
        "revisit": 1,
        "status 301": 1,
        "image/png": 1,
        "robots.txt and the like": 1,
        "dns address": 1,
        "urn address": 1,
        "metadata": 1,
        "no media type": 1,
    }


def test_what_is_known_of_a_page(tmp_path: Path) -> None:
    headers = [("content-type", 'Text/HTML; Charset="ISO-8859-1"'), ("ETag", '"x"'), ("ETag", "y")]
    maker = Maker().info().page(URL % 1, HTML, headers, WARC_Date="2026-01-02T05:04:05.25+02:00")
    (page,) = read(keep(tmp_path, maker.made()))
    assert (page.url, page.time, page.status) == (URL % 1, "2026-01-02T03:04:05Z", 200)
    assert (page.media_type, page.charset) == ("text/html", "ISO-8859-1")
    assert page.headers["etag"] == '"x"'
    assert page.offset > 0
    assert not page.cut


def test_as_common_crawl_makes_them(tmp_path: Path) -> None:
    """Bodies are decoded, cut at a limit, and their type is what the crawler saw."""
    headers = [
        ("Content-Type", "application/octet-stream"),
        ("X-Crawl-Content-Encoding", "gzip"),
        ("Content-Length", str(len(HTML))),
    ]
    said = {"WARC_Identified_Payload_Type": "text/html", "WARC_Truncated": "length"}
    maker = Maker(version="1.0").info().page(URL % 1, HTML, headers, **said)
    maker.page(URL % 2, b"%PDF-", [TYPE], WARC_Identified_Payload_Type="application/pdf")
    skipped = Counter[str]()
    (page,) = read(keep(tmp_path, maker.made()), skipped)
    assert (page.media_type, page.body, page.cut) == ("text/html", HTML, "length")
    assert skipped["application/pdf"] == 1


@pytest.mark.parametrize("line", ["HTTP/2 200", "HTTP/2.0 200 ", "HTTP/3 200 OK", "HTTP/1.0 200"])
def test_any_version_of_http(tmp_path: Path, line: str) -> None:
    assert len(read(keep(tmp_path, Maker().page(URL % 1, HTML, line=line).made()))) == 1


def test_heads_with_line_feeds_alone(tmp_path: Path) -> None:
    block = b"HTTP/1.1 200 OK\nContent-Type: text/html\n\n" + HTML
    record = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: <%s>\r\n" % (URL % 1).encode()
    record += b"Content-Length: %d\r\n\r\n%s\r\n\r\n" % (len(block), block)
    (page,) = read(keep(tmp_path, record, "some.warc"))
    assert (page.url, page.body, page.time) == (URL % 1, HTML, "")


def frames(plain: bytes) -> bytes:
    records = plain.split(b"WARC/1.1\r\n")[1:]
    return b"".join(compressed(ZstdWriter, b"WARC/1.1\r\n" + record) for record in records)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.warc.gz", pages(20)),
        ("a.warc", pages(20, gzip=False)),
        ("a.warc.gz", gzip.compress(pages(20, gzip=False))),
        ("a.warc.zst", frames(pages(20, gzip=False))),
        ("misnamed.warc.gz", pages(20, gzip=False)),
        ("padded.warc.gz", pages(20) + bytes(3000)),
        ("padded.warc", pages(20, gzip=False) + bytes(3000)),
    ],
    ids=["members", "plain", "one-member", "zstd", "misnamed", "padded", "padded-plain"],
)
def test_every_form_gives_the_same_pages(tmp_path: Path, name: str, data: bytes) -> None:
    found = read(keep(tmp_path, data, name))
    assert [c.body for c in found] == [HTML % n for n in range(1, 21)]


def test_frames_that_hold_several_records_are_told(tmp_path: Path) -> None:
    data = compressed(ZstdWriter, pages(20, gzip=False))
    assert "cannot be told apart" in faults(keep(tmp_path, data, "a.warc.zst"))[0].why


@pytest.mark.parametrize("zipped", [True, False])
def test_a_file_cut_anywhere_gives_the_pages_before(
    tmp_path: Path,
    zipped: bool,  # noqa: FBT001
) -> None:
    data = pages(4, gzip=zipped)
    ends = [c.offset for c in read(keep(tmp_path, data))][1:]
    for size in range(0, len(data), 7):
        file = keep(tmp_path, data[:size])
        found = list(reader.captures(file))
        whole = [c.body for c in found if isinstance(c, Capture)]
        assert whole == [HTML % n for n in range(1, len(whole) + 1)]
        assert len(whole) >= sum(end <= size for end in ends)
        assert sum(isinstance(c, Broken) for c in found) <= 1


@pytest.mark.parametrize("zipped", [True, False])
@pytest.mark.parametrize(
    "garbage", [b"\0" * 50, b"garbage\r\n" * 9, b"\x1f\x8b\x08\0", b"WARC/1.1"]
)
def test_garbage_between_records_is_told_and_passed(
    tmp_path: Path,
    zipped: bool,  # noqa: FBT001
    garbage: bytes,
) -> None:
    data = pages(4, gzip=zipped)
    for page in read(keep(tmp_path, data)):
        file = keep(tmp_path, data[: page.offset] + garbage + data[page.offset :])
        found = list(reader.captures(file))
        assert [c.body for c in found if isinstance(c, Capture)] == [HTML % n for n in range(1, 5)]
        assert [c.offset for c in found if isinstance(c, Broken)] == [page.offset]


@pytest.mark.parametrize("zipped", [True, False])
def test_bytes_that_are_missing_or_changed_cost_one_page(
    tmp_path: Path,
    zipped: bool,  # noqa: FBT001
) -> None:
    data = pages(4, gzip=zipped)
    second = read(keep(tmp_path, data))[1].offset
    place = data.index(b"Page 2", second) if not zipped else second + 200
    for changed in (data[:place] + data[place + 5 :], data[:place] + b"\0" + data[place + 1 :]):
        found = list(reader.captures(keep(tmp_path, changed)))
        kept = [c.body for c in found if isinstance(c, Capture)]
        assert kept == [HTML % 1, HTML % 3, HTML % 4]
        assert [c.offset for c in found if isinstance(c, Broken)] == [second]


@given(data=st.data())
def test_no_damage_raises(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    whole = bytearray(PLAIN if data.draw(st.booleans()) else ZIPPED)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(whole) - 1))
        size = data.draw(st.integers(0, 40))
        whole[place : place + size] = data.draw(st.binary(max_size=40))
    file = tmp_path_factory.getbasetemp() / "damaged.warc.gz"
    file.write_bytes(whole)
    for found in reader.captures(file):
        if isinstance(found, Capture):
            assert reader.read_capture(file, found.offset, found.within) == found


@pytest.mark.parametrize(
    ("header", "why"),
    [
        (b"Content-Length: 9999999999999999999", "so much"),
        (b"Content-Length: 99999999999999999999999999", "no HTTP response"),
        (b"Content-Length: -1", "Content-Length"),
        (b"Content-Length: \xc2\xb2", "Content-Length"),
        (b"Content-Length: 4", "no HTTP response"),
        (b"WARC-Block-Digest: sha1:%s\r\nContent-Length: 44" % (b"0" * 40), "not those"),
        (b"WARC-Block-Digest: sha1:%s\r\nContent-Length: 44" % (b"A" * 32), "not those"),
    ],
)
@pytest.mark.parametrize("zipped", [True, False])
def test_a_record_that_lies_is_told(
    tmp_path: Path,
    header: bytes,
    why: str,
    zipped: bool,  # noqa: FBT001
) -> None:
    record = b"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: http://a/\r\n%s\r\n\r\n" % header
    record += b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"[
        : 4 if header[-2:] == b" 4" else 99
    ]
    record += b"\r\n\r\n"
    file = keep(tmp_path, (gzip.compress(record) if zipped else record) + pages(1, gzip=zipped))
    first, *rest = reader.captures(file)
    assert isinstance(first, Broken)
    assert why in first.why or (not zipped and "length is not" in first.why)
    assert [c.body for c in rest if isinstance(c, Capture)] == [HTML % 1]


@pytest.mark.parametrize("digest", ["sha1:\u00e9", "sha9:AAAA", "sha1:?", "x", "md5:" + "0" * 31])
def test_a_digest_that_nobody_can_read_says_nothing(tmp_path: Path, digest: str) -> None:
    maker = Maker().page(URL % 1, WARC_Block_Digest=digest)
    assert len(read(keep(tmp_path, maker.made()))) == 1


@pytest.mark.parametrize("name", ["md5", "sha1", "sha256", "sha512"])
def test_digests_are_compared_in_both_notations(name: str) -> None:
    made = hashlib.new(name, HTML)
    for said in (made.hexdigest().upper(), base64.b32encode(made.digest()).decode().rstrip("=")):
        assert holds(f"{name.upper()}:{said}", HTML)
        assert not holds(f"{name}:{said}", HTML + b" ")


def test_what_is_no_archive_is_named(tmp_path: Path) -> None:
    for data in (
        b"",
        b"hello",
        b"<html>" * 9999,
        gzip.compress(HTML),
        b"\x28\xb5\x2f\xfd",
        b"WARC/",
    ):
        (fault,) = faults(keep(tmp_path, data))
        assert fault.offset == 0
        assert fault.why
    with pytest.raises(StoreError, match="no such file"):
        list(reader.captures(tmp_path / "nowhere.warc"))
    (tmp_path / "empty").mkdir()
    with pytest.raises(StoreError, match="no archive below"):
        list(reader.captures(tmp_path / "empty"))


def test_a_folder_gives_its_files_in_order(tmp_path: Path) -> None:
    (tmp_path / "deeper").mkdir()
    keep(tmp_path, Maker().page(URL % 3).made(), "deeper/c.warc.gz")
    keep(tmp_path, Maker().page(URL % 1).made(), "a.warc.gz")
    keep(tmp_path, Maker(gzip=False).page(URL % 2).made(), "b.warc")
    keep(tmp_path, b"no archive", "a.txt")
    assert [c.url for c in read(tmp_path)] == [URL % 1, URL % 2, URL % 3]


def test_no_page_at_a_place(tmp_path: Path) -> None:
    for zipped in (True, False):
        file = keep(tmp_path, pages(2, gzip=zipped))
        for offset in (0, 5, 10**9):
            with pytest.raises(PageError):
                reader.read_capture(file, offset)


def test_memory_does_not_grow_with_the_archive(tmp_path: Path) -> None:
    def peak(number: int) -> int:
        maker = Maker()
        for count in range(number):
            maker.page(URL % count, noise(50_000, count).hex().encode())
        file = keep(tmp_path, maker.made())
        del maker
        with measured() as most:
            assert sum(1 for _ in reader.captures(file)) == number
        return most[0]

    assert peak(100) < 1.5 * peak(10)
