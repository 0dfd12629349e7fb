"""Spans and masking: cleaning is blanking, one character for one, so no offset ever moves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import TAKEN, Markup, Page, Span, fold_spaces, is_of, mask, merge, trim

TEXT = st.text(max_size=40)
SPANS = st.lists(st.tuples(st.integers(0, 45), st.integers(0, 45)).map(lambda p: Span(*sorted(p))))


@given(TEXT, SPANS)
def test_masking_keeps_length_and_line_ends(text: str, spans: list[Span]) -> None:
    masked = mask(text, spans)
    assert len(masked) == len(text)
    assert [c == "\n" for c in masked] == [c == "\n" for c in text]


@given(TEXT, SPANS)
def test_masking_blanks_the_spans_and_nothing_else(text: str, spans: list[Span]) -> None:
    inside = {i for span in spans for i in range(span.start, span.end)}
    masked = mask(text, spans, TAKEN)
    for i, (before, after) in enumerate(zip(text, masked, strict=True)):
        assert after == (TAKEN if i in inside and before != "\n" else before)


@given(TEXT, SPANS)
def test_masking_twice_is_masking_once(text: str, spans: list[Span]) -> None:
    once = mask(text, spans)
    assert mask(once, spans) == once
    assert mask(text, spans[::-1]) == once


@given(SPANS)
def test_merging_keeps_every_offset_and_leaves_no_overlap(spans: list[Span]) -> None:
    merged = merge(spans)
    offsets = [i for span in merged for i in range(span.start, span.end)]
    assert sorted(set(offsets)) == offsets
    assert set(offsets) == {i for span in spans for i in range(span.start, span.end)}


@given(TEXT)
def test_trimming_takes_white_space_at_the_ends_only(text: str) -> None:
    assert trim(text, 0, len(text)).of(text) == text.strip()


@given(st.lists(st.sampled_from("abc")), st.sets(st.sampled_from("abcd")))
def test_elements_of_some_tags_keep_their_order(written: list[str], tags: set[str]) -> None:
    markup = tuple(Markup(place, place, tag) for place, tag in enumerate(written))
    asked = Page("", markup=markup).elements(*tags)
    assert asked == [element for element in markup if element.tag in tags]


def test_a_span_is_half_open_and_counts_code_points() -> None:
    text = "🇨🇦 Ottawa"
    span = Span(text.index("O"), len(text))
    assert span.of(text) == "Ottawa"
    assert len(span) == 6
    assert not Span(0, 3).overlaps(span)
    assert Span(0, 4).overlaps(span)
    assert span.holds(Span(4, 5))
    assert not span.holds(Span(2, 5))


def test_white_space_folds_to_single_spaces() -> None:
    assert fold_spaces(" a\u00a0 b\n\tc ") == "a b c"


@pytest.mark.parametrize("name", ["office", "office/contact", "office/contact.en"])
def test_a_page_is_of_its_source_of_its_versions_and_of_itself(name: str) -> None:
    assert is_of("office/contact.en", name)


@pytest.mark.parametrize("name", ["offi", "office/contact", "office/contact.en", "consulate", ""])
def test_a_page_is_of_no_name_that_is_like_one_of_its_own(name: str) -> None:
    assert not is_of("office/contact-us.fr", name)
