"""One statement on the pages of many offices, with many values: who says what.

A ministry's text is copied from post to post, and its figures grow old at different speeds. Counts
of one noun in sentences that are the same but for their numbers are held against each other;
nobody is corrected.
"""

from __future__ import annotations

import itertools
import re
import sqlite3
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
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

SHAPE = """
create table said (
  language text, noun text, page text, fact integer, value text, number real, words text
);
"""
_ADD = "insert into said values (?, ?, ?, ?, ?, ?, ?)"
_ALL = "select * from said order by language, noun, page, fact"


class Said(NamedTuple):
    """A count of a page: its place among the facts, what it says, the words of its sentence."""

    fact: int
    language: str
    noun: str
    value: str
    number: float
    words: tuple[str, ...]


class Sayings:
    """What all pages say, on the disk until it is held against each other."""

    def __init__(self, base: sqlite3.Connection) -> None:
        """Nobody said anything yet; the database has the `SHAPE`."""
        self._base = base

    def add(self, page: str, said: Iterable[Said]) -> None:
        """The counts of a page."""
        rows = (
            (s.language, s.noun, page, s.fact, s.value, s.number, " ".join(s.words)) for s in said
        )
        self._base.executemany(_ADD, rows)

    def __iter__(self) -> Iterator[tuple[str, Said]]:
        """Each count with its page: by language and noun, then in the order of pages."""
        for language, noun, page, fact, value, number, words in self._base.execute(_ALL):
            yield page, Said(fact, language, noun, value, number, tuple(words.split()))


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
    said = [(name, one) for name in sorted(out) for one in said_in(*out[name])]
    told = notes(sorted(said, key=_noun))
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


def notes(said: Iterable[tuple[str, Said]]) -> dict[str, list[Note]]:
    """The notes of each page that gets any, from the counts of all by noun, then by page.

    Those of one noun are in memory at once.
    """
    found: defaultdict[str, list[Note]] = defaultdict(list)
    for statement in _statements(said):
        if statement.varies():
            says = statement.says()
            for page, one in statement.said:
                found[page].append(Note(one.fact, says))
    return {page: sorted(told) for page, told in found.items()}


def _statements(all_said: Iterable[tuple[str, Said]]) -> Iterator[_Statement]:
    """The statements with a count; found by their longest words, so that many pages cost little."""
    for _, of_noun in itertools.groupby(all_said, _noun):
        known: defaultdict[str, list[_Statement]] = defaultdict(list)
        statements: list[_Statement] = []
        for page, said in of_noun:
            words = frozenset(said.words)
            places = [known[word] for word in said.words[:_KEYS]]
            home = next((s for place in places for s in place if s.holds(words)), None)
            if home is None:
                home = _Statement(words)
                statements.append(home)
                for place in places:
                    place.append(home)
            home.said.append((page, said))
        yield from statements


def _noun(one: tuple[str, Said]) -> tuple[str, str]:
    """The language and the noun of a count."""
    return one[1].language, one[1].noun


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
