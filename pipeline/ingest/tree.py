"""A page's elements as numbers.

An element is the place of its start tag among all tags of the page. What a page is asked most is
then a look into a list: an element's end, what is around it, all text below it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.ingest.tags import Tag, unescape

#: Angle brackets stand for themselves nowhere else, but for a `<` in the name of an attribute.
_TAG = re.compile("<([^>]*)>")
#: What these hold, half of the characters of a page, is no text, and stays as it was written.
_CODE = ("script", "style")


class _Known(dict[str, Tag]):
    """The tags of a page by their source."""

    def __missing__(self, source: str) -> Tag:
        tag = self[source] = Tag(source)
        return tag


@dataclass(slots=True)
class Tree:
    """The tags of a page in order, and the text that stands after each of them.

    `ends` holds the place of an element's end tag, its own where it has none. `parents` holds the
    element around an element (-1 around the first), and the element that an end tag ends.
    """

    tags: list[Tag]
    names: list[str]
    texts: list[str]
    parents: list[int]
    ends: list[int]

    @classmethod
    def of(cls, source: str) -> Tree:
        """The elements of well-formed markup without comments, instructions and CDATA."""
        pieces = _TAG.split(source)
        tags = list(map(_Known().__getitem__, pieces[1::2]))
        names, texts = [tag.name for tag in tags], pieces[2::2]
        parents, ends, around = [-1] * len(tags), list(range(len(tags))), -1
        for at, tag in enumerate(tags):
            parents[at] = around
            if not tag.name:
                ends[around] = at
                around = parents[around]
            elif not tag.alone:
                around = at
        for at in [at for at, text in enumerate(texts) if "&" in text]:
            if names[at] not in _CODE or tags[at].alone:
                texts[at] = unescape(texts[at])
        return cls(tags, names, texts, parents, ends)

    def find(self, name: str, start: int = 0, end: int | None = None) -> Iterator[int]:
        """The elements of a name, in order; those that start from one place on and before another.

        The search through a list is many times as fast as a loop.
        """
        end = len(self.names) if end is None else end
        try:
            while True:
                start = self.names.index(name, start, end)
                yield start
                start += 1
        except ValueError:
            return

    def below(self, element: int) -> range:
        """The places of an element and of all below it."""
        return range(element, self.ends[element] + 1)

    def children(self, element: int) -> Iterator[int]:
        """The elements right below one."""
        at, end, ends = element + 1, self.ends[element], self.ends
        while at < end:
            yield at
            at = ends[at] + 1

    def ancestors(self, element: int) -> Iterator[int]:
        """The elements around one, from the innermost."""
        around = self.parents[element]
        while around >= 0:
            yield around
            around = self.parents[around]

    def before(self, element: int) -> int | None:
        """The element before one in the same parent."""
        place = element - 1
        if place < 0 or place == self.parents[element]:
            return None
        return place if self.names[place] else self.parents[place]

    def after(self, element: int) -> int | None:
        """The element after one in the same parent."""
        place = self.ends[element] + 1
        return place if place < len(self.names) and self.names[place] else None

    def head(self, element: int) -> str:
        """The text of an element before all that is below it."""
        return self.texts[element] if self.ends[element] > element else ""

    def tail(self, element: int) -> str:
        """The text after an element, in the same parent."""
        return self.texts[self.ends[element]]

    def text_of(self, element: int) -> str:
        """All text below an element, white space folded."""
        end = self.ends[element]
        text = self.texts[element] if end == element + 1 else "".join(self.texts[element:end])
        return " ".join(text.split())
