"""`⟦kind value|characters⟧`: writing marks into a text and reading them back are inverse."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.notation import Mark, load, parse, render

PLAIN = st.text(st.characters(exclude_characters="⟦|⟧"), max_size=12)
KIND = st.sampled_from(["phone", "date", "heading", "artifact"])
VALUE = st.text("+-:/;=.0123456789 abé", max_size=9).map(str.strip)


@st.composite
def marked(draw: st.DrawFn, depth: int = 2) -> str:
    """A text with marks, some of them inside others, none of them empty."""
    parts = [draw(PLAIN)]
    for _ in range(draw(st.integers(0, 2))):
        inner = draw(marked(depth - 1)) if depth else draw(PLAIN)
        kind, value = draw(KIND), draw(VALUE)
        parts += (f"⟦{kind}{' ' * bool(value)}{value}|x{inner}⟧", draw(PLAIN))
    return "".join(parts)


@given(marked())
def test_render_undoes_parse(annotated: str) -> None:
    text, marks = parse(annotated)
    assert render(text, marks) == annotated


@given(marked())
def test_parse_undoes_render(annotated: str) -> None:
    text, marks = parse(annotated)
    assert parse(render(text, marks)) == (text, marks)


@given(PLAIN)
def test_a_text_without_marks_stays_as_it_is(text: str) -> None:
    assert parse(text) == (text, ())
    assert render(text, ()) == text


def test_a_mark_has_the_offsets_of_the_plain_text() -> None:
    text, marks = parse("Tél. ⟦phone +33153693000;ext=12|01 53 69 30 00 p. 12⟧, ⟦artifact|JPEG⟧")
    assert text == "Tél. 01 53 69 30 00 p. 12, JPEG"
    assert marks == (
        Mark(5, 25, "phone", "+33153693000;ext=12"),
        Mark(27, 31, "artifact", ""),
    )


def test_marks_nest() -> None:
    text, marks = parse("⟦heading 2|Report of ⟦date 2019-05|May 2019⟧⟧")
    assert [(m.kind, text[m.start : m.end]) for m in marks] == [
        ("heading", "Report of May 2019"),
        ("date", "May 2019"),
    ]


@pytest.mark.parametrize(
    ("annotated", "fault"),
    [
        ("⟦date 2019|2019", "mark not closed: date"),
        ("2019⟧", "closes nothing at character 4"),
        ("⟦date 2019 2019⟧", r"without '\|' at character 0"),
    ],
)
def test_a_broken_mark_is_named(annotated: str, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        parse(annotated)


def test_a_page_has_a_header_and_a_text() -> None:
    page = load("url: https://example.org/a\nmodified:\n---\nLe ⟦date --05-03|3 mai⟧.\n")
    assert page.meta == {"url": "https://example.org/a", "modified": ""}
    assert page.text == "Le 3 mai.\n"
    assert page.marks == (Mark(3, 8, "date", "--05-03"),)
