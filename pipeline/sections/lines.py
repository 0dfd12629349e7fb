"""The lines of a dump as evidence for headings: what stands around each of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.model import Span
from pipeline.reading import Reading

#: From this length on a line is a paragraph's.
PROSE = 140

#: The alternative text of a picture or of a document's icon: what stands under it is a caption.
_ICON = re.compile(r"(?:JPE?G|PNG|GIF|TIFF?|BMP|WEBP|PDF|Word|Excel|RTF|ODT|ZIP|MP[34])\b")
#: The marks of a text that was cut short.
_CUT = ("(...)", "[...]", "(…)", "[…]")


@dataclass(frozen=True, slots=True)
class Line(Span):
    """A line's content `[start, end)`, its clean text and key, and its surroundings.

    `before` and `after` count the blank lines to its neighbours (lines of artifacts are blank),
    `blank` those after it that hold nothing at all;
    `chrome` counts the lines of artifacts since the line before; `caption` says that the line
    touches an image's alt text above it; `indent` is the white space that opens it; `marked`
    says that an artifact whose rule is evidence of a heading stands on it, `cut`, that the mark of
    a cut text ('(...)') ends it.
    """

    text: str
    key: str
    before: int = 1
    after: int = 1
    blank: int = 1
    chrome: int = 0
    caption: bool = False
    indent: int = 0
    marked: bool = False
    cut: bool = False


def content_lines(reading: Reading) -> list[Line]:
    """The lines that hold content, in order."""
    source, spans = reading.page.text, reading.lines.spans
    marked = marked_lines(reading)
    icons = {reading.lines.index(a.start) for a in reading.artifacts if _ICON.match(a.of(source))}
    rows = [reading.text[span.start : span.end] for span in spans]
    held = [number for number, row in enumerate(rows) if row and not row.isspace()]
    lines = []
    last = -1
    for place, number in enumerate(held):
        row = rows[number]
        content = row.strip()
        start = spans[number].start + len(row) - len(row.lstrip())
        end = start + len(content)
        following = held[place + 1] if place + 1 < len(held) else len(spans)
        lines.append(
            Line(
                start,
                end,
                content,
                reading.key[start:end],
                before=number - last - 1 if place else max(number, 1),
                after=following - number - 1,
                blank=_blank(source, spans[number + 1 : following]),
                chrome=_filled(source, spans[last + 1 : number]),
                caption=number - 1 in icons and last < number - 1,
                indent=_indent(source[spans[number].start : start]),
                marked=number in marked,
                cut=source[start : spans[number].end].rstrip().endswith(_CUT),
            )
        )
        last = number
    return lines


def marked_lines(reading: Reading) -> set[int]:
    """The numbers of the lines with an artifact that is evidence of a heading."""
    evidence = {rule.name for rule in reading.site.artifacts if rule.heading}
    return {reading.lines.index(a.start) for a in reading.artifacts if a.rule in evidence}


def _filled(source: str, between: Sequence[Span]) -> int:
    """How many lines hold anything."""
    return sum(bool(source[span.start : span.end].strip()) for span in between)


def _blank(source: str, between: Sequence[Span]) -> int:
    """How many lines are blank until the first that holds anything."""
    filled = (at for at, span in enumerate(between) if source[span.start : span.end].strip())
    return next(filled, len(between))


def _indent(before: str) -> int:
    """The white space that opens a line, of what stands before its content."""
    return len(before) - len(before.lstrip())


def is_dense(lines: Sequence[Line]) -> bool:
    """Whether the dump has no blank lines between paragraphs, so that none of them tells."""
    few, paragraphs = 0.15, 2
    gaps = sum(line.before > 0 for line in lines[1:])
    return gaps < few * len(lines) and sum(len(line.text) > PROSE for line in lines) >= paragraphs
