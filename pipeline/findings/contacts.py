"""Findings about contact lines: what is missing, hidden, cut off, contradicted or only inferred."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator

from pipeline import lexicon
from pipeline.model import Document, Finding, Span, fold_spaces, trim
from pipeline.reading import Reading

_NUMBERS = frozenset({"phone", "fax"})
_KINDS = {"phone": _NUMBERS, "fax": _NUMBERS, "email": frozenset({"email"})}
#: Rules that infer a fax and say how; of others only the place says so.
_INFERRED = frozenset({"icon-block", "label-both"})
_LIST_SIGNS = " \t•*·-–—>|,;/."
_LINES_BELOW = 3
#: A link may go round two numbers, and dials one of them.
_BESIDE = 60


def _words(*keys: str) -> str:
    return lexicon.alternation([w for key in keys for w in lexicon.every("contacts", key)])


@functools.cache
def _empty_label() -> re.Pattern[str]:
    """A label and its colon at the end of a line or of a cell."""
    return re.compile(
        rf"(?<![a-z@.'’-])(?:(?P<fax>{_words('labels.fax')})|(?P<email>{_words('labels.email')})"
        rf"|(?P<phone>{_words('labels.phone')})|(?P<post>{_words('labels.post')}))"
        r" ?(?:\([^()\n]{0,30}\) ?)?: ?[ ._]{0,5}(?=\t|\n|$)"
    )


def empty_labels(document: Document, reading: Reading) -> Iterator[Finding]:
    """`Fax :` with nothing after it, on its line or below."""
    for match in _empty_label().finditer(reading.key):
        label = trim(reading.text, match.start(), match.end())
        if not _opens(document, reading, label.start):
            continue
        kind = match.lastgroup or "phone"
        if _has_value(document, reading, match.end(), kind):
            continue
        yield Finding(
            label.start,
            label.end,
            "empty-label",
            "warning",
            {"shown": _shown(document, label)},
        )


def _opens(document: Document, reading: Reading, at: int) -> bool:
    """Whether a label opens its line or its cell, or follows a value, a sign or a capital."""
    line = reading.lines.at(at)
    before = reading.text[line.start : at]
    if not before.strip(_LIST_SIGNS):
        return True
    if before.rstrip(" ")[-1:] in "\t,;/|.)-":
        return True
    ends = {m.end for m in document.mentions}
    return trim(reading.text, line.start, at).end in ends


def _has_value(document: Document, reading: Reading, at: int, kind: str) -> bool:
    """Whether what the label names stands on one of the next lines, or another text does."""
    row = reading.lines.index(min(at, len(reading.text)))
    below = reading.lines.spans[row : row + 1 + _LINES_BELOW]
    if reading.text[at : at + 1] == "\t":
        cell = reading.text[at + 1 : below[0].end].partition("\t")[0]
        return bool(cell.strip())
    starts = {m.start: m for m in document.mentions}
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


_HIDDEN_CLASS = ("__cf_email__",)
_HIDDEN_LINK = "email-protection"


def hidden_emails(document: Document, reading: Reading) -> Iterator[Finding]:
    """A mailbox that readers without a script cannot see: one finding a line."""
    told = set[int]()
    for span in sorted(_hidden(document, reading), key=lambda s: (s.start, s.end)):
        row = reading.lines.index(span.start)
        if row in told:
            continue
        told.add(row)
        yield Finding(span.start, span.end, "hidden-email", "warning")


@functools.cache
def _hiding_words() -> re.Pattern[str]:
    label, hidden = _words("labels.email"), _words("hidden.words")
    return re.compile(
        rf"(?<![a-z])(?:{label}|address|adresse)(?![a-z])[^\n]{{0,80}}(?<![a-z])(?:{hidden})(?![a-z])"
    )


def _hidden(document: Document, reading: Reading) -> Iterator[Span]:
    for artifact in document.artifacts:
        if artifact.rule == "hidden-email":
            yield artifact
    for match in _hiding_words().finditer(reading.key):
        yield Span(*match.span())
    for link in reading.markup("a", "span"):
        hides = any(name in link.attrs.get("class", "") for name in _HIDDEN_CLASS)
        if hides or _HIDDEN_LINK in link.attrs.get("href", ""):
            yield link
    pictures = {m.start for m in reading.markup("img")}
    if pictures:
        yield from _pictured(reading, pictures)


def _pictured(reading: Reading, pictures: set[int]) -> Iterator[Span]:
    """Mail labels after which there is nothing but a picture."""
    for match in _empty_label().finditer(reading.key):
        if match.lastgroup in {"email", "post"}:
            around = range(match.end("email" if match["email"] else "post"), match.end() + 2)
            if pictures.intersection(around):
                yield trim(reading.text, match.start(), match.end())


def phone_mismatches(document: Document, _: Reading) -> Iterator[Finding]:
    """A link that dials another number than the page shows."""
    for number in document.mentions:
        linked = number.details.get("linked")
        beside = (m.value for m in document.mentions if abs(m.start - number.start) <= _BESIDE)
        if linked and linked not in beside:
            yield Finding(
                number.start,
                number.end,
                "phone-mismatch",
                "warning",
                {"shown": _shown(document, number), "linked": str(linked)},
            )


def invalid_numbers(document: Document, _: Reading) -> Iterator[Finding]:
    """A number that its label or form calls one and no numbering plan knows."""
    for number in document.mentions:
        if number.kind in _NUMBERS and number.details.get("valid") is False:
            yield Finding(
                number.start,
                number.end,
                "invalid-number",
                "warning",
                {"shown": _shown(document, number), "kind": number.kind},
            )


def inferred_faxes(document: Document, _: Reading) -> Iterator[Finding]:
    """A fax that is one by its place, not by a label."""
    for number in document.mentions:
        if number.kind == "fax" and number.basis == "inferred":
            yield Finding(
                number.start,
                number.end,
                "inferred-fax",
                "note",
                {
                    "shown": _shown(document, number),
                    "why": number.rule if number.rule in _INFERRED else "place",
                    "template": "yes" if number.resolved_by == "site" else "no",
                },
            )


def _shown(document: Document, span: Span) -> str:
    return fold_spaces(span.of(document.page.text))


@functools.cache
def _cut() -> re.Pattern[str]:
    """A name, a sign for "at", and at most half a site before the line ends."""
    at = _words("mask.at", "mask.sure")
    return re.compile(
        r"(?<![a-z0-9._%+\-@/])[a-z0-9][a-z0-9._%+\-]{1,63}(?:(?P<tight>@)| ?@ ?"
        rf"|(?<=[a-z0-9]) ?[\[(] ?(?:{at}|@) ?[\])] ?|(?<=[a-z0-9]) (?:{at})(?: |(?=\n|$)))"
        r"(?:[a-z0-9\-]{1,40}[.\-]?)?[ .;,]{0,3}(?=\n|\t|$)"
    )


@functools.cache
def _email_label() -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z])(?:{_words('labels.email')}) ?[:=]? ?$")


def cut_emails(document: Document, reading: Reading) -> Iterator[Finding]:
    """An address that ends after its sign, or after half a site: `Email : sdai at`."""
    taken = [m for m in document.mentions if m.kind == "email"]
    for match in _cut().finditer(reading.key):
        span = trim(reading.text, match.start(), match.end())
        before = reading.key[reading.lines.at(span.start).start : span.start]
        if not match["tight"] and not _email_label().search(before):
            continue
        if any(span.overlaps(m) for m in taken):
            continue
        yield Finding(
            span.start,
            span.end,
            "cut-email",
            "warning",
            {"shown": _shown(document, span)},
        )


CHECKS: tuple[Callable[[Document, Reading], Iterable[Finding]], ...] = (
    empty_labels,
    hidden_emails,
    phone_mismatches,
    invalid_numbers,
    inferred_faxes,
    cut_emails,
)
