"""A published file as text that differs where it says something else: what `git diff` may show.

Records hold offsets, so that one line added to a page moves a number in every line of its file.
Here a page is its text with facts in the notation of `notation.py`, and a table is a block a row.
Bytes and rules are told too: no file that changed is shown as unchanged but for its offsets.

No model is loaded: git asks for one file at a time, in the layout of whatever version wrote it.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import orjson

from pipeline.notation import Mark, render
from pipeline.review.untrusted import spelled

Part = Mapping[str, Any]
#: Lines at the top of a page, by where they stand in its record.
_HEAD = ("title", "language", "modified")
_BYTES = ("url", "sha256", "size", "fetched", "raw")


def textconv(raw: bytes, name: str) -> str:
    """The file of that name (any will do) as text; as it is where it is neither page nor table."""
    text = raw.decode(errors="replace")
    try:
        if name.endswith(".csv") or text.startswith("id,"):
            return spelled("\n".join(_table(text)))
        record = orjson.loads(raw)
        return spelled("\n".join(_page(record)) + "\n")
    except (ValueError, KeyError, TypeError, csv.Error):
        return spelled(text)


def _table(text: str) -> Iterator[str]:
    """Each row as its id and a line for each cell that is not empty."""
    for row in csv.DictReader(io.StringIO(text, newline="")):
        yield row["id"]
        yield from (
            f"  {column}: {cell}" for column, cell in row.items() if cell and column != "id"
        )
        yield ""


def _page(record: Part) -> Iterator[str]:
    yield record["id"]
    yield from (f"{key}: {record[key] or ''}" for key in _HEAD)
    yield from (f"{key}: {record['provenance'].get(key, '')}" for key in _BYTES)
    yield from (f"alternate: {a['language']} {a['url'] or ''}" for a in record["alternates"])
    yield from (f"{f['severity']}: {f['code']}: {f['message']}" for f in record["findings"])
    facts: defaultdict[str, list[Part]] = defaultdict(list)
    for fact in record["entities"]:
        facts[fact["section"]].append(fact)
    for section in record["sections"]:
        body = _body(section, facts[section["id"]])
        yield f"\n{'#' * max(1, section['level'])} {section['title']}\n\n{body}"
    yield "\n---"
    yield from map(_fact, record["entities"])
    yield from (f"link: {link['text']}: {link['url']}" for link in record.get("links") or ())
    yield from (f"artifact: {a['rule']}: {a['text']}" for a in record["artifacts"])


def _body(section: Part, facts: Sequence[Part]) -> str:
    """The text of a section with its facts marked; a record holds its text without its place."""
    text: str = section["text"]
    heading = section["heading"]
    first = heading["end"] if heading else section["start"]
    for start in range(first, section["end"] - len(text) + 1):
        marks = [_mark(fact, start) for fact in facts]
        if all(text[m.start : m.end] == f["text"] for m, f in zip(marks, facts, strict=True)):
            return render(text, marks)
    return text


def _mark(fact: Part, start: int) -> Mark:
    value = "" if fact["kind"] == "address" else fact["value"]
    return Mark(fact["start"] - start, fact["end"] - start, fact["kind"], value)


def _fact(fact: Part) -> str:
    """A fact in a line, without its place."""
    open_ = f", or {' or '.join(fact['alternatives'])}" if fact["alternatives"] else ""
    by = f" by {fact['resolved_by']}" if fact["resolved_by"] else ""
    parts = ", ".join(f"{key} {value}" for key, value in fact["parts"].items() if value)
    return f"{fact['kind']}: {fact['value']}{open_} ({fact['rule']}, {fact['basis']}{by}): {parts}"
