"""Lines of doccano: a page a line with its labels, and the way back.

doccano counts UTF-16 code units, as JavaScript does (its issue 2290), unless the project counts
grapheme clusters as one character: leave that off. Other keys of a line come back as they were.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import orjson

from pipeline.records import PageRecord
from pipeline.review.exports.spans import Labelled, Utf16
from pipeline.review.exports.tasks import Task, TaskError

#: Where labels stand: in a project of spans, in older versions, in a project with relations.
_LABELS = ("label", "labels", "entities")


def line(record: PageRecord, text: str, spans: Sequence[Labelled]) -> bytes:
    """A page as a line."""
    units = Utf16(text)
    labels = [[units.of(s.start), units.of(s.end), s.kind] for s in spans]
    told = {"text": text, "label": labels, "page": record.id, "language": record.language}
    return orjson.dumps(told, option=orjson.OPT_APPEND_NEWLINE)


def read(raw: bytes) -> Iterator[Task | TaskError | None]:
    """The tasks of an export."""
    for number, told in enumerate(raw.split(b"\n"), 1):
        if told.strip():
            try:
                yield _task(f"line {number}", orjson.loads(told))
            except (AttributeError, KeyError, TypeError, ValueError) as error:
                why = f"not a line of doccano with labelled spans: {error!r}"
                yield TaskError(f"line {number}", why)


def _task(name: str, told: Mapping[str, Any]) -> Task:
    text = told["text"]
    labels = [label for key in _LABELS for label in told.get(key) or ()]
    if not any(key in told for key in _LABELS):
        raise ValueError(f"none of {', '.join(_LABELS)}")
    units, spans = Utf16(text), []
    for label in labels:
        start, end, kind = _label(label)
        spans.append(Labelled(units.points(start), units.points(end), kind))
    return Task(name, str(told.get("page") or ""), text, tuple(spans))


def _label(label: Any) -> tuple[int, int, str]:
    """A label as doccano writes it: a list, or an object where a project has relations as well."""
    if isinstance(label, Mapping):
        return label["start_offset"], label["end_offset"], label["label"]
    start, end, kind = label
    return start, end, kind
