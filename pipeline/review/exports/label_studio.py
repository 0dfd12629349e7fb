"""Tasks of Label Studio: pages to label, what was found in them as predictions, and the way back.

Label Studio counts code points, as we do: its interface converts what JavaScript counts (its
`selection-tools.js`; versions of before October 2021 did not, see its issues 1008 and 1347). A line
end is one character. The `text` of a region is what it shows, with a line end as two characters.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import quoteattr

from pipeline import __version__
from pipeline.records import PageRecord
from pipeline.review.exports.spans import Labelled
from pipeline.review.exports.tasks import Task, TaskError

_NAME, _TO = "label", "text"
_COLOURS = {
    "phone": "#1f77b4",
    "fax": "#17becf",
    "email": "#2ca02c",
    "address": "#9467bd",
    "date": "#ff7f0e",
    "count": "#d62728",
    "artifact": "#7f7f7f",
    "heading": "#8c564b",
}


def config(kinds: Sequence[str]) -> str:
    """The labelling interface of a project for these tasks."""
    labels = "\n".join(
        f"    <Label value={quoteattr(kind)} background={quoteattr(_COLOURS[kind])}/>"
        for kind in kinds
    )
    return f"""<View>
  <Header value="$page"/>
  <Labels name="{_NAME}" toName="{_TO}">
{labels}
  </Labels>
  <Text name="{_TO}" value="$text" granularity="symbol"/>
</View>
"""


def task(record: PageRecord, text: str, spans: Sequence[Labelled]) -> dict[str, Any]:
    """A page as a task, its spans as predictions; the value of a fact is a note of its region."""
    return {
        "data": {
            "text": text,
            "page": record.id,
            "language": record.language,
            "url": record.provenance.url,
        },
        "predictions": [
            {
                "model_version": f"rectoverso {__version__}",
                "result": [_region(span, text) for span in spans],
            }
        ],
    }


def _region(span: Labelled, text: str) -> dict[str, Any]:
    return {
        "id": span.id,
        "from_name": _NAME,
        "to_name": _TO,
        "type": "labels",
        "value": {
            "start": span.start,
            "end": span.end,
            "text": text[span.start : span.end],
            "labels": [span.kind],
        },
        **({"meta": {"text": [span.value]}} if span.value else {}),
    }


def read(tasks: Any) -> Iterator[Task | TaskError | None]:
    """The tasks of an export, JSON or JSON-MIN; None for one that nobody annotated.

    Of several annotations the one counts that was changed last.
    """
    for number, told in enumerate(tasks if isinstance(tasks, list) else [tasks], 1):
        name = f"task {told.get('id', number)}" if isinstance(told, Mapping) else f"task {number}"
        try:
            yield _task(name, told)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            yield TaskError(name, f"not a task of Label Studio with text labels: {error!r}")


def _task(name: str, told: Any) -> Task | None:
    minimal = "data" not in told
    data = told if minimal else told["data"]
    results = told.get(_NAME) if minimal else _last(told.get("annotations") or ())
    if results is None:
        return None
    if not minimal:  # relations and choices are results as well
        results = [result["value"] for result in results if result["type"] == "labels"]
    spans = [Labelled(value["start"], value["end"], value["labels"][0]) for value in results]
    return Task(name, str(data.get("page") or ""), data["text"], tuple(spans))


def _last(annotations: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]] | None:
    given = [a for a in annotations if not a.get("was_cancelled")]
    if not given:
        return None
    result: Sequence[Mapping[str, Any]] = max(given, key=lambda a: str(a.get("updated_at", "")))[
        "result"
    ]
    return result
