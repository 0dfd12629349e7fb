"""The annotated dumps in `tests/gold/*.ann`, scored.

A fact is right when its kind and value are those of the gold and the spans share at least half
of the longer one (a fifth for counts, whose noun phrase is open-ended). Counts are compared by
their number, addresses and headings by their place. Artifacts are scored by character, white
space apart; title, language and modified date are right or wrong.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

import click
import orjson

from pipeline import sources
from pipeline.annotate import annotate
from pipeline.model import Span
from pipeline.notation import Annotated, load
from tests.scoring.measures import Error, Sheet, in_line
from tests.scoring.undecidable import Undecidable

FACTS = ("phone", "fax", "email", "date", "count", "address")
NEEDED = {"count": 0.2}
HALF = 0.5
HEADER = {"title": "title", "lang": "language", "modified": "modified"}

Record = dict[str, Any]

#: What a page that could not be read says.
NOTHING: Record = {
    "title": "",
    "language": "",
    "modified": "",
    "text": "",
    "alternates": [],
    "sections": [],
    "artifacts": [],
    "entities": [],
    "findings": [],
}


class Item(NamedTuple):
    """A fact, wanted or found."""

    start: int
    end: int
    value: str


def answers(jobs: Iterable[dict[str, Any]]) -> list[Record]:
    """What `rectoverso annotate` answers, in the same process; a page that fails says nothing."""
    lines = (orjson.dumps(job) for job in jobs)
    found = [orjson.loads(answer) for answer, _ in annotate(lines, sources.packaged())]
    for answer in found:
        if "error" in answer:
            click.echo(f"{answer['id']}: {answer['error']}", err=True)
    return [NOTHING | answer for answer in found]


def score(folder: Path, undecidable: Undecidable) -> Sheet:
    """Score all pages of a folder."""
    sheet = Sheet(folder.name)
    for file in sorted(folder.glob("*.ann")):
        page = load(file.read_text(encoding="utf-8"))
        read_and_score(sheet, file.stem, page, undecidable)
    return sheet


def read_and_score(sheet: Sheet, name: str, page: Annotated, undecidable: Undecidable) -> None:
    """Let the pipeline read a page, and add its marks to a sheet."""
    (record,) = answers([{"id": name, "text": page.text, "region": page.meta["country"]}])
    score_page(sheet, name, page, record, undecidable)


def score_page(
    sheet: Sheet, name: str, page: Annotated, record: Record, undecidable: Undecidable
) -> None:
    """Add the marks of one page to a sheet."""
    marking = _Marking(sheet, name, page.text, undecidable)
    for kind in FACTS:
        found = _items(e for e in record["entities"] if e["kind"] == kind)
        marking.spans(kind, _wanted(page, kind), found)
    marking.artifacts(_wanted(page, "artifact"), _items(record["artifacts"]))
    headings = _items(s["heading"] for s in record["sections"] if s["heading"])
    marking.spans("heading", _wanted(page, "heading"), headings)
    for key, ours in HEADER.items():
        marking.answer(key, _folded(page.meta.get(key)), _folded(record.get(ours)))


@dataclass(frozen=True, slots=True)
class _Marking:
    """Marks one page."""

    sheet: Sheet
    page: str
    text: str
    undecidable: Undecidable

    def spans(self, kind: str, wanted: Sequence[Item], found: Sequence[Item]) -> None:
        right, missed, extra = match(kind, wanted, found)
        self.sheet.tally(kind).add(right, len(missed), len(extra))
        self._note(kind, "missed", missed)
        self._note(kind, "extra", extra)

    def artifacts(self, wanted: Sequence[Item], found: Sequence[Item]) -> None:
        gold, ours = characters(wanted, self.text), characters(found, self.text)
        self.sheet.tally("artifact").add(len(gold & ours), len(gold - ours), len(ours - gold))
        left = [item for item in wanted if not characters([item], self.text) & ours]
        took = [item for item in found if characters([item], self.text) - gold]
        self._note("artifact", "missed", left)
        self._note("artifact", "extra", took)

    def answer(self, question: str, want: str, got: str) -> None:
        self.sheet.share(question).add(right=want == got)
        if want != got:
            line = f"{want!r}, not {got!r}"
            self._add(Error(self.page, question, "wrong", want, line))

    def _note(self, kind: str, what: str, items: Iterable[Item]) -> None:
        for item in items:
            span = Span(item.start, item.end)
            line = in_line(self.text, span, kind, item.value)
            self._add(Error(self.page, kind, what, span.of(self.text), line))

    def _add(self, error: Error) -> None:
        reason = self.undecidable.reason(error.page, error.kind, error.text)
        self.sheet.errors.append(replace(error, undecidable=reason))


def _wanted(page: Annotated, kind: str) -> list[Item]:
    return [Item(m.start, m.end, m.value) for m in page.marks if m.kind == kind]


def _items(spans: Iterable[Record]) -> list[Item]:
    return [Item(s["start"], s["end"], s.get("value") or "") for s in spans]


def match(
    kind: str, wanted: Sequence[Item], found: Sequence[Item]
) -> tuple[int, list[Item], list[Item]]:
    """One to one, best overlap first: how many are right, which are missed, which extra."""
    needed = NEEDED.get(kind, HALF)
    pairs = sorted(
        (
            (shared, i, j)
            for i, want in enumerate(wanted)
            for j, got in enumerate(found)
            if (shared := overlap(want, got)) >= needed and same(kind, want.value, got.value)
        ),
        reverse=True,
    )
    rest_wanted, rest_found = dict(enumerate(wanted)), dict(enumerate(found))
    for _, i, j in pairs:
        if i in rest_wanted and j in rest_found:
            del rest_wanted[i], rest_found[j]
    right = len(wanted) - len(rest_wanted)
    return right, list(rest_wanted.values()), list(rest_found.values())


def overlap(one: Item, other: Item) -> float:
    """The share of the longer of two spans that both have."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    return max(shared, 0) / max(one.end - one.start, other.end - other.start, 1)


def same(kind: str, want: str, got: str) -> bool:
    """Whether two values say the same."""
    if kind in {"address", "heading"} or (kind == "phone" and want == "?"):
        return True
    if kind == "count":
        return number(want) == number(got)
    if kind == "email":
        return want.lower() == got.lower()
    return want == got


def number(value: str) -> float | None:
    """The number that a count opens with."""
    found = re.match(r"\s*(\d+(?:\.\d+)?)", value)
    return float(found[1]) if found else None


def characters(items: Iterable[Item], text: str) -> set[int]:
    """The offsets of all characters of these spans that are no white space."""
    return {i for item in items for i in range(item.start, item.end) if not text[i].isspace()}


def _folded(value: str | None) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", value or "")).strip()
