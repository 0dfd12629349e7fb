"""From bytes to text: refuse what is none, find the encoding, decode, fold line ends.

What the bytes say counts more than what the page says of them: text that is valid UTF-8 is UTF-8,
whatever is declared. `iso-8859-1` is read as Windows-1252, as browsers do. In a page that is UTF-8
but for some bytes, those are read as Windows-1252 one by one. A few NUL bytes are read as spaces.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from pipeline.errors import PageError
from pipeline.stages import stage

MOST_BYTES = 50 * 1024 * 1024
UTF8, LATIN, MIXED = "utf-8", "windows-1252", "utf-8+windows-1252"

_MAGIC = (
    b"\x89PNG",
    b"GIF8",
    b"\xff\xd8\xff",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"\xd0\xcf\x11\xe0",
    b"BZh",
    b"\x7fELF",
    b"Rar!",
    b"7z\xbc\xaf",
)
#: The first bytes of byte order marks.
_MARKS = (b"\xef", b"\xfe", b"\xff", b"\0")
_CONTROLS = bytes(c for c in range(1, 32) if c not in b"\t\n\r\f\x0b\x1b")
#: More control characters than one in so many bytes, and it is no text.
_TEXT = 50
_SAMPLE = 1 << 16
_HIGH_RUN = re.compile(rb"[\x80-\xff]")
#: As browsers read these labels.
_READ_AS = {
    "iso-8859-1": LATIN,
    "latin-1": LATIN,
    "latin1": LATIN,
    "l1": LATIN,
    "ascii": LATIN,
    "us-ascii": LATIN,
    "cp1252": LATIN,
    "windows-1252": LATIN,
    "x-cp1252": LATIN,
    "macroman": "mac-roman",
    "iso-8859-9": "windows-1254",
    "iso-8859-11": "windows-874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
}
#: Encodings whose bytes are all ASCII, or zero in every other place.
_SEVEN_BITS = re.compile(rb"(?i:hz|iso-?2022)")
_NOT_ASCII = ("utf-16", "utf-32", "iso-2022", "hz", "utf-7")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text as the bytes give it, line ends untouched.

    `foreign` are the offsets of the bytes that were read as Windows-1252 in a UTF-8 page; `skipped`
    is the number of bytes before the text (its byte order mark).
    """

    text: str
    charset: str
    skipped: int = 0
    foreign: tuple[int, ...] = ()


@stage("decode")
def decode_text(raw: bytes, charset: str = "") -> tuple[str, str]:
    r"""The text with line ends `\n`, and the encoding that was used.

    Raises:
        PageError: the bytes are no text, none at all, or too many.
    """
    decoded = decode(raw, charset)
    return fold_line_ends(decoded.text), decoded.charset


def fold_line_ends(text: str) -> str:
    r"""Every line end as `\n`."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def decode(raw: bytes, charset: str = "") -> Decoded:
    """The text as it stands.

    Raises:
        PageError: the bytes are no text, none at all, or too many.
    """
    _refuse_what_is_no_text(raw)
    data, marked = _without_mark(raw)
    skipped = len(raw) - len(data)
    if marked and marked != UTF8:
        return Decoded(data.decode(marked, "replace"), marked, skipped)
    if b"\0" in data:
        if data.count(b"\0") * _TEXT > len(data):
            raise PageError.of("nul-bytes")
        data = _blank(data)
    return _decode(data, _label(charset), skipped)


def _blank(data: bytes) -> bytes:
    """The same with its NUL bytes as spaces, one for one: templates leave some in their pages."""
    return data.replace(b"\0", b" ")


def _without_mark(raw: bytes) -> tuple[bytes, str | None]:
    """The bytes behind a byte order mark, and the encoding that it stands for."""
    if raw[:1] not in _MARKS:
        return raw, None
    from bs4.dammit import EncodingDetector  # noqa: PLC0415 - see _declared

    return EncodingDetector.strip_byte_order_mark(raw)


def _declared(data: bytes) -> str:
    """The encoding that a page names itself, '' where it names none."""
    from bs4.dammit import EncodingDetector  # noqa: PLC0415 - most pages are UTF-8, and need no more

    return _label(EncodingDetector.find_declared_encoding(data, is_html=True) or "")


def _decode(data: bytes, charset: str, skipped: int) -> Decoded:
    if data.isascii():
        declared = charset or (_declared(data) if _SEVEN_BITS.search(data) else "")
        if declared.startswith(("iso-2022", "hz")):
            return _as_declared(data, declared, skipped) or _latin(data, skipped)
        return Decoded(data.decode("ascii"), UTF8, skipped)
    try:
        return Decoded(data.decode(UTF8), UTF8, skipped)
    except UnicodeDecodeError:
        mixed = _mixed(data, skipped)
    declared = charset or _declared(data)
    high = len(_HIGH_RUN.findall(data))
    legacy = declared not in ("", UTF8) and not declared.startswith(_NOT_ASCII)
    if 2 * len(mixed.foreign) < high:
        return mixed
    if legacy and declared != LATIN:
        found = _as_declared(data, declared, skipped)
        if found:
            return found
    return _latin(data, skipped) if len(mixed.foreign) == high else mixed


def _refuse_what_is_no_text(raw: bytes) -> None:
    if len(raw) > MOST_BYTES:
        raise PageError.of("too-big", size=f"{len(raw) / 1024**2:.1f}", most=MOST_BYTES // 1024**2)
    if not raw.strip():
        raise PageError.of("no-bytes")
    if raw[:1024].lstrip().startswith(b"%PDF-"):
        raise PageError.of("is-pdf")
    sample = raw[:_SAMPLE]
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if raw.startswith(_MAGIC) or controls * _TEXT > len(sample):
        raise PageError.of("is-binary")


def _label(charset: str) -> str:
    """The encoding that a label stands for, '' where it stands for none."""
    said = charset.strip().strip("\"'").lower().replace("_", "-")
    said = _READ_AS.get(said, _READ_AS.get(said.replace("-", "_"), said))
    try:
        return said if said == LATIN else codecs.lookup(said).name
    except LookupError:
        return ""


def _as_declared(data: bytes, charset: str, skipped: int) -> Decoded | None:
    from bs4.dammit import UnicodeDammit  # noqa: PLC0415 - see _declared

    dammit = UnicodeDammit(data, known_definite_encodings=[charset], is_html=False)
    if dammit.unicode_markup is None or dammit.contains_replacement_characters:
        return None
    if (dammit.original_encoding or "").lower() != charset:
        return None
    return Decoded(dammit.unicode_markup, charset, skipped)


def _character(byte: int) -> str:
    """A Windows-1252 character; of its five empty places, the Latin-1 control character."""
    try:
        return bytes((byte,)).decode(LATIN)
    except UnicodeDecodeError:
        return chr(byte)


_CHARACTERS = tuple(_character(byte) for byte in range(256))
_LATIN_TABLE = "".join(_CHARACTERS)
_HIGH = re.compile(rb"[\x80-\xff]+")
_SEQUENCE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}"
    rb"|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}"
    rb"|\xf4[\x80-\x8f][\x80-\xbf]{2}|(?P<lone>[\x80-\xff])"
)


def _latin(data: bytes, skipped: int) -> Decoded:
    return Decoded(codecs.charmap_decode(data, "strict", _LATIN_TABLE)[0], LATIN, skipped)


def _mixed(data: bytes, skipped: int) -> Decoded:
    """UTF-8 with other bytes between: each of those is a Windows-1252 character."""
    foreign: list[int] = []

    def mend(run: re.Match[bytes]) -> bytes:
        """A run is found many times as fast as a sequence."""
        try:
            run[0].decode(UTF8)
        except UnicodeDecodeError:
            start = run.start()
            return _SEQUENCE.sub(lambda match: mend_one(match, start), run[0])
        return run[0]

    def mend_one(match: re.Match[bytes], start: int) -> bytes:
        if match["lone"] is None:
            return match[0]
        foreign.append(start + match.start())
        return _CHARACTERS[match[0][0]].encode()

    return Decoded(_HIGH.sub(mend, data).decode(UTF8), MIXED, skipped, tuple(foreign))


def width_of(byte: int) -> int:
    """How many bytes UTF-8 has for the character that a lone byte was read as."""
    return len(_CHARACTERS[byte].encode())


def read_slice(data: bytes, charset: str) -> str:
    """A part of a file as the whole was read."""
    if charset.startswith(("utf-16", "utf-32")):
        return data.decode(charset, "replace")
    data = _blank(data)
    if charset == LATIN:
        return _latin(data, 0).text
    if charset == MIXED:
        return _mixed(data, 0).text
    return data.decode(charset, "replace")
