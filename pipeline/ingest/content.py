"""The main content of a page: where it stands, and what inside it is none.

The element that says so (`main`) is the content; where none does, it is the smallest element
around the page's title that holds most of the running text. The frame of the site (menus, foot,
tools) is left out, but never what holds the title or half of the text, and never the line that
says when the page was changed, wherever that stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.ingest import blocks, chrome
from pipeline.ingest.dom import Element, text_of
from pipeline.ingest.outline import Outline

#: Shares of a page's running text (text outside links and frame): what `main` holds at least,
#: what the content around a title holds, what no element of the frame holds.
_MAIN, _MOST, _HALF = 0.25, 0.75, 0.5
#: Where no title shows the way, an element is the content that holds so much of the text.
_NEARLY_ALL = 0.95
#: A title and its lead outside the content are no longer, and no deeper below their box.
_LEAD, _LEVELS = 600, 4
#: A page with fewer characters of content is shown whole.
_LEAST = 25
#: The link to the twin at the end of a title.
_TWIN = re.compile(r" ?\[\w{2}\]$")
#: A shorter heading may be part of a title by chance.
_SAID = 8
_LEAF = frozenset(
    ("p", "h2", "h3", "h4", "h5", "h6", "li", "td", "th", "dd", "dt", "pre", "a", "span", "ul")
)


@dataclass(frozen=True, slots=True)
class Content:
    """The elements to render, in order, and those to leave out of them.

    `framed` says that the frame is all that there is: it is shown for want of anything else.
    """

    roots: tuple[Element, ...]
    left_out: frozenset[Element]
    framed: bool = False


def find_content(tree: Element) -> Content:
    """What of a page to render."""
    outline = Outline.of(next(tree.iter("body"), tree))
    title = _title(tree, outline)
    _mark_frame(outline, title)
    root = _root(outline, title)
    tops = [root]
    if title is not None and not _inside(outline, title, root):
        tops.append(_title_block(outline, title, root))
    left_out = set().union(*(blocks.left_out_of(top, outline, title) for top in tops))
    dates = _date_lines(outline, root, left_out)
    left_out.difference_update(e for date in dates for e in date.iter() if e not in outline.unseen)
    roots = tops[1:]
    roots += [e for e in dates if not any(_is_shown(outline, e, top, left_out) for top in tops)]
    order = {e: n for n, e in enumerate(outline.elements)} if roots else {}
    roots = sorted((root, *roots), key=lambda e: order.get(e, -1))
    shown = sum(_length(e, left_out) for e in roots)
    titled = title is not None and shown > 0 and title not in left_out
    whole = (outline.body,)
    if shown < _LEAST and not titled:
        for gone in (outline.unseen | outline.frame, outline.unseen):
            if _length(outline.body, gone) > max(shown, _LEAST):
                return Content(whole, frozenset(gone), framed=gone is outline.unseen)
    return Content(tuple(roots), frozenset(left_out.difference(roots)))


def _title(tree: Element, outline: Outline) -> Element | None:
    """The page's `h1`; of several the one that `title` repeats, else the first."""
    found = [
        e
        for e in outline.elements
        if outline.tags[e] == "h1" and text_of(e) and not _is_site_name(e)
    ]
    if len(found) == 1:
        return found[0]
    said = next((text_of(e) for e in tree.iter("title")), "").casefold()
    if not found:
        return _title_said(outline, said)
    outside = [e for e in found if not _in_frame(e, outline)] or found
    return next((e for e in outside if text_of(e).casefold() in said), outside[0])


def _title_said(outline: Outline, said: str) -> Element | None:
    """On a page without an `h1`, the first other heading that its `title` repeats."""
    for element in outline.elements:
        if outline.tags[element] in ("h2", "h3"):
            text = _TWIN.sub("", text_of(element)).casefold()
            if len(text) >= _SAID and text in said and not _in_frame(element, outline):
                return None if _is_site_name(element) else element
    return None


def _title_block(outline: Outline, title: Element, root: Element) -> Element:
    """What a title outside the content stands in with its lead: a box of little text, no frame."""
    around, block = outline.ancestors(root), title
    for _ in range(_LEVELS):
        parent = outline.parents[block]
        if parent is None or parent in around or outline.net[parent] > _LEAD:
            break
        tag = outline.tags[parent]
        if tag == "header" or chrome.is_frame(parent, tag, outline.weight[parent]):
            break
        block = parent
    return block


def _is_site_name(heading: Element) -> bool:
    """Whether a heading is nothing but a link to the site's first page."""
    link = next(heading.iter("a"), None)
    if link is None or text_of(link) != text_of(heading):
        return False
    return "home" in (link.get("rel") or "").split() or link.get("href") in ("/", "./", "index.php")


def _in_frame(element: Element, outline: Outline) -> bool:
    around = outline.ancestors(element)
    return any(
        (outline.tags[e] == "header" and e.get("role") == "banner")
        or chrome.is_frame(e, outline.tags[e], outline.weight[e])
        for e in around
    )


def _mark_frame(outline: Outline, title: Element | None) -> None:
    """Marks what belongs to the site; what holds the title or half of the text never does."""
    kept = outline.ancestors(title)
    most = _HALF * outline.weight[outline.body]
    content: set[Element | None] = set()
    frame, tags, parents = outline.frame, outline.tags, outline.parents
    for element in outline.elements:
        parent = parents[element]
        if parent in frame:
            frame.add(element)
            continue
        tag = tags[element]
        if parent in content or tag == "article" or chrome.is_main(element, tag):
            content.add(element)
        if parent is None or element in kept or element is title:
            continue
        heavy = outline.weight[element] > most and tag not in ("nav", "footer")
        if not heavy and _belongs_to_site(element, tag, outline, inside=element in content):
            outline.leave_out(element)
    outline.count_net()


def _belongs_to_site(element: Element, tag: str, outline: Outline, *, inside: bool) -> bool:
    """A header or an aside outside the content, an aside of links inside it, the named frame."""
    if tag in ("header", "aside") and not inside:
        return True
    if tag == "aside" and outline.links[element] > outline.weight[element] / 2:
        return not chrome.is_note(element)
    return chrome.is_frame(element, tag, outline.weight[element])


def _root(outline: Outline, title: Element | None) -> Element:
    net, tags, body = outline.net, outline.tags, outline.body
    whole = max(1, net[body])
    mains = [e for e in outline.elements if e not in outline.frame and chrome.is_main(e, tags[e])]
    if mains:
        best = max(mains, key=lambda e: net[e])
        holds_title = title is not None and _inside(outline, title, best)
        if holds_title or net[best] >= _MAIN * whole:
            return best
    around = outline.parents[title] if title is not None and title not in outline.frame else None
    while around is not None:
        if net[around] >= _MOST * whole:
            return around
        around = outline.parents[around]
    return _densest(outline, whole)


def _densest(outline: Outline, whole: int) -> Element:
    """Down from the body, as long as one child holds nearly all of the text."""
    at = outline.body
    while True:
        below = [
            child
            for child in at
            if child in outline.tags
            and child not in outline.frame
            and outline.tags[child] not in _LEAF
            and outline.net[child] >= _NEARLY_ALL * whole
        ]
        if not below:
            return at
        at = below[0]


def _date_lines(outline: Outline, root: Element, left_out: set[Element]) -> list[Element]:
    """The line outside the content that says when the page was changed, if none inside does."""
    inside: set[Element | None] = {root}
    outside: list[Element] = []
    for element in outline.elements:
        if outline.parents[element] in inside:
            inside.add(element)
        elif outside or element is root:
            continue
        if blocks.is_date_line(element, outline):
            if element in inside and _is_shown(outline, element, root, left_out):
                return []
            outside.append(_innermost(element, outline))
    return outside[:1]


def _innermost(line: Element, outline: Outline) -> Element:
    """The date line alone, without what stands beside it in a small foot."""
    while True:
        below = [e for e in line if e in outline.tags and blocks.is_date_line(e, outline)]
        if not below:
            return line
        line = below[0]


def _inside(outline: Outline, element: Element, root: Element) -> bool:
    return element is root or root in outline.ancestors(element)


def _is_shown(outline: Outline, element: Element, root: Element, left_out: set[Element]) -> bool:
    """Whether nothing between an element and the root around it is left out."""
    around: Element | None = element
    while around is not None and around is not root:
        if around in left_out:
            return False
        around = outline.parents[around]
    return around is root


def _length(root: Element, left_out: Iterable[Element]) -> int:
    """How many characters would be shown."""
    total, stack = 0, [root]
    while stack:
        element = stack.pop()
        total += len((element.text or "").strip()) + len(element.get("alt") or "")
        for child in element:
            total += len((child.tail or "").strip())
            if child not in left_out:
                stack.append(child)
    return total
