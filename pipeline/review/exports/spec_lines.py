"""Corrected spans as new lines of `tests/specs/`: what annotators see otherwise than the program.

A line is the smallest run of whole lines around a difference, with all marks of its kind of facts;
what the program would not find in these lines alone is marked as a gap, `? `.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.model import Span, merge, trim
from pipeline.notation import CLOSE, OPEN, Mark, render
from pipeline.records import PageRecord
from pipeline.review.exports.spans import FACTS, Labelled, labelled
from pipeline.review.exports.spec_context import BARE, Context
from pipeline.review.exports.spec_files import SpecLine
from pipeline.review.exports.tasks import Task, TaskError
from pipeline.sources import Catalogue

#: Kinds that share a file are found by one extractor.
FILES = {"fax": "phone"}
_LINE_END, _TAB = "␤", "⇥"
#: What a line of specs cannot hold: its own signs, and what ends a line for Python.
_NOT_IN_LINES = (OPEN, CLOSE, _LINE_END, _TAB, *"\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")
#: What a line of specs begins with when it is none of text.
_OTHERWISE = ("#", "@", "? ")


def new_lines(
    tasks: Iterable[Task | TaskError],
    pages: Mapping[str, tuple[PageRecord, str]],
    catalogue: Catalogue,
    kinds: Collection[str] = FACTS,
) -> Iterator[SpecLine | TaskError]:
    """A line for each place where the spans of a task are not those of its published page.

    `kinds` are those that were to be labelled.
    """
    for task in tasks:
        if isinstance(task, TaskError):
            yield task
            continue
        found = _page(task, pages)
        if isinstance(found, TaskError):
            yield found
        elif fault := task.fault():
            yield fault
        else:
            yield from _of_task(task, found, catalogue, kinds)


def _page(task: Task, pages: Mapping[str, tuple[PageRecord, str]]) -> PageRecord | TaskError:
    """The page whose text a task has: the one that it names; any, where it names none."""
    named = pages.get(task.page)
    known = [named] if named else [] if task.page else pages.values()
    for record, text in known:
        if text == task.text:
            return record
    told = f"page '{task.page}'" if task.page else "any page"
    return TaskError(task.name, f"its text is not that of {told} as published: export it anew")


def _of_task(
    task: Task, record: PageRecord, catalogue: Catalogue, kinds: Collection[str]
) -> Iterator[SpecLine | TaskError]:
    context = Context.of(record, catalogue)
    families: defaultdict[str, set[str]] = defaultdict(set)
    for kind in {*kinds, *(span.kind for span in task.spans)}:
        families[FILES.get(kind, kind)].add(kind)
    for family, members in sorted(families.items()):
        wanted = [span for span in task.spans if span.kind in members]
        sides = _Sides(_trimmed(labelled(record, members), task), _trimmed(wanted, task))
        for block in _blocks(task.text, sides):
            yield _line(task, context, family, block, sides)


def _trimmed(spans: Iterable[Labelled], task: Task) -> list[Labelled]:
    """The spans without white space at their ends: it is easily marked along."""
    inner = ((span, trim(task.text, span.start, span.end)) for span in spans)
    return [replace(span, start=place.start, end=place.end) for span, place in inner]


@dataclass(frozen=True, slots=True)
class _Sides:
    """The spans of one file of specs: what the program found, and what annotators want."""

    found: Sequence[Labelled]
    wanted: Sequence[Labelled]

    def differing(self) -> list[Span]:
        """The spans that only one side has."""
        here, there = (
            {(s.start, s.end, s.kind) for s in side} for side in (self.found, self.wanted)
        )
        return [Span(start, end) for start, end, _ in here ^ there]

    def all(self) -> list[Span]:
        """The spans of both sides."""
        return [Span(s.start, s.end) for s in (*self.found, *self.wanted)]


def _blocks(text: str, sides: _Sides) -> list[Span]:
    """The runs of whole lines around what only one side has; no span crosses their ends."""
    blocks = merge([_whole_lines(text, span) for span in sides.differing()])
    while True:  # a span that crosses an end brings its own lines in, and they may bring others
        inside = [s for s in sides.all() if any(s.overlaps(block) for block in blocks)]
        grown = merge([*blocks, *(_whole_lines(text, span) for span in inside)])
        if grown == blocks:
            return blocks
        blocks = grown


def _whole_lines(text: str, span: Span) -> Span:
    end = text.find("\n", max(span.start, span.end - 1))
    return Span(text.rfind("\n", 0, span.start) + 1, len(text) if end < 0 else end)


def _line(
    task: Task, context: Context, family: str, block: Span, sides: _Sides
) -> SpecLine | TaskError:
    text = block.of(task.text)
    wanted = dict.fromkeys(s for s in sides.wanted if block.holds(Span(s.start, s.end)))
    if odd := next((char for char in _NOT_IN_LINES if char in text), ""):
        why = f"characters {block.start}–{block.end} hold {odd!r}, which no line of specs can"
        return TaskError(task.name, why)
    if crossing := _crossing(wanted):
        return TaskError(task.name, f"two spans cross each other at {crossing.start}")
    values = {(s.start, s.end, s.kind): s.value for s in sides.found}
    marked = render(text, (_mark(s, block, values, context, task.text) for s in wanted))
    if marked.startswith(_OTHERWISE):
        text, marked = f"\n{text}", f"\n{marked}"
    kinds = {kind for kind in (family, *FILES) if FILES.get(kind, kind) == family}
    gap = "" if context.finds(text, kinds) == marked else "? "
    line = gap + marked.replace("\n", _LINE_END).replace("\t", _TAB)
    return SpecLine(f"{family}.{context.language}.ann", context.line, line)


def _mark(
    span: Labelled,
    block: Span,
    values: Mapping[tuple[int, int, str], str],
    context: Context,
    text: str,
) -> Mark:
    """A span as it stands in its block, with the value that the program gives it."""
    value = values.get((span.start, span.end, span.kind))
    if value is None:
        value = context.value_of(span, text)
    bare = span.kind in BARE
    return Mark(span.start - block.start, span.end - block.start, span.kind, "" if bare else value)


def _crossing(spans: Iterable[Labelled]) -> Labelled | None:
    """A span that begins inside another and ends outside of it."""
    for one, other in itertools.permutations(spans, 2):
        if one.start < other.start < one.end < other.end:
            return other
    return None
