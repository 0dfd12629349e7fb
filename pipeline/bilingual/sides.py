"""One version of a page, as it is compared: its text, its parts, its facts.

Made from a `Document` or from what is published of one, so that pages of this run and of the last
release are compared alike. All spans count in the page's own text.
"""

from __future__ import annotations

import bisect
import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline.extract.numerals import Numeral, may_hold, numbers_in
from pipeline.model import TAKEN, Document, Kind, Mention, Span, fold_spaces, mask, trim
from pipeline.reading import fold_case, fold_typography
from pipeline.records import CountParts, EntityRecord, PageRecord

_QUOTE = 160


@dataclass(frozen=True, slots=True)
class Fact(Span):
    """A fact of a page; `index` is its place among the mentions or entities it comes from.

    `number` is that of a count.
    """

    kind: Kind
    value: str
    index: int = -1
    basis: str = "stated"
    alternatives: tuple[str, ...] = ()
    qualifier: str = ""
    number: float = -1.0

    @classmethod
    def made(cls, found: Mention | EntityRecord, index: int, qualifier: str = "") -> Fact:
        """The fact that a mention or a published entity is."""
        number = float(found.value.partition(" ")[0]) if found.kind == "count" else -1.0
        where = (found.start, found.end, found.kind, found.value, index)
        return cls(*where, found.basis, found.alternatives, qualifier, number)

    @property
    def noun(self) -> str:
        """The head noun of a count, as written."""
        return self.value.partition(" ")[2]


@dataclass(frozen=True, slots=True)
class Part(Span):
    """A section: its heading's characters, or none for what stands before the first heading."""

    title: str
    level: int
    language: str
    heading: Span | None

    @property
    def body(self) -> int:
        """Where its text starts, behind the heading."""
        return self.heading.end if self.heading else self.start


@dataclass(frozen=True)
class Side:
    """One version of a page. `text` is clean, with typography folded; `key` is its folded form.

    Both are as long as `source`, the page's own text. `facts` leave the page's own date out.
    `lettered` are spans whose language the markup declares.
    """

    source: str
    text: str
    key: str
    language: str
    parts: tuple[Part, ...]
    facts: tuple[Fact, ...]
    modified: str = ""
    declared: tuple[tuple[Span, str], ...] = field(default=(), repr=False)

    @classmethod
    def of(cls, document: Document) -> Side:
        """The side that a page is, as it was read."""
        own = document.modified
        facts = tuple(
            Fact.made(m, n, str(m.details.get("qualifier") or ""))
            for n, m in enumerate(document.mentions)
        )
        modified = own.value if own else document.page.meta.get("modified", "")
        parts = [
            Part(s.start, s.end, s.title, s.level, s.language, s.heading) for s in document.sections
        ]
        declared = tuple(
            (Span(m.start, m.end), m.attrs["lang"].partition("-")[0].lower())
            for m in document.page.markup
            if m.attrs.get("lang")
        )
        facts, hidden = _without_date(document.page.text, facts, own.start if own else -1)
        hidden += document.artifacts
        about = {"language": document.language, "modified": modified, "declared": declared}
        return cls._made(document.page.text, hidden, parts, facts, **about)

    @classmethod
    def of_record(cls, record: PageRecord, text: str) -> Side:
        """The side that a published page is; `text` is the one that its offsets count in."""
        facts = tuple(Fact.made(e, n, _qualifier(e)) for n, e in enumerate(record.entities))
        parts = [
            Part(
                s.start,
                s.end,
                s.title,
                s.level,
                s.language,
                Span(s.heading.start, s.heading.end) if s.heading else None,
            )
            for s in record.sections
        ]
        own = next((e.start for e in record.entities if e.id == record.modified_entity), -1)
        facts, hidden = _without_date(text, facts, own)
        hidden += [Span(a.start, a.end) for a in record.artifacts]
        about = {"language": record.language, "modified": record.modified or ""}
        return cls._made(text, hidden, parts, facts, **about)

    @classmethod
    def _made(
        cls,
        source: str,
        hidden: Iterable[Span],
        parts: Iterable[Part],
        facts: tuple[Fact, ...],
        **about: Any,
    ) -> Side:
        text = fold_typography(mask(source, hidden))
        found = tuple(parts) or (Part(0, len(source), "", 0, "und", None),)
        return cls(source, text, fold_case(text), parts=found, facts=facts, **about)

    def letters(self, number: int) -> int:
        """How many characters the text of a part has, without the heading and white space."""
        return self._letters[number]

    @property
    def size(self) -> int:
        """How many characters the texts of all parts have."""
        return sum(self._letters)

    @functools.cached_property
    def _letters(self) -> list[int]:
        return [len("".join(self.text[part.body : part.end].split())) for part in self.parts]

    @functools.cached_property
    def _starts(self) -> list[int]:
        return [part.start for part in self.parts]

    def part_at(self, offset: int) -> int:
        """The number of the part that holds `offset`."""
        return max(bisect.bisect_right(self._starts, offset) - 1, 0)

    @functools.cached_property
    def by_part(self) -> Mapping[int, tuple[Fact, ...]]:
        """The facts of each part."""
        homes: dict[int, list[Fact]] = {}
        for fact in self.facts:
            homes.setdefault(self.part_at(fact.start), []).append(fact)
        return {number: tuple(facts) for number, facts in homes.items()}

    def quote(self, span: Span) -> str:
        """The passage around a span on one line, cut to a readable width."""
        start = max(self.source.rfind("\n", 0, span.start) + 1, span.start - _QUOTE // 2)
        end = self.source.find("\n", span.end)
        end = min(len(self.source) if end < 0 else end, span.end + _QUOTE // 2)
        cut = trim(self.source, start, end)
        return fold_spaces(cut.of(self.source))

    def lines_around(self, span: Span) -> Span:
        """The line or lines that a span stands in."""
        end = self.text.find("\n", span.end)
        return Span(self.text.rfind("\n", 0, span.start) + 1, len(self.text) if end < 0 else end)

    def near(self, fact: Fact, reach: int) -> list[Fact]:
        """The other contact facts that stand within `reach` code points of a fact."""
        return [
            f
            for f in self.facts
            if f is not fact
            and f.kind not in ("count", "date")
            and f.start - fact.end <= reach
            and fact.start - f.end <= reach
        ]

    def numbers(self, span: Span) -> list[Numeral]:
        """The numbers of a stretch, but for those of dates, phones and such."""
        where = (span.start, span.end)
        found = self._numbers.get(where)
        if found is None:
            numbers = numbers_in(self._open, self.language, *where)
            found = self._numbers[where] = [n for n in numbers if n.end <= span.end]
        return found

    def may_tell(self, span: Span, number: float) -> bool:
        """Whether it is worth looking for a number in a stretch."""
        return may_hold(span.of(self._open), self.language, number)

    @functools.cached_property
    def _open(self) -> str:
        """The key without the facts whose digits count nothing."""
        return mask(self.key, (f for f in self.facts if f.kind != "count"), TAKEN)

    @functools.cached_property
    def _numbers(self) -> dict[tuple[int, int], list[Numeral]]:
        return {}

    def kinds(self, *kinds: str) -> list[Fact]:
        """The facts of some kinds."""
        return [fact for fact in self.facts if fact.kind in kinds]


def _qualifier(entity: EntityRecord) -> str:
    return (entity.parts.qualifier or "") if isinstance(entity.parts, CountParts) else ""


def _without_date(
    text: str, facts: tuple[Fact, ...], start: int
) -> tuple[tuple[Fact, ...], list[Span]]:
    """The facts without the page's own date, and its line, which is no statement of the page."""
    own = next((f for f in facts if f.start == start and f.kind == "date"), None)
    if own is None:
        return facts, []
    line = Span(text.rfind("\n", 0, start) + 1, own.end)
    return tuple(f for f in facts if f is not own), [line]
