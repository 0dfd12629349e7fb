"""Pairs of annotated pages, read."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline import sources
from pipeline.bilingual.sides import Side
from pipeline.model import Page
from pipeline.notation import load
from pipeline.read import read

FOLDERS = ("pairs", "more_pairs")
LANGUAGES = ("en", "fr")


@dataclass(frozen=True)
class Written:
    """One side as it is written, and the country whose numbers it holds."""

    text: str
    country: str

    @functools.cached_property
    def side(self) -> Side:
        page = Page(self.text, country=self.country, languages=LANGUAGES)
        return Side.of(read(page, sources.recognise(sources.packaged(), "", self.text)))


def written(file: Path) -> Written:
    page = load(file.read_text(encoding="utf-8"))
    return Written(page.text, page.meta["country"])


def pairs(tests: Path) -> Iterator[tuple[str, Written, Written]]:
    """Every pair below the tests, by name."""
    for folder in FOLDERS:
        for file in sorted((tests / folder).glob("*.expect.json")):
            name = file.name.partition(".")[0]
            one, other = (file.with_name(f"{name}.{code}.ann") for code in LANGUAGES)
            yield name, written(one), written(other)
