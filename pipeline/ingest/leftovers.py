"""What is left when blocks are taken out: titles over nothing, and boxes of nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipeline.ingest.dom import Element, tag_of, text_of

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_TITLES = (*HEADINGS, "summary", "legend", "label", "caption")
_WRAPPERS = ("div", "section", "details", "aside", "li", "p", "article", "fieldset")
_TITLE_LENGTH = 120
#: What may stand over a list of links as its title.
_CAPTIONS = (*HEADINGS, "p", "div", "strong", "b", "span")
_LONGEST_CAPTION = 40
_SENTENCE = re.compile(r"\d|@|[.!?;,]$")


@dataclass(slots=True)
class Leftovers:
    """Takes the titles that stand over nothing but what is gone, and the boxes around such."""

    gone: set[Element]
    kept: set[Element]
    seen: set[Element] = field(default_factory=set)

    def sweep(self, tops: list[Element]) -> None:
        """Looks around each of `tops`."""
        for top in tops:
            if tag_of(top) in ("button", "span", "a", *HEADINGS):
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
        ends = after is None or (tag_of(after) in HEADINGS and tag_of(after) <= tag)
        if tag in HEADINGS and ends:
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
