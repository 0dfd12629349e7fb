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
from pipeline.ingest.dom import Element, tag_of, text_of
from pipeline.ingest.leftovers import HEADINGS, Leftovers
from pipeline.ingest.outline import Outline
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

_Test = Callable[[Element], bool]


def left_out_of(root: Element, outline: Outline, title: Element | None) -> set[Element]:
    """What below `root` is not to be shown: the unseen, the frame, and blocks like it."""
    kept = outline.ancestors(title) | outline.ancestors(root) | {root}
    if title is not None:
        kept.add(title)
    gone = (outline.unseen | outline.frame) - kept
    tops = [e for e in outline.tops if e not in kept]
    inside: set[Element | None] = {root}
    for element in outline.elements:
        parent = outline.parents[element]
        if parent not in inside:
            continue
        inside.add(element)
        if element in gone:
            continue
        if parent in gone and parent not in kept:
            gone.add(element)
        elif element not in kept and _is_frame_block(element, outline, root):
            gone.add(element)
            tops.append(element)
    foot = _site_foot(root, outline, gone)
    if foot is not None and foot not in kept:
        gone.update(foot.iter())
        tops.append(foot)
    Leftovers(gone, kept).sweep(tops)
    return gone


def _site_foot(root: Element, outline: Outline, gone: set[Element]) -> Element | None:
    """The last block, where it is a site's foot without a name: '© 2004 Embassy … - Contact'."""
    weight, links = outline.weight, outline.links
    for last in reversed(outline.elements):
        if last in gone or not weight[last] + links[last]:
            continue
        if last is root or root in outline.ancestors(last):
            return _outermost_owner(last, root, outline)
    return None


def _outermost_owner(last: Element, root: Element, outline: Outline) -> Element | None:
    foot, around = None, last
    while around is not root and outline.weight[around] + outline.links[around] <= _OWNER_LENGTH:
        if outline.tags[around] in _OWNER_TAGS and _is_owner(around):
            foot = around
        parent = outline.parents[around]
        if parent is None or (parent is root and (around.tail or "").strip()):
            break
        around = parent
    return foot


def _is_owner(element: Element) -> bool:
    """Whether it names an owner and a year, and more than the credit of a picture does."""
    match = _OWNER.search(text_of(element))
    if match is None:
        return False
    return match["range"] is not None or next(element.iter("a"), None) is not None


def _is_frame_block(element: Element, outline: Outline, root: Element) -> bool:
    tag = outline.tags[element]
    if tag == "form":
        most = outline.weight[root] + outline.links[root]
        return 2 * (outline.weight[element] + outline.links[element]) < most or not most
    return tag in _TESTS and _TESTS[tag](element)


def _is_heard_skip(link: Element) -> bool:
    """'Skip to content', for screen readers."""
    return (link.get("href") or "").startswith("#") and chrome.is_heard(link)


def _is_link_list(element: Element) -> bool:
    """A list of two items or more, each of which is nothing but a link that is no content."""
    items = sum(tag_of(e) == "li" for e in element)
    if items < 2:  # noqa: PLR2004 - one item is no list
        return False
    links = list(element.iter("a"))
    return len(links) >= items and any(_is_all(element, links, test) for test in _LINKS)


def _is_link_run(element: Element) -> bool:
    return _is_run_of(element, _is_anchor) or _is_run_of(element, _is_share)


def _opens_text(button: Element) -> bool:
    """Whether a button is the title of text that it opens."""
    if "accordion" in (button.get("class") or "").lower():
        return True
    return any(tag_of(e) in (*HEADINGS, "summary") for e in button.iterancestors())


def _is_control(button: Element) -> bool:
    return not _opens_text(button)


def _is_note_of_link(element: Element) -> bool:
    """'(opens in a new window)' inside a link that says something else too, or right after it."""
    if not chrome.is_heard(element):
        return False
    before = element.getprevious()
    if before is not None and tag_of(before) == "a" and not (before.tail or "").strip():
        text = text_of(element)
        return text.startswith("(") and text.endswith(")") and not _DIGIT.search(text)
    link = next(element.iterancestors("a"), None)
    return link is not None and text_of(link) != text_of(element)


def _is_anchor(link: Element) -> bool:
    """A link to a place on the page itself (its top is none)."""
    href = link.get("href") or ""
    return len(href) > 1 and href[0] == "#" and href[1:].lower() not in _TOPS


def _is_share(link: Element) -> bool:
    return _SHARE.match((link.get("href") or "").strip().lower()) is not None


def _is_language(link: Element) -> bool:
    """A link called by a language's own name: a list of such is a switch."""
    text = text_of(link)
    return len(text) <= _LONGEST_NAME and bool(chrome.language_named(fold(text)))


def _is_run_of(element: Element, is_link: _Test) -> bool:
    """Three such links or more, and nothing else but signs between them."""
    links = [e for e in element if tag_of(e) == "a"]
    return len(links) > 2 and _is_all(element, links, is_link)  # noqa: PLR2004 - as above


def _is_all(element: Element, links: list[Element], is_link: _Test) -> bool:
    if not all(is_link(link) for link in links):
        return False
    return len(text_of(element)) <= sum(len(text_of(link)) + _SIGNS for link in links)


#: Links that are no content where a list holds nothing else.
_LINKS: tuple[_Test, ...] = (_is_anchor, _is_share, _is_language)
_TESTS: dict[str, _Test] = {
    "button": _is_control,
    **dict.fromkeys(HEADINGS, chrome.is_heard),
    "a": _is_heard_skip,
    "span": _is_note_of_link,
    **dict.fromkeys(("ul", "ol"), _is_link_list),
    **dict.fromkeys(("p", "div"), _is_link_run),
}


@functools.cache
def _date_label() -> re.Pattern[str]:
    words = lexicon.alternation(lexicon.every("pages", "modified.modified"))
    return re.compile(rf"\W{{0,3}}(?:{words})\b\W{{0,5}}.{{6,40}}")


def is_date_line(element: Element, outline: Outline) -> bool:
    """Whether it is a line that says when the page was changed."""
    if outline.tags[element] not in _DATE_TAGS:
        return False
    if not _DATE_LEAST <= outline.weight[element] + outline.links[element] <= _DATE_MOST:
        return False
    text = text_of(element)
    if len(text) > _DATE_MOST or not _DIGIT.search(text):
        return False
    return _date_label().fullmatch(fold(text)) is not None
