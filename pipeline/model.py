"""The words of the program: spans over a text, and what they mean.

Every offset counts code points of `Page.text`, half-open `[start, end)`. Nothing ever changes
that text: what is no content becomes an `Artifact`, what means something becomes a `Mention`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from pipeline import messages

Kind = Literal["phone", "fax", "email", "date", "count", "address"]
Severity = Literal["note", "warning", "error"]
#: The severities, the least first.
SEVERITIES: tuple[Severity, ...] = ("note", "warning", "error")

#: Stands where an extractor found something: no letter, no digit, no space, so that what is
#: left on its two sides never joins into a new number or word.
TAKEN = "￼"

_NOT_LINE_END = re.compile(r"[^\n]")


@dataclass(frozen=True, slots=True)
class Span:
    """The characters `[start, end)` of a text, in code points."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The characters that this span stands for."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end

    def holds(self, other: Span) -> bool:
        """Whether every character of `other` is inside this span."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Markup(Span):
    """An HTML element as a span over the rendered text. Empty elements have start == end."""

    tag: str
    attrs: Mapping[str, str] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Artifact(Span):
    """Characters that are no content, and the name of the rule that says so."""

    rule: str


@dataclass(frozen=True, slots=True)
class Section(Span):
    """From a heading to the next one.

    `heading` is the span of the heading's own characters, or None for what stands before the
    first one. `title` is the heading without artifacts, white space folded. `rule` names what
    made it a heading. `language` is BCP 47, `und` where it cannot be told.
    """

    title: str
    level: int
    language: str
    heading: Span | None
    rule: str


@dataclass(frozen=True, slots=True)
class Mention(Span):
    """Characters that mean something.

    `value` is the one canonical string of the kind: E.164 (`;ext=12`), lower-case address,
    ISO 8601 (`2013`, `2013-08`, `--07-14`, `A/B`), `76 embassies`, address lines joined by ', '.
    `basis` is `inferred` where only the place of the characters says the kind (an icon block).
    `alternatives` holds other values that the characters allow; `resolved_by` says what chose.
    `details` holds typed parts that the value does not show (`qualifier`, `label`, `valid`, ...).
    """

    kind: Kind
    value: str
    rule: str
    basis: Literal["stated", "inferred"] = "stated"
    alternatives: tuple[str, ...] = ()
    resolved_by: str = ""
    details: Mapping[str, Any] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Finding(Span):
    """Something for a human to look at: where, what, and what the sentences about it need."""

    code: str
    severity: Severity
    details: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def message(self) -> str:
        """What is odd, in English."""
        return messages.say(self.code, self.details)

    @property
    def advice(self) -> str:
        """What to do, in English."""
        return messages.advise(self.code, self.details)


@dataclass(frozen=True, slots=True)
class Ref:
    """Which page: `source/page.lang`."""

    source: str
    page: str
    lang: str

    def __str__(self) -> str:
        return f"{self.source}/{self.page}.{self.lang}"

    @classmethod
    def parse(cls, said: str) -> Ref:
        """The page that `str` wrote."""
        source, _, rest = said.partition("/")
        page, _, lang = rest.rpartition(".")
        return cls(source, page, lang)


def stem_of(name: str) -> str:
    """What the names of a page's versions share: `source/page` of `source/page.lang`."""
    return name.rpartition(".")[0]


def source_of(page: str) -> str:
    """The source that a page is of."""
    return page.partition("/")[0]


def is_of(page: str, name: str) -> bool:
    """Whether a page is meant by a name: its own, that of its versions together, its source's."""
    return name in (page, stem_of(page), source_of(page))


@dataclass(frozen=True, slots=True)
class Page:
    """A text, the elements over it, and what is known about it from outside the text.

    `markup` is empty for a text dump, and in document order for HTML. `meta` holds what an HTML
    head says (`title`, `lang`, `canonical`, `modified`, `generator`); `alternates` maps a
    language to the URL of that version, '' where the page does not tell it. `languages` are
    those that the source declares, `held` those of which we keep a version.
    """

    text: str
    ref: Ref | None = None
    url: str = ""
    country: str = ""
    languages: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    language: str = ""
    markup: tuple[Markup, ...] = ()
    meta: Mapping[str, str] = field(default_factory=dict, compare=False)
    alternates: Mapping[str, str] = field(default_factory=dict, compare=False)
    html: bool = False
    _places: dict[str, list[int]] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    def elements(self, *tags: str) -> list[Markup]:
        """The elements with one of `tags`, in document order.

        Rules ask for few of them, and often: where those of each tag stand is noted with the first
        question, as pages are copied (`replace`) before anybody asks.
        """
        if not self._places:
            for place, element in enumerate(self.markup):
                self._places.setdefault(element.tag, []).append(place)
        found = [place for tag in tags for place in self._places.get(tag, ())]
        return [self.markup[place] for place in (sorted(found) if len(tags) > 1 else found)]


@dataclass(frozen=True, slots=True)
class Document:
    """Everything that we know about a page, as spans over its text."""

    page: Page
    language: str
    title: str
    modified: Mention | None
    alternates: Mapping[str, str]
    artifacts: tuple[Artifact, ...]
    sections: tuple[Section, ...]
    mentions: tuple[Mention, ...]
    findings: tuple[Finding, ...] = ()


def mask(text: str, spans: Iterable[Span], blank: str = " ") -> str:
    """The text with the characters of `spans` blanked one for one; line ends stay."""
    out: list[str] = []
    at = 0
    for span in sorted(spans, key=lambda s: (s.start, s.end)):
        if span.end <= at:
            continue
        start = max(at, span.start)
        gone = text[start : span.end]
        blanks = _NOT_LINE_END.sub(blank, gone) if "\n" in gone else blank * len(gone)
        out += (text[at:start], blanks)
        at = span.end
    out.append(text[at:])
    return "".join(out)


def line_of(text: str, offset: int) -> int:
    """The number of the line that holds a character, from 1."""
    return text.count("\n", 0, offset) + 1


def trim(text: str, start: int, end: int) -> Span:
    """`[start, end)` without the white space at its two ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def fold_spaces(text: str) -> str:
    """White space runs as one space, none at the ends."""
    return " ".join(text.split())


def merge(spans: Sequence[Span]) -> list[Span]:
    """The union of `spans`, sorted, without overlap."""
    out: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, s.end)):
        if out and span.start <= out[-1].end:
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        else:
            out.append(Span(span.start, span.end))
    return out
