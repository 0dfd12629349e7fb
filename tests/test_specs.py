"""Every line of `specs/<kind>.<lang>.ann` is an example: what is marked is found, nothing else.

`#` starts a comment, `@ country=FR site=ambafrance` sets the page for the lines below it, `␤` is a
line end, `⇥` a tab, a leading `? ` marks a known gap (it must fail until it is mended).

Phones and faxes share a file. Artifacts and addresses have no value, a heading's is its level.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline import sources
from pipeline.model import Page
from pipeline.notation import parse, render
from pipeline.read import read
from pipeline.review.exports.spec_context import marks

SPECS = Path(__file__).parent / "specs"
KINDS = {"phone": {"phone", "fax"}}


def examples() -> Iterator[object]:
    for file in sorted(SPECS.glob("*.ann")):
        kind, language = file.name.split(".")[:2]
        context = {"country": "", "site": "any", "language": language}
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            if not line.strip() or line.startswith("#"):
                continue
            if line.startswith("@"):
                context = {"country": "", "site": "any", "language": language}
                context |= dict(pair.split("=", 1) for pair in line[1:].split())
                continue
            gap = line.startswith("? ")
            marked = line.removeprefix("? ").replace("␤", "\n").replace("⇥", "\t")
            yield pytest.param(
                KINDS.get(kind, {kind}),
                context,
                marked,
                id=f"{file.stem}:{number}",
                marks=[pytest.mark.xfail(reason="known gap", strict=True)] if gap else [],
            )


@pytest.mark.parametrize(("kinds", "context", "marked"), list(examples()))
def test_spec(kinds: set[str], context: dict[str, str], marked: str) -> None:
    text, _ = parse(marked)
    page = Page(text, country=context["country"], language=context["language"])
    document = read(page, sources.packaged().sites[context["site"]])
    found = [mark for mark in marks(document) if mark.kind in kinds]
    assert render(text, found) == marked
