"""One notation for everything that people look at: `⟦kind value|characters⟧` inside the text.

It holds no offsets, so a paragraph added above moves nothing, and a wrong fax is a diff of one
line. `render` and `parse` are inverse for texts without the three marks.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

OPEN, BAR, CLOSE = "⟦", "|", "⟧"


class Mark(NamedTuple):
    """A marked span: code points `[start, end)`, its kind and its value ('' where none)."""

    start: int
    end: int
    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Annotated:
    """A page of annotated text: its header lines, its plain text, its marks in text order."""

    meta: dict[str, str]
    text: str
    marks: tuple[Mark, ...]


def parse(marked: str) -> tuple[str, tuple[Mark, ...]]:
    """The plain text and its marks. Marks may nest.

    Raises:
        ValueError: a mark is not closed, or closed without having been opened.
    """
    out: list[str] = []
    marks: list[Mark] = []
    stack: list[tuple[str, str, int]] = []
    length = at = 0
    while at < len(marked):
        char = marked[at]
        if char == OPEN:
            bar = marked.find(BAR, at)
            if bar < 0:
                raise ValueError(f"a mark without '{BAR}' at character {at}")
            kind, _, value = marked[at + 1 : bar].partition(" ")
            stack.append((kind, value.strip(), length))
            at = bar + 1
        elif char == CLOSE:
            if not stack:
                raise ValueError(f"'{CLOSE}' closes nothing at character {at}")
            kind, value, start = stack.pop()
            marks.append(Mark(start, length, kind, value))
            at += 1
        else:
            out.append(char)
            length += 1
            at += 1
    if stack:
        raise ValueError(f"mark not closed: {stack[-1][0]}")
    marks.sort(key=lambda m: (m.start, -m.end))
    return "".join(out), tuple(marks)


def render(text: str, marks: Iterable[Mark]) -> str:
    """The text with its marks written into it. Marks must nest, not cross."""
    opened: dict[int, list[Mark]] = {}
    closed: dict[int, int] = {}
    for mark in sorted(marks, key=lambda m: (m.start, -m.end)):
        opened.setdefault(mark.start, []).append(mark)
        closed[mark.end] = closed.get(mark.end, 0) + 1
    out: list[str] = []
    for at in range(len(text) + 1):
        out.append(CLOSE * closed.get(at, 0))
        out += (f"{OPEN}{m.kind}{' ' * bool(m.value)}{m.value}{BAR}" for m in opened.get(at, ()))
        if at < len(text):
            out.append(text[at])
    return "".join(out)


def load(content: str) -> Annotated:
    """A whole annotated page: header lines `key: value`, a line `---`, the marked text."""
    head, _, body = content.partition("\n---\n")
    meta = {k.strip(): v.strip() for k, _, v in (line.partition(":") for line in head.splitlines())}
    text, marks = parse(body)
    return Annotated(meta, text, marks)
