"""What a count says besides its characters; the characters are in `specs/count.*.ann`."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import sources
from pipeline.extract.counts import find_counts
from pipeline.model import Mention, Page, Section, Span
from pipeline.reading import Reading


def counts(text: str, language: str = "en") -> list[Mention]:
    page = Page(text, language=language)
    reading = Reading.of(page, sources.packaged().sites["any"])
    return find_counts(replace(reading, language=language))


@pytest.mark.parametrize(
    ("text", "language", "qualifier"),
    [
        ("more than 40 towns", "en", "more-than"),
        ("fewer than 40 towns", "en", "less-than"),
        ("nearly forty towns", "en", "nearly"),
        ("some 40 towns", "en", "about"),
        ("at least 40 towns", "en", "at-least"),
        ("no more than 40 towns", "en", "at-most"),
        ("up to 40 towns", "en", "up-to"),
        ("40 towns or more", "en", "at-least"),
        ("40 towns", "en", ""),
        ("plus de 40 villes", "fr", "more-than"),
        ("plus d’une centaine de villes", "fr", "more-than"),
        ("moins de 40 villes", "fr", "less-than"),
        ("près de 40 villes", "fr", "nearly"),
        ("quelque 40 villes", "fr", "about"),
        ("au moins 40 villes", "fr", "at-least"),
        ("40 villes au maximum", "fr", "at-most"),
        ("jusqu’à 40 villes", "fr", "up-to"),
    ],
)
def test_qualifier(text: str, language: str, qualifier: str) -> None:
    (count,) = counts(text, language)
    assert count.details.get("qualifier", "") == qualifier


@pytest.mark.parametrize(
    ("text", "language", "rule", "number", "noun"),
    [
        ("76 embassies", "en", "plural-noun", 76, "embassies"),
        ("1 copy", "en", "single-noun", 1, "copy"),
        ("3.6 million Canadians", "en", "scale-noun", 3_600_000, "Canadians"),
        ("a dozen envoys", "en", "collective-noun", 12, "envoys"),
        ("two (2) photographs", "en", "repeated-number", 2, "photographs"),
        ("deux consulats généraux", "fr", "plural-noun", 2, "consulats"),
        ("une centaine d’experts", "fr", "collective-noun", 100, "experts"),
    ],
)
def test_rule_and_details(text: str, language: str, rule: str, number: int, noun: str) -> None:
    (count,) = counts(text, language)
    assert (count.rule, count.details["number"], count.details["noun"]) == (rule, number, noun)
    assert count.value == f"{number} {noun}"


def test_the_noun_keeps_its_own_characters() -> None:
    (count,) = counts("6\u00a0000 États‑membres", "fr")
    assert count.value == "6000 États‑membres"


def test_what_was_taken_is_not_counted() -> None:
    reading = Reading.of(Page("in 2019 elections"), sources.packaged().sites["any"])
    reading = replace(reading, language="fr").without([Span(3, 7)])
    assert find_counts(reading) == []


def test_each_section_is_read_in_its_language() -> None:
    text = "Nine towns\nNeuf villes"
    reading = Reading.of(Page(text), sources.packaged().sites["any"])
    sections = (
        Section(0, 11, "", 1, "en", None, "x"),
        Section(11, len(text), "", 1, "fr", None, "x"),
    )
    found = find_counts(replace(reading, sections=sections, language="en"))
    assert [m.value for m in found] == ["9 towns", "9 villes"]


def test_other_languages_have_no_counts() -> None:
    assert counts("76 Botschaften", "de") == []


@given(
    st.text(alphabet="12 00.,'-()deatwoéss\n￼cent mille of and personnes people", max_size=80),
    st.sampled_from(["en", "fr"]),
)
def test_any_text_is_read(text: str, language: str) -> None:
    found = counts(text, language)
    assert all(a.end <= b.start for a, b in pairwise(found))
    for count in found:
        written = count.of(text)
        assert written == written.strip()
        assert count.details["noun"] in written
        assert "￼" not in written


@pytest.mark.parametrize(
    "piece", ["1 ", "12,", "two ", "a half ", "1 000 ", "(2) ", "cent ", "point nine ", "1 Ab\n"]
)
def test_long_runs_are_read_in_linear_time(piece: str) -> None:
    for language in ("en", "fr"):
        assert counts(piece * 20_000, language) == []
