"""The main content of a page: where it stands, and what inside it is none.

The element that says so (`main`) is the content; where none does, it is the smallest element
around the page's title that holds most of the running text. The frame of the site (menus, foot,
tools) is left out, but never what holds the title or half of the text, and never the line that
says when the page was changed, wherever that stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.ingest import blocks, chrome
from pipeline.ingest.outline import Outline
from pipeline.ingest.tags import Tag
from pipeline.ingest.tree import Tree

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
_SIDES = ("header", "aside")
_LEAF = frozenset(
    ("p", "h2", "h3", "h4", "h5", "h6", "li", "td", "th", "dd", "dt", "pre", "a", "span", "ul")
)


@dataclass(frozen=True, slots=True)
class Content:
    """The elements to render, in order, and the places of those to leave out of them.

    `framed` says that the frame is all that there is: it is shown for want of anything else.
    """

    roots: tuple[int, ...]
    left_out: bytearray
    framed: bool = False


def find_content(tree: Tree) -> Content:
    """What of a page to render."""
    outline = Outline.of(tree)
    title = _title(tree, outline)
    _mark_frame(outline, title)
    root = _root(outline, title)
    tops = [root]
    if title is not None and not outline.holds(root, title):
        tops.append(_title_block(outline, title, root))
    left_out = blocks.left_out_of(root, outline, title)
    for top in tops[1:]:
        left_out = bytearray(map(max, left_out, blocks.left_out_of(top, outline, title)))
    dates = _date_lines(outline, root, left_out)
    for date in dates:
        left_out[date : tree.ends[date]] = outline.unseen[date : tree.ends[date]]
    lone = [e for e in dates if not any(_is_shown(outline, e, top, left_out) for top in tops)]
    roots = sorted((*tops, *lone))
    shown = sum(_length(tree, e, left_out) for e in roots)
    titled = title is not None and shown > 0 and not left_out[title]
    if shown < _LEAST and not titled:
        whole = (outline.body,)
        framed = bytearray(map(max, outline.unseen, outline.frame))
        for gone in (framed, outline.unseen):
            if _length(tree, outline.body, gone) > _LEAST:
                return Content(whole, gone, framed=gone is outline.unseen)
    for element in roots:
        left_out[element] = 0
    return Content(tuple(roots), left_out)


def _title(tree: Tree, outline: Outline) -> int | None:
    """The page's `h1`; of several the one that `title` repeats, else the first."""
    found = [e for e in _headings(outline, "h1") if tree.text_of(e) and not _is_site_name(tree, e)]
    if len(found) == 1:
        return found[0]
    said = next(map(tree.text_of, tree.find("title")), "").casefold()
    if not found:
        return _title_said(outline, said)
    outside = [e for e in found if not _in_frame(e, outline)] or found
    return next((e for e in outside if tree.text_of(e).casefold() in said), outside[0])


def _headings(outline: Outline, *names: str) -> list[int]:
    """The headings of a page that can be seen, in order."""
    end = outline.tree.ends[outline.body] + 1
    found = (e for name in names for e in outline.tree.find(name, outline.body, end))
    return sorted(e for e in found if not outline.unseen[e])


def _title_said(outline: Outline, said: str) -> int | None:
    """On a page without an `h1`, the first other heading that its `title` repeats."""
    tree = outline.tree
    for element in _headings(outline, "h2", "h3"):
        text = _TWIN.sub("", tree.text_of(element)).casefold()
        if len(text) >= _SAID and text in said and not _in_frame(element, outline):
            return None if _is_site_name(tree, element) else element
    return None


def _title_block(outline: Outline, title: int, root: int) -> int:
    """What a title outside the content stands in with its lead: a box of little text, no frame."""
    tree, block = outline.tree, title
    for _ in range(_LEVELS):
        parent = tree.parents[block]
        if block == outline.body or outline.holds(parent, root) or outline.net(parent) > _LEAD:
            break
        tag = tree.tags[parent]
        if tag.name == "header" or chrome.is_frame(tag, outline.weight(parent)):
            break
        block = parent
    return block


def _is_site_name(tree: Tree, heading: int) -> bool:
    """Whether a heading is nothing but a link to the site's first page."""
    link = next(tree.find("a", heading, tree.ends[heading]), None)
    if link is None or tree.text_of(link) != tree.text_of(heading):
        return False
    tag = tree.tags[link]
    return "home" in tag.get("rel").split() or tag.get("href") in ("/", "./", "index.php")


def _in_frame(element: int, outline: Outline) -> bool:
    tags = outline.tree.tags
    return any(
        (tags[e].name == "header" and tags[e].get("role") == "banner")
        or chrome.is_frame(tags[e], outline.weight(e))
        for e in outline.ancestors(element)
    )


def _mark_frame(outline: Outline, title: int | None) -> None:
    """Marks what belongs to the site; what holds the title or half of the text never does."""
    tags, ends = outline.tree.tags, outline.tree.ends
    kept = outline.ancestors(title) | {outline.body, title}
    most = _HALF * outline.weight(outline.body)
    skipped = content = -1  # the ends of what belongs to the frame, and of the content
    for element in outline.elements:
        if element <= skipped:
            continue
        tag = tags[element]
        if element > content and (tag.main or tag.name == "article"):
            content = ends[element]
        if element in kept or not (tag.name in _SIDES or chrome.frame_of(tag)):
            continue
        heavy = outline.weight(element) > most and tag.name not in ("nav", "footer")
        if not heavy and _belongs_to_site(element, tag, outline, inside=element <= content):
            outline.leave_out(element)
            skipped = ends[element]


def _belongs_to_site(element: int, tag: Tag, outline: Outline, *, inside: bool) -> bool:
    """A header or an aside outside the content, an aside of links inside it, the named frame.

    The foot of a quotation says who is quoted.
    """
    tree = outline.tree
    if tag.name == "footer" and tree.names[tree.parents[element]] == "blockquote":
        return False
    if tag.name in _SIDES and not inside:
        return True
    weight = outline.weight(element)
    if tag.name == "aside" and outline.all_of(element) > 1.5 * weight:
        return not tag.note
    return chrome.is_frame(tag, weight)


def _root(outline: Outline, title: int | None) -> int:
    tree, net, body = outline.tree, outline.net, outline.body
    whole = max(1, net(body))
    mains = [e for e in outline.elements if tree.tags[e].main and not outline.frame[e]]
    if mains:
        best = max(mains, key=net)
        holds_title = title is not None and outline.holds(best, title)
        if holds_title or net(best) >= _MAIN * whole:
            return best
    if title is not None and not outline.frame[title]:
        for around in tree.ancestors(title):
            if net(around) >= _MOST * whole:
                return around
            if around == body:
                break
    return _densest(outline, whole)


def _densest(outline: Outline, whole: int) -> int:
    """Down from the body, as long as one child holds nearly all of the text."""
    tree, at = outline.tree, outline.body
    while True:
        below = (
            child
            for child in tree.children(at)
            if not outline.unseen[child]
            and not outline.frame[child]
            and tree.names[child] not in _LEAF
            and outline.net(child) >= _NEARLY_ALL * whole
        )
        found = next(below, None)
        if found is None:
            return at
        at = found


def _date_lines(outline: Outline, root: int, left_out: bytearray) -> list[int]:
    """The line outside the content that says when the page was changed, if none inside does."""
    outside: list[int] = []
    lines = blocks.short_lines(outline)
    for element in lines:
        inside = element != root and outline.holds(root, element)
        if not inside and (outside or element == root):
            continue
        if blocks.is_date_line(element, outline.tree):
            if inside and _is_shown(outline, element, root, left_out):
                return []
            outside.append(element)
    return [_innermost(line, lines, outline.tree) for line in outside[:1]]


def _innermost(line: int, lines: list[int], tree: Tree) -> int:
    """The date line alone, without what stands beside it in a small foot."""
    found: int | None = line
    while found is not None:
        line = found
        below = (e for e in lines if tree.parents[e] == line)
        found = next((e for e in below if blocks.is_date_line(e, tree)), None)
    return line


def _is_shown(outline: Outline, element: int, root: int, left_out: bytearray) -> bool:
    """Whether nothing between an element and the root around it is left out."""
    parents = outline.tree.parents
    while element > root:
        if left_out[element]:
            return False
        element = parents[element]
    return element == root


def _length(tree: Tree, root: int, left_out: bytearray) -> int:
    """How many characters would be shown; it is not counted far beyond `_LEAST`."""
    total, at, end = 0, root, tree.ends[root]
    while at <= end and total <= _LEAST:
        if left_out[at] and at != root:
            at = tree.ends[at]
        elif tree.names[at]:
            total += len(tree.tags[at].get("alt"))
        if at < end:
            total += len(tree.texts[at].strip())
        at += 1
    return total
