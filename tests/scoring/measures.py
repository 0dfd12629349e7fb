"""What is measured: right, missed, extra; precision, recall, F1; and each error in its line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.model import Span
from pipeline.notation import Mark, render

_WIDTH = 70


@dataclass(slots=True)
class Tally:
    """Facts of one kind: found and right, not found, found and wrong."""

    right: int = 0
    missed: int = 0
    extra: int = 0

    @property
    def figures(self) -> dict[str, float]:
        precision = self.right / (self.right + self.extra) if self.right + self.extra else 0.0
        recall = self.right / (self.right + self.missed) if self.right + self.missed else 0.0
        total = precision + recall
        return {
            "precision": precision,
            "recall": recall,
            "f1": 2 * precision * recall / total if total else 0.0,
        }

    @property
    def counts(self) -> dict[str, int]:
        return {"right": self.right, "missed": self.missed, "extra": self.extra}

    def add(self, right: int, missed: int, extra: int) -> None:
        self.right += right
        self.missed += missed
        self.extra += extra


@dataclass(slots=True)
class Share:
    """Questions with one answer a page: right of all."""

    right: int = 0
    of: int = 0

    @property
    def figures(self) -> dict[str, float]:
        return {"accuracy": self.right / self.of if self.of else 0.0}

    @property
    def counts(self) -> dict[str, int]:
        return {"right": self.right, "of": self.of}

    def add(self, *, right: bool) -> None:
        self.right += right
        self.of += 1


@dataclass(frozen=True, slots=True)
class Error:
    """One thing that went wrong: `missed` or `extra`, on which page, and the line it stands in.

    `text` is what was missed or found, `undecidable` why it may be the gold that is wrong.
    """

    page: str
    kind: str
    what: str
    text: str
    line: str
    undecidable: str = ""

    def __str__(self) -> str:
        doubt = f"\n      undecidable: {self.undecidable}" if self.undecidable else ""
        return f"{self.what:6} {self.page}  {self.line}{doubt}"


@dataclass(slots=True)
class Sheet:
    """The marks of one set of pages."""

    name: str
    measures: dict[str, Tally | Share] = field(default_factory=dict)
    errors: list[Error] = field(default_factory=list)

    def tally(self, kind: str) -> Tally:
        measure = self.measures.setdefault(kind, Tally())
        assert isinstance(measure, Tally)
        return measure

    def share(self, question: str) -> Share:
        measure = self.measures.setdefault(question, Share())
        assert isinstance(measure, Share)
        return measure

    def figures(self) -> dict[str, dict[str, float]]:
        return {name: measure.figures for name, measure in self.measures.items()}


def in_line(text: str, span: Span, kind: str, value: str = "") -> str:
    """A span marked within its line, cut to a readable width; line ends are shown as `␤`."""
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", max(span.end - 1, span.start))
    end = len(text) if end < 0 else end
    start, end = max(start, span.start - _WIDTH), min(end, span.end + _WIDTH)
    mark = Mark(span.start - start, span.end - start, kind, value)
    return render(re.sub(r"\n", "␤", text[start:end]), [mark])


def table(sheets: list[Sheet]) -> Iterator[str]:
    """One line a kind, with the column titles of each set of pages."""
    for sheet in sheets:
        tallies = {n: m for n, m in sheet.measures.items() if isinstance(m, Tally)}
        shares = {n: m for n, m in sheet.measures.items() if isinstance(m, Share)}
        titles = f"{'precision':>10}{'recall':>9}{'F1':>9}{'right':>8}{'missed':>8}{'extra':>7}"
        yield f"{sheet.name:12}{titles}"
        for name, tally in tallies.items():
            figures = tally.figures
            yield (
                f"  {name:10}{figures['precision']:10.4f}{figures['recall']:9.4f}"
                f"{figures['f1']:9.4f}{tally.right:8}{tally.missed:8}{tally.extra:7}"
            )
        yield f"{'':12}{'accuracy':>10}{'right':>9}{'of':>9}"
        for name, share in shares.items():
            accuracy = share.figures["accuracy"]
            yield f"  {name:10}{accuracy:10.4f}{share.right:9}{share.of:9}"
        yield ""
