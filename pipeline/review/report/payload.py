"""A page as the report carries it: its text, and what stands where in it.

Offsets are code points; `assets/offsets.js` turns them into those of the browser, and `data.js`
there reads what is written here. What is empty is left out, and what can be told from the rest: a
value that is the quote, an id that is made of kind and value.
"""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from pipeline import messages
from pipeline.messages import LANGUAGES
from pipeline.model import fold_spaces
from pipeline.records import EntityRecord, FindingRecord, PageRecord, SectionRecord
from pipeline.review.change import Change, Side
from pipeline.review.report.live import Live

Told = dict[str, Any]


def page(record: PageRecord, text: str, changes: Sequence[Change], pair: int) -> Told:
    """A page; `pair` is the number of the pair that it belongs to, -1 for none."""
    live = Live.of(record, text)
    known = {e.id for e in record.entities} | {f.id for f in record.findings}
    return {
        "text": text,
        "pair": pair,
        "sections": [
            _section(section, before, text)
            for before, section in zip(_ends(record.sections), record.sections, strict=False)
        ],
        "artifacts": [{"start": a.start, "end": a.end, "rule": a.rule} for a in record.artifacts],
        "facts": [
            _fact(record, fact, before, live)
            for before, fact in zip(_ends(record.entities), record.entities, strict=False)
        ],
        "findings": [_finding(record, finding, live) for finding in record.findings],
        "changes": [_change(change, known) for change in changes],
    }


def _told(**parts: Any) -> Told:
    """What there is to tell: no empty text or list; but zero, where a place begins, and no."""
    return {name: part for name, part in parts.items() if part or part == 0}


def _own(record: PageRecord, name: str, usual: str) -> str | None:
    """An id without its page, where it is not the usual one."""
    own = name.removeprefix(f"{record.id}#")
    return None if own == usual else own


def _section(section: SectionRecord, before: int, text: str) -> Told:
    """A section; its place as a fact's, that of its heading from its start."""
    head = section.heading
    own = head is not None and fold_spaces(text[head.start : head.end]).strip() == section.title
    return _told(
        gap=section.start - before,
        length=section.end - section.start,
        level=section.level,
        head=[head.start - section.start, head.end - section.start] if head else None,
        title=None if own else section.title,
        language=section.language,
        rule=section.rule,
    )


def _ends(parts: Iterable[EntityRecord | SectionRecord]) -> Iterator[int]:
    """Where what stands before each part ends: the part before it, or the text's beginning."""
    return itertools.chain([0], (part.end for part in parts))


def _fact(record: PageRecord, fact: EntityRecord, before: int, live: Live) -> Told:
    """A fact; its place as the gap before it and its length, which are short numbers."""
    return _told(
        id=_own(record, fact.id, f"{fact.kind}:{fact.value}"),
        kind=fact.kind,
        gap=fact.start - before,
        length=fact.end - fact.start,
        value=None if fact.value == fact.text else fact.value,
        rule=fact.rule,
        basis=fact.basis,
        alternatives=fact.alternatives,
        resolvedBy=fact.resolved_by,
        invalid=None if getattr(fact.parts, "valid", True) else True,
        way=live.way(fact),
    )


def _finding(record: PageRecord, finding: FindingRecord, live: Live) -> Told:
    said = {language: messages.words(finding, language) for language in LANGUAGES}
    return _told(
        id=_own(record, finding.id, f"finding:{finding.code}"),
        code=finding.code,
        severity=finding.severity,
        start=finding.start,
        end=finding.end,
        message={language: words.message for language, words in said.items()},
        advice={language: words.advice for language, words in said.items()},
        way=live.way(finding),
    )


def _change(change: Change, known: Collection[str]) -> Told:
    """A change; what is new and stands on the page needs no second telling."""
    return _told(
        op=change.op,
        subject=change.subject,
        id=change.id,
        kind=change.kind,
        tier=change.tier,
        cause=change.cause,
        section=change.section,
        before=_side(change, change.before),
        after=None if change.id in known else _side(change, change.after),
    )


def _side(change: Change, side: Side | None) -> Told | None:
    if side is None:
        return None
    finding = change.subject == "finding"
    return _told(
        value=side.value,
        quote=side.quote,
        start=side.start,
        end=side.end,
        rule=side.rule,
        severity=side.severity,
        message={code: _said(change, side, code) for code in LANGUAGES} if finding else None,
    )


def _said(change: Change, side: Side, language: str) -> str:
    """A finding of one release in a language; as published where its sentence is no more."""
    with contextlib.suppress(KeyError):
        return messages.say(change.kind, side.details, language)
    return side.value
