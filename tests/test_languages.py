"""Languages of pages and sections: what is declared, else what the characters say, else `und`."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import ngrams, notation, sources
from pipeline.artifacts import find_artifacts
from pipeline.languages import label_languages, page_language
from pipeline.model import Markup, Page, Section
from pipeline.ngrams import Scores, candidates, official_languages, primary
from pipeline.reading import Reading

GOLD = sorted((Path(__file__).parent / "gold").glob("*.ann"))
ANY = sources.packaged().sites["any"]

ENGLISH = (
    "The consular section receives visitors by appointment only. Please bring your passport, a "
    "recent photograph and proof of your address, and arrive ten minutes before the hour."
)
FRENCH = (
    "La section consulaire reçoit uniquement sur rendez-vous. Merci d’apporter votre passeport, "
    "une photographie récente et un justificatif de domicile, et d’arriver dix minutes à l’avance."
)
DUTCH = (
    "De consulaire afdeling ontvangt bezoekers alleen na afspraak. Breng uw paspoort mee, een "
    "recente foto en een bewijs van uw adres, en kom tien minuten voor het afgesproken uur."
)


def reading(text: str, **about: object) -> Reading:
    page = replace(Page(text), **about)  # type: ignore[arg-type]
    return Reading.of(page, ANY, find_artifacts(page, ANY))


def sections_of(*parts: str) -> tuple[str, tuple[Section, ...]]:
    """The parts under each other, and a section for each."""
    sections, at = list[Section](), 0
    for part in parts:
        sections.append(Section(at, at + len(part), part[:10], 2, "und", None, "test"))
        at += len(part) + 2
    return "\n\n".join(parts), tuple(sections)


def labelled(*parts: str, page: str = "en", **about: object) -> list[str]:
    text, sections = sections_of(*parts)
    found = replace(reading(text, **about), language=page)
    return [s.language for s in label_languages(found, sections)]


@pytest.mark.parametrize("file", GOLD, ids=lambda f: f.stem)
def test_the_language_of_every_gold_page(file: Path) -> None:
    gold = notation.load(file.read_text(encoding="utf-8"))
    assert page_language(reading(gold.text, country=gold.meta["country"])) == gold.meta["lang"]


def test_what_the_caller_declares_stands() -> None:
    assert page_language(reading(ENGLISH, language="fr")) == "fr"


def test_markup_stands_unless_the_text_contradicts_it() -> None:
    assert page_language(reading("Contact", meta={"lang": "fr-CA"})) == "fr"
    assert page_language(reading(FRENCH, meta={"lang": "fr"})) == "fr"
    assert page_language(reading(FRENCH * 3, meta={"lang": "en"})) == "fr"


def test_markup_stands_where_elements_say_that_the_page_is_in_several_languages() -> None:
    text = ENGLISH * 2 + FRENCH * 3
    french = Markup(2 * len(ENGLISH), len(text), "section", {"lang": "fr-CA"})
    assert page_language(reading(text, meta={"lang": "en"}, markup=(french,))) == "en"
    assert page_language(reading(text, meta={"lang": "en"})) == "fr"
    english = Markup(0, 2 * len(ENGLISH), "div", {"lang": "en"})
    assert page_language(reading(text, meta={"lang": "en"}, markup=(english,))) == "fr"
    whole = Markup(0, len(text), "div", {"lang": "fr"})
    assert page_language(reading(text, meta={"lang": "en"}, markup=(whole,))) == "fr"


def test_markup_stands_where_the_page_says_that_another_language_follows() -> None:
    text = f"{ENGLISH}\n\n(French version below)\n\n{FRENCH * 3}"
    assert page_language(reading(text, meta={"lang": "en"})) == "en"


def test_only_the_declared_languages_are_possible() -> None:
    assert page_language(reading(DUTCH, languages=("en", "fr"))) in {"en", "fr", "und"}
    assert page_language(reading(DUTCH, languages=("nl", "fr"))) == "nl"


def test_where_none_is_declared_the_country_tells_which_are_possible() -> None:
    assert page_language(reading(DUTCH, country="BE")) == "nl"
    assert candidates(Page("", country="BE")) == ("de", "en", "fr", "nl")
    assert candidates(Page("", country="")) == ("en", "fr")
    assert official_languages("XX") == ()


@pytest.mark.parametrize("text", ["", " \n ", "1234", "613 562-3788", "@", "—", "JPEG", "📞"])
def test_und_is_an_answer(text: str) -> None:
    assert page_language(reading(text)) == "und"


def test_labels_and_addresses_tell_no_language() -> None:
    text = f"{ENGLISH}\n\nDernière modification : 02/11/2017\n\nhttps://example.org/la-page-du-consulat"
    assert page_language(reading(text)) == "en"
    assert page_language(reading("Dernière modification : 02/11/2017")) == "und"


def test_a_section_in_the_other_language_is_labelled() -> None:
    assert labelled(ENGLISH, FRENCH, ENGLISH) == ["en", "fr", "en"]


def test_short_sections_follow_their_page() -> None:
    assert labelled(ENGLISH, "Contact", ENGLISH) == ["en", "en", "en"]
    assert labelled("Rue de la Paix, Paris", page="en") == ["en"]


def test_short_sections_follow_their_neighbours() -> None:
    assert labelled(FRENCH, "Dimanche : 10 h", FRENCH, page="en") == ["fr", "fr", "fr"]


def test_a_lang_attribute_decides() -> None:
    text, _ = sections_of(ENGLISH, "Horaires", ENGLISH)
    start = text.index("Horaires")
    markup = (
        Markup(0, len(text), "html", {"lang": "en"}),
        Markup(start, start + 8, "div", {"lang": "fr-FR"}),
    )
    assert labelled(ENGLISH, "Horaires", ENGLISH, markup=markup) == ["en", "fr", "en"]


def test_und_stays_where_nothing_says() -> None:
    assert labelled("1234", page="und") == ["und"]


@pytest.mark.parametrize(
    ("tag", "code"),
    [("en-CA", "en"), ("FR", "fr"), ("pt_BR", "pt"), ("", ""), ("x-klingon", ""), ("français", "")],
)
def test_primary(tag: str, code: str) -> None:
    assert primary(tag) == code


def test_the_answer_never_depends_on_chance() -> None:
    code = (
        "from pipeline.ngrams import Scores;"
        f"s = Scores.of({FRENCH!r}, ('de', 'en', 'fr', 'nl')); print(s.best, repr(s.margin))"
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parent.parent)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "7")
    }
    assert len(answers) == 1


def test_what_was_forgotten_is_worked_out_again(monkeypatch: pytest.MonkeyPatch) -> None:
    most, languages = 3, ("en", "fr", "pt")
    with monkeypatch.context() as forgetful:
        forgetful.setattr(ngrams, "_MEMO", most)
        margins = [Scores.of(FRENCH, languages).margin for _ in range(3)]
    assert {*margins} == {Scores.of(FRENCH, languages).margin}


@given(st.text(max_size=400))
def test_any_text_has_a_language_or_none(text: str) -> None:
    scores = Scores.of(text, ("en", "fr"))
    assert scores.best in {"en", "fr", "und"}
    assert scores.margin >= 0


def test_blank_lines_by_the_thousand_cost_nothing() -> None:
    assert page_language(reading(ENGLISH + "\n" * 50_000 + ENGLISH)) == "en"


def test_sections_by_the_thousand_find_their_neighbours_in_one_pass() -> None:
    text = "A\n" * 20_000
    sections = tuple(Section(at, at + 2, "", 1, "und", None, "x") for at in range(0, 40_000, 2))
    labelled = label_languages(replace(reading(text), language="en"), sections)
    assert {section.language for section in labelled} == {"en"}
