"""What the other language version of a page says in the place of a fact, as it was published."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pipeline.model import Span
from pipeline.publish import release
from pipeline.records import EntityRecord, PageRecord
from pipeline.review.explain.passage import Line, quoted_lines

Verdict = Literal["agree", "differ", "missing", "note", "not-compared", "not-twins"]
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Twin:
    """The other version, what became of the comparison, and its fact where there is one.

    `lines` are those of the fact's quote in the other version's `text`.
    """

    page: str
    verdict: Verdict
    section: str = ""
    fact: EntityRecord | None = None
    text: str = ""
    lines: tuple[Line, ...] = ()


def twins_of(root: Path, record: PageRecord, fact: EntityRecord) -> list[Twin]:
    """What each other version of the page says, none where the page is the only one."""
    rows = release.rows(root, "agreement")
    pairs = (p for p in release.rows(root, "pairs") if record.id in (p["left"], p["right"]))
    return [_twin(root, record, fact, pair, rows) for pair in pairs]


def _twin(root: Path, record: PageRecord, fact: EntityRecord, pair: Row, rows: list[Row]) -> Twin:
    here, there = _sides(record, fact, pair)
    other = pair[there]
    if pair["twins"] != "true":
        return Twin(other, "not-twins")
    row = _row_of(record, fact, [r for r in rows if r["pair"] == pair["id"]], here)
    if row is None:
        return Twin(other, "not-compared")
    section = row[f"{there}_section"]
    verdict: Verdict = "missing" if row["verdict"].startswith("missing") else _known(row["verdict"])
    for other_record, text in release.held(root, [other] if row[there] else []):
        found = _fact_of(other_record, row[there], row["kind"], section)
        if found:
            lines = quoted_lines(text, Span(found.start, found.end))
            return Twin(other, verdict, section, found, text, tuple(lines))
    return Twin(other, verdict, section)


def _known(verdict: str) -> Verdict:
    return "agree" if verdict == "agree" else "differ" if verdict == "differ" else "note"


def _sides(record: PageRecord, fact: EntityRecord, pair: Row) -> tuple[str, str]:
    """Which side of the pair the fact is on; of a page in two languages, its section's one."""
    if pair["left"] != pair["right"]:
        return ("left", "right") if pair["left"] == record.id else ("right", "left")
    spoken = next((s.language for s in record.sections if s.id == fact.section), record.language)
    right = pair["id"].endswith(f"-{spoken}")
    return ("right", "left") if right else ("left", "right")


def _row_of(record: PageRecord, fact: EntityRecord, rows: list[Row], side: str) -> Row | None:
    """The row that compares a fact: of its kind and value, in its section if one is, in order."""
    kinds = {"phone", "fax"} if fact.kind in {"phone", "fax"} else {fact.kind}
    fits = [r for r in rows if r["kind"] in kinds and r[side] == fact.value]
    home = title_of(record, fact)
    fits = [r for r in fits if r[f"{side}_section"] == home] or fits
    fits = [r for r in fits if r["kind"] == fact.kind] or fits
    same = [e.id for e in record.entities if _alike(e, fact)]
    return fits[min(same.index(fact.id), len(fits) - 1)] if fits else None


def _alike(one: EntityRecord, other: EntityRecord) -> bool:
    return (one.kind, one.value, one.section) == (other.kind, other.value, other.section)


def _fact_of(record: PageRecord, value: str, kind: str, section: str) -> EntityRecord | None:
    """The fact that says a value: of that kind and in that section, where one is."""

    def rank(fact: EntityRecord) -> tuple[bool, bool]:
        return fact.kind == kind, title_of(record, fact) == section

    return max(_saying(record, value), key=rank, default=None)


def _saying(record: PageRecord, value: str) -> Iterator[EntityRecord]:
    return (fact for fact in record.entities if fact.value == value)


def title_of(record: PageRecord, fact: EntityRecord) -> str:
    """The heading of a fact's section, '' where it has none."""
    return next((s.title for s in record.sections if s.id == fact.section), "")
