"""What reviewers decided, held against what is published.

What was accepted counts no more, a rejected fact that is published all the same is an error, and
a decision whose characters have changed is told, for somebody to decide anew.
"""

from __future__ import annotations

import typing
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.messages import advise, say
from pipeline.model import Kind
from pipeline.publish import check
from pipeline.publish.faults import Fault, Place
from pipeline.records import EntityRecord, PageRecord, facts_in
from pipeline.store.reviews import Decision, Decisions

_JUDGED = (*typing.get_args(Kind), "finding")


def judge(
    folder: Path, faults: Sequence[Fault], decisions: Decisions, language: str
) -> list[Fault]:
    """What `check` found in a folder, with what reviewers decided of what is published there."""
    if not decisions.lines:
        return list(faults)
    court = _Court(folder, dict(check.pages(folder)), decisions, language)
    accepted = dict(court.accepted())
    return [
        *(replace(f, accepted=accepted[f.where]) if f.where in accepted else f for f in faults),
        *court.rejected(),
        *court.lapsed(),
    ]


@dataclass(frozen=True, slots=True)
class _Court:
    """The pages of a folder with their texts, the decisions, and the language to speak."""

    folder: Path
    pages: dict[str, tuple[PageRecord, str]]
    decisions: Decisions
    language: str

    def accepted(self) -> Iterator[tuple[str, str]]:
        """The findings that were accepted, themselves or with all facts that they are about: why.

        What was rejected itself stays, whatever was said of its fact.
        """
        for record, _ in self.pages.values():
            for finding in record.findings:
                own = self.decisions.on(finding.id, finding.text)
                said = [own] if own else [self._on(fact) for fact in facts_in(record, finding)]
                if said and all(d is not None and d.decision == "accept" for d in said):
                    yield finding.id, next((d.reason for d in said if d and d.reason), "")

    def rejected(self) -> Iterator[Fault]:
        """The facts that were rejected, and are published in the same characters."""
        for record, text in self.pages.values():
            file = self.folder / f"{record.id}.txt"
            for fact in record.entities:
                decision = self._on(fact)
                if decision and decision.decision == "reject":
                    details = {
                        "shown": fact.text,
                        "kind": fact.kind,
                        "value": fact.value,
                        "why": decision.reason,
                        "file": self.decisions.file.as_posix(),
                    }
                    message = say("fact-rejected", details, self.language)
                    advice = advise("fact-rejected", details, self.language)
                    place = Place.of(file, text, fact.start, fact.end)
                    yield Fault("error", fact.id, "fact-rejected", message, advice, place)

    def lapsed(self) -> Iterator[Fault]:
        """The decisions on what is gone or has other characters now, until there is a new one.

        A rejected fact that is gone is what the reviewer wanted: nobody need hear of it.
        """
        there = {
            name: quote for record, _ in self.pages.values() for name, quote in _quotes(record)
        }
        for (name, quote), (number, decision) in self.decisions.lines.items():
            now = there.get(name)
            done = now is None and decision.decision == "reject"
            if done or not _is_judged(name) or (now is not None and self.decisions.on(name, now)):
                continue
            case = "gone" if now is None else "changed"
            details = {"case": case, "was": quote, "now": now or ""}
            place = Place(self.decisions.file.as_posix(), number, 1, number + 1, 1)
            message = say("decision-lapsed", details, self.language)
            advice = advise("decision-lapsed", details, self.language)
            yield Fault("note", name, "decision-lapsed", message, advice, place)

    def _on(self, fact: EntityRecord) -> Decision | None:
        return self.decisions.on(fact.id, fact.text)


def _is_judged(name: str) -> bool:
    """Whether an id is that of a fact or a finding; a reviewer may have seen a change of others."""
    return name.partition("#")[2].partition(":")[0] in _JUDGED


def _quotes(record: PageRecord) -> Iterator[tuple[str, str]]:
    """What is judged, with its characters."""
    yield from ((fact.id, fact.text) for fact in record.entities)
    yield from ((finding.id, finding.text) for finding in record.findings)
