"""With which letters a pattern can begin: nothing that it matches begins otherwise."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import lexicon
from pipeline.openings import begins, head, index, openings


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *(("share this", "share"), ("  • (To share", "To sh"), ("_a", "_a"), ("12", "12")),
        *(("→", ""), ("", "")),
    ],
)
def test_a_head_is_what_stands_from_the_first_letter_on(text: str, expected: str) -> None:
    assert head(text) == expected


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("sharing", {"shari"}),
        (r"^[\s•*·-]{0,8}+(?P<mask>\W{0,4}+(?:sharing|print))", {"shari", "print"}),
        ("e-?mails", {"e-mai", "email"}),
        ("(?:re)?open|shut", {"reope", "open", "shut"}),
        ("(?:en |)vue", {"en vu", "vue"}),
        ("[Ll]e(?:s)?$", {"Le", "le", "Les", "les"}),
        (r"\(?[12]{1,3}\)", {"1", "2"}),
        (r"0\d", {f"0{n}" for n in range(10)}),
        (r"go.*", {"go"}),
        (r"(?=.{0,5}$)(?!no)a\b-b", {"a-b"}),
        (r"(?i)\u00e9t\xe9", {"été"}),
        (r"[→←]{1,2}[ \t]*$", {""}),
        (r"n/a|<<$", {"n/a", ""}),
        (r"[\u2600-\u2793]$", {"", *"❶❷❸❹❺❻❼❽❾❿➀➁➂➃➄➅➆➇➈➉➊➋➌➍➎➏➐➑➒➓"}),
        (r"[^a]b|c", None),
        (r"\w{3}", None),
        (r"\W*", None),
        (r"(?:a|b)?", None),
        (r"(a)\1", {"a"}),
        (r"\1", None),
        ("(?>a)", None),
    ],
)
def test_the_openings_of_a_pattern(pattern: str, expected: set[str] | None) -> None:
    assert openings(pattern) == expected


_PIECES = st.sampled_from(
    ["a", "bc", " ", "-?", r"\d", r"\W{0,2}", "(?:x|yz)", "(?:q )?", "[ef]", "[ -]", "é+", r"\b"]
)
_TEXTS = st.text("abcxyzqef é-.1", max_size=6)


@given(st.lists(_PIECES, max_size=5).map("".join), _TEXTS)
def test_what_matches_begins_as_its_pattern_can(pattern: str, text: str) -> None:
    opens = openings(pattern)
    if opens is not None and re.match(pattern, text):
        assert begins(head(text), opens)


@given(st.lists(st.lists(_PIECES, max_size=3).map("".join), max_size=4), _TEXTS)
def test_an_index_gives_what_may_begin_so_in_order(patterns: list[str], text: str) -> None:
    read = [(openings(pattern), number) for number, pattern in enumerate(patterns)]
    may = [number for opens, number in read if opens is None or begins(head(text), opens)]
    assert [*index(read)(head(text))] == may


def test_the_words_of_the_frame_begin_somehow() -> None:
    names = ("top", "skip", "frame", "here", "share", "print", "more", "home", "menu")
    unknown = [
        entry
        for name in names
        for entry in lexicon.every("pages", f"artifacts.{name}")
        if openings(entry) is None
    ]
    assert not unknown
