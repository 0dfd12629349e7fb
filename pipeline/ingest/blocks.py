"""Blocks inside the content that are none of it, by what they hold.

Tables of contents, share links, forms, notes for screen readers, titles that stand over nothing
but such blocks.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable

from pipeline import lexicon
from pipeline.ingest import chrome
from pipeline.ingest.dom import Element, tag_of, text_of
from pipeline.ingest.outline import Outline
from pipeline.reading import fold

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_TITLES = (*_HEADINGS, "summary", "legend", "label", "caption")
_WRAPPERS = ("div", "section", "details", "aside", "li", "p", "article", "fieldset")
_TITLE_LENGTH = 120
#: What may stand over a list of links as its title.
_CAPTIONS = (*_HEADINGS, "p", "div", "strong", "b", "span")
_LONGEST_CAPTION = 40
_SENTENCE = re.compile(r"\d|@|[.!?;,]$")
_SHARE = re.compile(
    r"(?:https?:)?//(?:www\.)?(?:facebook\.com/(?:sharer|share)|twitter\.com/(?:share|intent|home\?)"
    r"|x\.com/(?:share|intent)|linkedin\.com/(?:share|sharing|cws)|plus\.google\.com/share"
    r"|pinterest\.[a-z]{2,3}/pin|t\.me/share|api\.whatsapp\.com/send|wa\.me/\?)"
    r"|javascript:\s*(?:window\.)?print|mailto:\?"
)
_TOPS = ("top", "haut", "page", "wb-cont", "content", "contenu", "main", "main-content")
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
    _Leftovers(gone, kept).sweep(tops)
    return gone


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
    return _is_list_of(element, _is_anchor) or _is_list_of(element, _is_share)


def _is_link_run(element: Element) -> bool:
    return _is_run_of(element, _is_anchor) or _is_run_of(element, _is_share)


def _opens_text(button: Element) -> bool:
    """Whether a button is the title of text that it opens."""
    if "accordion" in (button.get("class") or "").lower():
        return True
    return any(tag_of(e) in (*_HEADINGS, "summary") for e in button.iterancestors())


def _is_control(button: Element) -> bool:
    return not _opens_text(button)


def _is_note_of_link(element: Element) -> bool:
    """'(opens in a new window)' inside a link that says something else too."""
    if not chrome.is_heard(element):
        return False
    link = next(element.iterancestors("a"), None)
    return link is not None and text_of(link) != text_of(element)


def _is_anchor(link: Element) -> bool:
    """A link to a place on the page itself (its top is none)."""
    href = link.get("href") or ""
    return len(href) > 1 and href[0] == "#" and href[1:].lower() not in _TOPS


def _is_share(link: Element) -> bool:
    return _SHARE.match((link.get("href") or "").strip().lower()) is not None


def _is_list_of(element: Element, is_link: _Test) -> bool:
    """A list of two items or more, each of which is nothing but such a link."""
    items = sum(tag_of(e) == "li" for e in element)
    if items < 2:  # noqa: PLR2004 - one item is no list
        return False
    links = list(element.iter("a"))
    return len(links) >= items and _is_all(element, links, is_link)


def _is_run_of(element: Element, is_link: _Test) -> bool:
    """Three such links or more, and nothing else but signs between them."""
    links = [e for e in element if tag_of(e) == "a"]
    return len(links) > 2 and _is_all(element, links, is_link)  # noqa: PLR2004 - as above


def _is_all(element: Element, links: list[Element], is_link: _Test) -> bool:
    if not all(is_link(link) for link in links):
        return False
    return len(text_of(element)) <= sum(len(text_of(link)) + _SIGNS for link in links)


_TESTS: dict[str, _Test] = {
    "button": _is_control,
    **dict.fromkeys(_HEADINGS, chrome.is_heard),
    "a": _is_heard_skip,
    "span": _is_note_of_link,
    **dict.fromkeys(("ul", "ol"), _is_link_list),
    **dict.fromkeys(("p", "div"), _is_link_run),
}


class _Leftovers:
    """Takes the titles that stand over nothing but what is gone, and the boxes around such."""

    def __init__(self, gone: set[Element], kept: set[Element]) -> None:
        self.gone = gone
        self.kept = kept
        self.seen: set[Element] = set()

    def sweep(self, tops: list[Element]) -> None:
        """Looks around each of `tops`."""
        for top in tops:
            if tag_of(top) in ("button", "span", "a", *_HEADINGS):
                continue
            element: Element | None = top
            while element is not None:
                element = self._box(element)

    def _box(self, element: Element) -> Element | None:
        """The box around a block that is gone, if it is gone with it."""
        parent = element.getparent()
        if parent is None or parent in self.gone:
            return None
        if parent not in self.seen and parent not in self.kept and tag_of(parent) in _WRAPPERS:
            self.seen.add(parent)
            if self._holds_titles_only(parent):
                self.gone.add(parent)
                return parent
        self._title_before(element)
        return None

    def _title_before(self, element: Element) -> None:
        before, after = element.getprevious(), element.getnext()
        if before is None or before in self.gone or before in self.kept:
            return
        if (before.tail or "").strip() or (element.tail or "").strip():
            return
        tag = tag_of(before)
        ends = after is None or (tag_of(after) in _HEADINGS and tag_of(after) <= tag)
        if tag in _HEADINGS and ends:
            self.gone.add(before)
        elif tag in _CAPTIONS and tag_of(element) in ("ul", "ol", "nav"):
            text = text_of(before)
            if 0 < len(text) <= _LONGEST_CAPTION and not _SENTENCE.search(text):
                self.gone.add(before)

    def _holds_titles_only(self, parent: Element) -> bool:
        length = 0
        if (parent.text or "").strip():
            return False
        stack = list(parent)
        while stack:
            element = stack.pop()
            if (element.tail or "").strip():
                return False
            if element in self.gone:
                continue
            if tag_of(element) in _TITLES:
                length += len(text_of(element))
                if length > _TITLE_LENGTH:
                    return False
            elif (element.text or "").strip() or tag_of(element) == "img":
                return False
            else:
                stack += list(element)
        return True


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
