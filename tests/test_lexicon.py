"""The words of each language are data, folded as patterns look for them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import resources
from typing import Any

import pytest

from pipeline import lexicon
from pipeline.reading import fold

TOPICS = sorted(
    (folder.name, file.name.removesuffix(".toml"))
    for folder in (resources.files("pipeline") / "lexicon").iterdir()
    if folder.is_dir()
    for file in folder.iterdir()
    if file.name.endswith(".toml")
)


def strings(table: Any) -> Iterator[str]:
    if isinstance(table, str):
        yield table
    elif isinstance(table, dict):
        for key, value in table.items():
            yield key
            yield from strings(value)
    elif isinstance(table, list):
        for value in table:
            yield from strings(value)


def test_english_and_french_have_the_same_topics() -> None:
    of = {name: {t for language, t in TOPICS if language == name} for name in ("en", "fr")}
    assert of["en"] == of["fr"]
    assert {"contacts", "pages", "numerals"} <= of["en"]


@pytest.mark.parametrize(("language", "topic"), TOPICS)
def test_words_stand_folded(language: str, topic: str) -> None:
    """A pattern with a capital or an accent would never match; escapes and countries apart."""
    for word in strings(lexicon.words(topic, language)):
        if re.fullmatch(r"[A-Z]{2}", word):
            continue
        plain = word.replace("\\W", "").replace("\\S", "").replace("\\D", "").replace("\\B", "")
        plain = plain.replace("(?P<", "(?p<")
        assert fold(plain) == plain, f"{language}/{topic}: {word}"


def test_a_topic_that_a_language_lacks_is_empty() -> None:
    assert lexicon.words("numerals", "xx") == {}


def test_every_gathers_a_key_over_all_languages_without_repeats() -> None:
    found = lexicon.every("numerals", "words")
    assert len(found) == len(set(found))
    assert {"seven", "sept"} <= set(found)
    assert lexicon.every("numerals", "no.such.key") == []


def test_an_alternation_tries_the_longest_first() -> None:
    assert lexicon.alternation(["a", "abc", "ab"]) == "abc|ab|a"


@pytest.mark.parametrize(
    ("entry", "literal"),
    [
        ("javascript", "javascript"),
        ("ab?cd", "cd"),
        ("fa{2}cts", "cts"),
        ("protected (?:from|against) spam ?bots?", "protected "),
        ("(?:one(?: or two)?|three) lines?", " line"),
        (r"\.?tel\.", "tel"),
        (".{3,20}", ""),
        ("fax|phone", ""),
        ("t(?= ?[+(]?[0-9])", ""),
    ],
)
def test_the_core_of_an_entry_is_in_all_that_it_matches(entry: str, literal: str) -> None:
    assert lexicon.core(entry) == literal


def test_the_words_of_frames_stand_folded_in_latin_script() -> None:
    for key, table in lexicon.shared("frames").items():
        for language, words in table.items():
            for word in words:
                plain = word.replace("\\w", "")
                assert language in {"bg", "el"} or fold(plain) == plain, f"{key}.{language}: {word}"
