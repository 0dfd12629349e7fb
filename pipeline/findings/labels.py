"""Labels of contact lines that stand before nothing, and the value that may stand below."""

from __future__ import annotations

import functools
import re
from collections.abc import Container, Iterator, Mapping

from pipeline import lexicon
from pipeline.model import Document, Finding, Mention, Span, fold_spaces, trim
from pipeline.reading import Reading

_NUMBERS = frozenset({"phone", "fax"})
_KINDS = {"phone": _NUMBERS, "fax": _NUMBERS, "email": frozenset({"email"})}
_LIST_SIGNS = " \t•*·-–—>|,;/."
_LINES_BELOW = 3
#: How a cell or a line ends where its label has no value.
_ENDS = re.compile(r": ?[ ._]{0,5}(?=[\t\n]|$)")


def words(*keys: str) -> str:
    """The words of these keys in all languages, as an alternation."""
    return lexicon.alternation([w for key in keys for w in lexicon.every("contacts", key)])


def shown(document: Document, span: Span) -> str:
    """The characters of a span on one line."""
    return fold_spaces(span.of(document.page.text))


def label_pattern() -> str:
    """A label, its colon, and what may stand there for a value."""
    return (
        rf"(?<![a-z@.'’-])(?:(?P<fax>{words('labels.fax')})|(?P<email>{words('labels.email')})"
        rf"|(?P<phone>{words('labels.phone')})|(?P<post>{words('labels.post')}))"
        r"\.? ?(?:\([^()\t\n]{0,30}\) ?)?: ?[ ._]{0,5}"
    )


@functools.cache
def _label() -> re.Pattern[str]:
    return re.compile(f"{label_pattern()}$")


def before_nothing(key: str) -> Iterator[re.Match[str]]:
    """The labels whose cell or line ends behind them.

    An alternation of all labels is slow to search for, a colon is not: each cell that ends in one
    is looked at, and nothing else.
    """
    done = 0
    for colon in _ENDS.finditer(key):
        at, end = colon.span()
        start = max(done, key.rfind("\n", done, at) + 1, key.rfind("\t", done, at) + 1)
        done = end
        if match := _label().search(key, start, end):
            yield match


def empty_labels(document: Document, reading: Reading) -> Iterator[Finding]:
    """`Fax :` with nothing after it, on its line or below."""
    starts = {m.start: m for m in document.mentions}
    ends = {m.end for m in document.mentions}
    for match in before_nothing(reading.key):
        label = trim(reading.text, match.start(), match.end())
        if not _opens(reading, label.start, ends):
            continue
        kind = match.lastgroup or "phone"
        if _has_value(document, reading, match.end(), kind, starts):
            continue
        yield Finding(
            label.start, label.end, "empty-label", "warning", {"shown": shown(document, label)}
        )


def _opens(reading: Reading, at: int, ends: Container[int]) -> bool:
    """Whether a label opens its line or its cell, or follows a value, a sign or a capital."""
    line = reading.lines.at(at)
    before = reading.text[line.start : at]
    if not before.strip(_LIST_SIGNS):
        return True
    if before.rstrip(" ")[-1:] in "\t,;/|.)-":
        return True
    return trim(reading.text, line.start, at).end in ends


def _has_value(
    document: Document, reading: Reading, at: int, kind: str, starts: Mapping[int, Mention]
) -> bool:
    """Whether what the label names stands on one of the next lines, or another text does."""
    row = reading.lines.index(min(at, len(reading.text)))
    below = reading.lines.spans[row : row + 1 + _LINES_BELOW]
    if reading.text[at : at + 1] == "\t":
        cell = reading.text[at + 1 : below[0].end].partition("\t")[0]
        return bool(cell.strip())
    for line in below[1:]:
        span = trim(reading.text, line.start, line.end)
        if span.start == span.end:
            continue
        if kind == "post":
            return not _is_heading(document, span)
        first = next((starts[i] for i in range(span.start, span.end) if i in starts), None)
        if first is None or first.kind not in _KINDS[kind]:
            return False
        return not any(c.isalpha() for c in reading.text[span.start : first.start])
    return False


def _is_heading(document: Document, span: Span) -> bool:
    return any(s.heading is not None and s.heading.overlaps(span) for s in document.sections)
