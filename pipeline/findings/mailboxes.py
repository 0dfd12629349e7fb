"""Findings about mailboxes: hidden from readers without a script, or cut off."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from pipeline import lexicon
from pipeline.findings.labels import before_nothing, shown, words
from pipeline.model import Document, Finding, Span, trim
from pipeline.reading import Reading

_HIDDEN_CLASS = ("__cf_email__",)
_HIDDEN_LINK = "email-protection"
_HIDDEN = "hidden.words"
#: The longest name that `cut_pattern` takes, the sign that ends it, and the character before it.
_NAME = 66


def hidden_emails(document: Document, reading: Reading) -> Iterator[Finding]:
    """A mailbox that readers cannot see without a script, or in a link alone: one a line."""
    told = set[int]()
    spans = sorted(_hidden(document, reading), key=lambda s: (s.start, s.end))
    hidden = (Finding(s.start, s.end, "hidden-email", "warning", {"case": "hidden"}) for s in spans)
    for finding in itertools.chain(hidden, _linked(document, reading)):
        row = reading.lines.index(finding.start)
        if row not in told:
            told.add(row)
            yield finding


_MAILBOX = re.compile(r"mailto:([^?&\s]{1,64}@[^?&\s]{1,255})")


def _linked(document: Document, reading: Reading) -> Iterator[Finding]:
    """Links that write to a mailbox which the page shows nowhere, with what they show instead."""
    links = [m for m in reading.markup("a") if "mailto:" in m.attrs.get("href", "")]
    if not links:
        return
    known = {m.value for m in document.mentions if m.kind == "email"}
    for link in links:
        found = _MAILBOX.match(unquote(link.attrs["href"]))
        span = trim(reading.text, link.start, link.end)
        if found is not None and span.start < span.end and found[1].lower() not in known:
            details = {"case": "link", "shown": shown(document, span), "linked": found[1].lower()}
            yield Finding(span.start, span.end, "hidden-email", "note", details)


@functools.cache
def _hiding_words() -> re.Pattern[str]:
    label, hidden = words("labels.email"), words(_HIDDEN)
    return re.compile(
        rf"(?<![a-z])(?:{label}|address|adresse)(?![a-z])[^\n]{{0,80}}(?<![a-z])(?:{hidden})(?![a-z])"
    )


@functools.cache
def _hiding_cores() -> frozenset[str]:
    return frozenset(map(lexicon.core, lexicon.every("contacts", _HIDDEN)))


def _said_to_hide(reading: Reading) -> Iterator[Span]:
    """A mailbox and words that hide it in one line: only lines with such a word are looked at."""
    for row in reading.lines.holding(reading.key, *_hiding_cores()):
        line = reading.lines.spans[row]
        for match in _hiding_words().finditer(reading.key, line.start, line.end):
            yield Span(*match.span())


def _hidden(document: Document, reading: Reading) -> Iterator[Span]:
    for artifact in document.artifacts:
        if artifact.rule == "hidden-email":
            yield artifact
    yield from _said_to_hide(reading)
    for link in reading.markup("a", "span"):
        hides = any(name in link.attrs.get("class", "") for name in _HIDDEN_CLASS)
        if hides or _HIDDEN_LINK in link.attrs.get("href", ""):
            yield link
    for script in reading.markup("script"):
        line = reading.lines.at(script.start)
        span = trim(reading.text, line.start, line.end)
        if span.start < span.end:
            yield span
    pictures = reading.markup("img")
    if pictures:
        yield from _pictured(reading, {m.start for m in pictures})
        yield from _signed(reading, pictures)


def _pictured(reading: Reading, pictures: set[int]) -> Iterator[Span]:
    """Mail labels after which there is nothing but a picture."""
    for match in before_nothing(reading.key):
        if match.lastgroup in {"email", "post"}:
            around = range(match.end(match.lastgroup), match.end() + 2)
            if pictures.intersection(around):
                yield trim(reading.text, match.start(), match.end())


_BOX = re.compile(r"[a-z0-9][a-z0-9._%+\-]{0,63}$")
_SITE = re.compile(r"(?:[a-z0-9\-]{1,63}\.){1,5}[a-z]{2,10}(?![a-z0-9\-])")


def _signed(reading: Reading, pictures: Iterable[Span]) -> Iterator[Span]:
    """Mailboxes with a picture for their sign: a name right before it, a site right behind."""
    for picture in pictures:
        first = max(reading.lines.at(picture.start).start, picture.start - _NAME)
        box = _BOX.search(reading.key, first, picture.start)
        site = _SITE.match(reading.key, picture.end) if box else None
        if box and site:
            yield Span(box.start(), site.end())


@functools.cache
def _signs() -> tuple[re.Pattern[str], ...]:
    """What `cut_pattern` looks for behind the name: a pattern for each way that it begins."""
    at = words("mask.at", "mask.sure")
    rest = r"(?:[a-z0-9\-]{1,40}[.\-]?)?[ .;,]{0,3}(?=[\n\t]|$)"
    return (
        re.compile(rf"@ ?{rest}"),
        re.compile(rf"[\[(] ?(?:{at}|@) ?[\])] ?{rest}"),
        re.compile(rf" (?:{at})(?: |(?=\n|$)){rest}"),
    )


@functools.cache
def cut_pattern() -> re.Pattern[str]:
    """A name, a sign for "at", and at most half a site before the line ends."""
    at = words("mask.at", "mask.sure")
    return re.compile(
        r"(?<![a-z0-9._%+\-@/])[a-z0-9][a-z0-9._%+\-]{1,63}(?:(?P<tight>@)| ?@ ?"
        rf"|(?<=[a-z0-9]) ?[\[(] ?(?:{at}|@) ?[\])] ?|(?<=[a-z0-9]) (?:{at})(?: |(?=\n|$)))"
        r"(?:[a-z0-9\-]{1,40}[.\-]?)?[ .;,]{0,3}(?=\n|\t|$)"
    )


@functools.cache
def _email_label() -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z])(?:{words('labels.email')}) ?[:=]? ?$")


def cut_names(key: str) -> Iterator[re.Match[str]]:
    """Where `cut_pattern` fits: looked for at its signs, as any word may be a name."""
    done = 0
    signs = (sign.span() for pattern in _signs() for sign in pattern.finditer(key))
    for at, end in sorted(signs):
        yield from cut_pattern().finditer(key, max(done, at - _NAME), end + 1)
        done = max(done, end)


def cut_emails(document: Document, reading: Reading) -> Iterator[Finding]:
    """An address that ends after its sign, or after half a site: `Email : sdai at`."""
    taken = [m for m in document.mentions if m.kind == "email"]
    for match in cut_names(reading.key):
        span = trim(reading.text, match.start(), match.end())
        before = reading.key[reading.lines.at(span.start).start : span.start]
        if not match["tight"] and not _email_label().search(before):
            continue
        if any(span.overlaps(m) for m in taken):
            continue
        yield Finding(
            span.start, span.end, "cut-email", "warning", {"shown": shown(document, span)}
        )
