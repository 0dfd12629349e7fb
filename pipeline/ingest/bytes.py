"""Where the characters of a span stand in the raw file, checked against its bytes.

For HTML, a second parser that knows positions (Beautiful Soup over the standard library's) gives
the place of every start tag in the source. The page is rendered again with those places as
attributes, so the elements around a span say between which tags of the source to look; there, tags
are skipped and entities resolved. What is found must read as the span does, or there is no answer.
"""

from __future__ import annotations

import bisect
import functools
import html as standard
import re
import warnings
from collections.abc import Iterator
from typing import Protocol

from pipeline.errors import PageError
from pipeline.ingest import decode, html
from pipeline.model import Page, Span

Ranges = list[tuple[int, int]]

_PLACE = "data-rectoverso-place"
_NAME = re.compile(r"<[a-zA-Z][^\s/>\0]*")
_TOKEN = re.compile(
    r"<!--.*?-->|<(?P<raw>script|style|template|svg)\b.*?</(?P=raw)\s*>"
    r"|<[a-zA-Z/!?](?:\"[^\"]*\"|'[^']*'|[^>\"'])*+>|<[a-zA-Z/!?][^>]*>"
    r"|(?P<entity>&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});?)|(?P<char>\S)",
    re.DOTALL | re.IGNORECASE,
)
#: What is not compared: white space, and soft hyphens, which are left out of a page's text.
_SPACES = re.compile(r"[\s\u00ad]+")


class Provenance(Protocol):
    """What is known of the bytes."""

    @property
    def media_type(self) -> str:
        """`text/plain`, or one of the types of HTML."""

    @property
    def charset(self) -> str:
        """The encoding that was used."""


def byte_ranges(raw: bytes, text: str, span: Span, provenance: Provenance) -> Ranges:
    """The byte ranges whose characters are those of `span` in `text`, in order.

    Tags inside the span part its ranges; white space at the ends of a range is left out. Empty
    where no bytes are exactly these characters: the parser mended the page there.
    """
    try:
        source = _Source(raw, decode.decode(raw, provenance.charset))
    except PageError:
        return []
    wanted = _squeeze(span.of(text))
    if not wanted:
        return []
    if provenance.media_type == "text/plain":
        pieces = [(span.start, span.end)] if source.text == text else []
    else:
        pieces = _pieces(source.text, text, span, wanted, provenance.charset)
    ranges = [(source.byte_of(start), source.byte_of(end)) for start, end in pieces]
    found = "".join(source.read(start, end) for start, end in ranges)
    if provenance.media_type != "text/plain":
        found = standard.unescape(found)
    return ranges if _squeeze(found) == wanted else []


class _Source:
    """The decoded text of a file with its line ends folded, and the way back to the bytes."""

    def __init__(self, raw: bytes, decoded: decode.Decoded) -> None:
        self._raw = raw
        self._decoded = decoded
        self.text = decode.fold_line_ends(decoded.text)
        pairs = re.finditer("\r\n", decoded.text) if "\r" in decoded.text else ()
        self._folds = [match.start() - number for number, match in enumerate(pairs)]

    def byte_of(self, offset: int) -> int:
        """The byte at which a character of the folded text starts."""
        at = offset + bisect.bisect_left(self._folds, offset)
        decoded = self._decoded
        before = decoded.text[:at]
        if decoded.charset not in (decode.UTF8, decode.MIXED):
            return decoded.skipped + len(_encode(before, decoded.charset))
        place, shift = len(before.encode("utf-8", "surrogatepass")), 0
        for byte in decoded.foreign:
            if byte + shift >= place:
                break
            shift += decode.width_of(self._raw[decoded.skipped + byte]) - 1
        return decoded.skipped + place - shift

    def read(self, start: int, end: int) -> str:
        """What the bytes say."""
        return decode.read_slice(self._raw[start:end], self._decoded.charset)


def _encode(text: str, charset: str) -> bytes:
    if charset == decode.LATIN:
        return b"0" * len(text)
    return text.encode(charset, "replace")


def _squeeze(text: str) -> str:
    return _SPACES.sub("", text)


def _pieces(source: str, text: str, span: Span, wanted: str, charset: str) -> Ranges:
    """The pieces of the source that hold the characters of a span."""
    page = _placed(source, charset)
    if page is None or page.text != text:
        return []
    places = [(m.start, int(m.attrs[_PLACE])) for m in page.markup if _PLACE in m.attrs]
    before = max((p for p in places if p[0] <= span.start), key=lambda p: p[1], default=(0, 0))
    after = min(
        (p for p in places if p[0] >= span.end and p[1] > before[1]),
        key=lambda p: p[1],
        default=(len(text), len(source)),
    )
    seen = list(_characters(source, before[1], after[1]))
    stream = "".join(char for char, _, _ in seen)
    shown = _squeeze(text[before[0] : after[0]])
    if stream.count(wanted) != shown.count(wanted):
        return []
    at = -1
    for _ in range(_squeeze(text[before[0] : span.start]).count(wanted) + 1):
        at = stream.find(wanted, at + 1)
    return [] if at < 0 else _runs(source, seen[at : at + len(wanted)])


@functools.lru_cache(maxsize=2)  # the facts of a page are asked for one after the other
def _placed(source: str, charset: str) -> Page | None:
    """The page as it is always rendered, its elements with the places of their tags."""
    from bs4 import BeautifulSoup, XMLParsedAsHTMLWarning  # noqa: PLC0415 - only HTML needs it
    from bs4.exceptions import ParserRejectedMarkup  # noqa: PLC0415

    starts = [0, *(match.end() for match in re.finditer("\n", source))]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
            soup = BeautifulSoup(source, "html.parser")
    except (ParserRejectedMarkup, AssertionError):
        return None
    out: list[str] = []
    last = 0
    for tag in soup.find_all():
        if tag.sourceline is None or tag.sourcepos is None:
            continue
        place = starts[tag.sourceline - 1] + tag.sourcepos
        name = _NAME.match(source, place)
        if name is None or place < last:
            continue
        out += (source[last : name.end()], f' {_PLACE}="{place}"')
        last = name.end()
    out.append(source[last:])
    try:
        return html.read_source("".join(out), charset, url="", country="", languages=())
    except PageError:
        return None


def _characters(source: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """The characters between tags with where they stand; an entity is one or more of them."""
    for match in _TOKEN.finditer(source, start, end):
        if match["char"]:
            if _squeeze(match[0]):
                yield match[0], match.start(), match.end()
        elif match["entity"]:
            for char in _squeeze(standard.unescape(match[0])):
                yield char, match.start(), match.end()


def _runs(source: str, found: list[tuple[str, int, int]]) -> Ranges:
    """Characters with nothing but white space between them, as one piece."""
    runs: Ranges = []
    for _, start, end in found:
        if runs and not _squeeze(standard.unescape(source[runs[-1][1] : start])):
            runs[-1] = (runs[-1][0], max(end, runs[-1][1]))
        else:
            runs.append((start, end))
    return runs
