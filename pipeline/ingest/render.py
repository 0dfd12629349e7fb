"""From a tree to the text that a dump of the page gives, with its elements as spans over it.

A pure function of the tree. Blocks start on lines of their own, headings and paragraphs between
blank lines; a `br` is a line end; list items open with `  • ` or `  1. `, two spaces deeper for
each level; cells are parted by tabs; an image reads as its alternative text. White space folds to
one space (a no-break space is none), except in `pre`.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, field

from pipeline.ingest import cells
from pipeline.ingest.dom import Element, tag_of
from pipeline.ingest.writer import Opened, Writer
from pipeline.model import Markup

#: How many line ends part an element from what is around it.
_LINES = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6", "p", "summary", "details", "legend"), 2),
    **dict.fromkeys(("div", "section", "article", "main", "header", "footer", "nav", "aside"), 1),
    **dict.fromkeys(("ul", "ol", "dir", "menu", "dl", "dt", "dd", "table", "caption", "tr"), 1),
    **dict.fromkeys(("thead", "tbody", "tfoot", "blockquote", "address", "figure", "hr"), 1),
    **dict.fromkeys(("figcaption", "pre", "form", "fieldset", "center", "body", "hgroup"), 1),
    **dict.fromkeys(("li", "search", "marquee", "listing", "xmp", "plaintext", "video"), 1),
}
_LISTS = ("ul", "ol", "dir", "menu")
_CELLS = ("td", "th")
_KEPT_SPACE = ("pre", "listing", "xmp", "plaintext", "textarea")
#: Elements that no reader of markup asks for.
_SILENT = frozenset(("br", "hr", "tbody", "thead", "tfoot", "font", "wbr", "center", "colgroup"))
_ATTRIBUTE_LENGTH = 1000
#: Deeper lists are not set further in.
_DEEPEST = 12


def render(
    roots: Iterable[Element], left_out: Container[Element]
) -> tuple[str, tuple[Markup, ...]]:
    """The text of `roots`, one after the other, without the elements that are left out."""
    writer = Writer()
    for root in roots:
        writer.part(2)
        _render(root, left_out, writer)
        writer.part(2)
    return writer.finish()


def _render(root: Element, left_out: Container[Element], writer: Writer) -> None:
    """Walks a tree without recursion: the end of an element waits on the stack."""
    walk = _Walk(writer, left_out, blocks={root})
    stack: list[tuple[Element, Callable[[], None] | None]] = [(root, None)]
    while stack:
        element, leave = stack.pop()
        if leave is not None:
            leave()
        elif element not in left_out:
            leave = walk.enter(element)
            stack.append((element, leave))
            stack.extend((child, None) for child in reversed(element))
            if element.text:
                writer.text(element.text)
            continue
        else:
            writer.part(_LINES.get(tag_of(element), 0))
        if element is not root and element.tail:
            writer.text(element.tail)


@dataclass(slots=True)
class _Walk:
    """What the elements around the present one ask for."""

    writer: Writer
    left_out: Container[Element]
    blocks: set[Element]
    lists: list[int] = field(default_factory=list)
    headers: dict[Element, str] = field(default_factory=dict)

    def enter(self, element: Element) -> Callable[[], None]:
        """Writes what stands before an element's content; gives what to do after it."""
        tag = tag_of(element)
        self.writer.part(_LINES.get(tag, 0))
        self._before(element, tag)
        opened = None
        if tag and tag not in _SILENT and not (tag == "a" and element.get("href") is None):
            opened = self.writer.open(tag, self._attributes(element, tag))
            if tag == "img":
                self.writer.text(element.get("alt") or "")
        indent = self.writer.indent
        if tag == "li":
            self.writer.indent = "  " * self._depth() + "  "
        return functools.partial(self._leave, element, tag, opened, indent)

    def _before(self, element: Element, tag: str) -> None:
        if tag in _CELLS:
            self._cell(element)
        elif tag in _LISTS:
            self.lists.append(_first_number(element) if tag == "ol" else -1)
        elif tag == "li":
            self.writer.item(self._sign())
        elif tag == "table":
            layout = cells.layout_of(element)
            self.headers.update(layout.headers)
            self.blocks.update(layout.blocks)
        elif tag == "br":
            self.writer.line_end()
        elif tag in _KEPT_SPACE:
            self.writer.preserve += 1

    def _leave(self, element: Element, tag: str, opened: Opened | None, indent: str) -> None:
        writer = self.writer
        if opened is not None:
            writer.close(opened)
        if tag in _LISTS:
            self.lists.pop()
        elif tag in _KEPT_SPACE:
            writer.preserve -= 1
        elif tag == "li":
            writer.prefix = ""
            writer.bare = writer.bare and not writer.length
            writer.indent = indent
        elif tag in _CELLS:
            if element not in self.blocks:
                writer.end_cell()
            writer.bare = not writer.length
        writer.part(_LINES.get(tag, 0))

    def _cell(self, element: Element) -> None:
        """A tab before every cell of a row but the first; a cell of blocks stands on its own."""
        if element in self.blocks:
            self.writer.part(1)
        elif any(e not in self.left_out for e in element.itersiblings(preceding=True)):
            self.writer.tab()
        self.writer.bare = True

    def _depth(self) -> int:
        return min(max(len(self.lists), 1), _DEEPEST)

    def _sign(self) -> str:
        depth = self._depth()
        number = self.lists[-1] if self.lists else -1
        if number < 0:
            return "  " * depth + "• "
        self.lists[-1] += 1
        return "  " * depth + f"{number}. "

    def _attributes(self, element: Element, tag: str) -> dict[str, str]:
        attrs = {str(name): str(value)[:_ATTRIBUTE_LENGTH] for name, value in element.items()}
        if tag in _CELLS and element in self.headers:
            attrs["header"] = self.headers[element]
        return attrs


def _first_number(element: Element) -> int:
    said = element.get("start", "1").strip()
    return int(said) if said.isdecimal() and len(said) <= 4 else 1  # noqa: PLR2004 - digits
