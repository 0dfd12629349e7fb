"""Blocks inside the content that are none of it, by what they hold.

Tables of contents, share links, forms, notes for screen readers, the foot of a site that has no
name.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable

from pipeline import lexicon
from pipeline.ingest import chrome
from pipeline.ingest.leftovers import HEADINGS, Leftovers
from pipeline.ingest.outline import Outline, mark
from pipeline.ingest.tree import Tree
from pipeline.reading import fold

_SHARE = re.compile(
    r"(?:https?:)?//(?:www\.)?(?:facebook\.com/(?:sharer|share)|twitter\.com/(?:share|intent|home\?)"
    r"|x\.com/(?:share|intent)|linkedin\.com/(?:share|sharing|cws)|plus\.google\.com/share"
    r"|pinterest\.[a-z]{2,3}/pin|t\.me/share|api\.whatsapp\.com/send|wa\.me/\?)"
    r"|javascript:\s*(?:window\.)?print|mailto:\?"
)
#: The foot of a site without a name: whose page it is, and since when.
_OWNER = re.compile(
    r"(?:©|\(c\)|\bcopyright\b) ?(?:©|\(c\))? ?(?:19|20)\d\d"
    r"(?P<range> ?[-–] ?(?:19|20)\d\d)?(?!\d)",
    re.IGNORECASE,
)
_OWNER_LENGTH = 200
_OWNER_TAGS = frozenset(("p", "div", "center", "small", "font", "address", "td", "span"))
_TOPS = ("top", "haut", "page", "wb-cont", "content", "contenu", "main", "main-content")
#: The longest of the languages' own names.
_LONGEST_NAME = 12
#: So many links in a row are no part of a sentence.
_RUN = 3
#: A sign or two may stand between links that are a list.
_SIGNS = 4
_DATE_LEAST, _DATE_MOST = 8, 80
_DATE_TAGS = frozenset(
    [
        "p",
        "div",
        "span",
        "li",
        "dl",
        "dd",
        "center",
        "small",
        "font",
        "em",
        "i",
        "td",
        "time",
        "b",
        "footer",
        "header",
        "section",
        "address",
    ]
)
_DIGIT = re.compile(r"\d")

_Test = Callable[[Tree, int], bool]


def left_out_of(root: int, outline: Outline, title: int | None) -> bytearray:
    """The places of what below `root` is not to be shown: unseen, of the frame, blocks like it."""
    tree = outline.tree
    kept = outline.ancestors(title) | outline.ancestors(root) | {root, title}
    gone, tops = bytearray(outline.unseen), list(outline.tops)
    for top in tops:
        mark(gone, tree.below(top))
    for element in outline.below(root):
        if tree.names[element] not in _BLOCKS or gone[element] or element in kept:
            continue
        if _is_frame_block(element, outline, root):
            mark(gone, tree.below(element))
            tops.append(element)
    foot = _site_foot(root, outline, gone)
    if foot is not None and foot not in kept:
        mark(gone, tree.below(foot))
        tops.append(foot)
    Leftovers(tree, gone, kept).sweep(tops)
    return gone


def _site_foot(root: int, outline: Outline, gone: bytearray) -> int | None:
    """The last block, where it is a site's foot without a name: '© 2004 Embassy … - Contact'."""
    for last in reversed(outline.elements):
        if not gone[last] and outline.all_of(last) and outline.holds(root, last):
            return _outermost_owner(last, root, outline)
    return None


def _outermost_owner(last: int, root: int, outline: Outline) -> int | None:
    tree, foot, around = outline.tree, None, last
    while around != root and outline.all_of(around) <= _OWNER_LENGTH:
        if tree.names[around] in _OWNER_TAGS and _is_owner(tree, around):
            foot = around
        parent = tree.parents[around]
        if around == outline.body or (parent == root and tree.tail(around).strip()):
            break
        around = parent
    return foot


def _is_owner(tree: Tree, element: int) -> bool:
    """Whether it names an owner and a year, and more than the credit of a picture does."""
    match = _OWNER.search(tree.text_of(element))
    if match is None:
        return False
    return match["range"] is not None or _holds(tree, element, "a", 1)


def _holds(tree: Tree, element: int, name: str, least: int) -> bool:
    """Whether there are so many elements of a name below one, itself counted."""
    return tree.names[element : tree.ends[element] + 1].count(name) >= least


def _is_frame_block(element: int, outline: Outline, root: int) -> bool:
    name = outline.tree.names[element]
    if name == "form":
        most = outline.all_of(root)
        return 2 * outline.all_of(element) < most or not most
    return _TESTS[name](outline.tree, element)


def _is_heard(tree: Tree, element: int) -> bool:
    return tree.tags[element].heard


def _is_heard_skip(tree: Tree, link: int) -> bool:
    """'Skip to content', for screen readers."""
    tag = tree.tags[link]
    return tag.heard and tag.get("href").startswith("#")


def _is_link_list(tree: Tree, element: int) -> bool:
    """A list of two items or more, each of which is nothing but a link that is no content."""
    links = list(tree.find("a", element, tree.ends[element]))
    if len(links) < 2:  # noqa: PLR2004 - one item is no list
        return False
    items = sum(tree.names[e] == "li" for e in tree.children(element))
    if not 2 <= items <= len(links):  # noqa: PLR2004 - as above
        return False
    return any(_is_all(tree, element, links, test) for test in _LINKS)


def _is_link_run(tree: Tree, element: int) -> bool:
    """Three links or more that are no content, and nothing else but signs between them."""
    if not _holds(tree, element, "a", _RUN):
        return False
    links = [e for e in tree.children(element) if tree.names[e] == "a"]
    return len(links) >= _RUN and any(
        _is_all(tree, element, links, test) for test in (_is_anchor, _is_share)
    )


def _is_control(tree: Tree, button: int) -> bool:
    """A button, but not one that is the title of text that it opens."""
    if "accordion" in tree.tags[button].get("class").lower():
        return False
    return not any(tree.names[e] in (*HEADINGS, "summary") for e in tree.ancestors(button))


def _is_note_of_link(tree: Tree, element: int) -> bool:
    """'(opens in a new window)' inside a link that says something else too, or right after it."""
    if not tree.tags[element].heard:
        return False
    before = tree.before(element)
    if before is not None and tree.names[before] == "a" and not tree.tail(before).strip():
        text = tree.text_of(element)
        return text.startswith("(") and text.endswith(")") and not _DIGIT.search(text)
    link = next((e for e in tree.ancestors(element) if tree.names[e] == "a"), None)
    return link is not None and tree.text_of(link) != tree.text_of(element)


def _is_anchor(tree: Tree, link: int) -> bool:
    """A link to a place on the page itself (its top is none)."""
    href = tree.tags[link].get("href")
    return len(href) > 1 and href[0] == "#" and href[1:].lower() not in _TOPS


def _is_share(tree: Tree, link: int) -> bool:
    return _SHARE.match(tree.tags[link].get("href").strip().lower()) is not None


def _is_language(tree: Tree, link: int) -> bool:
    """A link called by a language's own name: a list of such is a switch."""
    text = tree.text_of(link)
    return len(text) <= _LONGEST_NAME and bool(chrome.language_named(fold(text)))


def _is_all(tree: Tree, element: int, links: list[int], is_link: _Test) -> bool:
    if not all(is_link(tree, link) for link in links):
        return False
    most = sum(len(tree.text_of(link)) + _SIGNS for link in links)
    return len(tree.text_of(element)) <= most


#: Links that are no content where a list holds nothing else.
_LINKS: tuple[_Test, ...] = (_is_anchor, _is_share, _is_language)
_TESTS: dict[str, _Test] = {
    "button": _is_control,
    **dict.fromkeys(HEADINGS, _is_heard),
    "a": _is_heard_skip,
    "span": _is_note_of_link,
    **dict.fromkeys(("ul", "ol"), _is_link_list),
    **dict.fromkeys(("p", "div"), _is_link_run),
}
#: The elements that may be such blocks.
_BLOCKS = frozenset(("form", *_TESTS))


@functools.cache
def _date_label() -> re.Pattern[str]:
    words = lexicon.alternation(lexicon.every("pages", "modified.modified"))
    return re.compile(rf"\W{{0,3}}(?:{words})\b\W{{0,5}}.{{6,40}}")


def short_lines(outline: Outline) -> list[int]:
    """The elements that are no longer and no shorter than the line of a date."""
    before, ends, names = outline.all_before, outline.tree.ends, outline.tree.names
    return [
        e
        for e in outline.elements
        if _DATE_LEAST <= before[ends[e]] - before[e] <= _DATE_MOST and names[e] in _DATE_TAGS
    ]


def is_date_line(element: int, tree: Tree) -> bool:
    """Whether such a line says when the page was changed."""
    text = "".join(tree.texts[element : tree.ends[element]])
    if not _DIGIT.search(text):
        return False
    text = " ".join(text.split())
    return len(text) <= _DATE_MOST and _date_label().fullmatch(fold(text)) is not None
