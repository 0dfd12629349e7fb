"""Typed parts of addresses, and what must hold for any text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import notation, sources
from pipeline.extract import addresses
from pipeline.extract.addresses import find_addresses
from pipeline.extract.addresses.chain import Chain
from pipeline.extract.addresses.pieces import View, box_at, code_at, may_open, unit_at
from pipeline.extract.addresses.places import place_at
from pipeline.extract.addresses.rows import read_chains
from pipeline.extract.addresses.streets import street_at
from pipeline.extract.addresses.words import codes, words
from pipeline.model import Mention, Page
from pipeline.reading import Reading


def found(text: str, country: str = "") -> list[Mention]:
    """The addresses of a text, read without artifacts and other extractors."""
    return find_addresses(Reading.of(Page(text, country=country), sources.packaged().sites["any"]))


PARTS = [
    (
        "18 Larch Drive, Ottawa, Ontario, K1N 4B7",
        "CA",
        {
            "street": "18 Larch Drive",
            "town": "Ottawa",
            "region": "ON",
            "postal_code": "K1N 4B7",
            "country": "CA",
        },
    ),
    (
        "415 6th Avenue, New York, NY 10011",
        "CA",
        {
            "street": "415 6th Avenue",
            "town": "New York",
            "region": "NY",
            "postal_code": "10011",
            "country": "US",
        },
    ),
    (
        "11, rue de la Maison rouge\n44941 NANTES CEDEX 9\nFrance",
        "SN",
        {
            "street": "11, rue de la Maison rouge",
            "town": "NANTES CEDEX 9",
            "postal_code": "44941",
            "country": "FR",
        },
    ),
    (
        "27, avenue des Baobabs\nBP 3316\nDakar",
        "SN",
        {"street": "27, avenue des Baobabs", "box": "BP 3316", "town": "Dakar", "country": "SN"},
    ),
    (
        "Lindenweg 3\nCH-3006 Bern",
        "",
        {"street": "Lindenweg 3", "town": "Bern", "postal_code": "3006", "country": "CH"},
    ),
    (
        "7 Thistle Row, Nettleham LN2 2BB",
        "GB",
        {
            "street": "7 Thistle Row",
            "town": "Nettleham",
            "postal_code": "LN2 2BB",
            "country": "GB",
        },
    ),
    (
        "rue du Hêtre 65, 5000 Villeneuve",
        "",
        {"street": "rue du Hêtre 65", "town": "Villeneuve", "postal_code": "5000"},
    ),
    (
        "Beukenlaan 76\n2518 BJ Den Haag\nThe Netherlands",
        "DE",
        {
            "street": "Beukenlaan 76",
            "town": "Den Haag",
            "postal_code": "2518 BJ",
            "country": "NL",
        },
    ),
]


@pytest.mark.parametrize(("text", "country", "parts"), PARTS)
def test_parts(text: str, country: str, parts: dict[str, str]) -> None:
    [mention] = found(text, country)
    details = dict(mention.details)
    assert details.pop("lines") == text.split("\n")
    assert details == parts


VALUES = [
    ("8, quai du Moulin\n44000 Nantes", "8, quai du Moulin, 44000 Nantes"),
    ("8, quai du Moulin,\n44000 Nantes", "8, quai du Moulin, 44000 Nantes"),
    ("8, quai du Moulin \n\n 44000  Nantes", "8, quai du Moulin, 44000 Nantes"),
    ("9 Willow Lane, Ottawa ON\u00a0 K2P 1L4", "9 Willow Lane, Ottawa ON K2P 1L4"),
    ("8, quai de l’Étang, 44000 Nantes", "8, quai de l’Étang, 44000 Nantes"),
]


@pytest.mark.parametrize(("text", "value"), VALUES)
def test_value_joins_its_lines_once(text: str, value: str) -> None:
    [mention] = found(text, "FR")
    assert mention.value == value


RULES = {
    "street-code": "18 Larch Drive, Ottawa, Ontario, K1N 4B7",
    "street-town": "29, avenue Charles Martin - Guizeh",
    "street-line": "18 Larch Drive\nSmalltown",
    "house-code": "62 Kingsgrove\nLondon SW1X 7JT",
    "house-town": "61, Hoa Sen\nHanoi",
    "box-town": "BP 3316\nDakar",
    "building-code": "Palais fédéral ouest\nCH-3003 Berne",
    "code-town": "44941 NANTES CEDEX 09",
}


@pytest.mark.parametrize(("rule", "text"), RULES.items())
def test_rule_names_the_evidence(rule: str, text: str) -> None:
    [mention] = found(text, "VN")
    assert mention.rule == rule
    assert f"| {rule} |" in (addresses.__doc__ or "")


def test_what_was_taken_before_is_no_part() -> None:
    text = "18 Larch Drive, Ottawa, 613 555 0142"
    reading = Reading.of(Page(text, country="CA"), sources.packaged().sites["any"])
    phone = Mention(text.index("613"), len(text), "phone", "+16135550142", "national")
    [mention] = find_addresses(reading.without([phone]))
    assert mention.of(text) == "18 Larch Drive, Ottawa"


def test_words_are_folded() -> None:
    known = words()
    for table in (known.towns, known.countries, known.regions, known.never, known.after):
        assert all(word == word.lower() for word in table)


def test_each_country_writes_its_own_codes() -> None:
    assert codes().countries("k1n 4b7") == {"CA"}
    assert "FR" in codes().countries("75006")
    assert "FR" not in codes().countries("3003")


PIECES = st.sampled_from(
    [
        "18", "Larch", "Drive", "rue", "du", "Moulin", "75006", "Paris", "\n", ", ", " - ", " ",
        "BP 12", "P.O. Box", "CEDEX", "Ottawa", "ON", "K1N 4B7", "(Ontario)", "Canada", "Suite",
        "Lindenweg", "CH-3006", "Bern", ": ", "\t", "n°", "3e", "étage", "off", "\ufffc", "/", ".",
    ]
)  # fmt: skip


@given(
    st.lists(PIECES, max_size=30).map("".join) | st.text(max_size=80),
    st.sampled_from(["", "FR", "CA"]),
)
def test_any_text(text: str, country: str) -> None:
    """Mentions stand in order, do not overlap, hold no taken character and fold to their value."""
    end = 0
    for mention in found(text, country):
        assert end <= mention.start < mention.end <= len(text)
        end = mention.end
        written = mention.of(text)
        assert written == written.strip()
        assert "\ufffc" not in written
        assert re.sub(r"[\s,]", "", written) == re.sub(r"[\s,]", "", mention.value)
        assert mention.value == ", ".join(mention.details["lines"])


@pytest.mark.parametrize(
    "unit",
    [
        "1 ",
        "12 rue ",
        "A1",
        "K1A 0",
        "rue du ",
        "BP 1 ",
        "Aa ",
        "Aa-",
        "1, ",
        "(",
        "18 Larch Drive, ",
        "\n1 A",
    ],
)
def test_time_grows_with_the_text(unit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Twice the text is about twice the places that are tried, and no place costs more."""
    tried: list[int] = []
    real = read_chains

    def count(view: View, start: int) -> list[Chain]:
        chains = list(real(view, start))
        tried.append(1 + sum(len(chain.pieces) for chain in chains))
        return chains

    monkeypatch.setattr(addresses, "read_chains", count)
    costs = []
    for times in (400, 800):
        tried.clear()
        found(unit * times, "FR")
        costs.append(sum(tried))
    assert costs[1] <= 2.2 * costs[0] + 50


SPECS = Path(__file__).parent / "specs"


def marked(language: str) -> list[str]:
    """The texts of the addresses in a language's specs."""
    lines = (SPECS / f"address.{language}.ann").read_text().splitlines()
    parsed = [notation.parse(line.lstrip("? ")) for line in lines if not line.startswith("#")]
    return [text[mark.start : mark.end] for text, marks in parsed for mark in marks]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_a_reader_reads_may_open_a_piece(language: str) -> None:
    small = re.compile(r"(?<!\w)[^\W\d_]{2,}")
    asked = 0
    for text in marked(language):
        reading = Reading.of(Page(text), sources.packaged().sites["any"])
        view = View(reading.text, reading.key, "")
        for at in (m.start() for m in small.finditer(text)):
            if any(reads(view, at) for reads in (box_at, unit_at, street_at, code_at, place_at)):
                asked += 1
                assert may_open(view, at), text[at:]
    assert asked > len(marked(language))
