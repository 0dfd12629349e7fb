"""What an address says of its page: which other one is the same, what to call it, where it is from.

Whether two addresses are one page's is asked of `key` and `same` alone; whether one is that of a
site's first page, of `is_entry`. Names are made of addresses alone, so that a page has the same one
wherever it was found: in a list, in an archive, by hand.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import quote, unquote, urljoin

from pipeline.reading import fold
from pipeline.urls import parts_of, path_names

#: What stands there only because a browser needs it.
_PORTS = {"http": 80, "https": 443}
_ESCAPED = re.compile(r"%([0-9A-Fa-f]{2})")
#: The characters that mean the same with and without `%`: RFC 3986, section 2.3.
_UNRESERVED = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")
#: Left as they stand: what is escaped already, and what parts an address.
_SAFE = "%:/?#[]@!$&'()*+,;=-._~|"

#: What the address of a site's first page in a language is, without its signs.
ENTRY = frozenset(
    (
        *("", "en", "fr", "de", "es", "it", "pt", "nl", "ar", "eng", "fra", "home", "accueil"),
        *("index", "english", "francais", "français", "deutsch", "espanol", "español", "espagnol"),
        *("italiano", "portugues", "português", "nederlands", "anglais", "allemand", "العربية"),
    )
)
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
_LONGEST, _HASH = 60, 8
#: Files that a server names where it was asked for their folder, or for a query alone.
_SCRIPTS = frozenset(("index", "spip", "default", "home"))

#: The network's hosts, now and before: the part that says where the office stands.
_NETWORK = re.compile(
    r"(?:^|\.)(?:(?P<place>[a-z-]+)\.(?P<kind>ambafrance|consulfrance)"
    r"|(?P<old_kind>ambafrance|consulfrance)-(?P<old_place>[a-z-]+))\.org$"
)
_TOP_LEVEL = re.compile(
    r"(?:(?:^|\.)(?P<official>gov|gouv|gob|gub|go|gc|mil|edu|ac))?\.(?P<code>[a-z]{2})$"
)
#: Domains of countries that anybody buys for the sake of the word: there, only a government's own
#: name tells the country.
_SOLD = frozenset(
    (
        *("ai", "am", "cc", "cd", "co", "fm", "gg", "io", "la", "ly", "me", "nu", "sh", "st"),
        *("tk", "to", "tv", "ws"),
    )
)
#: Domains of two letters that are no country's.
_NOWHERE = frozenset(("ac", "eu", "su"))
#: Where the domain is not the code of ISO 3166.
_OTHER_CODES = {"uk": "GB", "gov": "US", "mil": "US"}


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
    parts = parts_of(url)
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
    parts = parts_of(url)
    return (parts.hostname or "").removeprefix("www.").rstrip(".") if parts else ""


def join(base: str, link: str) -> str:
    """Where a link leads that stands at an address; '' where it leads nowhere."""
    try:
        return urljoin(base, link.strip())
    except ValueError:
        return ""


def is_entry(url: str) -> bool:
    """Whether an address is that of a site's first page, maybe in one language.

    `/`, `/-Francais-`, `/en`, `/fr/accueil`, `index.html`, `spip.php?page=sommaire&lang=fr`.
    """
    parts = parts_of(url)
    if parts is None or (parts.query and not _FIRST_QUERY.fullmatch(parts.query)):
        return False
    names = [fold(_stem(name)).strip("-") for name in path_names(parts)]
    return len(names) <= _DEEPEST_FIRST and all(map(_is_first, names))


def _is_first(name: str) -> bool:
    known = name in ENTRY or name in _FIRST or _REGION.fullmatch(name) is not None
    if known:
        return True
    from pipeline.ingest import chrome  # noqa: PLC0415 - it parses; most addresses need none

    return bool(chrome.language_named(name))


def slug(url: str) -> str:
    """The id of a page by its address: `^[a-z0-9]+(?:-[a-z0-9]+)*$`, 60 characters at most.

    The last part of the path without its extension, or what the query asks for; `home` for a
    site's first page. An address of which no Latin letter is left is named by its hash.
    """
    if is_entry(url):
        return "home"
    parts = parts_of(url)
    names = [_stem(name) for name in path_names(parts)] if parts else []
    while len(names) > 1 and _is_first(fold(names[-1]).partition("-")[0]):
        names.pop()
    name = _TWIN.sub("", names[-1]) if names else ""
    asked = _asked(parts.query) if parts else ""
    if asked and (not name or fold(name) in _FIRST or fold(name) in ENTRY):
        name = asked
    elif asked:
        name = f"{name}-{asked}"
    return _plain(name) or f"page-{_hash(url)}"


def _asked(query: str) -> str:
    """What a query asks for: `article3185`; of `id=4845` the number; nothing of a language."""
    wanted = [part for part in query.split("&") if part and not _LANGUAGE_QUERY.match(part)]
    numbered = [m for part in wanted if (m := _NUMBERED.match(part))]
    if numbered:
        return f"{numbered[0]['kind']}{numbered[0]['number']}"
    return "-".join(unquote(part.rpartition("=")[2]) for part in wanted)


def page_names(url: str) -> tuple[str, str, str]:
    """What a page may be called: by its id, else by its whole path, else by id and hash."""
    parts = parts_of(url)
    names = [_stem(name) for name in path_names(parts)] if parts else []
    if names and fold(names[-1]) in _SCRIPTS:
        names.pop()
    whole = _plain("-".join((*names, unquote(parts.query) if parts else "")))
    own = slug(url)
    return own, whole or own, f"{own}-{_hash(url)}"


def name_pages(urls: Iterable[str]) -> dict[str, tuple[str, str]]:
    """For addresses that are not the `same`: source and page, no two alike.

    A page is called by its id; where pages of a source would share one, each of them is called by
    its whole path, else by its hash. So a name may become longer when other pages join, but it
    never goes from one page to another.
    """
    ways = {url: page_names(url) for url in urls}
    tried = dict.fromkeys(ways, 0)
    while True:
        named = {u: (name_source(key(u).host), ways[u][at]) for u, at in tried.items()}
        bearers = Counter(named.values())
        alike = [u for u, at in tried.items() if bearers[named[u]] > 1 and at + 1 < len(ways[u])]
        if not alike:
            return named
        for url in alike:
            tried[url] += 1


def name_source(host: str) -> str:
    """A source's name by its host: `ca-ambafrance-org`, `publicsafety-gc-ca`."""
    return _words(host.removeprefix("www.")) or "unknown-host"


def name_office(host: str) -> str:
    """As `name_source`, but `ma-ambafrance` for the network's ma.ambafrance.org."""
    network = _NETWORK.search(host)
    if network is None:
        return name_source(host)
    place = network["place"] or network["old_place"]
    return name_source(f"{place}-{network['kind'] or network['old_kind']}")


def country_of(host: str) -> str:
    """The country (ISO 3166) that a host names, '' where it names none."""
    name = host.partition(":")[0]
    network = _NETWORK.search(name)
    if network:
        place = network["place"] or network["old_place"]
        return _country(place) if len(place) == 2 else ""  # noqa: PLR2004 - ISO 3166 alpha-2
    top = _TOP_LEVEL.search(name)
    if top is None:
        return _OTHER_CODES.get(name.rpartition(".")[2], "")
    code = top["code"]
    told = code not in _NOWHERE and (top["official"] or code not in _SOLD)
    return _country(code) if told else ""


def _country(code: str) -> str:
    return _OTHER_CODES.get(code, code.upper())


def _hash(url: str) -> str:
    """The same for all ways to write an address."""
    host, path, query = key(url)
    said = f"{host}{path}?{query}" if query else f"{host}{path}"
    return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:_HASH]


def _words(text: str) -> str:
    """The Latin letters and digits of a text, in small letters, hyphens between the words."""
    letters = unicodedata.normalize("NFKD", fold(text).replace("œ", "oe").replace("æ", "ae"))
    ascii_only = "".join(c for c in letters.lower() if not unicodedata.combining(c))
    return _NO_WORD.sub("-", ascii_only).strip("-")


def _plain(name: str) -> str:
    words = _words(name)
    if len(words) > _LONGEST:
        words = words[: _LONGEST + 1].rpartition("-")[0] or words[:_LONGEST]
    words = words.strip("-")
    return f"page-{words}" if words.isdigit() else words


def _stem(name: str) -> str:
    return _SUFFIX.sub("", name)
