"""Number words and digits of both languages, as a parser that knows nothing of counts."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.numerals import find_numbers, may_hold
from pipeline.reading import fold

ENGLISH = [
    ("seventeen", 17),
    ("twenty-one", 21),
    ("twenty one", 21),
    ("one hundred and five", 105),
    ("two hundred fifty", 250),
    ("nine thousand nine hundred and ninety-nine", 9999),
    ("one million two thousand and six", 1_002_006),
    ("two hundred and two thousand", 202_000),
    ("a hundred", 100),
    ("half a million", 500_000),
    ("one and a half million", 1_500_000),
    ("half a dozen", 6),
    ("two dozen", 24),
    ("3.6 million", 3_600_000),
    ("12 thousand", 12_000),
    ("1,234,567.5", 1_234_567.5),
    ("1 234 567", 1_234_567),
    ("0.25", 0.25),
    ("four point zero five", 4.05),
]
FRENCH = [
    ("dix-sept", 17),
    ("vingt et un", 21),
    ("soixante et onze", 71),
    ("soixante-seize", 76),
    ("quatre-vingts", 80),
    ("quatre-vingt-un", 81),
    ("quatre-vingt-dix-neuf", 99),
    ("quatre vingt treize", 93),
    ("septante-cinq", 75),
    ("huitante et un", 81),
    ("nonante-neuf", 99),
    ("deux cents", 200),
    ("deux cent cinquante", 250),
    ("mille neuf cent quatre-vingt-dix-huit", 1998),
    ("trois cent mille", 300_000),
    ("deux millions cent mille", 2_100_000),
    ("une vingtaine", 20),
    ("une bonne centaine", 100),
    ("une demi-douzaine", 6),
    ("deux milliers", 2000),
    ("un demi-million", 500_000),
    ("3 millions et demi", 3_500_000),
    ("2,5 millions", 2_500_000),
    ("1.234.567", 1_234_567),
    ("71'300", 71_300),
    ("12,5", 12.5),
    ("deux virgule zéro cinq", 2.05),
]


@pytest.mark.parametrize(
    ("written", "value", "language"),
    [(w, v, "en") for w, v in ENGLISH] + [(w, v, "fr") for w, v in FRENCH],
)
def test_whole_expression_has_its_value(written: str, value: float, language: str) -> None:
    found = find_numbers(fold(written), language)
    assert [(n.start, n.end, n.value) for n in found] == [(0, len(written), value)]


@pytest.mark.parametrize(
    ("written", "value", "language"),
    [(w, v, "en") for w, v in ENGLISH if v % 1 == 0]
    + [(w, v, "fr") for w, v in FRENCH if v % 1 == 0],
)
def test_a_text_may_hold_the_whole_numbers_that_it_holds(
    written: str, value: float, language: str
) -> None:
    assert may_hold(fold(written), language, value)
    assert not may_hold("no number", language, value)


@pytest.mark.parametrize(
    ("text", "values", "language"),
    [
        ("from two to three", [2, 3], "en"),
        ("twenty twenty", [20, 20], "en"),
        ("this one and that one, one-off", [], "en"),
        ("hundreds of thousands", [], "en"),
        ("1, 2, 3", [1, 2, 3], "en"),
        ("the 180ml bottle, the 3rd door", [], "en"),
        ("deux ou trois", [2, 3], "fr"),
        ("un bureau, une salle", [], "fr"),
        ("des centaines de milliers", [], "fr"),
        ("le 2e étage, 15h", [], "fr"),
        ("vingt, trente", [20, 30], "fr"),
    ],
)
def test_numbers_end_where_words_do_not_fit(text: str, values: list[int], language: str) -> None:
    assert [n.value for n in find_numbers(fold(text), language)] == values


def test_a_language_without_words_has_no_numbers() -> None:
    assert find_numbers("12 Botschaften", "de") == []


def test_form_and_unit_say_how_a_number_is_written() -> None:
    digits, mixed, words = find_numbers("76, 2 million, thirty", "en")
    assert (digits.form, mixed.form, words.form) == ("digits", "mixed", "words")
    assert (digits.unit, mixed.unit, words.unit) == ("", "million", "")


@given(st.integers(min_value=0, max_value=10**15), st.sampled_from([",", " ", "'", ""]))
def test_grouped_digits_have_their_value(number: int, separator: str) -> None:
    written = f"{number:,}".replace(",", separator)
    assert [n.value for n in find_numbers(written, "en")] == [number]


WORDS = st.sampled_from(
    [
        "one",
        "two",
        "twenty",
        "hundred",
        "thousand",
        "million",
        "dozen",
        "and",
        "half",
        "a",
        "point",
        "un",
        "deux",
        "vingt",
        "quatre",
        "cent",
        "mille",
        "million",
        "douzaine",
        "et",
        "demi",
        "une",
        "virgule",
        "3",
        "4.5",
        "100",
        "000",
        "-",
        ",",
        "00",
        "zero",
    ]
)


@given(st.lists(WORDS, max_size=14), st.sampled_from(["en", "fr"]))
def test_any_order_of_number_words_is_read(parts: list[str], language: str) -> None:
    text = " ".join(parts)
    found = find_numbers(text, language)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(0 <= n.start < n.end <= len(text) and n.value >= 0 for n in found)
