"""A quote in its lines, and what cleaning did around it: artifacts, folded characters."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.model import Span
from pipeline.reading import Lines, fold_typography
from pipeline.records import ArtifactRecord

#: So many lines with anything in them are shown above and below, and of the quote itself.
AROUND, MOST_LINES = 2, 6
#: Folded characters are told this far before and behind the quote in its line, in code points.
_REACH = 40


@dataclass(frozen=True, slots=True)
class Line(Span):
    """A line of the text, its number from 1, and the part of it that is quoted, if any."""

    number: int
    quoted: Span | None


@dataclass(frozen=True, slots=True)
class Fold:
    """A character that is read as a plain one, and how often: `U+00A0` as a space."""

    char: str
    plain: str
    times: int

    @property
    def code_point(self) -> str:
        """The character as `U+00A0`."""
        return f"U+{ord(self.char):04X}"


@dataclass(frozen=True, slots=True)
class Masked:
    """What one artifact rule took around a quote: different characters, the lines they stand in."""

    rule: str
    texts: tuple[str, ...]
    lines: tuple[int, ...]


def lines_around(text: str, quote: Span) -> list[Line]:
    """The lines of a quote with some above and below, blank ones left out."""
    lines = Lines.of(text)
    first, last = lines.index(quote.start), lines.index(max(quote.start, quote.end - 1))
    before = _filled(text, lines, range(first - 1, -1, -1))[::-1]
    after = _filled(text, lines, range(last + 1, len(lines)))
    inside = list(range(first, last + 1))
    if len(inside) > MOST_LINES:
        inside = [*inside[: MOST_LINES - 1], last]
    return [_line(lines, number, quote) for number in (*before, *inside, *after)]


def quoted_lines(text: str, quote: Span) -> list[Line]:
    """The lines of a quote alone."""
    return [line for line in lines_around(text, quote) if line.quoted]


def _filled(text: str, lines: Lines, numbers: range) -> list[int]:
    filled = (n for n in numbers if lines.spans[n].of(text).strip())
    return list(itertools.islice(filled, AROUND))


def _line(lines: Lines, number: int, quote: Span) -> Line:
    span = lines.spans[number]
    start, end = max(span.start, quote.start), min(span.end, quote.end)
    return Line(span.start, span.end, number + 1, Span(start, end) if start < end else None)


def folds_around(text: str, quote: Span) -> list[Fold]:
    """The characters in and near a quote that patterns see in their plain form, in text order."""
    start = max(text.rfind("\n", 0, quote.start) + 1, quote.start - _REACH)
    end = text.find("\n", quote.end)
    end = min(len(text) if end < 0 else end, quote.end + _REACH)
    counted: dict[tuple[str, str], int] = {}
    for char, plain in zip(text[start:end], fold_typography(text[start:end]), strict=True):
        if char != plain and char not in "\r\f\v":
            counted[char, plain] = counted.get((char, plain), 0) + 1
    return [Fold(char, plain, times) for (char, plain), times in counted.items()]


def masked_around(
    text: str, lines: Sequence[Line], artifacts: Sequence[ArtifactRecord]
) -> Iterator[Masked]:
    """The artifacts in some lines, those of one rule as one."""
    shown = Lines.of(text)
    numbers = {line.number for line in lines}
    found: dict[str, list[tuple[str, int]]] = {}
    for artifact in artifacts:
        number = shown.index(artifact.start) + 1
        if number in numbers:
            found.setdefault(artifact.rule, []).append((artifact.text, number))
    for rule, taken in found.items():
        texts, places = zip(*taken, strict=True)
        yield Masked(rule, tuple(dict.fromkeys(texts)), tuple(dict.fromkeys(places)))
