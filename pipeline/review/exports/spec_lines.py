"""Corrected spans as new lines of `tests/specs/`: what annotators see otherwise than the program.

A line is the smallest run of whole lines around a difference, with all marks of its kind of facts;
what the program would not find in these lines alone is marked as a gap, `? `.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.errors import StoreError
from pipeline.model import Document, Page, Ref, Span, merge, trim
from pipeline.notation import CLOSE, OPEN, Mark, render
from pipeline.read import read
from pipeline.records import PageRecord
from pipeline.review.exports.spans import FACTS, Labelled, labelled
from pipeline.review.exports.tasks import Task, TaskError
from pipeline.sources import ANY_SITE, Catalogue

#: Kinds that share a file are found by one extractor.
FILES = {"fax": "phone"}
#: Kinds whose marks have no value.
_BARE = ("address", "artifact")
UNKNOWN = "?"
_LINE_END, _TAB = "␤", "⇥"
#: What a line of specs cannot hold: its own signs, and what ends a line for Python.
_NOT_IN_LINES = (OPEN, CLOSE, _LINE_END, _TAB, *"\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")
#: What a line of specs begins with when it is none of text.
_OTHERWISE = ("#", "@", "? ")
#: Words that let the program read characters as what an annotator says that they are.
_LEADS: Mapping[str, tuple[str, ...]] = {
    "phone": ("", "Tel.: ", "Tél. : "),
    "fax": ("Fax: ", "Fax : "),
}


@dataclass(frozen=True, slots=True)
class SpecLine:
    """A new line, the file that it belongs into, and the `@` line that it needs above it."""

    file: str
    context: str
    line: str


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
        found = _page(task, pages) if isinstance(task, Task) else task
        if isinstance(task, TaskError):
            yield task
        elif isinstance(found, TaskError):
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
    context = _Context.of(record, catalogue)
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
    task: Task, context: _Context, family: str, block: Span, sides: _Sides
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
    context: _Context,
    text: str,
) -> Mark:
    """A span as it stands in its block, with the value that the program gives it."""
    value = values.get((span.start, span.end, span.kind))
    if value is None:
        value = context.value_of(span, text)
    bare = span.kind in _BARE
    return Mark(span.start - block.start, span.end - block.start, span.kind, "" if bare else value)


def _crossing(spans: Iterable[Labelled]) -> Labelled | None:
    """A span that begins inside another and ends outside of it."""
    for one, other in itertools.permutations(spans, 2):
        if one.start < other.start < one.end < other.end:
            return other
    return None


@dataclass(frozen=True, slots=True)
class _Context:
    """What a page says of its lines: the country and the site of its source, its language."""

    catalogue: Catalogue
    country: str
    site: str
    language: str

    @classmethod
    def of(cls, record: PageRecord, catalogue: Catalogue) -> _Context:
        source = catalogue.sources.get(record.source or "")
        country, site = (source.country, source.site) if source else ("", ANY_SITE)
        return cls(catalogue, country, site, Ref.parse(record.id).lang)

    @property
    def line(self) -> str:
        """The `@` line that sets it."""
        told = {"country": self.country, "site": "" if self.site == ANY_SITE else self.site}
        return " ".join(("@", *(f"{name}={value}" for name, value in told.items() if value)))

    def read(self, text: str) -> Document:
        """The text as a page of its own."""
        page = Page(text, country=self.country, language=self.language)
        return read(page, self.catalogue.sites[self.site])

    def finds(self, text: str, kinds: set[str]) -> str:
        """What the program finds in a text, in the notation of specs."""
        return render(text, (mark for mark in marks(self.read(text)) if mark.kind in kinds))

    def value_of(self, span: Labelled, text: str) -> str:
        """The value that the program gives the characters by themselves; `?` where it gives none.

        A number is read behind a label of its kind as well.
        """
        if span.kind == "heading":  # its level is that of the page
            return UNKNOWN
        shown = text[span.start : span.end]
        for lead in _LEADS.get(span.kind, ("",)):
            for mark in marks(self.read(f"{lead}{shown}\n")):
                at = Mark(len(lead), len(lead) + len(shown), span.kind, mark.value)
                if mark == at:
                    return mark.value
        return UNKNOWN


def marks(document: Document) -> Iterator[Mark]:
    """All that was found in a document, as specs mark it."""
    for m in document.mentions:
        yield Mark(m.start, m.end, m.kind, "" if m.kind == "address" else m.value)
    for a in document.artifacts:
        yield Mark(a.start, a.end, "artifact", "")
    for s in document.sections:
        if s.heading is not None:
            yield Mark(s.heading.start, s.heading.end, "heading", str(s.level))


def append(folder: Path, lines: Iterable[SpecLine]) -> int:
    """Write lines behind those of a folder of specs, each once below its context; how many.

    Raises:
        StoreError: a file cannot be read or written.
    """
    written = 0
    for file, new in _by_file(lines).items():
        path = folder / file
        try:
            there = path.read_text(encoding="utf-8") if path.exists() else ""
            known = set(_known(there))
            fresh = [x for x in new if (x.context, x.line) not in known]
            if fresh:
                folder.mkdir(parents=True, exist_ok=True)
                gap = "" if not there else "\n" if there.endswith("\n") else "\n\n"
                path.write_text(f"{there}{gap}{_below_contexts(fresh)}", encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise StoreError(f"{path}: cannot be extended: {error}") from error
        written += len(fresh)
    return written


def _by_file(lines: Iterable[SpecLine]) -> dict[str, list[SpecLine]]:
    files: dict[str, list[SpecLine]] = {}
    for line in dict.fromkeys(lines):
        files.setdefault(line.file, []).append(line)
    return files


def _known(content: str) -> Iterator[tuple[str, str]]:
    """The lines of a file of specs, each with its context."""
    context = "@"
    for line in content.splitlines():
        if line.startswith("@"):
            context = line.rstrip()
        elif line.strip() and not line.startswith("#"):
            yield context, line


def written(lines: Iterable[SpecLine]) -> str:
    """All lines, those of each file below its name."""
    parts = (f"# {file}\n{_below_contexts(new)}" for file, new in _by_file(lines).items())
    return "\n".join(parts)


def _below_contexts(lines: Iterable[SpecLine]) -> str:
    out: list[str] = []
    context = None
    for line in lines:
        if line.context != context:
            context = line.context
            out.append(context)
        out.append(line.line)
    return "".join(f"{line}\n" for line in out)
