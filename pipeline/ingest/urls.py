"""What an address says of its page: whose it is, what to call it, where its office stands."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import SplitResult, unquote, urlsplit

_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_PORTS = re.compile(r":(?:80|443)$")
_SUFFIX = re.compile(r"\.(?:x?html?|php\d?|aspx?|jspx?|cfm|do)$", re.IGNORECASE)
_SCRIPT = re.compile(r"(?:^|/)(?:index|spip|default|home)$", re.IGNORECASE)
#: A longer name of a page is cut, and told from others by a hash.
_LONGEST, _HASH = 80, 8
#: `ca.ambafrance.org`, `ambafrance-ca.org`.
_EMBASSY = re.compile(
    r"(?:^|\.)(?:(?P<first>[a-z]{2})\.ambafrance|ambafrance-(?P<last>[a-z]{2}))\.org$"
)
_TOP_LEVEL = re.compile(
    r"(?:(?:^|[.])(?P<official>gov|gouv|gob|gub|go|gc|mil|edu|ac))?[.](?P<code>[a-z]{2})$"
)
#: Domains of countries that anybody buys for the sake of the word, and one that is no country's:
#: there, only a government's own name tells the country.
_SOLD = frozenset(
    ("ai", "am", "cc", "co", "eu", "fm", "gg", "io", "ly", "me", "nu", "to", "tv", "ws")
)
#: Where the domain is not the ISO code.
_ISO = {"uk": "GB"}


def same(url: str) -> str:
    """What addresses of one page have in common: no scheme, no fragment, no slash at the end."""
    parts = _split(url)
    if parts is None:
        return url
    query = f"?{parts.query}" if parts.query else ""
    return f"{host_of(url)}{parts.path.rstrip('/')}{query}"


def host_of(url: str) -> str:
    """The host in lower case, with its port where that is not the usual one."""
    parts = _split(url)
    return _PORTS.sub("", parts.netloc.rpartition("@")[2].lower()) if parts else ""


def is_on(address: str, host: str) -> bool:
    """Whether what addresses have in common (see `same`) begins with a host."""
    return address.startswith(host) and address[len(host) :][:1] in ("", "/", "?")


def country_of(host: str) -> str:
    """The country (ISO 3166) that a host names, '' where it names none."""
    name = host.partition(":")[0]
    embassy = _EMBASSY.search(name)
    if embassy:
        code = embassy["first"] or embassy["last"]
    else:
        top = _TOP_LEVEL.search(name)
        told = top and (top["official"] or top["code"] not in _SOLD)
        code = top["code"] if top and told else ""
    return _ISO.get(code, code.upper())


def name_source(host: str) -> str:
    """A source's name from its host: `ca-ambafrance-org`."""
    return _slug(host.removeprefix("www.")) or "unknown-host"


def name_pages(urls: Iterable[str]) -> dict[str, tuple[str, str]]:
    """For addresses that are not the `same`: source and page, no two alike.

    A name stays what it is when other pages join, but where two would have the same: then the
    first by its address has it, and the other one gets a hash of its own.
    """
    names: dict[str, tuple[str, str]] = {}
    taken: set[tuple[str, str]] = set()
    for url in sorted(urls, key=same):
        name = name_source(host_of(url)), name_page(url)
        if name in taken:
            name = name[0], f"{name[1]}-{_hash(url)}"
        taken.add(name)
        names[url] = name
    return names


def name_page(url: str) -> str:
    """A page's name from its address: `index` for `/`, `article3185` for `spip.php?article3185`."""
    parts = _split(url)
    path, query = (parts.path, parts.query) if parts else (url, "")
    stem = _SCRIPT.sub("", _SUFFIX.sub("", unquote(path).rstrip("/")))
    said = unicodedata.normalize("NFKD", f"{stem} {unquote(query)}".lower())
    letters = "".join(c for c in said if not unicodedata.combining(c))
    name = _slug(letters)
    if letters.isascii() and len(name) <= _LONGEST:
        return name or "index"
    return f"{name[:_LONGEST].strip('-') or 'page'}-{_hash(url)}"


def _slug(text: str) -> str:
    return _NOT_SLUG.sub("-", text.lower()).strip("-")


def _hash(url: str) -> str:
    return hashlib.sha256(same(url).encode("utf-8", "replace")).hexdigest()[:_HASH]


def _split(url: str) -> SplitResult | None:
    try:
        return urlsplit(url)
    except ValueError:
        return None
