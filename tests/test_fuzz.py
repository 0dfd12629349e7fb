"""Whatever the text, the program answers, and what it answers is proved by the text.

The texts are made of what pages are made of (labels, digits, months, brackets, marks, odd spaces)
in any order, which reaches deeper into the grammars than random characters do.
"""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import sources
from pipeline.extract.numerals import find_numbers
from pipeline.model import Document, Mention, Page, mask
from pipeline.read import read
from pipeline.reading import fold
from tests.timing import seconds

PIECES = """
Tel.:|Tél. :|Fax|Télécopie|ext. 12|poste 4|/|-|–|(0)|+33|+1|00 33|613|562-3788|01 43 17 53 53|112
1 800 O-Canada|JPEG|PNG - 12 ko|[fr]|}}|{{{|top of the page|haut de page|(PDF - 8.2 ko)|&nbsp;|%
[label>975]|http://example.org/a?b=1|a@example.org|nom [at] site.fr|name (at) site (dot) org|mailto:
[email protected]|@|42 Sussex Drive, Ottawa, Ontario, K1M 2C9|51, rue de Bercy|75012 PARIS CEDEX 12
BP 123|B.P.|CH-3003 Berne|Box 7|02/11/2017|July 1st, 2001|1er mars|du 3 au 7 mai 2019|2013|avril
16, 17 et 18 juillet|1993-95|31/02/2010|le|in|from|to|et|and|76 embassies|two members|more than
une centaine|d’experts|près de|147|3,5 millions|de|personnes|police officers|1'234|٣|404|Contact :
Homeland Security Service|Horaires|Last modified on|Mise à jour :|English follows|Page not found
(|[|{|)|]|}|«|»|“|’|.|,|;|:|*|#|~|_|=|<|>|&
"""
PAGES = st.lists(
    st.one_of(
        st.sampled_from([p for line in PIECES.strip().splitlines() for p in line.split("|")]),
        st.sampled_from(
            [" ", "\n", "\n\n", "\t", "\u00a0", "\u202f", "\u00ad", "\u200b", "", "  • "]
        ),
        st.text(st.characters(exclude_categories=["Cs"]), max_size=3),
    ),
    max_size=40,
).map("".join)
COUNTRIES = st.sampled_from(["", "CA", "FR", "US", "CH", "BE", "GB", "SN"])
SITES = st.sampled_from(sorted(sources.packaged().sites))


def document(text: str, country: str, site: str) -> Document:
    return read(Page(text, country=country), sources.packaged().sites[site])


@given(PAGES, COUNTRIES, SITES)
def test_every_span_is_sound(text: str, country: str, site: str) -> None:
    found = document(text, country, site)
    for span in (*found.artifacts, *found.sections, *found.mentions, *found.findings):
        assert 0 <= span.start <= span.end <= len(text)
    for mention in found.mentions:
        assert mention.of(text).strip() == mention.of(text) != ""
    for kind in (found.mentions, found.artifacts, found.sections):
        for one, other in itertools.pairwise(kind):
            assert one.end <= other.start


@given(PAGES, COUNTRIES, SITES)
def test_every_value_is_what_its_characters_say(text: str, country: str, site: str) -> None:
    found = document(text, country, site)
    clean = mask(text, found.artifacts)
    for mention in found.mentions:
        PROOFS[mention.kind](mention, mention.of(clean))


@given(PAGES, COUNTRIES, SITES)
def test_the_same_page_gives_the_same_document(text: str, country: str, site: str) -> None:
    assert document(text, country, site) == document(text, country, site)


HOSTILE = """
1|(|a|1 |12/|tel. |é|@a.|a@b.fr |␤1|JPEG␤|12 rue |[fr]|{{|- |Jan |two |of |75012 PARIS, |1er mars |[
Fax : ␤|&nbsp;|Home > |http://a.b/|(10 x 10)|01 43 17 53 53 / |a␤|A␤␤|Contact :␤|two hundred and |}}
du 3 au 7 mai 2019, |<a>|+33 |ABC |..|<|Accueil␤|B.P. 1 |K1A 0B1 |(0|n° 1|://|1h|1.|§
"""


@pytest.mark.parametrize(
    "piece", HOSTILE.replace("␤", "\v").strip("\n").replace("\n", "|").split("|")
)
def test_time_grows_with_the_text_alone(piece: str) -> None:
    """Four times the text may take four times as long; the rest is for a noisy machine."""
    line = piece.replace("\v", "\n")
    short = line * (4_000 // len(line))
    assert took(short * 4) < 4 * 1.75 * max(took(short), 0.005)


def took(text: str) -> float:
    return seconds(lambda: document(text, "FR", "ambafrance"), times=3)


def digits(text: str) -> str:
    return "".join(str(int(c)) for c in text if c.isdecimal())


def proves_number(mention: Mention, text: str) -> None:
    """The digits of the value end with those of the text, or the other way round."""
    number, _, extension = mention.value.partition(";ext=")
    said = digits(keypad(text))
    assert said.endswith(extension)
    said = said.removesuffix(extension) if extension else said
    value = digits(number)
    assert mention.rule == "shared-head" or len(said) + 4 >= len(value)
    shared = min(len(said), len(value), 6)
    assert value.endswith(said[-shared:])


def keypad(text: str) -> str:
    """`1 800 O-Canada` as it is dialled, where letters follow digits."""
    if not re.search(r"\d.*[A-Za-z]{4}", re.sub(r"(?i)ext|poste|local|option", "", text)):
        return text
    letters = "abcdefghijklmnopqrstuvwxyz"
    return text.lower().translate(str.maketrans(letters, "22233344455566677778889999"))


def proves_email(mention: Mention, text: str) -> None:
    local, _, domain = mention.value.partition("@")
    key = fold(text)
    for part in re.findall(r"[a-z0-9]{2,}", fold(local + " " + domain)):
        assert part in key or part[::-1] in key


def proves_date(mention: Mention, text: str) -> None:
    years = re.findall(r"(?<!-)\b(\d{4})\b", mention.value)
    if re.search(r"\d", text) and years:
        assert any(char.isdigit() for char in text)
    for part in mention.value.split("/"):
        assert re.fullmatch(r"\d{4}(-\d\d){0,2}|--\d\d(-\d\d)?", part)


def proves_count(mention: Mention, text: str) -> None:
    number, _, noun = mention.value.partition(" ")
    read = [
        found.value for language in ("en", "fr") for found in find_numbers(fold(text), language)
    ]
    assert float(number) in [float(n) for n in read] or digits(number).rstrip("0") in digits(text)
    assert fold(noun.split()[0]) in fold(text)


def proves_address(mention: Mention, text: str) -> None:
    assert digits(mention.value) == digits(text)


PROOFS = {
    "phone": proves_number,
    "fax": proves_number,
    "email": proves_email,
    "date": proves_date,
    "count": proves_count,
    "address": proves_address,
}


@pytest.mark.parametrize("text", ["", " ", "\n", "\u00ad", "\ufffc", "\ud83d", "\x00", "[" * 500])
def test_hardly_a_page(text: str) -> None:
    document(text, "CA", "any")
