"""The headings of an HTML page: its heading elements, summaries, bold lines, stray braces."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from pipeline.model import Span, merge, trim
from pipeline.reading import Reading
from pipeline.sections.headings import Heading, stands_as_title
from pipeline.sections.lines import marked_lines

_TAGS = ("h1", "h2", "h3", "h4", "h5", "h6")
#: What ends a heading that was never closed.
_BLOCKS = ("p", "ul", "ol", "dl", "table", "div", "section", "address", "blockquote", *_TAGS)
#: Where bold characters are no heading.
_HOLDERS = (
    *("a", "li", "dt", "dd", "th", "caption", "figure", "figcaption", "nav", "summary", "address"),
    *_TAGS,
)
#: What names a picture, a table, a file.
_CAPTIONS = ("dt", "caption", "figcaption")
_DEEPEST = 6
#: So many headings above and below count as neighbours.
_NEAR = 20


def find_headings(reading: Reading) -> list[Heading]:
    """The headings of a page with markup, in order of text."""
    found = list(_elements(reading))
    taken = [(h.start, h.end) for h in found]
    levels = [(h.start, h.level) for h in found]
    for span, rule in (*_summaries(reading), *_marked(reading), *_bold(reading)):
        at = bisect_right(taken, (span.start, span.end))
        before = taken[at - 1][1] if at else 0
        after = taken[at][0] if at < len(taken) else span.end
        if span.start < before or span.end > after:
            continue
        taken.insert(at, (span.start, span.end))
        found.append(Heading(span.start, span.end, _level(levels, span.start, rule), rule))
    return sorted(found, key=lambda h: h.start)


def _elements(reading: Reading) -> Iterator[Heading]:
    """What h1 to h6 hold, up to the first block inside one that was never closed."""
    last = -1
    starts = [block.start for block in reading.markup(*_BLOCKS)]
    for element in reading.markup(*_TAGS):
        inside = range(bisect_right(starts, element.start), bisect_right(starts, element.end))
        end = next(
            (starts[n] for n in inside if reading.text[element.start : starts[n]].strip()),
            element.end,
        )
        span = trim(reading.text, element.start, min(end, element.end))
        if span.end > span.start >= last:
            last = span.end
            yield Heading(span.start, span.end, int(element.tag[1]), element.tag)


def _summaries(reading: Reading) -> Iterator[tuple[Span, str]]:
    """What opens a folded part."""
    for element in reading.markup("summary"):
        span = trim(reading.text, element.start, element.end)
        if span.end > span.start:
            yield span, "summary"


def _marked(reading: Reading) -> Iterator[tuple[Span, str]]:
    """Lines with an artifact that is evidence of a heading, captions apart."""
    captions = merge([m for m in reading.markup(*_CAPTIONS) if m.start < m.end])
    for number in sorted(marked_lines(reading)):
        line = reading.lines.spans[number]
        span = trim(reading.text, line.start, line.end)
        if span.end > span.start and not any(caption.holds(span) for caption in captions):
            yield span, "braces"


def _bold(reading: Reading) -> Iterator[tuple[Span, str]]:
    """Bold characters that fill their line and look like a heading."""
    filling = [span for e in reading.markup("strong", "b") if (span := _line_filled(reading, e))]
    if not filling:
        return
    holders = merge([m for m in reading.markup(*_HOLDERS) if m.start < m.end])
    starts = [holder.start for holder in holders]
    cells = {trim(reading.text, m.start, m.end) for m in reading.markup("td")}
    for span in filling:
        at = bisect_right(starts, span.start) - 1
        if span in cells or (at >= 0 and holders[at].holds(span)):
            continue
        if stands_as_title(span.of(reading.text), span.of(reading.key), reading.language):
            yield span, "bold-line"


def _line_filled(reading: Reading, element: Span) -> Span | None:
    """The characters of an element that are all that its line holds."""
    span = trim(reading.text, element.start, element.end)
    line = reading.lines.at(span.start)
    alone = line.holds(span) and span.start < span.end
    return span if alone and trim(reading.text, line.start, line.end) == span else None


def _level(levels: Sequence[tuple[int, int]], start: int, rule: str) -> int:
    """A summary is one deeper than the heading above; other lines are as deep as neighbours."""
    at = bisect_right(levels, (start, 0))
    if rule == "summary":
        return min(levels[at - 1][1] + 1, _DEEPEST) if at else 2
    near = (*reversed(levels[max(at - _NEAR, 0) : at]), *levels[at : at + _NEAR])
    return next((level for _, level in near if level > 1), 2)


_SITE = re.compile(r"\s+(?:[-|–—·»:]|::)\s+")


def title_parts(title: str) -> list[str]:
    """The parts of a `<title>`: the page's name and the site's, dashes or bars between."""
    return _SITE.split(title.strip())
