"""The HTML pages in `tests/html/NN.html`, scored against `NN.expect.json`.

Facts are compared as (kind, value) with repeats: counts by their number, addresses by their
digits. Headings are compared by their text. What a page must and must not say is looked for in
its text without artifacts.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Hashable, Iterable
from pathlib import Path
from typing import Any

from tests.scoring.gold import FACTS, Record, answers, number
from tests.scoring.measures import Error, Sheet
from tests.scoring.undecidable import Undecidable

#: The findings that the expectations speak of; others are free.
FINDINGS = {
    "leftover-markup",
    "empty-label",
    "hidden-email",
    "phone-mismatch",
    "mojibake",
    "mixed-languages",
    "error-page",
}

Expected = dict[str, Any]


def score(folder: Path, undecidable: Undecidable) -> Sheet:
    """Score all pages of a folder."""
    sheet = Sheet(folder.name)
    for file in sorted(folder.glob("*.expect.json")):
        expected = json.loads(file.read_text(encoding="utf-8"))
        name = file.name.partition(".")[0]
        job = {
            "id": name,
            "path": str(file.with_name(f"{name}.html").resolve()),
            "region": expected["country"],
            "languages": expected["languages"],
            "url": expected["url"],
        }
        (record,) = answers([job])
        score_page(sheet, f"{folder.name}/{name}", expected, record, undecidable)
    return sheet


def score_page(
    sheet: Sheet, name: str, expected: Expected, record: Record, undecidable: Undecidable
) -> None:
    """Add the marks of one page to a sheet."""

    def note(kind: str, what: str, value: object) -> None:
        reason = undecidable.reason(name, kind, str(value))
        sheet.errors.append(Error(name, kind, what, str(value), f"{kind} {value!r}", reason))

    def compare(kind: str, wanted: Iterable[Hashable], found: Iterable[Hashable]) -> None:
        want, got = Counter(wanted), Counter(found)
        missed, extra = want - got, got - want
        sheet.tally(kind).add((want & got).total(), missed.total(), extra.total())
        for value in missed.elements():
            note(kind, "missed", value)
        for value in extra.elements():
            note(kind, "extra", value)

    def answer(question: str, want: object, got: object) -> None:
        sheet.share(question).add(right=want == got)
        if want != got:
            note(question, "wrong", f"{want!r}, not {got!r}")

    for kind in FACTS:
        compare(
            kind,
            (key(kind, value) for k, value, *_ in expected["entities"] if k == kind),
            (key(kind, e["value"]) for e in record["entities"] if e["kind"] == kind),
        )
    compare(
        "heading",
        (folded(title) for _, title in expected["headings"]),
        (folded(s["title"]) for s in record["sections"] if s["heading"]),
    )
    compare(
        "finding",
        FINDINGS & set(expected.get("findings", ())),
        FINDINGS & {f["code"] for f in record["findings"]},
    )
    text = clean(record)
    for phrase in expected["must_contain"]:
        answer("kept", (phrase, True), (phrase, folded(phrase) in text))
    for phrase in expected["must_not_contain"]:
        answer("dropped", (phrase, False), (phrase, folded(phrase) in text))
    answer("title", folded(expected["title"]), folded(record["title"]))
    answer("language", expected["language"], record["language"])
    answer("modified", expected["modified"] or "", record["modified"] or "")
    alternates = {a["language"]: a["url"] for a in record["alternates"]}
    answer("alternates", expected["alternates"], alternates)


def clean(record: Record) -> str:
    """The text without artifacts, white space folded."""
    characters = list(record["text"] or "")
    for artifact in record["artifacts"]:
        for i in range(artifact["start"], artifact["end"]):
            characters[i] = " "
    return folded("".join(characters))


def key(kind: str, value: str) -> Hashable:
    """What of a value is compared."""
    if kind == "count":
        return value if (count := number(value)) is None else count
    if kind == "address":
        return tuple(sorted(re.findall(r"\d+", value)))
    return value.lower() if kind == "email" else value


def folded(text: str | None) -> str:
    """White space runs as one space, straight apostrophes."""
    return re.sub(r"\s+", " ", (text or "").replace("’", "'")).strip()
