"""From the source of a page to its tree: the only module that knows the parser.

lxml repairs what is broken. What it has built is written out again, and read as the flat lists of
`Tree`: to ask lxml for each element and each of its texts takes longer than to parse the page.
"""

from __future__ import annotations

import re

from lxml import etree

from pipeline.errors import PageError
from pipeline.ingest.tree import Tree
from pipeline.stages import stage

#: Pages with more are not read: time and memory stay bounded.
MOST_TAGS = 500_000
#: The parser stops at 2,048 open elements; what is nested deeper is parsed without its wrappers.
_DEEPEST = 400
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})(?=[\s/>])[^<>]{0,20000}>")
#: Browsers read it as a line break, the parser drops it.
_CLOSED_BREAK = re.compile(r"</[bB][rR]\s{0,9}/?>")
#: It shows nothing but where a word may be broken, and would part it.
_SOFT_HYPHEN = "\u00ad"
#: What the serialiser writes for each of these.
_NO_XML, _CONTROL = "&#xFFFD;", re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f]")
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr")
)
_INLINE = frozenset(("a", "b", "i", "em", "strong", "span", "font", "small", "big", "u", "sup"))


@stage("parse")
def parse(text: str) -> Tree:
    """The elements of a page; broken markup is repaired, comments are left out.

    Raises:
        PageError: it holds nothing, or too many tags.
    """
    if len(text) > MOST_TAGS and text.count("<") > MOST_TAGS:
        raise PageError.of("too-many-tags", most=f"{MOST_TAGS:,}")
    text = _CLOSED_BREAK.sub("<br>", text)
    mended, complete = _mend(text)
    if not complete:
        mended, _ = _mend(flatten(text))
    if not mended:
        raise PageError.of("no-element")
    return Tree.of(mended.replace(_SOFT_HYPHEN, ""))


def _mend(text: str) -> tuple[str, bool]:
    """The source as well-formed markup, and whether that holds all of it."""
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
        return "", True
    if tree is None:
        return "", True
    tree.getroottree().docinfo.clear()  # of a page that says it is XHTML, more would be written
    complete = not any(e.type_name == "ERR_RESOURCE_LIMIT" for e in parser.error_log)
    mended = etree.tostring(tree, encoding="unicode", with_tail=False)
    return (_with_controls(mended, tree) if _NO_XML in mended else mended), complete


def _with_controls(mended: str, tree: etree._Element) -> str:
    """The same with the control characters that XML has no place for, and few pages hold."""
    said: list[str | None] = []
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        said += (*element.values(), element.text) if event == "start" else (element.tail,)
    controls = iter(_CONTROL.findall("".join(filter(None, said))))
    return re.sub(_NO_XML, lambda _: next(controls), mended)


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
