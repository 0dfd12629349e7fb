"""A page's elements in order, with what each holds: counted once, then looked up."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import accumulate

from pipeline.ingest.chrome import hides_by_name, is_unseen
from pipeline.ingest.tags import Tag
from pipeline.ingest.tree import Tree


@dataclass(slots=True)
class Outline:
    """The elements of a body that can be seen, in order.

    `unseen` and `frame` mark the places of what is unseen, and of what belongs to the frame, each
    with all below; `tops` are the elements of the frame that are in no other. `all_before` and
    `text_before` count the characters from the body's start to a place, in all and outside links:
    what an element holds is the difference of two places.
    """

    tree: Tree
    body: int
    elements: list[int] = field(default_factory=list)
    unseen: bytearray = field(default_factory=bytearray)
    frame: bytearray = field(default_factory=bytearray)
    tops: list[int] = field(default_factory=list)
    all_before: list[int] = field(default_factory=list)
    text_before: list[int] = field(default_factory=list)
    _frame_before: list[int] = field(default_factory=lambda: [0])
    _disclosed: set[str] | None = None

    @classmethod
    def of(cls, tree: Tree) -> Outline:
        """The outline of a page's body, or of all where it has none."""
        outline = cls(tree, next(tree.find("body"), 0))
        outline.unseen = bytearray(len(tree.tags))
        outline.frame = bytearray(len(tree.tags))
        outline._weigh(*outline._look())
        return outline

    def _look(self) -> tuple[list[range], list[range]]:
        """What is unseen, and the links."""
        tree, body, elements = self.tree, self.body, self.elements
        unseen, links, skipped = [], [], -1
        for at, tag in enumerate(tree.tags[body : tree.ends[body] + 1], body):
            if at <= skipped or not tag.name:
                continue
            hidden = tag.unseen if tag.unseen is not None else is_unseen(tag)
            if hidden and at != body and not self._is_disclosed(tag):
                skipped = tree.ends[at]
                unseen.append(tree.below(at))
                continue
            elements.append(at)
            if tag.name == "a" and tag.leads():
                links.append(range(at, tree.ends[at]))
        for places in unseen:
            mark(self.unseen, places)
        return unseen, links

    def _is_disclosed(self, tag: Tag) -> bool:
        """Whether a button on the page shows what is hidden at first: a panel of an accordion."""
        if "id=" not in tag.source or hides_by_name(tag):
            return False
        if self._disclosed is None:
            buttons = {t for t in self.tree.tags if "aria-expanded=" in t.source}
            self._disclosed = {name for t in buttons for name in t.get("aria-controls").split()}
        return tag.get("id") in self._disclosed

    def _weigh(self, unseen: list[range], links: list[range]) -> None:
        tree, body = self.tree, self.body
        lengths = [0] * body
        lengths += map(len, map(str.strip, tree.texts[body : tree.ends[body]]))
        for hidden in unseen:
            lengths[hidden.start : hidden.stop] = [0] * len(hidden)
        self.all_before = list(accumulate(lengths, initial=0))
        for link in links:
            lengths[link.start : link.stop] = [0] * len(link)
        self.text_before = list(accumulate(lengths, initial=0))

    def all_of(self, element: int) -> int:
        """How many characters an element holds."""
        return self.all_before[self.tree.ends[element]] - self.all_before[element]

    def weight(self, element: int) -> int:
        """How many of them stand outside links."""
        return self.text_before[self.tree.ends[element]] - self.text_before[element]

    def net(self, element: int) -> int:
        """How many stand outside links and outside the frame, once that is known."""
        first, last = (bisect_left(self.tops, at) for at in (element, self.tree.ends[element]))
        return self.weight(element) - self._frame_before[last] + self._frame_before[first]

    def leave_out(self, element: int) -> None:
        """Says that an element that is in none of the frame belongs to it, with all below."""
        self.tops.append(element)
        self._frame_before.append(self._frame_before[-1] + self.weight(element))
        mark(self.frame, self.tree.below(element))

    def ancestors(self, element: int | None) -> set[int]:
        """The elements around one, up to the body."""
        return (
            set()
            if element is None
            else {e for e in self.tree.ancestors(element) if e >= self.body}
        )

    def below(self, element: int) -> list[int]:
        """The elements below one that can be seen."""
        first, last = (
            bisect_left(self.elements, at + 1) for at in (element, self.tree.ends[element])
        )
        return self.elements[first:last]

    def holds(self, element: int, other: int) -> bool:
        """Whether an element is another, or around it."""
        return element <= other <= self.tree.ends[element]


def mark(places: bytearray, wanted: range) -> None:
    """Marks places that follow one another."""
    places[wanted.start : wanted.stop] = b"\1" * len(wanted)
