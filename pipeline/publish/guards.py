"""What must hold of every page before anything is published, each by its name.

A guard returns what it objects to, empty where nothing; one objection refuses the release, and
what was published before still stands.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence

from pipeline.errors import Refused
from pipeline.publish import schemas
from pipeline.records import PageRecord


def evidence(record: PageRecord, text: str) -> list[str]:
    """Every fact, heading and artifact stands where the record says: `text[start:end]`."""
    spans = [(e.id, e.start, e.end, e.text) for e in record.entities]
    spans += [(a.id, a.start, a.end, a.text) for a in record.artifacts]
    spans += [(f.id, f.start, f.end, f.text) for f in record.findings]
    return [
        f"{name}: the text has {text[start:end]!r} at {start}–{end}, not {said!r}"
        for name, start, end, said in spans
        if text[start:end] != said
    ]


def apart(record: PageRecord, _: str) -> list[str]:
    """No two facts share a character."""
    taken = sorted((e.start, e.end, e.id) for e in record.entities)
    return [
        f"{second[2]} overlaps {first[2]}"
        for first, second in itertools.pairwise(taken)
        if second[0] < first[1]
    ]


def expected(record: PageRecord, _: str) -> list[str]:
    """The page gives at least what its source expects."""
    return [f"{f.message} ({f.advice})" for f in record.findings if f.code == "below-minimum"]


def schema(record: PageRecord, _: str) -> list[str]:
    """The record fits its JSON Schema."""
    return schemas.faults(schemas.PAGE, record.model_dump(mode="json"))


GUARDS: tuple[Callable[[PageRecord, str], list[str]], ...] = (evidence, apart, expected, schema)


def insist(pages: Sequence[tuple[PageRecord, str]]) -> None:
    """Nothing, where every guard agrees to every page.

    Raises:
        Refused: every objection, with page and guard.
    """
    objections = [
        f"{record.id}: {guard.__name__}: {objection}"
        for record, text in pages
        for guard in GUARDS
        for objection in guard(record, text)
    ]
    if objections:
        raise Refused("; ".join(objections))
