"""What a page says about itself outside its text: head, and links to its other languages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from pipeline.ingest import addresses, chrome
from pipeline.ingest.dom import Element, names, tag_of, text_of
from pipeline.reading import fold

_MODIFIED = (
    "dcterms.modified",
    "dc.date.modified",
    "article:modified_time",
    "og:updated_time",
    "last-modified",
    "datemodified",
)
#: A moment in Greenwich may be another day where the page is read: then it is no date.
_DAY = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)(?:$|[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?![\d:.]*(?:Z|\+00:?00)))"
)
_LANGUAGE = re.compile(r"[a-z]{2,3}(?=$|[-_])")
_BRACKETED = re.compile(r"\[([a-z]{2})\]")
#: A language's own name, with signs around it, is no longer.
_LABEL = 20
#: What stands between the languages of a switch.
_PARTS = " |/-·•\u00a0\n\t\r"


def read_head(tree: Element, url: str) -> dict[str, str]:
    """`title`, `lang`, `canonical`, `modified`, `generator`, those that are there, and `base`."""
    said = dict(_metas(tree))
    title = next((text_of(e) for e in tree.iter("title") if not _in_picture(e)), "")
    declared = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang")
    declared = declared or tree.get("xml:lang") or said.get("content-language", "")
    declared = declared or said.get("language", "") or said.get("dc.language", "")
    base = base_of(tree, url)
    canonical = next(
        (e.get("href", "") for e in tree.iter("link") if "canonical" in _rel(e)), ""
    ).strip()
    found = {
        "title": title,
        "lang": declared.strip(),
        "canonical": addresses.join(base, canonical) if canonical else "",
        "modified": next((d for d in (_day(said.get(name, "")) for name in _MODIFIED) if d), ""),
        "generator": said.get("generator", ""),
        "base": base if base != url else "",
    }
    return {key: value for key, value in found.items() if value}


def _metas(tree: Element) -> Iterator[tuple[str, str]]:
    for element in tree.iter("meta"):
        name = element.get("name") or element.get("property") or element.get("http-equiv")
        if name and element.get("content"):
            yield name.strip().lower(), element.get("content", "").strip()


def _day(said: str) -> str:
    match = _DAY.match(said)
    return match["day"] if match else ""


def _in_picture(element: Element) -> bool:
    return any(tag_of(e) == "svg" for e in element.iterancestors())


def _rel(element: Element) -> list[str]:
    return (element.get("rel") or "").lower().split()


def base_of(tree: Element, url: str) -> str:
    """What relative addresses are relative to."""
    base = next((e.get("href", "").strip() for e in tree.iter("base") if e.get("href")), "")
    return (addresses.join(url, base) if base else "") or url


def find_alternates(tree: Element, url: str, said: Mapping[str, str]) -> dict[str, str]:
    """The page's other versions: a language and its address, in the order of the page.

    Links of the head come first, then those beside the title, then the switch of the site, where
    it leads to a page and not to the site's first page in that language.
    """
    base = base_of(tree, url)
    own = {_primary(said.get("lang", ""))}
    here = {address for address in (url, said.get("canonical", "")) if address}
    said_links = (
        (pair for pair in links_of(tree) if pair[0] not in own)
        for links_of in (_head_links, _title_links)
    )
    for found in (*said_links, _switch_links(tree, url, own)):
        links: dict[str, str] = {}
        for language, href in found:
            address = addresses.join(base, href)
            if language and address and address not in here:
                links.setdefault(language, address)
        if links:
            return links
    return {}


def _primary(said: str) -> str:
    match = _LANGUAGE.match(said.strip().lower())
    return match[0] if match else ""


def _head_links(tree: Element) -> Iterator[tuple[str, str]]:
    for link in tree.iter("link"):
        if "alternate" in _rel(link) and link.get("hreflang") and link.get("href"):
            kind = link.get("type", "text/html")
            language = link.get("hreflang", "")
            if "html" in kind and not language.lower().startswith("x-"):
                yield _primary(language), link.get("href", "")


def _title_links(tree: Element) -> Iterator[tuple[str, str]]:
    for link in tree.iter("a"):
        if "tradlang" in names(link) and link.get("href"):
            bracketed = _BRACKETED.fullmatch(text_of(link).lower())
            said = link.get("hreflang") or (bracketed[1] if bracketed else link.get("lang"))
            yield _primary(said or ""), link.get("href", "")


def _switch_links(tree: Element, url: str, own: set[str]) -> Iterator[tuple[str, str]]:
    """Links in a box for languages, or such that are called by a language's own name.

    A switch that shows a language without a link says what the page's own language is.
    """
    first_page = _is_entry(url)
    for link in tree.iter("a"):
        href = link.get("href", "").strip()
        if not href or href[0] == "#" or href.startswith(("javascript:", "mailto:")):
            continue
        said, text = link.get("hreflang") or link.get("lang") or "", text_of(link)
        named = chrome.language_named(fold(text)) if len(text) <= _LABEL else ""
        if not (said or named) or (not first_page and _is_entry(href)):
            continue
        language, shown = _primary(said or named), _beside(link, named)
        known = shown or _in_switch(link) or (said and named)
        if known and language not in (shown or own):
            yield language, href


def _in_switch(link: Element) -> bool:
    return chrome.is_switch(link) or any(chrome.is_switch(e) for e in link.iterancestors())


def _beside(link: Element, named: str) -> set[str]:
    """The languages that stand as plain text in the same list as a link named by one."""
    box = next(link.iterancestors("ul", "ol", "p", "div", "td"), None) if named else None
    if box is None:
        return set()
    plain = [e.tail for e in box] + [box.text]
    plain += [e.text for e in box if tag_of(e) in ("li", "span", "strong", "b")]
    words = {(text or "").strip(_PARTS) for text in plain}
    shown = {chrome.language_named(fold(word)) for word in words if 1 < len(word) <= _LABEL}
    return shown - {"", named}


def _is_entry(href: str) -> bool:
    """As `addresses.is_entry`, of a link as it stands: `?lang=fr` alone leads to no first page."""
    try:
        address = urlsplit(href)
    except ValueError:
        return False
    parts = [part for part in address.path.split("/") if part]
    if len(parts) > 1 or address.query:
        return False
    name = parts[0] if parts else ""
    stem = name.rpartition(".")[0] if "." in name else name
    return stem.strip("-").lower() in addresses.ENTRY
