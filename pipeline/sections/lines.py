"""The lines of a dump as evidence for headings: what stands around each of them."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline import lexicon
from pipeline.model import Span
from pipeline.reading import Reading, fold

#: From this length on a line is a paragraph's.
PROSE = 140
#: From this length on a line that a full stop ends is a sentence's.
SENTENCE = 70

#: The alternative text of a picture or of a document's icon: what stands under it is a caption.
_ICON = re.compile(
    r"(?:JPE?G|PNG|GIF|TIFF?|BMP|WEBP|PDF|Word|Excel|RTF|ODT|ZIP|MP[34]|Image|Illust|[Bb]ullet|[Pp]uce)\b"
)
#: The type and size of a file, after the name of the link that leads to it.
_FILE = re.compile(
    r"[(\[] ?(?:PDF|pdf|DOCX?|docx?|Word|XLSX?|Excel|ODT|RTF|ZIP)\b|[-–] .*\b[Vv]ersion\b.*\)$"
)
#: The rule for artifacts that masks the type of an image behind its caption.
_CAPTION_TYPE = "caption-type"
#: The rule that masks '(new window)' behind the words of a link.
_LINK_NOTE = "link-note"
#: The rules that mask the way which leads to the page, and the switch to its other languages.
_WAYS = frozenset({"breadcrumb", "you-are-here"})
_SWITCH = "language-switch"
_CAPTION = 60
#: The marks of a text that was cut short.
_CUT = ("(...)", "[...]", "(…)", "[…]")


@dataclass(frozen=True, slots=True)
class Line(Span):
    """A line's content `[start, end)`, its clean text and key, and its surroundings.

    `before` and `after` count the blank lines to its neighbours (lines of artifacts are blank),
    `blank` those after it that hold nothing at all; `chrome` counts the lines of artifacts since
    the line before; `caption` says that it names the image or the file whose stand-in it touches,
    or a link whose window is announced, `banner` that an artifact of the site's frame follows, or
    the way to the page; `indent` is the white space that opens it; `marked` says that an artifact
    whose rule is evidence of a heading stands on it, `cut`, that the mark of a cut text ('(...)')
    ends it, `switched` that the page's other languages stand behind it, `barred` that a bar is
    alone right below, `dashed` that a dash stood before it, `titled` that it is one of several
    items that are titles.
    """

    text: str
    key: str
    before: int = 1
    after: int = 1
    blank: int = 1
    chrome: int = 0
    caption: bool = False
    banner: bool = False
    indent: int = 0
    marked: bool = False
    cut: bool = False
    dashed: bool = False
    titled: bool = False
    switched: bool = False
    barred: bool = False


def content_lines(reading: Reading) -> list[Line]:
    """The lines that hold content, in order."""
    source, spans = reading.page.text, reading.lines.spans
    marked = marked_lines(reading)
    rows = [reading.text[span.start : span.end] for span in spans]
    icons = _icons(reading, rows)
    files = {
        reading.lines.index(a.start)
        for a in reading.artifacts
        if a.rule in {_CAPTION_TYPE, _LINK_NOTE} or _FILE.match(a.of(source))
    }
    frames = _frame_lines(reading)
    switches = {reading.lines.index(a.start) for a in reading.artifacts if a.rule == _SWITCH}
    bars = _bars(source, spans) if "\n|" in source else frozenset()
    banners = _before_skip_links(reading) | _above_way(reading)
    held = [number for number, row in enumerate(rows) if row and not row.isspace()]
    lines: list[Line] = []
    last = -1
    for place, number in enumerate(held):
        row = rows[number]
        content = row.strip()
        start = spans[number].start + len(row) - len(row.lstrip())
        end = start + len(content)
        following = held[place + 1] if place + 1 < len(held) else len(spans)
        blank = _blank(source, spans[number + 1 : following])
        lines.append(
            Line(
                start,
                end,
                content,
                reading.key[start:end],
                before=number - last - 1 if place else max(number, 1),
                after=following - number - 1,
                blank=blank,
                chrome=_chrome(source, spans[last + 1 : number], lines[-1] if lines else None),
                caption=(
                    number - 1 in icons
                    or (
                        place > 0
                        and number - 1 == last
                        and len(content) < _CAPTION
                        and lines[-1].caption
                    )
                    or number in files
                ),
                banner=number + 1 + blank in frames or number in banners,
                indent=_indent(source[spans[number].start : start]),
                marked=number in marked,
                cut=source[start : spans[number].end].rstrip().endswith(_CUT),
                switched=number in switches,
                barred=number + 1 in bars,
            )
        )
        last = number
    return lines


def marked_lines(reading: Reading) -> set[int]:
    """The numbers of the lines with an artifact that is evidence of a heading."""
    evidence = {rule.name for rule in reading.site.artifacts if rule.heading}
    return {reading.lines.index(a.start) for a in reading.artifacts if a.rule in evidence}


def _icons(reading: Reading, rows: Sequence[str]) -> set[int]:
    """The numbers of the lines that hold nothing but a picture's or an icon's stand-in."""
    source = reading.page.text
    spots = (reading.lines.index(a.start) for a in reading.artifacts if _ICON.match(a.of(source)))
    images = (number for number, row in enumerate(rows) if row.strip() == "Image")
    return {number for number in spots if not rows[number].strip()}.union(images)


def _frame_lines(reading: Reading) -> set[int]:
    """The first lines that hold what stands under a site's banner: menu, search, a State's sign."""
    top = 8
    source = reading.page.text
    return {
        reading.lines.index(artifact.start)
        for artifact in reading.artifacts[:top]
        if _frames().match(fold(artifact.of(source).strip()))
    }


def _before_skip_links(reading: Reading) -> set[int]:
    """The first lines that name the site before the link that skips its menus."""
    top = 3
    return {
        reading.lines.index(a.start)
        for a in reading.artifacts[:top]
        if a.rule == "skip-link"
        and reading.text[reading.lines.spans[reading.lines.index(a.start)].start : a.start].strip()
    }


def _above_way(reading: Reading) -> set[int]:
    """The first lines, where the way that leads to the page stands below them: no title does.

    Where a sentence is among them, the way is one that the text tells.
    """
    top, farthest = 8, 15
    ways = (a.start for a in reading.artifacts[:top] if a.rule in _WAYS)
    below = reading.lines.index(next(ways, 0))
    if below >= farthest:
        return set()
    above = [span.of(reading.text).rstrip() for span in reading.lines.spans[:below]]
    told = any(len(line) >= PROSE or line.endswith(".") for line in above)
    return set() if told else set(range(below))


@functools.cache
def _frames() -> re.Pattern[str]:
    return re.compile(lexicon.alternation(lexicon.every("pages", "headings.frames")) or "(?!)")


def _chrome(source: str, between: Sequence[Span], above: Line | None) -> int:
    """How many lines hold anything; 0 where they say the line above again, as a title's do."""
    if not between:
        return 0
    if above and above.key in fold(source[between[0].start : between[-1].end]):
        return 0
    return sum(bool(source[s.start : s.end].strip()) for s in between)


def _bars(source: str, spans: Sequence[Span]) -> frozenset[int]:
    """The numbers of the lines that hold nothing but a bar."""
    return frozenset(n for n, span in enumerate(spans) if span.of(source).strip() == "|")


def _blank(source: str, between: Sequence[Span]) -> int:
    """How many lines are blank until the first that holds anything."""
    for at, span in enumerate(between):
        if span.start < span.end and not source[span.start : span.end].isspace():
            return at
    return len(between)


def _indent(before: str) -> int:
    """The white space that opens a line, of what stands before its content."""
    return len(before) - len(before.lstrip())


def is_dense(lines: Sequence[Line]) -> bool:
    """Whether the dump has no blank lines between paragraphs, so that none of them tells.

    Two long paragraphs show it, or three lines that are sentences and as long as most, or many
    lines without one blank line.
    """
    few, paragraphs, sentences, many = 0.15, 2, 3, 12
    gaps = sum(line.before > 0 for line in lines[1:])
    if gaps >= few * len(lines):
        return False
    if not gaps and len(lines) >= many:
        return True
    if sum(len(line.text) > PROSE for line in lines) >= paragraphs:
        return True
    return sum(len(line.text) >= SENTENCE and line.key[-1] == "." for line in lines) >= sentences


def indent_of(lines: Sequence[Line]) -> int:
    """How much white space opens nearly all of a page's paragraphs; 0 where they differ."""
    most, deepest, paragraphs = 0.7, 8, 3
    indents = [line.indent for line in lines if len(line.text) >= SENTENCE]
    if len(indents) < paragraphs:
        return 0
    common, times = Counter(indents).most_common(1)[0]
    return common if common <= deepest and times >= most * len(indents) else 0
