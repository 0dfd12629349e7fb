"""The tree of a page, as lxml builds it: the only module that knows the parser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

from lxml import etree

from pipeline.errors import PageError
from pipeline.stages import stage

Element = etree._Element  # noqa: SLF001 - lxml's own name for the type of its elements

#: Pages with more are not read: time and memory stay bounded.
MOST_TAGS = 500_000
#: The parser stops at 2,048 open elements; what is nested deeper is parsed without its wrappers.
_DEEPEST = 400
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})(?=[\s/>])[^<>]{0,20000}>")
#: Browsers read it as a line break, the parser drops it.
_CLOSED_BREAK = re.compile(r"</br\s{0,9}/?>", re.IGNORECASE)
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr")
)
_INLINE = frozenset(("a", "b", "i", "em", "strong", "span", "font", "small", "big", "u", "sup"))


@stage("parse")
def parse(text: str) -> Element:
    """The `html` element of a page; broken markup is repaired, comments are left out.

    Raises:
        PageError: it holds nothing, or too many tags.
    """
    if text.count("<") > MOST_TAGS:
        raise PageError.of("too-many-tags", most=f"{MOST_TAGS:,}")
    text = _CLOSED_BREAK.sub("<br>", text)
    tree, complete = _parse(text)
    if not complete:
        tree, _ = _parse(flatten(text))
    if tree is None:
        raise PageError.of("no-element")
    return tree


def _parse(text: str) -> tuple[Element | None, bool]:
    parser = etree.HTMLParser(
        encoding="utf-8",
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
        no_network=True,
        collect_ids=False,
    )
    try:
        tree = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None, True
    return tree, not any(e.type_name == "ERR_RESOURCE_LIMIT" for e in parser.error_log)


def flatten(text: str) -> str:
    """The source without the tags of elements that are nested too deep for the parser.

    Of a block's tag a line break is left, of an inline element's nothing.
    """
    out: list[str] = []
    open_tags: list[str] = []
    at = 0
    for match in _TAG.finditer(text):
        closes, name = match[1], match[2].lower()
        if name in _VOID:
            continue
        if closes:
            deep = _close(open_tags, name) >= _DEEPEST
        else:
            deep = len(open_tags) >= _DEEPEST
            open_tags.append(name)
        if deep:
            out += (text[at : match.start()], "" if name in _INLINE else "<br>")
            at = match.end()
    out.append(text[at:])
    return re.sub(r"(?:<br>){3,}", "<br><br>", "".join(out))


def _close(open_tags: list[str], name: str) -> int:
    """Takes the innermost open element of a name away; says how deep it was, 0 where none is."""
    reach = len(open_tags) - 1
    lowest = max(-1, reach - _DEEPEST)
    while reach > lowest and open_tags[reach] != name:
        reach -= 1
    if reach <= lowest:
        return len(open_tags)
    del open_tags[reach:]
    return reach


def names(element: Element) -> Iterator[str]:
    """The classes and the id of an element, in lower case."""
    for attribute in ("class", "id"):
        said = element.get(attribute)
        if said:
            yield from said.lower().split()


def tag_of(element: Element) -> str:
    """The name of an element, '' for what is none (an entity, an instruction)."""
    tag = element.tag
    return tag if isinstance(tag, str) else ""


def text_of(element: Element) -> str:
    """All text below an element, white space folded."""
    return " ".join("".join(cast("Iterator[str]", element.itertext())).split())
