"""The rules by which facts of two languages agree, as tables."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import sources
from pipeline.bilingual.addresses import agree, numbers_of
from pipeline.bilingual.compare import compare
from pipeline.bilingual.comparison import Comparison
from pipeline.bilingual.dates import contradict
from pipeline.bilingual.halves import halves
from pipeline.bilingual.sides import Side
from pipeline.bilingual.spelling import distance
from pipeline.bilingual.words import OTHER, TRANSLATED, UNKNOWN, load
from pipeline.ingest.html import read_html
from pipeline.model import Page
from pipeline.read import read
from pipeline.reading import fold
from pipeline.records import Provenance, record
from tests.mutations.pairs import pairs

TESTS = Path(__file__).parent
WORDS = load("en", "fr")


@pytest.mark.parametrize(
    ("english", "french", "relation"),
    [
        ("embassies", "ambassades", TRANSLATED),
        ("officers", "policiers et gendarmes", TRANSLATED),
        ("births", "actes de naissance", TRANSLATED),
        ("people", "personnes", TRANSLATED),
        ("children", "enfants", TRANSLATED),
        ("newspapers", "journaux", TRANSLATED),
        ("provinces", "provinces", TRANSLATED),
        ("practices", "pratiques", TRANSLATED),
        ("schools", "hopitaux", OTHER),
        ("beekeepers", "apiculteurs", UNKNOWN),
        ("", "policiers", UNKNOWN),
    ],
)
def test_nouns_translate_each_other_in_either_order(
    english: str, french: str, relation: int
) -> None:
    assert WORDS.relation(english, french, ("en", "fr")) == relation
    assert load("fr", "en").relation(french, english, ("fr", "en")) == relation


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("2014", "2014-06-17", False),
        ("--10-04", "2019-10-04", False),
        ("2017-07-03", "2017-07-13", True),
        ("2014-04-03", "2014-03-04", True),
        ("2013", "2014-06-17", True),
        ("--10-04", "2019-10-05", True),
        ("2018-05-09/2018-05-12", "2018-05-09/2018-05-12", False),
        ("2018-05-09/2018-05-12", "2018-05-09/2018-05-13", True),
        ("2018-05-09/2018-05-12", "2018-05-10", False),
        ("2018-05-09/2018-05-12", "2018-05-14", True),
        ("2016/2017", "2016/2017", False),
        ("2016/2017", "2017", False),
        ("2016/2017", "2018", True),
    ],
)
def test_dates_differ_in_a_part_that_both_give(one: str, other: str, *, differ: bool) -> None:
    assert contradict(one, other) is differ
    assert contradict(other, one) is differ


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("42 Sussex Drive, Ottawa K1M 2C9", "42, promenade Sussex, Ottawa K1M 2C9 Canada", True),
        ("360 Albert Street, Suite 820", "360, rue Albert, bureau 820", True),
        ("500-1870 Albert Street", "1870, rue Albert, bureau 500", True),
        ("500-1872 Albert Street S4P 4B7", "1870, rue Albert, bureau 500 S4P 4B7", False),
        ("191 Laurier Avenue West, 15th floor", "191, avenue Laurier Ouest", True),
        ("P.O. Box 187, Accra", "BP 187, Accra", True),
        ("Effingerstrasse 27, 3003 Bern", "Effingerstrasse 27, CH-3003 Berne", True),
        ("66 Merrion Square South, Dublin 2, D02 YX53", "66 Merrion Square, Dublin 2", True),
        ("Effingerstrasse 27, 3003 Bern", "Effingerstrasse 37, 3003 Berne", False),
        ("777 Main Street, Moncton E1C 1E6", "777, rue Main, Moncton E1C 1E9", False),
        ("Rue Diagne, BP 183", "Rue Diagne, BP 138", False),
        ("360 Albert Street, Suite 820", "360, rue Albert, bureau 280", False),
    ],
)
def test_addresses_agree_in_their_numbers(one: str, other: str, *, same: bool) -> None:
    left, right = numbers_of(fold(one)), numbers_of(fold(other))
    assert agree(left, right) is same
    assert agree(right, left) is same


@pytest.mark.parametrize(
    ("one", "other", "twins"),
    [
        ("5 May 2018", "4 mai 2019", False),
        ("5 May 2018", "5 mai 2019", True),
        ("5 May 2018", "4 mai 2018", True),
    ],
)
def test_the_same_event_a_year_later_keeps_its_weekday(
    one: str, other: str, *, twins: bool
) -> None:
    english = f"The night of the harbour takes place on {one}. Boats are lit, and music is played."
    french = f"La nuit du port a lieu le {other}. Les barques sont éclairées, et l'on joue."
    found = compare(side(english), side(french), ("en", "fr"))
    assert found.verdict.twins == twins
    assert ("other-days" in found.verdict.against) != twins


@pytest.mark.parametrize(
    ("one", "other", "steps"),
    [("7954", "7945", 1), ("edimbourg", "edinbourg", 1), ("abc", "abc", 0), ("", "ab", 2)],
)
def test_a_swap_is_one_step(one: str, other: str, steps: int) -> None:
    assert distance(one, other) == steps


def side(text: str, country: str = "CA") -> Side:
    page = Page(text, country=country, languages=("en", "fr"))
    return Side.of(read(page, sources.recognise(sources.packaged(), "", text)))


def codes(found: Comparison) -> list[tuple[str, str]]:
    return [(d.code, d.severity) for d in found.disagreements]


BODY = "The office has {n} officers in 12 towns of 4 provinces. {more}\n\nPhone: 613-562-3788\n"
CORPS = "Le bureau compte {n} agents dans 12 villes de 4 provinces. {more}\n\nTél. : 613-562-3788\n"


@pytest.mark.parametrize(
    ("english", "french", "said"),
    [
        ({"n": "76"}, {"n": "soixante-seize"}, []),
        ({"n": "76"}, {"n": "73"}, [("count-differs", "error")]),
        ({"n": "nearly 300"}, {"n": "297"}, [("count-vague", "note")]),
        ({"n": "a dozen"}, {"n": "une dizaine d’"}, [("count-vague", "note")]),
        ({"n": "several"}, {"n": "40"}, [("count-missing-in-en", "warning")]),
        ({"n": "two"}, {"n": "2"}, []),
        (
            {"n": "five", "more": "Three of them are new."},
            {"n": "trois", "more": "Trois d’entre eux sont nouveaux."},
            [("count-differs", "error")],
        ),
        ({"n": "76", "more": "It opened in 2016."}, {"n": "76", "more": "Il a ouvert."}, []),
        (
            {"n": "76", "more": "It opened on 3 May 2016."},
            {"n": "76", "more": "Il a ouvert le 5 mars 2016."},
            [("date-differs", "error")],
        ),
        (
            {"n": "76", "more": "\nEmail: info-en@example.org"},
            {"n": "76", "more": "\nCourriel : info-fr@example.org"},
            [("email-by-language", "note")],
        ),
        ({"n": "76", "more": "\nEmail: info@example.org"}, {"n": "76", "more": "\nCourriel :"}, []),
        (
            {"n": "76", "more": "\nFax: 613-562-3785"},
            {"n": "76"},
            [("fax-missing-in-fr", "warning")],
        ),
        (
            {"n": "76", "more": "\nFax: 613-562-3785"},
            {"n": "76", "more": "\nTéléc. : 613-562-3758"},
            [("fax-differs", "error")],
        ),
        (
            {"n": "76", "more": "\nEmail: visa@example.org"},
            {"n": "76", "more": "\nCourriel : viza@example.org"},
            [("email-differs", "error")],
        ),
        (
            {"n": "76"},
            {"n": "76", "more": "\nCourriel : visa@example.org"},
            [("email-missing-in-en", "warning")],
        ),
        (
            {"n": "76", "more": "\n42 Sussex Drive, Ottawa, Ontario K1M 2C9"},
            {"n": "76", "more": "\n24, promenade Sussex, Ottawa (Ontario) K1M 2C9"},
            [("address-differs", "error")],
        ),
        (
            {"n": "76", "more": "\n42 Sussex Drive, Ottawa, Ontario K1M 2C9"},
            {"n": "76"},
            [("address-missing-in-fr", "warning")],
        ),
        (
            {"n": "76", "more": "\n\nLast modified on 22/01/2019"},
            {"n": "76", "more": "\n\nDernière modification : 15/01/2017"},
            [("stale-version", "warning")],
        ),
    ],
)
def test_what_two_short_pages_are_said_to_differ_in(
    english: dict[str, str], french: dict[str, str], said: list[tuple[str, str]]
) -> None:
    one = "Liaison office\n\n" + BODY.format(**{"more": "", **english})
    other = "Bureau de liaison\n\n" + CORPS.format(**{"more": "", **french})
    found = compare(side(one), side(other), ("en", "fr"))
    assert found.twins, found.verdict
    assert codes(found) == said


@pytest.mark.parametrize(
    ("english", "french", "said"),
    [
        ("Phone: 613-562-3788", "Tél. : 613-562-3788", []),
        ("Phone: 613-562-3788", "Tél. : 613-562-3778", [("phone-differs", "error")]),
        ("Phone: 613-562-3788, ext. 12", "Tél. : 613-562-3788", [("phone-differs", "warning")]),
        ("Phone: 613-562-3788", "Tél. : 613-562-3788, poste 12", [("phone-differs", "warning")]),
        (
            "Phone: 613-562-3788, ext. 12",
            "Tél. : 613-562-3788, poste 21",
            [("phone-differs", "error")],
        ),
    ],
)
def test_a_line_and_its_twin_are_compared_though_they_prove_nothing(
    english: str, french: str, said: list[tuple[str, str]]
) -> None:
    found = compare(side(english), side(french), ("en", "fr"))
    assert found.twins, found.verdict
    assert codes(found) == said


def test_a_section_without_its_counterpart_is_one_finding() -> None:
    one, other = next((one, other) for name, one, other in pairs(TESTS) if name == "05")
    part = one.side.parts[-2]
    found = compare(
        side(one.text[: part.start] + one.text[part.end :], one.country), other.side, ("en", "fr")
    )
    assert [code for code, _ in codes(found)] == ["section-missing-in-en"]
    assert [code for code, _ in codes(compare(other.side, one.side, ("fr", "en")))] == []


def test_sentences_stand_for_each_other_where_one_side_lacks_a_heading() -> None:
    one, other = next((one, other) for name, one, other in pairs(TESTS) if name == "303")
    assert {part.title for part in other.side.parts} - {part.title for part in one.side.parts} >= {
        "À savoir"
    }
    changed = side(one.text.replace("340 registered", "346 registered"), one.country)
    found = compare(changed, other.side, ("en", "fr"))
    values = {(d.left.value, d.right.value): d.severity for d in found.disagreements}
    assert values["346 citizens", "340 inscrits"] == "warning"


def test_the_markup_tells_the_halves_apart() -> None:
    html = (
        "<html lang='fr'><body><h1>Contact</h1><div lang='fr'><p>Le bureau compte 7 agents et "
        "reçoit le matin.</p></div><div lang='en'><p>The office has 8 officers and is open in "
        "the morning.</p></div></body></html>"
    )
    page = read_html(html.encode(), url="", country="CA", languages=("en", "fr"), charset="utf-8")
    whole = Side.of(read(page, sources.recognise(sources.packaged(), "", page.text)))
    values = [[fact.value for fact in side.facts] for side in halves(whole, whole, ("en", "fr"))]
    assert values == [["8 officers"], ["7 agents"]]


def test_a_published_page_is_compared_like_the_page_that_was_read() -> None:
    told = Provenance(
        url="", media_type="text/plain", charset="utf-8", sha256="", size=1, raw="", unknown=()
    )
    for _, one, _ in pairs(TESTS):
        page = Page(one.text, country=one.country, languages=("en", "fr"))
        document = read(page, sources.recognise(sources.packaged(), "", one.text))
        made = Side.of_record(record(document, "a/b.en", told, with_text=False), one.text)
        assert made == replace(Side.of(document), declared=())
