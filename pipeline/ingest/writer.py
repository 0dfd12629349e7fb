"""Text as it grows, and the elements over it: white space is held back until something follows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.model import Markup

#: What folds to one space, and runs of it.
_SPACE = " \t\n\r\f"
_SPACES = re.compile(r"[ \t\n\r\f]+")
CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")


@dataclass(slots=True)
class Writer:
    """Text as it grows; white space is held back until something follows it.

    Of each element opened so far: its tag, its attributes, and where it starts and ends, -1 as long
    as that is not known.
    `controls` says that control characters are to be looked for: few pages hold any.
    """

    controls: bool = False
    parts: list[str] = field(default_factory=list)
    length: int = 0
    lines: int = 0
    space: bool = False
    prefix: str = ""
    indent: str = ""
    bare: bool = True
    tags: list[str] = field(default_factory=list)
    attrs: list[Mapping[str, str]] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    waiting: list[int] = field(default_factory=list)
    preserve: int = 0

    def text(self, text: str) -> None:
        """Characters of the page, white space folded."""
        if self.preserve:
            self._preserved(text)
            return
        odd = self.controls and CONTROL.search(text)
        if odd:
            text = CONTROL.sub(_as_windows, _SPACES.sub(" ", text))
        inner = text.strip(_SPACE)
        if not inner:
            self.space = self.space or bool(text)
            return
        if text[0] in _SPACE:
            self.space = True
        if not odd and _is_loose(inner):
            inner = _SPACES.sub(" ", inner)
        self._write(inner)
        self.space = text[-1] in _SPACE

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
        if self.waiting:
            self._start()
        self.parts.append(text)
        self.length += len(text)

    def _start(self) -> None:
        """The elements that waited for a character start here; those that have ended are empty."""
        for element in self.waiting:
            self.starts[element] = self.length
            if self.ends[element] != -1:
                self.ends[element] = self.length
        self.waiting.clear()

    def part(self, lines: int) -> None:
        """At least so many line ends before what follows; none at the start of a cell or item."""
        if not lines:
            return
        self.space = False
        if lines > self.lines and not self.bare:
            self.lines = lines

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

    def open(self, tag: str, attrs: Mapping[str, str]) -> int:
        """An element starts; the number by which it is closed."""
        number = len(self.starts)
        self.tags.append(tag)
        self.attrs.append(attrs)
        self.starts.append(-1)
        self.ends.append(-1)
        self.waiting.append(number)
        return number

    def close(self, element: int) -> None:
        """An element ends: after its last character, or, empty, where the next one will stand."""
        self.ends[element] = self.length
        if self.starts[element] == -1 and not self.lines and self.length:
            self.starts[element] = self.length
            self.waiting.remove(element)

    def finish(self) -> tuple[str, tuple[Markup, ...]]:
        """The text and its elements."""
        for element in self.waiting:
            self.starts[element] = self.ends[element] = self.length
        markup = tuple(map(Markup, self.starts, self.ends, self.tags, self.attrs))
        return "".join(self.parts), markup


def _is_loose(text: str) -> bool:
    """Whether a text has white space to fold."""
    return "\n" in text or "  " in text or "\t" in text or "\r" in text or "\f" in text


def _as_windows(match: re.Match[str]) -> str:
    """A control character as the Windows-1252 character that it was meant as, else nothing."""
    try:
        return match[0].encode("latin-1").decode("windows-1252") if match[0] > "\x7f" else " "
    except UnicodeDecodeError:
        return " "
