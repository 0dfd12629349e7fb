"""One statement on the pages of many offices, with many values: who says what.

A ministry's text is copied from post to post, and its figures grow old at different speeds. Counts
of one noun in sentences that are the same but for their numbers are held against each other;
nobody is corrected.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pipeline import records
from pipeline.messages import LIST
from pipeline.model import Finding
from pipeline.publish.agreement import Pages
from pipeline.reading import fold
from pipeline.records import CountParts, EntityRecord, FindingRecord, Ids, PageRecord

CODE = "statement-varies"
_WORD = re.compile(r"[a-z]{4,}")
_SENTENCE_END = re.compile(r"[.!?](?=\s)|\n")
#: Sentences with fewer long words say too little to be one; so much alike are two that are.
_LEAST, _ALIKE = 4, 0.6
_KEYS = 3


@dataclass(frozen=True, slots=True)
class _Said:
    """A count where it stands: its page, the long words of its sentence, the sentence."""

    record: PageRecord
    count: EntityRecord
    words: frozenset[str]
    sentence: str


@dataclass(slots=True)
class _Statement:
    """Sentences of several pages that are one but for their numbers."""

    first: _Said
    said: list[_Said] = field(default_factory=list)

    def holds(self, other: _Said) -> bool:
        both = self.first.words & other.words
        return len(both) >= _ALIKE * len(self.first.words | other.words)

    def varies(self) -> bool:
        """Whether several offices say it, and not with one number."""
        offices = {said.record.source for said in self.said}
        return len(offices) > 1 and len({_number(said.count) for said in self.said}) > 1


def _number(count: EntityRecord) -> float:
    return count.parts.number if isinstance(count.parts, CountParts) else 0.0


def with_statements(pages: Pages) -> dict[str, tuple[PageRecord, str]]:
    """The pages with a note wherever offices that share a text do not share its numbers."""
    out = {
        name: (records.with_findings(record, lambda f: f.code != CODE), text)
        for name, (record, text) in pages.items()
    }
    for statement in _statements(out):
        if statement.varies():
            for said in statement.said:
                record, text = out[said.record.id]
                told = _finding(record, text, said, statement)
                out[record.id] = records.with_findings(record, lambda _: True, [told]), text
    return out


def _statements(pages: Pages) -> list[_Statement]:
    """The statements with a count; found by their longest words, so that many pages cost little."""
    known: defaultdict[tuple[str, str, str], list[_Statement]] = defaultdict(list)
    statements: list[_Statement] = []
    for said in _counts(pages):
        noun = fold(said.count.parts.noun) if isinstance(said.count.parts, CountParts) else ""
        longest = sorted(said.words, key=lambda word: (-len(word), word))[:_KEYS]
        places = [known[said.record.language, noun, word] for word in longest]
        home = next((s for place in places for s in place if s.holds(said)), None)
        if home is None:
            home = _Statement(said)
            statements.append(home)
            for place in places:
                place.append(home)
        home.said.append(said)
    return statements


def _counts(pages: Pages) -> Iterator[_Said]:
    for name in sorted(pages):
        record, text = pages[name]
        for count in record.entities:
            if count.kind == "count":
                sentence = _sentence(text, count)
                words = frozenset(_WORD.findall(fold(sentence)))
                if len(words) >= _LEAST:
                    yield _Said(record, count, words, sentence)


def _sentence(text: str, count: EntityRecord) -> str:
    ends = [m.end() for m in _SENTENCE_END.finditer(text, max(0, count.start - 600), count.start)]
    start = ends[-1] if ends else max(0, count.start - 600)
    end = _SENTENCE_END.search(text, count.end, count.end + 600)
    return text[start : end.start() if end else count.end + 600].strip()


def _finding(record: PageRecord, text: str, said: _Said, statement: _Statement) -> FindingRecord:
    count = said.count
    values: Mapping[str, None] = dict.fromkeys(
        f"{each.record.source} {each.count.value}" for each in statement.said
    )
    details = {"statement": said.sentence, "says": LIST.join(values)}
    finding = Finding(count.start, count.end, CODE, "note", details)
    return records.finding_record(finding, text, Ids(record.id, (f.id for f in record.findings)))
