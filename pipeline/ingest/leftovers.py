"""What is left when blocks are taken out: titles over nothing, and boxes of nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipeline.ingest.tree import Tree

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

    tree: Tree
    gone: bytearray
    kept: set[int | None]
    seen: set[int] = field(default_factory=set)

    def sweep(self, tops: list[int]) -> None:
        """Looks around each of `tops`."""
        for top in tops:
            if self.tree.names[top] in ("button", "span", "a", *HEADINGS):
                continue
            element: int | None = top
            while element is not None:
                element = self._box(element)

    def _box(self, element: int) -> int | None:
        """The box around a block that is gone, if it is gone with it."""
        parent = self.tree.parents[element]
        if parent < 0 or self.gone[parent]:
            return None
        tag = self.tree.names[parent]
        if parent not in self.seen and parent not in self.kept and tag in _WRAPPERS:
            self.seen.add(parent)
            if self._holds_titles_only(parent):
                self.gone[parent] = 1
                return parent
        self._title_before(element)
        return None

    def _title_before(self, element: int) -> None:
        tree, gone = self.tree, self.gone
        before, after = tree.before(element), tree.after(element)
        if before is None or gone[before] or before in self.kept:
            return
        if tree.tail(before).strip() or tree.tail(element).strip():
            return
        tag = tree.names[before]
        ends = after is None or (tree.names[after] in HEADINGS and tree.names[after] <= tag)
        if tag in HEADINGS and ends:
            gone[before] = 1
        elif tag in _CAPTIONS and tree.names[element] in ("ul", "ol", "nav"):
            text = tree.text_of(before)
            if 0 < len(text) <= _LONGEST_CAPTION and not _SENTENCE.search(text):
                gone[before] = 1

    def _holds_titles_only(self, parent: int) -> bool:
        tree, length = self.tree, 0
        if tree.head(parent).strip():
            return False
        at, end = parent + 1, tree.ends[parent]
        while at < end:
            name = tree.names[at]
            if self.gone[at] and name:
                at = tree.ends[at]
            elif name in _TITLES:
                length += len(tree.text_of(at))
                at = tree.ends[at]
            elif name == "img":
                return False
            if length > _TITLE_LENGTH or tree.texts[at].strip():
                return False
            at += 1
        return True
