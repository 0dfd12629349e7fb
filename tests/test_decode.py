"""Bytes to text: what they say counts more than what the page says of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import PageError
from pipeline.ingest import content_type
from pipeline.ingest.decode import MIXED, MOST_BYTES, decode, decode_text

META = '<html><head><meta charset="{}"></head><body><p>{}</p></body></html>'


@pytest.mark.parametrize(
    ("declared", "written", "words", "used"),
    [
        ("utf-8", "utf-8", "Téléphone : l’été", "utf-8"),
        ("iso-8859-1", "cp1252", "Téléphone : l’été à 5 €", "windows-1252"),
        ("utf-8", "cp1252", "Téléphone : l’été", "windows-1252"),
        ("iso-8859-1", "utf-8", "Téléphone : l’été", "utf-8"),
        ("klingon", "utf-8", "Téléphone", "utf-8"),
        ("utf-16", "utf-8", "Téléphone", "utf-8"),
        ("windows-1251", "cp1251", "Телефон посольства", "cp1251"),
        ("iso-8859-15", "iso8859-15", "Œuvres : 5 €", "iso8859-15"),
        ("shift_jis", "cp932", "電話番号", "cp932"),
    ],
)
def test_declared_and_real_charsets(declared: str, written: str, words: str, used: str) -> None:
    page = META.format(declared, words)
    assert decode_text(page.encode(written)) == (page, used)


def test_the_charset_of_the_response_counts_before_the_pages_own() -> None:
    page = META.format("iso-8859-2", "Телефон посольства")
    assert decode_text(page.encode("cp1251"), "windows-1251") == (page, "cp1251")


@pytest.mark.parametrize(
    ("said", "media_type", "charset"),
    [
        ("Text/HTML; charset=ISO-8859-1", "text/html", "ISO-8859-1"),
        ("text/html;charset = 'utf-8' ; x=y", "text/html", "utf-8"),
        ('text/html; charset="utf-8"', "text/html", "utf-8"),
        ("text/html;; charset=latin1, text/html", "text/html", "latin1"),
        ("text/html; charset*=utf-8''x", "text/html", ""),
        ("text/html; charset=", "text/html", ""),
        ("", "", ""),
    ],
)
def test_what_a_content_type_says(said: str, media_type: str, charset: str) -> None:
    assert content_type.media_type(said) == media_type
    assert content_type.charset(said) == charset


@pytest.mark.parametrize("charset", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_decides_and_is_no_text(charset: str) -> None:
    assert decode_text("Téléphone".encode(charset), "iso-8859-1")[0] == "Téléphone"


def test_mixed_bytes_fall_back_one_by_one() -> None:
    raw = "déjà vu à Fès et à ".encode() + b"Gen\xe8ve \x80 \x92 \x81"
    assert decode_text(raw) == ("déjà vu à Fès et à Genève € ’ \x81", MIXED)
    assert [raw[at] for at in decode(raw).foreign] == [0xE8, 0x80, 0x92, 0x81]


def test_text_stays_as_it_is_but_for_line_ends() -> None:
    raw = "a\r\nb\rc\n\u00a0e\u0301 \u2028\ufeff\t".encode()
    assert decode_text(raw)[0] == "a\nb\nc\n\u00a0e\u0301 \u2028\ufeff\t"


@pytest.mark.parametrize(
    ("raw", "word"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        (b"\xff\xd8\xff\xe0" + b"\x00\x10JFIF" * 9, "binary"),
        (bytes(range(1, 256)) * 4, "binary"),
        (b"\n%PDF-1.4 more", "PDF"),
        ("<p>Tél, in UTF-16 without its mark</p>".encode("utf-16-le"), "NUL"),
        (b"x" * (MOST_BYTES + 1), "MB"),
    ],
    ids=["nothing", "white space", "picture", "noise", "pdf", "nul", "size"],
)
def test_what_is_no_text_is_refused_in_one_line(raw: bytes, word: str) -> None:
    with pytest.raises(PageError, match=word) as caught:
        decode_text(raw)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("rest", [b"", "é".encode(), b"\xe9"], ids=["ascii", "utf-8", "latin-1"])
def test_a_few_nul_bytes_are_spaces(rest: bytes) -> None:
    raw = b"<p>Tel\x00\x00613</p>" + b" and so on, as pages do, for a while" * 4 + rest
    assert decode_text(raw)[0].startswith("<p>Tel  613</p>")


@given(st.binary(min_size=1, max_size=300), st.sampled_from(["", "utf-8", "latin1", "big5", "?"]))
def test_any_bytes_are_text_or_a_page_error(raw: bytes, charset: str) -> None:
    try:
        text, _ = decode_text(raw, charset)
    except PageError:
        return
    assert "\r" not in text


@given(st.text(st.characters(exclude_characters="\r\0", exclude_categories=["Cs", "Cc"])))
def test_utf8_comes_back_as_it_was(text: str) -> None:
    if text.strip() and not text.startswith("\ufeff"):
        assert decode_text(f"é{text}".encode()) == (f"é{text}", "utf-8")
