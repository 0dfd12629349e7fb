"""A page's elements in order, with what each holds: counted once, in two passes."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.ingest import chrome
from pipeline.ingest.dom import Element, tag_of


@dataclass(slots=True)
class Outline:
    """The elements of a body that can be seen, in order.

    `weight` counts the characters below an element that stand outside links, `links` those inside,
    `net` those outside links and outside the frame. `frame` holds the elements of the frame, with
    all below them; `tops` those that are in no other.
    """

    body: Element
    elements: list[Element] = field(default_factory=list)
    tags: dict[Element, str] = field(default_factory=dict)
    parents: dict[Element, Element | None] = field(default_factory=dict)
    unseen: set[Element] = field(default_factory=set)
    weight: dict[Element, int] = field(default_factory=dict)
    links: dict[Element, int] = field(default_factory=dict)
    net: dict[Element, int] = field(default_factory=dict)
    frame: set[Element] = field(default_factory=set)
    tops: list[Element] = field(default_factory=list)

    @classmethod
    def of(cls, body: Element) -> Outline:
        """Down for what is unseen, up for the weights."""
        outline = cls(body)
        linked = outline._look()
        outline._weigh(linked)
        return outline

    def _look(self) -> set[Element]:
        linked: set[Element] = set()
        unseen, parents, tags = self.unseen, self.parents, self.tags
        for element in self.body.iter():
            parent = element.getparent()
            tag = tag_of(element)
            if element is not self.body and (
                parent in unseen or not tag or chrome.is_unseen(element, tag)
            ):
                unseen.add(element)
                continue
            if (tag == "a" and element.get("href")) or parent in linked:
                linked.add(element)
            self.elements.append(element)
            parents[element] = parent
            tags[element] = tag
        return linked

    def _weigh(self, linked: set[Element]) -> None:
        weight, links, parents = self.weight, self.links, self.parents
        weight.update(dict.fromkeys(self.elements, 0))
        links.update(weight)
        parents[self.body] = None
        for element in reversed(self.elements):
            text, tail = element.text, element.tail
            if text:
                (links if element in linked else weight)[element] += len(text.strip())
            parent = parents[element]
            if parent is not None:
                weight[parent] += weight[element]
                links[parent] += links[element]
                if tail:
                    (links if parent in linked else weight)[parent] += len(tail.strip())

    def leave_out(self, element: Element) -> None:
        """Says that an element belongs to the frame, or stands inside one that does."""
        if self.parents[element] not in self.frame:
            self.tops.append(element)
        self.frame.add(element)

    def count_net(self) -> None:
        """Takes the frame's share from the weights, once it is known."""
        self.net = dict(self.weight)
        for top in self.tops:
            share = self.weight[top]
            around: Element | None = top
            while share and around is not None:
                self.net[around] -= share
                around = self.parents[around]

    def ancestors(self, element: Element | None) -> set[Element]:
        """The elements around one."""
        found: set[Element] = set()
        while element is not None:
            element = self.parents.get(element)
            if element is not None:
                found.add(element)
        return found
