"""Findings about the text: what a human should look at, where it stands, what to do about it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import messages, notation, sources
from pipeline.findings import text as findings
from pipeline.model import Document, Finding, Page
from pipeline.read import read
from pipeline.reading import Reading

TESTS = Path(__file__).parent
CHECKOUT = TESTS.parent
GOLD = sorted((TESTS / "gold").glob("*.ann"))
SITES = sources.packaged().sites
CODES = {"leftover-markup", "mojibake", "mixed-languages", "error-page", "acronym-undefined"}

ENGLISH = (
    "The section receives visitors by appointment only, and every document must be translated."
)
FRENCH = "La section reçoit sur rendez-vous uniquement, et chaque document doit être traduit."


def found(text: str, code: str, **about: str) -> list[Finding]:
    page = Page(text, **about)  # type: ignore[arg-type]
    return [f for f in read(page, SITES["any"]).findings if f.code == code]


def shown(text: str, code: str, **about: str) -> list[str]:
    return [f.of(text) for f in found(text, code, **about)]


# --- Leftover markup ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("The attaché (HSA)}}", "}}"),
        ("{{{Our tasks", "{{{"),
        ("See [the fees->art12] first.", "["),
        ("Scholarships: -* a degree", "-*"),
        ("Keep your number; _", "_"),
        ("Open on Monday<br />", "<br />"),
        ("Caf&eacute; of the institute", "&eacute;"),
    ],
)
def test_leftover_markup(line: str, left: str) -> None:
    assert left in shown(f"Police cooperation\n\n{line}\n\n{ENGLISH}", "leftover-markup")


@pytest.mark.parametrize(
    "line",
    [
        "The set {1, 2}",
        "R&D",
        "[sic]",
        "A -> B",
        "Homeland Security Service [fr]",
        "JPEG",
        "E = mc2",
    ],
)
def test_what_is_no_leftover(line: str) -> None:
    assert not found(f"{line}\n\n{ENGLISH}", "leftover-markup")


# --- Damaged letters ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("Lâ€™ambassade est ouverte", "’"),
        ("Les visas dÃ©livrÃ©s", "é"),
        ("Ambassador GĂ©rard speaks", ""),
        ("les fran√ßais", ""),
        ("une caf\ufffdt\ufffdria", ""),
    ],
)
def test_mojibake_is_reported_once_a_line(line: str, what: str) -> None:
    (finding,) = found(f"Visas\n\n{line}\n\n{FRENCH}", "mojibake")
    assert what in finding.message
    assert finding.advice


@pytest.mark.parametrize(
    "line",
    [
        "SÃO PAULO",
        "Âge minimal",
        "Château",
        "São Paulo, João",
        "5 â 6",
        "coração",
        "Ålesund",
        "Bacău",
    ],
)
def test_letters_of_other_languages_are_not_damaged(line: str) -> None:
    assert not found(f"{line}\n\n{ENGLISH}", "mojibake")


# --- Two languages in one page ------------------------------------------------------------------


def test_a_page_in_two_languages() -> None:
    text = f"Consulate\n\n{ENGLISH * 6}\n\n{FRENCH * 3}"
    (finding,) = found(text, "mixed-languages")
    assert finding.start == text.index("La section")
    assert "'fr'" in finding.message


def test_a_quotation_does_not_make_two_languages() -> None:
    assert not found(f"Consulate\n\n{ENGLISH * 9}\n\n{FRENCH}", "mixed-languages")


def test_the_page_says_that_another_language_follows() -> None:
    assert found(f"(English follows)\n\n{FRENCH * 3}", "mixed-languages")


# --- Error pages --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  \n",
        "404 Not Found\n\nThe requested URL was not found on this server.",
        "Error 404\n\nCall us: 613 555 0142",
        "Page introuvable\n\nLa page demandée n’existe pas. Téléphone : 01 55 00 12 34",
        "La page que vous recherchez n’existe plus.\n\nRetour à l’accueil",
        "Page not found\n\nSorry, the page moved.",
        "Access denied\n\nYou do not have permission.",
        "Just a moment...\n\nEnable JavaScript and cookies to continue",
        "Erreur 403\n\nAccès interdit",
        "503 Service Unavailable",
        "Seite nicht gefunden\n\nBitte prüfen Sie die Adresse.",
    ],
)
def test_error_pages(text: str) -> None:
    (finding,) = found(text, "error-page")
    assert finding.severity == "error"


def test_of_an_error_page_nothing_but_its_title_is_taken() -> None:
    text = "Page not found [fr]\n\nCall us on 2 May 2019: 613 555 0142\n\nMost read\n\nFees"
    document = read(Page(text, country="CA", language="en"), SITES["any"])
    assert (document.sections, document.mentions, document.alternates) == ((), (), {})
    assert document.modified is None


@pytest.mark.parametrize(
    "text",
    [
        "Loss of a passport\n\nIf the page cannot be found in the register, call 613 555 0142.",
        "404 embassies of the world\n\nA list.",
        "Room 404\n\nThe visa section is on the fourth floor.",
        "Contact\n\nTel.: 613 555 0142",
        "Fermeture\n\nLe service est fermé le 14 juillet.",
        "Maintenance of French nationality\n\nA request is made to the court.",
        "Not found guilty\n\nThe story of a trial.",
        "403 Larch Street\nSudbury, Ontario P3E 1C3\nTel.: 705 555-0142",
        "Service des visas\nLe document n'est pas obligatoire pour les enfants.",
        "Musée\nLe site est fermé le lundi.",
        "Registration\nThis page is not available in English.\nTel.: 613 562-3788",
        "Accès interdit aux mineurs\nHoraires : 9h-12h",
        "Aucun document n'est exigé à l'entrée.",
        "Maintenance\nÉcrire au service du patrimoine.",
        "Connexion\nConsulat général\nTél. : 01 43 17 53 53",
    ],
)
def test_pages_that_only_speak_of_errors(text: str) -> None:
    assert not found(text, "error-page")


def test_no_gold_page_is_an_error_page() -> None:
    for file in GOLD:
        page = Page(notation.load(file.read_text(encoding="utf-8")).text)
        assert not findings.is_error_page(Reading.of(page, SITES["any"])), file.stem


# --- Acronyms -----------------------------------------------------------------------------------


def first_page() -> Document:
    file = CHECKOUT / "raw" / "ca-ambafrance" / "homeland-security.en.txt"
    page = Page(file.read_text(encoding="utf-8"), country="CA", languages=("en", "fr"))
    return read(page, SITES["ambafrance"])


def test_an_acronym_that_differs_by_a_letter_from_a_defined_one() -> None:
    (finding,) = (f for f in first_page().findings if f.code == "acronym-undefined")
    assert finding.of(first_page().page.text) == "NSS"
    assert "HSS" in finding.advice


@pytest.mark.parametrize(
    "text",
    [
        "The United Nations (UN) and the EU agree.",
        "The Homeland Security Service (HSS) works. The HSS and the FBI meet, and the CIA too.",
        "The North Sea Service (NSS), the Homeland Security Service (HSS). The HSS calls.",
        "The Homeland Security Service (HSS). The HSS asks. The National Security Service, or NSS.",
        "RSS HSS NSS",
    ],
)
def test_other_acronyms_are_nobodys_business(text: str) -> None:
    assert not found(text, "acronym-undefined")


# --- All of them --------------------------------------------------------------------------------


def test_every_finding_has_place_and_advice() -> None:
    for finding in first_page().findings:
        assert 0 <= finding.start <= finding.end <= len(first_page().page.text)
        assert finding.message
    assert {f.code for f in first_page().findings} >= {"leftover-markup", "acronym-undefined"}


def test_the_gold_pages_are_quiet() -> None:
    """Of 44 pages, few have anything to say here: a check that cries is soon ignored."""
    loud = {"acronym-undefined": 1, "mojibake": 1, "error-page": 0, "mixed-languages": 4}
    told = dict.fromkeys(loud, 0)
    for file in GOLD:
        gold = notation.load(file.read_text(encoding="utf-8"))
        codes = {
            f.code
            for f in read(Page(gold.text, country=gold.meta["country"]), SITES["any"]).findings
        }
        for code in told:
            told[code] += code in codes
    assert all(told[code] <= most for code, most in loud.items()), told


def test_every_leftover_rule_exists() -> None:
    names = {rule.name for site in SITES.values() for rule in site.artifacts}
    known = {*messages.catalogue("en")["leftover-markup"]["what"]} - {"unprocessed"}
    assert known == findings._LEFTOVERS  # noqa: SLF001
    assert known <= names
