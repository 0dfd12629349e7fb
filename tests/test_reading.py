"""The page as extractors see it: as long as its text, clean, folded, with what was found taken."""

from __future__ import annotations

import gc
from dataclasses import replace
from pathlib import Path

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import sources
from pipeline.annotate import annotate
from pipeline.model import TAKEN, Artifact, Page, Section, Span
from pipeline.reading import Lines, Reading, fold, fold_typography

TEXT = st.text(max_size=60)
ROOT = Path(__file__).parent.parent


def reading(text: str, *artifacts: Artifact) -> Reading:
    return Reading.of(Page(text), sources.packaged().sites["any"], artifacts)


@given(TEXT)
def test_folding_is_one_character_for_one(text: str) -> None:
    assert len(fold_typography(text)) == len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@given(TEXT)
def test_folding_keeps_line_ends_and_tabs_apart(text: str) -> None:
    for mark in "\n\t":
        places = [i for i, c in enumerate(text) if c == mark]
        assert [i for i, c in enumerate(fold(text)) if c == mark] == places


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Tél. :\u00a0+33\u202f1", "tel. : +33 1"),
        ("l’Élysée – 10‑13", "l'elysee - 10-13"),
        ("« Août » “May”", '" aout " "may"'),
        ("０１２＋＠：", "012+@:"),
        ("Çà\tet là\r", "ca\tet la "),
        ("Œuvre, Straße, İ", "œuvre, straße, i"),
    ],
)
def test_folded_forms(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(TEXT, st.integers(0, 60), st.integers(0, 60))
def test_without_keeps_every_offset(text: str, one: int, other: int) -> None:
    span = Span(*sorted((min(one, len(text)), min(other, len(text)))))
    before = reading(text)
    after = before.without([span])
    assert len(after.text) == len(after.key) == len(text)
    for i in range(len(text)):
        inside = span.start <= i < span.end and text[i] != "\n"
        assert after.text[i] == (TAKEN if inside else before.text[i])
        assert after.key[i] == (TAKEN if inside else before.key[i])


def test_what_is_taken_joins_nothing() -> None:
    text = "12 mai 15"
    rest = reading(text).without([Span(3, 6)])
    assert rest.text.split(TAKEN * 3) == ["12 ", " 15"]
    assert rest.taken == (Span(3, 6),)
    assert rest.page.text == text


def test_without_nothing_is_the_same_reading() -> None:
    one = reading("text")
    assert one.without([]) is one


def test_artifacts_are_blank_and_kept_as_evidence() -> None:
    page = reading("JPEG 42 Sussex", Artifact(0, 4, "image-alt"))
    assert page.text == "     42 Sussex"
    assert [a.rule for a in page.artifacts] == ["image-alt"]


@given(TEXT)
def test_lines_cut_at_line_feeds_only(text: str) -> None:
    lines = Lines.of(text)
    assert "\n".join(span.of(text) for span in lines) == text
    for number, span in enumerate(lines):
        assert lines.index(span.start) == lines.index(span.end) == number


@given(st.text("ab\n", max_size=60), st.text("ab", max_size=3))
def test_the_lines_that_hold_a_needle(text: str, needle: str) -> None:
    held = [number for number, line in enumerate(text.split("\n")) if needle in line]
    assert Lines.of(text).holding(text, needle) == held


def test_a_section_says_its_language_else_the_page_does() -> None:
    sections = (
        Section(4, 8, "Deux", 2, "fr", Span(4, 8), "by-hand"),
        Section(8, 12, "?", 2, "und", Span(8, 9), "by-hand"),
    )
    page = replace(reading("One Deux ???"), sections=sections, language="en")
    assert page.section_at(0) is None
    assert [page.language_at(i) for i in (0, 4, 7, 8)] == ["en", "fr", "fr", "en"]


def test_what_a_page_took_is_free_at_once() -> None:
    """No object waits for the garbage collector, which would let pages pile up in memory."""
    catalogue = sources.load(ROOT)

    def read(number: str) -> None:
        text = f"A page\n\nTel. {number}\n"
        assert len([*annotate([orjson.dumps({"id": 1, "text": text})], catalogue)]) == 1

    read("+259 33 87 85 14")  # what is made once
    gc.collect()
    gc.disable()
    try:
        read("+259 33 87 85 15")
        assert gc.collect() == 0
    finally:
        gc.enable()
