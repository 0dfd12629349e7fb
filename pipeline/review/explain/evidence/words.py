"""The words that speak for a fact: the label that the record names, those on both sides of it."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.model import fold_spaces, line_of
from pipeline.reading import Lines, fold
from pipeline.review.explain.case import Case
from pipeline.review.explain.witness import Witness

#: A label stands so near before a number, in code points; one above a column, further up.
_NEAR, _FAR = 400, 6000
_BEFORE, _AFTER = 4, 3


def label(case: Case) -> Iterator[Witness]:
    """The label that the record names, with its line."""
    said = getattr(case.fact.parts, "label", None)
    if said:
        at = _place(case, said)
        line = str(line_of(case.text, at)) if at >= 0 else ""
        side = "after" if at >= case.fact.end else "before"
        yield Witness.of("why-label", label=fold_spaces(said), line=line, side=side)


def _place(case: Case, label: str) -> int:
    """Where a label stands: the nearest one before, else right after; -1 where nowhere."""
    start, end = case.fact.start, case.fact.end
    key, wanted = fold(case.text), fold(label)
    reach = _FAR if case.fact.rule in {"column-header", "term"} else _NEAR
    at = key.rfind(wanted, max(0, start - reach), start)
    return at if at >= 0 else key.find(wanted, end, end + _NEAR)


def around(case: Case) -> Iterator[Witness]:
    """The words on both sides in the fact's lines: they say what bare digits or a name is."""
    start, end = case.fact.start, case.fact.end
    lines = Lines.of(case.text)
    before = case.text[lines.at(start).start : start].split()[-_BEFORE:]
    after = case.text[end : lines.at(end - 1).end].split()[:_AFTER]
    if before or after:
        yield Witness.of("why-words", first=" ".join(before), last=" ".join(after))
