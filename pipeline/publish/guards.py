"""What must hold of a page before it is published, each by its name.

A guard says what it objects to, against the page as it stood in the last release where there was
one. An objection of severity `error` holds the page back: its last good record stays published. A
`warning` is told, and the page goes out. Somebody may let a page pass a guard (`refresh --accept
GUARD:PAGE --because WHY`) but for those that would publish what is not true or cannot be read:
there the program is to be mended. What reviewers decided of single facts is heard as well.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline import messages
from pipeline.messages import Details
from pipeline.model import Severity, Span, line_of, mask
from pipeline.publish import schemas
from pipeline.records import EntityRecord, Failure, PageRecord, SectionRecord
from pipeline.store.reviews import Decisions

#: The share of facts, sections or text that a page may lose from one release to the next.
MOST_LOST = 0.3
#: A shorter section loses a third of its text with its first sentence, and tells no language.
_LONG_SECTION = 200

#: What no clean text may hold: it means that a rule for artifacts is missing.
LEFTOVERS = (
    ("braces", re.compile(r"\{\{|\}\}")),
    ("replacement character", re.compile("\ufffd")),
    ("image label", re.compile(r"(?m)^\s*(?:JPEG|PNG|GIF)\s*$")),
    ("doubly encoded characters", re.compile("Ã[\u0080-\u00bf]|â€[™œ\u009d“”]")),
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A page that wants to be published: its record and text, and what is published of it now.

    `versions` are the other languages of the page that want to be published with it, `published`
    those that are, `decisions` what reviewers said of its facts.
    """

    record: PageRecord
    text: str
    former: PageRecord | None = None
    versions: Sequence[PageRecord] = ()
    published: Mapping[str, PageRecord] = field(default_factory=dict)
    decisions: Decisions = field(default_factory=Decisions)

    def wanted(self) -> list[EntityRecord]:
        """The facts of the last release, but for those that reviewers let go."""
        if self.former is None:
            return []
        there = {fact.id for fact in self.record.entities}
        return [f for f in self.former.entities if f.id in there or not self._let_go(f)]

    def _let_go(self, fact: EntityRecord) -> bool:
        """Whether a reviewer rejected a fact that is gone, or accepted that it is.

        Who accepted a fact before the page lost it accepted the fact, not its loss.
        """
        decision = self.decisions.on(fact.id, fact.text)
        if decision is None or self.former is None:
            return False
        if decision.decision == "reject":
            return True
        old, new = self.former.provenance, self.record.provenance
        return old.sha256 != new.sha256 and decision.is_later(new.fetched)


@dataclass(frozen=True, slots=True)
class Guard:
    """A check by its name: how bad an objection is, and whether somebody may let it pass.

    An objection `by_reviewer` is one person's word on one fact, no sign that a source is broken.
    """

    check: Callable[[Candidate], Iterator[Details]]
    severity: Severity
    acceptable: bool
    by_reviewer: bool = False

    @property
    def name(self) -> str:
        """As messages and `--accept` have it."""
        return self.check.__name__.replace("_", "-")

    @property
    def refuses(self) -> bool:
        """Whether an objection holds a page back."""
        return self.severity == "error"


@dataclass(frozen=True, slots=True)
class Objection:
    """What a guard said of a page: the catalogue has its sentence under the guard's name."""

    guard: Guard
    page: str
    details: Details

    @property
    def code(self) -> str:
        """The guard's name."""
        return self.guard.name

    @property
    def message(self) -> str:
        """What it objects to, in English."""
        return messages.say(self.code, self.details)

    @property
    def named(self) -> Details:
        """The details with the guard's name, as failures have them."""
        return {**self.details, "guard": self.guard.name, "reason": self.code}

    def held(self) -> Failure | None:
        """The failure of a page that it holds back; None where it only warns."""
        if not self.guard.refuses:
            return None
        return Failure(id=self.page, code="page-held", details=self.named)


def evidence(candidate: Candidate) -> Iterator[Details]:
    """Every fact, finding, artifact and link stands where the record says: `text[start:end]`."""
    record, text = candidate.record, candidate.text
    spans = [(e.id, e.start, e.end, e.text) for e in record.entities]
    spans += [(a.id, a.start, a.end, a.text) for a in record.artifacts]
    spans += [(f.id, f.start, f.end, f.text) for f in record.findings]
    spans += [(link.id, link.start, link.end, link.text) for link in record.links or ()]
    for name, start, end, said in spans:
        if text[start:end] != said:
            place = {"start": str(start), "end": str(end)}
            yield {"fact": name, "there": repr(text[start:end]), "shown": repr(said), **place}


def apart(candidate: Candidate) -> Iterator[Details]:
    """No two facts share a character."""
    taken = sorted((e.start, e.end, e.id) for e in candidate.record.entities)
    for first, second in itertools.pairwise(taken):
        if second[0] < first[1]:
            yield {"first": first[2], "second": second[2]}


def schema(candidate: Candidate) -> Iterator[Details]:
    """The record fits its JSON Schema."""
    for fault in schemas.faults(schemas.PAGE, candidate.record.model_dump(mode="json")):
        yield {"fault": fault}


def expected(candidate: Candidate) -> Iterator[Details]:
    """The page gives at least what its source expects."""
    for finding in candidate.record.findings:
        if finding.code == "below-minimum":
            yield finding.details


def zero_facts(candidate: Candidate) -> Iterator[Details]:
    """A page that had facts has some."""
    if candidate.former and candidate.wanted() and not candidate.record.entities:
        yield {"was": str(len(candidate.former.entities))}


def collapse(candidate: Candidate) -> Iterator[Details]:
    """Not more than 30 % of a kind of facts, of the sections, of a section, of the text is lost."""
    if candidate.former is None:
        return
    before = Counter[str](e.kind for e in candidate.wanted())
    now = Counter[str](e.kind for e in candidate.record.entities)
    yield from (m for kind in sorted(before) for m in _lost(kind, before[kind], now[kind]))
    old, new = candidate.former.sections, candidate.record.sections
    yield from _lost("sections", len(old), len(new))
    yield from _lost("text", _length(old), _length(new))
    lengths = {s.id: len(s.text) for s in new}
    for section in old:
        if len(section.text) >= _LONG_SECTION and section.id in lengths:
            for lost in _lost("section", len(section.text), lengths[section.id]):
                yield {**lost, "heading": section.title}


def _lost(what: str, was: int, now: int) -> Iterator[Details]:
    if now < was * (1 - MOST_LOST):
        yield {"what": what, "now": str(now), "was": str(was)}


def _length(sections: Sequence[SectionRecord]) -> int:
    return sum(len(s.title) + len(s.text) for s in sections)


def leftovers(candidate: Candidate) -> Iterator[Details]:
    """The clean text holds no markup, image label or broken character."""
    text = candidate.text
    for name, start, said in left_over(candidate.record, text):
        line = line_of(text, start)
        yield {"what": name, "line": str(line), "shown": repr(said)}


def left_over(record: PageRecord, text: str) -> Iterator[tuple[str, int, str]]:
    """What no clean text may hold: its name, where it stands, its characters."""
    clean = mask(text, [Span(a.start, a.end) for a in record.artifacts])
    for name, pattern in LEFTOVERS:
        for hit in pattern.finditer(clean):
            yield name, hit.start(), hit.group()


def structure(candidate: Candidate) -> Iterator[Details]:
    """The page has a title if it had one, and is written in the language that it is kept as.

    A few words tell no language: there only a page that was in the right one is objected to.
    """
    record, language = candidate.record, candidate.record.id.rpartition(".")[2]
    former = candidate.former
    if not record.title and former and former.title:
        yield {"case": "title", "title": former.title}
    sure = _length(record.sections) >= _LONG_SECTION or (former and former.language == language)
    if sure and record.language not in (language, "und"):
        yield {"case": "language", "found": record.language, "meant": language}


def twins(candidate: Candidate) -> Iterator[Details]:
    """A page does not come to disagree with its other language on how to reach the office."""
    record, former = candidate.record, candidate.former
    for other in candidate.versions:
        old = candidate.published.get(other.id)
        if former is None or old is None or _reach(record) == _reach(former):
            continue
        apart_now, apart_before = _reach(record) ^ _reach(other), _reach(former) ^ _reach(old)
        if len(apart_now) > len(apart_before):
            new = ", ".join(sorted(apart_now - apart_before))
            yield {"other": other.id, "values": new}


def _reach(record: PageRecord) -> set[str]:
    return {e.value for e in record.entities if e.kind in ("phone", "fax", "email")}


def rejected(candidate: Candidate) -> Iterator[Details]:
    """The page tells no fact that a reviewer rejected in the same characters."""
    for fact in candidate.record.entities:
        decision = candidate.decisions.on(fact.id, fact.text)
        if decision and decision.decision == "reject":
            yield {"fact": fact.id, "shown": fact.text, "why": decision.reason}


GUARDS: tuple[Guard, ...] = (
    Guard(evidence, "error", acceptable=False),
    Guard(apart, "error", acceptable=False),
    Guard(schema, "error", acceptable=False),
    Guard(expected, "error", acceptable=True),
    Guard(zero_facts, "error", acceptable=True),
    Guard(collapse, "error", acceptable=True),
    Guard(leftovers, "error", acceptable=True),
    Guard(structure, "error", acceptable=True),
    Guard(twins, "warning", acceptable=True),
    Guard(rejected, "error", acceptable=True, by_reviewer=True),
)


def object_to(candidate: Candidate, accepted: frozenset[str] = frozenset()) -> list[Objection]:
    """What the guards say of a page, those left out that somebody let it pass."""
    return [
        Objection(guard, candidate.record.id, details)
        for guard in GUARDS
        if not (guard.acceptable and guard.name in accepted)
        for details in guard.check(candidate)
    ]
