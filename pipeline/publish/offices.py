"""One statement on the pages of many offices, with many values: who says what.

A ministry's text is copied from post to post, and its figures grow old at different speeds. Counts
of one noun in sentences that are the same but for their numbers are held against each other;
nobody is corrected.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from pipeline import records
from pipeline.messages import LIST
from pipeline.model import Finding, source_of
from pipeline.publish.agreement import Pages
from pipeline.reading import fold
from pipeline.records import CountParts, EntityRecord, FindingRecord, Ids, PageRecord

CODE = "statement-varies"
_WORD = re.compile(r"[a-z]{4,}")
_SENTENCE_END = re.compile(r"[.!?](?=\s)|\n")
#: Sentences with fewer long words say too little to be one; so much alike are two that are.
_LEAST, _ALIKE = 4, 0.6
_KEYS = 3


class Said(NamedTuple):
    """A count of a page: its place among the facts, what it says, the words of its sentence."""

    fact: int
    language: str
    noun: str
    value: str
    number: float
    words: tuple[str, ...]


class Note(NamedTuple):
    """What is to be noted at a fact of a page: who says what."""

    fact: int
    says: str


@dataclass(slots=True)
class _Statement:
    """Sentences of several pages that are one but for their numbers, each with its page."""

    words: frozenset[str]
    said: list[tuple[str, Said]] = field(default_factory=list)

    def holds(self, words: frozenset[str]) -> bool:
        both = self.words & words
        return len(both) >= _ALIKE * len(self.words | words)

    def varies(self) -> bool:
        """Whether several offices say it, and not with one number."""
        offices = {source_of(page) for page, _ in self.said}
        return len(offices) > 1 and len({said.number for _, said in self.said}) > 1

    def says(self) -> str:
        """Each office with its value, once."""
        return LIST.join(
            dict.fromkeys(f"{source_of(page)} {said.value}" for page, said in self.said)
        )


def with_statements(pages: Pages) -> dict[str, tuple[PageRecord, str]]:
    """The pages with a note wherever offices that share a text do not share its numbers."""
    out = {name: (without_notes(record), text) for name, (record, text) in pages.items()}
    told = notes({name: said_in(record, text) for name, (record, text) in out.items()})
    for name, found in told.items():
        record, text = out[name]
        out[name] = with_notes(record, text, found), text
    return out


def without_notes(record: PageRecord) -> PageRecord:
    """A page as it is where no other says what it does."""
    return records.with_findings(record, lambda f: f.code != CODE)


def with_notes(record: PageRecord, text: str, told: Sequence[Note]) -> PageRecord:
    """A page with these notes behind its findings."""
    for note in told:
        more = [_finding(record, text, record.entities[note.fact], note.says)]
        record = records.with_findings(record, lambda _: True, more)
    return record


def notes(pages: Mapping[str, Sequence[Said]]) -> dict[str, list[Note]]:
    """The notes of each page that gets any, from the counts of all."""
    found: defaultdict[str, list[Note]] = defaultdict(list)
    for statement in _statements(pages):
        if statement.varies():
            says = statement.says()
            for page, said in statement.said:
                found[page].append(Note(said.fact, says))
    return dict(found)


def _statements(pages: Mapping[str, Sequence[Said]]) -> list[_Statement]:
    """The statements with a count; found by their longest words, so that many pages cost little."""
    known: defaultdict[tuple[str, str, str], list[_Statement]] = defaultdict(list)
    statements: list[_Statement] = []
    for page in sorted(pages):
        for said in pages[page]:
            words = frozenset(said.words)
            places = [known[said.language, said.noun, word] for word in said.words[:_KEYS]]
            home = next((s for place in places for s in place if s.holds(words)), None)
            if home is None:
                home = _Statement(words)
                statements.append(home)
                for place in places:
                    place.append(home)
            home.said.append((page, said))
    return statements


def said_in(record: PageRecord, text: str) -> list[Said]:
    """The counts of a page in sentences that are long enough to be known again."""
    return list(_said_in(record, text))


def _said_in(record: PageRecord, text: str) -> Iterator[Said]:
    for place, count in enumerate(record.entities):
        if count.kind == "count" and isinstance(count.parts, CountParts):
            words = set(_WORD.findall(fold(_sentence(text, count))))
            if len(words) >= _LEAST:
                longest = sorted(map(sys.intern, words), key=lambda word: (-len(word), word))
                noun, number = sys.intern(fold(count.parts.noun)), count.parts.number
                yield Said(place, record.language, noun, count.value, number, tuple(longest))


def _sentence(text: str, count: EntityRecord) -> str:
    ends = [m.end() for m in _SENTENCE_END.finditer(text, max(0, count.start - 600), count.start)]
    start = ends[-1] if ends else max(0, count.start - 600)
    end = _SENTENCE_END.search(text, count.end, count.end + 600)
    return text[start : end.start() if end else count.end + 600].strip()


def _finding(record: PageRecord, text: str, count: EntityRecord, says: str) -> FindingRecord:
    details = {"statement": _sentence(text, count), "says": says}
    finding = Finding(count.start, count.end, CODE, "note", details)
    return records.finding_record(finding, text, Ids(record.id, (f.id for f in record.findings)))
