"""Every fact of an HTML page has its bytes, or the page was mended there."""

from __future__ import annotations

import json
from dataclasses import dataclass

import pytest

from pipeline.ingest.bytes import byte_ranges
from pipeline.ingest.decode import decode_text
from pipeline.ingest.html import read_html
from pipeline.model import Span
from tests.conftest import CHECKOUT

PAGES = sorted((CHECKOUT / "tests" / "html").glob("*.html"))


@dataclass(frozen=True)
class Known:
    charset: str
    media_type: str = "text/html"


def found(raw: bytes, characters: str, nth: int = 0) -> list[bytes]:
    page = read_html(raw)
    start = -1
    for _ in range(nth + 1):
        start = page.text.index(characters, start + 1)
    span = Span(start, start + len(characters))
    ranges = byte_ranges(raw, page.text, span, Known(page.meta["charset"]))
    return [raw[a:b] for a, b in ranges]


@pytest.mark.parametrize("file", PAGES, ids=lambda f: f.stem)
def test_facts_of_the_gold_pages(file: object) -> None:
    path = CHECKOUT / "tests" / "html" / getattr(file, "name", "")
    raw = path.read_bytes()
    expected = json.loads(path.with_suffix(".expect.json").read_text(encoding="utf-8"))
    for _, _, characters in expected["entities"][-3:]:
        first = characters.splitlines()[0]
        if len(first) > 3:
            assert found(raw, first), first


def test_entities_and_tags_inside() -> None:
    raw = (
        b"<main><p>Ambassade : 1<sup>er</sup> janvier &eacute;t&#233; <b>33</b>&nbsp;839</p></main>"
    )
    assert found(raw, "1er janvier") == [b"1", b"er", b"janvier"]
    assert found(raw, "été") == [b"&eacute;t&#233;"]
    assert found(raw, "33\u00a0839") == [b"33", b"839"]


def test_soft_hyphens_inside() -> None:
    raw = "<main><p>24 for&shy;ma\u00adtions and more of it</p></main>".encode()
    assert found(raw, "24 formations") == ["24 for&shy;ma\u00adtions".encode()]


def test_the_same_characters_twice() -> None:
    raw = b"<p>Tel: 555 0101, fax: 555 0101. That is all there is to say about it.</p>"
    page = read_html(raw)
    places = []
    for at in (page.text.index("555"), page.text.rindex("555")):
        places += byte_ranges(raw, page.text, Span(at, at + 8), Known("utf-8"))
    assert places == [(8, 16), (23, 31)]


def test_line_ends_and_charsets() -> None:
    raw = "<p>Été\r\nà Genève</p>\r\n<p>Téléphone : 022 730 00 00, le matin</p>".encode("cp1252")
    assert found(raw, "022 730 00 00") == [b"022 730 00 00"]
    mixed = "<p>Déjà vu à Fès, étés, </p>".encode() + b"<p>Gen\xe8ve, le 3 mai 2019 \x80</p>"
    assert found(mixed, "Genève, le 3 mai 2019") == [b"Gen\xe8ve, le 3 mai 2019"]


def test_what_is_only_in_a_comment_or_a_script_is_not_found_there() -> None:
    raw = b"<p>Call<!-- 555 0101 --><script>'555 0101'</script> 555 0101 today, not later.</p>"
    assert found(raw, "555 0101") == [b"555 0101"]
    page = read_html(raw)
    (place,) = byte_ranges(raw, page.text, Span(5, 13), Known("utf-8"))
    assert place[0] == raw.rindex(b"555 0101")


def test_where_characters_were_mended_there_is_no_answer() -> None:
    raw = b"<ul><li>10 Main Street<li>Ottawa, K1A 0G2, and so on</ul>"
    page = read_html(raw)
    end = page.text.index(", K1A")
    assert byte_ranges(raw, page.text, Span(page.text.index("10"), end), Known("utf-8")) == []


def test_text_dumps() -> None:
    raw = "\ufeffTéléphone\r\n613 562-3788\r\nété".encode()
    text, charset = decode_text(raw)
    at = text.index("613")
    ((start, end),) = byte_ranges(
        raw, text, Span(at, at + 12), Known(charset, media_type="text/plain")
    )
    assert raw[start:end] == b"613 562-3788"
    ((start, end),) = byte_ranges(
        raw, text, Span(len(text) - 3, len(text)), Known(charset, media_type="text/plain")
    )
    assert raw[start:end] == "été".encode()


def test_nul_bytes_move_nothing() -> None:
    raw = b"<p>Phone:\x00\x00 613\x00562 3788</p>" + b"<p>Open every day of the week.</p>" * 6
    assert found(raw, "613 562 3788") == [b"613\x00562 3788"]
