"""What a page says about itself outside its text: head, and links to its other languages."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping

from pipeline.ingest import addresses, chrome
from pipeline.ingest.tags import Tag
from pipeline.ingest.tree import Tree
from pipeline.reading import fold
from pipeline.urls import parts_of, path_names

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


def read_head(tree: Tree, url: str) -> dict[str, str]:
    """`title`, `lang`, `canonical`, `modified`, `generator`, those that are there, and `base`."""
    said = dict(_metas(tree))
    title = next((tree.text_of(e) for e in tree.find("title") if not _in_picture(tree, e)), "")
    declared = tree.tags[0].get("lang") or tree.tags[0].get("xml:lang")
    declared = declared or said.get("content-language", "")
    declared = declared or said.get("language", "") or said.get("dc.language", "")
    base = base_of(tree, url)
    links = (tree.tags[e] for e in tree.find("link"))
    canonical = next((tag.get("href") for tag in links if "canonical" in _rel(tag)), "").strip()
    found = {
        "title": title,
        "lang": declared.strip(),
        "canonical": addresses.join(base, canonical) if canonical else "",
        "modified": next((d for d in (_day(said.get(name, "")) for name in _MODIFIED) if d), ""),
        "generator": said.get("generator", ""),
        "base": base if base != url else "",
    }
    return {key: value for key, value in found.items() if value}


def _metas(tree: Tree) -> Iterator[tuple[str, str]]:
    for tag in (tree.tags[e] for e in tree.find("meta")):
        name = tag.get("name") or tag.get("property") or tag.get("http-equiv")
        if name and tag.get("content"):
            yield name.strip().lower(), tag.get("content").strip()


def _day(said: str) -> str:
    match = _DAY.match(said)
    return match["day"] if match else ""


def _in_picture(tree: Tree, element: int) -> bool:
    return any(tree.names[e] == "svg" for e in tree.ancestors(element))


def _rel(tag: Tag) -> list[str]:
    return tag.get("rel").lower().split()


def base_of(tree: Tree, url: str) -> str:
    """What relative addresses are relative to."""
    said = (tree.tags[e].get("href") for e in tree.find("base"))
    base = next((href.strip() for href in said if href), "")
    return (addresses.join(url, base) if base else "") or url


def find_alternates(tree: Tree, url: str, said: Mapping[str, str]) -> dict[str, str]:
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


def _head_links(tree: Tree) -> Iterator[tuple[str, str]]:
    for tag in (tree.tags[e] for e in tree.find("link")):
        if "alternate" in _rel(tag) and tag.get("hreflang") and tag.get("href"):
            kind = tag.attrs.get("type", "text/html")
            language = tag.get("hreflang")
            if "html" in kind and not language.lower().startswith("x-"):
                yield _primary(language), tag.get("href")


def _title_links(tree: Tree) -> Iterator[tuple[str, str]]:
    for link in tree.find("a"):
        tag = tree.tags[link]
        if "class=" not in tag.source and "id=" not in tag.source:
            continue
        if "tradlang" in tag.source.lower() and "tradlang" in tag.names() and tag.get("href"):
            bracketed = _BRACKETED.fullmatch(tree.text_of(link).lower())
            said = tag.get("hreflang") or (bracketed[1] if bracketed else tag.get("lang"))
            yield _primary(said), tag.get("href")


def _switch_links(tree: Tree, url: str, own: set[str]) -> Iterator[tuple[str, str]]:
    """Links in a box for languages, or such that are called by a language's own name.

    A switch that shows a language without a link says what the page's own language is.
    """
    first_page = _is_entry(url)
    for link in tree.find("a"):
        tag, named = tree.tags[link], _named(tree.text_of(link))
        if not named and "lang=" not in tag.source:
            continue
        said, href = tag.get("hreflang") or tag.get("lang"), tag.get("href").strip()
        if not href or href[0] == "#" or href.startswith(("javascript:", "mailto:")):
            continue
        if not (said or named) or (not first_page and _is_entry(href)):
            continue
        language, shown = _primary(said or named), _beside(tree, link, named)
        known = shown or _in_switch(tree, link) or (said and named)
        if known and language not in (shown or own):
            yield language, href


def _named(text: str) -> str:
    """The language that a short text is the own name of."""
    return _name(text) if 1 < len(text) <= _LABEL else ""


@functools.lru_cache(1024)  # the links of a menu are called alike from page to page
def _name(text: str) -> str:
    return chrome.language_named(fold(text))


def _in_switch(tree: Tree, link: int) -> bool:
    around = tree.ancestors(link)
    return chrome.is_switch(tree.tags[link]) or any(chrome.is_switch(tree.tags[e]) for e in around)


def _beside(tree: Tree, link: int, named: str) -> set[str]:
    """The languages that stand as plain text in the same list as a link named by one."""
    boxes = (e for e in tree.ancestors(link) if tree.names[e] in ("ul", "ol", "p", "div", "td"))
    box = next(boxes, None) if named else None
    if box is None:
        return set()
    items = list(tree.children(box))
    plain = [tree.tail(e) for e in items] + [tree.head(box)]
    plain += [tree.head(e) for e in items if tree.names[e] in ("li", "span", "strong", "b")]
    words = {text.strip(_PARTS) for text in plain}
    shown = set(map(_named, words))
    return shown - {"", named}


def _is_entry(href: str) -> bool:
    """As `addresses.is_entry`, of a link as it stands: `?lang=fr` alone leads to no first page."""
    parts = parts_of(href)
    names = path_names(parts) if parts else []
    if parts is None or parts.query or len(names) > 1:
        return False
    name = names[0] if names else ""
    stem = name.rpartition(".")[0] if "." in name else name
    return stem.strip("-").lower() in addresses.ENTRY
