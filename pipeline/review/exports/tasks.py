"""A page as an annotation tool gives it back."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.review.exports.spans import KINDS, Labelled


@dataclass(frozen=True, slots=True)
class TaskError:
    """A task that cannot be taken, by the name that the tool has for it, and why."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Task:
    """What an annotator left: the page's id, '' where it is not told, its text and its spans.

    Offsets are code points.
    """

    name: str
    page: str
    text: str
    spans: tuple[Labelled, ...]

    def fault(self) -> TaskError | None:
        """Why its spans cannot be, None where they can."""
        for span in self.spans:
            if not (isinstance(span.start, int) and isinstance(span.end, int)):
                return TaskError(self.name, f"no offsets: {span.start!r}, {span.end!r}")
            if not 0 <= span.start < span.end <= len(self.text):
                why = f"{span.start}–{span.end} are no characters of its {len(self.text)}"
                return TaskError(self.name, why)
            if self.text[span.start : span.end].isspace():
                return TaskError(self.name, f"{span.start}–{span.end} are but white space")
            if span.kind not in KINDS:
                return TaskError(self.name, f"no such kind: {span.kind!r} ({', '.join(KINDS)})")
        return None
