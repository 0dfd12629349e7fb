"""Whole pages as the program reads them, in one notation: a changed rule is a diff to review.

The goldens say what *is* found, not what is right: `make score` says that. `make golden` rewrites
them; a person reads the diff before it is committed.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pytest_regressions.file_regression import FileRegressionFixture

from pipeline import messages, sources
from pipeline.ingest import html
from pipeline.model import Document, Page
from pipeline.notation import Mark, load, render
from pipeline.read import read

HERE = Path(__file__).parent
DUMPS = sorted((HERE / "gold").glob("*.ann"))
HTML = sorted((HERE / "html").glob("*.html"))


def golden(document: Document) -> str:
    """Header, findings, and the text with all its marks."""
    head = {
        "title": document.title,
        "language": document.language,
        "alternates": " ".join(sorted(document.alternates)),
        "modified": document.modified.value if document.modified else "",
    }
    lines = [f"{key}: {value}".rstrip() for key, value in head.items()]
    lines += [f"finding: {f.code}: {f.message}" for f in document.findings]
    assert all(messages.say(f.code, f.details, "fr") for f in document.findings)
    marks = [Mark(a.start, a.end, "artifact", a.rule) for a in document.artifacts]
    marks += [
        Mark(s.heading.start, s.heading.end, "heading", str(s.level))
        for s in document.sections
        if s.heading
    ]
    marks += [
        Mark(m.start, m.end, m.kind, "" if m.kind == "address" else m.value)
        for m in document.mentions
    ]
    return "\n".join([*lines, "---", render(document.page.text, marks)])


@pytest.mark.parametrize("file", DUMPS, ids=lambda f: f.stem)
def test_dump(file: Path, file_regression: FileRegressionFixture) -> None:
    annotated = load(file.read_text(encoding="utf-8"))
    url = annotated.meta["url"]
    page = Page(annotated.text, url=url, country=annotated.meta["country"])
    site = sources.recognise(sources.packaged(), url, page.text)
    file_regression.check(golden(read(page, site)), extension=".ann", encoding="utf-8")


@pytest.mark.parametrize("file", HTML, ids=lambda f: f.stem)
def test_html(file: Path, file_regression: FileRegressionFixture) -> None:
    told = json.loads(file.with_suffix(".expect.json").read_text(encoding="utf-8"))
    page = html.read_html(
        file.read_bytes(),
        url=told["url"],
        country=told["country"],
        languages=tuple(told["languages"]),
    )
    site = sources.recognise(sources.packaged(), page.url, page.text)
    file_regression.check(golden(read(page, site)), extension=".ann", encoding="utf-8")
