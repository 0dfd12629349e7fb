"""Addresses compared and named: whether two are one page's, which is a site's first page."""

from __future__ import annotations

import contextlib
import hashlib
import re
import unicodedata
from typing import NamedTuple
from urllib.parse import SplitResult, quote, unquote, urlsplit

from pipeline.ingest import chrome
from pipeline.ingest.meta import ENTRY
from pipeline.reading import fold

#: What stands there only because a browser needs it.
_PORTS = {"http": 80, "https": 443}
_ESCAPED = re.compile(r"%([0-9A-Fa-f]{2})")
#: The characters that mean the same with and without `%`: RFC 3986, section 2.3.
_UNRESERVED = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")
#: Left as they stand: what is escaped already, and what parts an address.
_SAFE = "%:/?#[]@!$&'()*+,;=-._~|"

#: Names of a first page beside those that a switch of languages is known by.
_FIRST = frozenset(
    (
        *("default", "main", "spip", "sommaire", "welcome", "bienvenue"),
        *("中文", "русский", "日本語", "한국어", "turkce", "polski"),
    )
)
_REGION = re.compile(r"[a-z]{2}[-_][a-z]{2}")
#: What a query may ask of a first page and it still is one.
_FIRST_QUERY = re.compile(
    r"(?:page=sommaire|(?:lang|language|hl|locale|l)=[\w-]{2,8})(?:&(?:lang|l)=[\w-]{2,8})?",
    re.IGNORECASE,
)
_DEEPEST_FIRST = 2

_LANGUAGE_QUERY = re.compile(r"^(?:lang|language|hl|locale)=[\w-]{2,8}$", re.IGNORECASE)
_NUMBERED = re.compile(r"^id_(?P<kind>[a-z]+)=(?P<number>\d+)$")
#: A page's file says its language in these; an id stands for the page in all languages.
_TWIN = re.compile(r"-(?:eng|fra)$")
_SUFFIX = re.compile(r"\.[A-Za-z][A-Za-z0-9]{1,4}$")
_NO_WORD = re.compile(r"[^a-z0-9]+")
_LONGEST = 60


class Key(NamedTuple):
    """What all ways to write an address have in common; `host` has a port that is not usual."""

    host: str
    path: str
    query: str


def key(url: str) -> Key:
    """What addresses are compared by.

    The scheme, `www.`, the default port, a slash at the end, the fragment, and how characters are
    escaped make no difference; the query does.
    """
    parts = _split(url)
    if parts is None:
        return Key("", url.strip(), "")
    port = ""
    with contextlib.suppress(ValueError):
        port = f":{parts.port}" if parts.port and parts.port != _PORTS.get(parts.scheme) else ""
    return Key(host(url) + port, _written(parts.path).rstrip("/"), _written(parts.query))


def _written(part: str) -> str:
    """A part of an address with each character escaped in one way."""

    def plain(match: re.Match[str]) -> str:
        byte = int(match[1], 16)
        return chr(byte) if byte in _UNRESERVED else match[0].upper()

    return quote(_ESCAPED.sub(plain, part), safe=_SAFE, errors="replace")


def same(first: str, second: str) -> bool:
    """Whether two addresses are one page's, written in two ways."""
    return key(first) == key(second)


def same_path(first: str, second: str) -> bool:
    """Whether two addresses differ in their host at most: a site has several names."""
    return key(first)[1:] == key(second)[1:]


def host(url: str) -> str:
    """The host in lower case, without port and `www.`; '' where there is none."""
    parts = _split(url)
    return (parts.hostname or "").removeprefix("www.").rstrip(".") if parts else ""


def is_entry(url: str) -> bool:
    """Whether an address is that of a site's first page, maybe in one language.

    `/`, `/-Francais-`, `/en`, `/fr/accueil`, `index.html`, `spip.php?page=sommaire&lang=fr`.
    """
    parts = _split(url)
    if parts is None or (parts.query and not _FIRST_QUERY.fullmatch(parts.query)):
        return False
    names = [fold(_stem(name)).strip("-") for name in _names(parts)]
    return len(names) <= _DEEPEST_FIRST and all(map(_is_first, names))


def _is_first(name: str) -> bool:
    known = name in ENTRY or name in _FIRST or _REGION.fullmatch(name) is not None
    return known or bool(chrome.language_named(name))


def slug(url: str) -> str:
    """The id of a page by its address: `^[a-z0-9]+(?:-[a-z0-9]+)*$`, 60 characters at most.

    The last part of the path without its extension, or what the query asks for; `home` for a
    site's first page. An address of which no Latin letter is left is named by its hash.
    """
    if is_entry(url):
        return "home"
    parts = _split(url)
    names = [_stem(name) for name in _names(parts)] if parts else []
    while len(names) > 1 and _is_first(fold(names[-1]).partition("-")[0]):
        names.pop()
    name = _TWIN.sub("", names[-1]) if names else ""
    asked = _asked(parts.query) if parts else ""
    if asked and (not name or fold(name) in _FIRST or fold(name) in ENTRY):
        name = asked
    elif asked:
        name = f"{name}-{asked}"
    return _plain(name) or f"page-{hashlib.sha256(url.encode('utf-8', 'replace')).hexdigest()[:8]}"


def _asked(query: str) -> str:
    """What a query asks for: `article3185`; of `id=4845` the number; nothing of a language."""
    wanted = [part for part in query.split("&") if part and not _LANGUAGE_QUERY.match(part)]
    numbered = [m for part in wanted if (m := _NUMBERED.match(part))]
    if numbered:
        return f"{numbered[0]['kind']}{numbered[0]['number']}"
    return "-".join(unquote(part.rpartition("=")[2]) for part in wanted)


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", fold(name).replace("œ", "oe").replace("æ", "ae"))
    ascii_only = "".join(c for c in letters.lower() if not unicodedata.combining(c))
    words = _NO_WORD.sub("-", ascii_only).strip("-")
    if len(words) > _LONGEST:
        words = words[: _LONGEST + 1].rpartition("-")[0] or words[:_LONGEST]
    words = words.strip("-")
    return f"page-{words}" if words.isdigit() else words


def _split(url: str) -> SplitResult | None:
    try:
        return urlsplit(url.strip())
    except ValueError:
        return None


def _names(parts: SplitResult) -> list[str]:
    return [unquote(name) for name in parts.path.split("/") if name]


def _stem(name: str) -> str:
    return _SUFFIX.sub("", name)
