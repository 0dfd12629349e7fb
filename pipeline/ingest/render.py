"""From a tree to the text that a dump of the page gives, with its elements as spans over it.

A pure function of the tree. Blocks start on lines of their own, headings and paragraphs between
blank lines; a `br` is a line end; list items open with `  • ` or `  1. `, two spaces deeper for
each level; cells are parted by tabs; an image reads as its alternative text. White space folds to
one space (a no-break space is none), except in `pre`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pipeline.ingest import cells
from pipeline.ingest.tags import Tag
from pipeline.ingest.tree import Tree
from pipeline.ingest.writer import CONTROL, Writer
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
#: Elements that ask for more than lines of their own.
_SPECIAL = frozenset((*_LISTS, *_CELLS, *_KEPT_SPACE, "li", "table", "br"))
#: Elements that no reader of markup asks for.
_SILENT = frozenset(("br", "hr", "tbody", "thead", "tfoot", "font", "wbr", "center", "colgroup"))
_ATTRIBUTE_LENGTH = 1000
#: Deeper lists are not set further in.
_DEEPEST = 12


def render(tree: Tree, roots: Iterable[int], left_out: bytearray) -> tuple[str, tuple[Markup, ...]]:
    """The text of `roots`, one after the other, without the elements that are left out."""
    roots = tuple(roots)
    text, markup = _render(tree, roots, left_out, Writer())
    if CONTROL.search(text):
        return _render(tree, roots, left_out, Writer(controls=True))
    return text, markup


def _render(
    tree: Tree, roots: Iterable[int], left_out: bytearray, writer: Writer
) -> tuple[str, tuple[Markup, ...]]:
    for root in roots:
        writer.part(2)
        _Walk(tree, left_out, writer, blocks={root}).over(root)
        writer.part(2)
    return writer.finish()


@dataclass(slots=True)
class _Walk:
    """What the elements around the present one ask for."""

    tree: Tree
    left_out: bytearray
    writer: Writer
    blocks: set[int]
    lists: list[int] = field(default_factory=list)
    indents: list[str] = field(default_factory=list)
    headers: dict[int, str] = field(default_factory=dict)

    def over(self, root: int) -> None:
        """Writes an element with all below it: one step a tag."""
        tree, writer, left_out = self.tree, self.writer, self.left_out
        names, texts, ends = tree.names, tree.texts, tree.ends
        opened: list[int] = []
        at, end = root, ends[root]
        while True:
            name = names[at]
            if not name:
                self._leave(tree.parents[at], opened.pop())
            elif left_out[at]:
                writer.part(_LINES.get(name, 0))
                if name == "script" and _writes_mailbox(texts[at]):
                    writer.close(writer.open(name, {}))
                at = ends[at]
            elif ends[at] == at:
                self._leave(at, self._enter(at, name))
            else:
                opened.append(self._enter(at, name))
            if at == end:
                return
            if text := texts[at]:
                writer.text(text)
            at += 1

    def _enter(self, element: int, name: str) -> int:
        """Writes what stands before an element's content; gives the number of its span, or -1."""
        writer = self.writer
        if name in _LINES:
            writer.part(_LINES[name])
        if name in _SPECIAL:
            self._before(element, name)
        if name in _SILENT:
            return -1
        tag = self.tree.tags[element]
        if name == "a" and "href" not in tag.attrs:
            opened = -1
        else:
            opened = writer.open(name, self._attributes(element, tag))
            if name == "img":
                writer.text(tag.get("alt"))
        if name == "li":
            self.indents.append(writer.indent)
            writer.indent = "  " * self._depth() + "  "
        return opened

    def _before(self, element: int, name: str) -> None:
        if name in _CELLS:
            self._cell(element)
        elif name in _LISTS:
            tag = self.tree.tags[element]
            self.lists.append(_first_number(tag) if name == "ol" else -1)
        elif name == "li":
            self.writer.item(self._sign())
        elif name == "table":
            layout = cells.layout_of(self.tree, element)
            self.headers.update(layout.headers)
            self.blocks.update(layout.blocks)
        elif name == "br":
            self.writer.line_end()
        else:
            self.writer.preserve += 1

    def _leave(self, element: int, opened: int) -> None:
        writer, name = self.writer, self.tree.names[element]
        if opened >= 0:
            writer.close(opened)
        if name in _SPECIAL:
            self._after(element, name)
        if name in _LINES:
            writer.part(_LINES[name])

    def _after(self, element: int, name: str) -> None:
        writer = self.writer
        if name in _LISTS:
            self.lists.pop()
        elif name in _KEPT_SPACE:
            writer.preserve -= 1
        elif name == "li":
            writer.prefix = ""
            writer.bare = writer.bare and not writer.length
            writer.indent = self.indents.pop()
        elif name in _CELLS:
            if element not in self.blocks:
                writer.end_cell()
            writer.bare = not writer.length

    def _cell(self, element: int) -> None:
        """A tab before every cell of a row but the first; a cell of blocks stands on its own."""
        if element in self.blocks:
            self.writer.part(1)
        elif self._follows_another(element):
            self.writer.tab()
        self.writer.bare = True

    def _follows_another(self, element: int) -> bool:
        before = self.tree.before(element)
        while before is not None and self.left_out[before]:
            before = self.tree.before(before)
        return before is not None

    def _depth(self) -> int:
        return min(max(len(self.lists), 1), _DEEPEST)

    def _sign(self) -> str:
        depth = self._depth()
        number = self.lists[-1] if self.lists else -1
        if number < 0:
            return "  " * depth + "• "
        self.lists[-1] += 1
        return "  " * depth + f"{number}. "

    def _attributes(self, element: int, tag: Tag) -> Mapping[str, str]:
        attrs = tag.attrs
        if len(tag.source) > _ATTRIBUTE_LENGTH:
            attrs = {name: value[:_ATTRIBUTE_LENGTH] for name, value in attrs.items()}
        if element in self.headers:
            return {**attrs, "header": self.headers[element]}
        return attrs


def _writes_mailbox(script: str) -> bool:
    """Whether a script writes a mailbox into the text where it stands."""
    return "document.write" in script and "mailto" in script


def _first_number(tag: Tag) -> int:
    said = tag.attrs.get("start", "1").strip()
    return int(said) if said.isdecimal() and len(said) <= 4 else 1  # noqa: PLR2004 - digits
