"""Masked, wrapped, reversed mailboxes, their typed parts, and hostile lines."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import sources
from pipeline.extract.emails import find_emails
from pipeline.model import Markup, Mention, Page
from pipeline.reading import Reading
from tests.timing import seconds

SITE = sources.packaged().sites["any"]


def find(text: str, markup: tuple[Markup, ...] = ()) -> list[Mention]:
    return find_emails(Reading.of(Page(text, markup=markup, html=bool(markup)), SITE))


@pytest.mark.parametrize(
    ("text", "rule", "masked"),
    [
        ("visas@embassy.example", "plain", False),
        ("Email: visas@\nembassy.example", "wrapped", False),
        ("Email: visas @ embassy.example", "spaced", True),
        ("Email: visas [at] embassy.example", "masked", True),
        ("Email: visas(at)embassy(dot)example", "masked", True),
        ("Email: visas at embassy.example", "spelled", True),
    ],
)
def test_the_rule_says_how_it_is_written(text: str, rule: str, masked: bool) -> None:  # noqa: FBT001
    (email,) = find(text)
    assert email.value == "visas@embassy.example"
    assert (email.rule, email.details["masked"]) == (rule, masked)


def test_the_label_is_kept_as_written() -> None:
    (email,) = find("E-mail: visas@embassy.example")
    assert email.details["label"] == "E-mail"


def test_a_word_between_name_and_site_that_the_style_hides() -> None:
    text = "pensions at consulate.example"
    (email,) = find(text, (Markup(8, 12, "span", {"class": "mcrypt"}),))
    assert (email.value, email.rule) == ("pensions@consulate.example", "mailcrypt")


def test_a_backwards_address_is_read_as_it_is_shown() -> None:
    text = "E-mail: gro.nodnol@stropssap"
    style = {"style": "unicode-bidi: bidi-override; direction: rtl;"}
    (email,) = find(text, (Markup(8, len(text), "span", style),))
    assert (email.value, email.rule) == ("passports@london.org", "reversed")
    assert email.of(text) == "gro.nodnol@stropssap"


NAMES = st.from_regex(r"[a-z][a-z0-9]{0,8}(?:[._-][a-z0-9]{1,8}){0,2}", fullmatch=True)
SITES = st.from_regex(
    r"[a-z][a-z0-9]{1,10}(?:-[a-z0-9]{1,8})?\.(?:fr|org|gouv\.fr)", fullmatch=True
)
SIGNS = st.sampled_from(["@", " @ ", " [at] ", "[at]", "(at)", "[arobase]", " arobase "])


@given(NAMES, SIGNS, SITES, st.sampled_from(["", ".", ",", " ", "\nTel:", ")", " - Fax"]))
def test_any_labelled_address_is_found(name: str, sign: str, site: str, end: str) -> None:
    text = f"Courriel : {name}{sign}{site}{end}"
    (email,) = find(text)
    assert email.value == f"{name}@{site}"
    assert email.of(text) == f"{name}{sign}{site}"


PIECES = st.sampled_from(
    [
        *("@", " at ", "[at]", "(at)", "(", "[", "arobase", ".", "-", "\n", " ", "\t", "Email: "),
        *("visas", "site.fr", "site", "fr", "a", "é", "'", "_", "[dot]", " point ", "http://", "…"),
    ]
)


@given(st.lists(PIECES, max_size=30).map("".join))
def test_nothing_raises_and_every_span_is_sound(text: str) -> None:
    found = find(text)
    for before, after in itertools.pairwise(found):
        assert before.end <= after.start
    for email in found:
        assert email.value == email.value.lower()
        name, _, site = email.value.partition("@")
        assert name
        assert "." in site
        assert "@" not in site
        assert not set(email.value) & set(" \n\t")


@pytest.mark.parametrize(
    "piece", ["a@", "@", "a.", "a@a.", " at ", "[at]", "x at y ", "a-", "(at)(dot)", "a@b.fr "]
)
def test_time_grows_with_the_text_alone(piece: str) -> None:
    def took(length: int) -> float:
        text = piece * (length // len(piece))
        return seconds(lambda: find(text))

    took(2_000)
    short, long = max(took(20_000), 0.01), took(80_000)
    assert long < 12 * short + 0.2
