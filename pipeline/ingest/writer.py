"""Text as it grows, and the elements over it: white space is held back until something follows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipeline.model import Markup

_SPACES = re.compile(r"[ \t\n\r\f]+")
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")


@dataclass(slots=True)
class Opened:
    """An element that is being rendered: where its first character stands, once it has one."""

    tag: str
    attrs: dict[str, str]
    start: int = -1
    end: int = -1


@dataclass(slots=True)
class Writer:
    """Text as it grows; white space is held back until something follows it."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    lines: int = 0
    space: bool = False
    prefix: str = ""
    indent: str = ""
    bare: bool = True
    elements: list[Opened] = field(default_factory=list)
    waiting: list[Opened] = field(default_factory=list)
    preserve: int = 0

    def text(self, text: str) -> None:
        """Characters of the page, white space folded."""
        if self.preserve:
            self._preserved(text)
            return
        folded = _SPACES.sub(" ", text)
        if _CONTROL.search(folded):
            folded = _CONTROL.sub(_as_windows, folded)
        inner = folded.strip(" ")
        if not inner:
            self.space = self.space or bool(folded)
            return
        if folded[0] == " ":
            self.space = True
        self._write(inner)
        self.space = folded[-1] == " "

    def _preserved(self, text: str) -> None:
        for number, line in enumerate(text.replace("\r\n", "\n").split("\n")):
            if number:
                self.lines += 1
            if line.strip():
                self._write(line.rstrip())

    def _write(self, text: str) -> None:
        if self.lines and self.length:
            gap = "\n" * self.lines + (self.prefix or self.indent)
        elif self.prefix:
            gap = self.prefix
        else:
            gap = " " if self.space and not self.bare and self.length else ""
        self.prefix = ""
        self.bare = False
        self.lines = 0
        self.space = False
        if gap:
            self.parts.append(gap)
            self.length += len(gap)
        for element in self.waiting:
            element.start = self.length
            if element.end != -1:
                element.end = self.length
        self.waiting.clear()
        self.parts.append(text)
        self.length += len(text)

    def part(self, lines: int) -> None:
        """At least so many line ends before what follows; none at the start of a cell or item."""
        if not lines:
            return
        self.space = False
        if not self.bare:
            self.lines = max(self.lines, lines)

    def line_end(self) -> None:
        """One more line end, as `br` gives it."""
        self.space = False
        if not self.bare:
            self.lines += 1

    def item(self, prefix: str) -> None:
        """A list item: its sign stands before its first character."""
        self.part(1)
        self.prefix = prefix
        self.bare = True

    def tab(self) -> None:
        """The sign between two cells of a row; the row's line end first, if none is there yet."""
        gap = "\n" * self.lines + "\t"
        self.lines = 0
        self.space = False
        self.parts.append(gap)
        self.length += len(gap)
        self.bare = True

    def end_cell(self) -> None:
        """What ends a cell parts nothing; an empty one leaves the row's line end to the next."""
        if not self.bare:
            self.lines = 0
        self.bare = not self.length

    def open(self, tag: str, attrs: dict[str, str]) -> Opened:
        """An element starts."""
        element = Opened(tag, attrs)
        self.elements.append(element)
        self.waiting.append(element)
        return element

    def close(self, element: Opened) -> None:
        """An element ends: after its last character, or, empty, where the next one will stand."""
        element.end = self.length
        if element.start == -1 and not self.lines and self.length:
            element.start = self.length
            self.waiting.remove(element)

    def finish(self) -> tuple[str, tuple[Markup, ...]]:
        """The text and its elements."""
        for element in self.waiting:
            element.start = element.end = self.length
        text = "".join(self.parts)
        return text, tuple(Markup(e.start, e.end, e.tag, e.attrs) for e in self.elements)


def _as_windows(match: re.Match[str]) -> str:
    """A control character as the Windows-1252 character that it was meant as, else nothing."""
    try:
        return match[0].encode("latin-1").decode("windows-1252") if match[0] > "\x7f" else " "
    except UnicodeDecodeError:
        return " "
