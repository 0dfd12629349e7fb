"""What each guard objects to, and what it lets pass."""

from __future__ import annotations

import pytest

from pipeline import messages, sources
from pipeline.model import Page
from pipeline.publish import guards
from pipeline.publish.guards import Candidate
from pipeline.read import read
from pipeline.records import PageRecord, Provenance, record

NOWHERE = Provenance(
    url="", media_type="text/plain", charset="utf-8", sha256="", size=0, raw="", unknown=()
)
LINES = (
    "Consulate",
    "",
    "Our office is open to the public every day of the week but on Sundays and holidays.",
    "Tel.: 613 562-3788",
    "Tel.: 613 562-3789",
    "Fax: 613 562-3785",
    "E-mail: info@example.org",
    "",
    "Staff",
    "",
    "There are 12 agents at work here since May 2019, and they answer in two languages.",
)


def made(text: str, name: str = "office/page.en") -> PageRecord:
    page = Page(text, country="CA", languages=("en", "fr"))
    document = read(page, sources.packaged().sites["any"])
    return record(document, name, NOWHERE, with_text=True)


def objections(before: str | None, after: str) -> dict[str, str]:
    former = made(before) if before is not None else None
    candidate = Candidate(made(after), after, former)
    said: dict[str, str] = {}
    for objection in guards.object_to(candidate):
        name = objection.guard.name
        said[name] = f"{said.get(name, '')}{objection.message}; "
        assert messages.say(objection.code, objection.details, "fr")
    return said


WHOLE = "\n".join(LINES)


def without(*starts: str) -> str:
    return "\n".join(line for line in LINES if not line.startswith(starts))


def test_the_same_page_again_passes() -> None:
    assert objections(WHOLE, WHOLE) == {}


def test_a_first_page_passes() -> None:
    assert objections(None, WHOLE) == {}


def test_a_changed_number_passes() -> None:
    assert objections(WHOLE, WHOLE.replace("3788", "3700")) == {}


@pytest.mark.parametrize(
    ("after", "message"),
    [
        (without("Fax"), "0 fax, 1 before"),
        (without("Tel.: 613 562-3789"), "1 phone, 2 before"),
        ("\n".join(LINES[:7]), "sections, "),
    ],
)
def test_a_kind_or_the_sections_that_collapse_are_held(after: str, message: str) -> None:
    assert message in objections(WHOLE, after)["collapse"]


def test_losing_less_than_a_third_is_no_collapse() -> None:
    numbers = "".join(f"Tel.: 613 562-37{number}\n" for number in range(10, 20))
    fewer = numbers.replace("Tel.: 613 562-3710\n", "").replace("Tel.: 613 562-3711\n", "")
    assert objections(f"Numbers\n\n{numbers}", f"Numbers\n\n{fewer}") == {}


def test_a_page_that_lost_all_facts_is_held() -> None:
    bare = "Consulate\n\nOur office is open to the public every day of the week.\n"
    assert "zero-facts" in objections(WHOLE, bare)


@pytest.mark.parametrize("left", ["a {{ b", "caf\ufffd", "\nJPEG\n\nmore", "cafÃ©"])
def test_what_no_clean_text_may_hold_is_held(left: str) -> None:
    record_ = made("Consulate\n\nOpen every day.\n").model_copy(update={"artifacts": ()})
    found = list(guards.leftovers(Candidate(record_, f"Consulate\n\n{left}\n")))
    assert len(found) == 1


def test_another_language_is_held() -> None:
    french = (
        "Le consulat est ouvert au public tous les jours de la semaine, sauf le dimanche et les "
        "jours fériés ; les agents répondent à toutes vos questions dans les deux langues du pays, "
        "et vous pouvez aussi leur écrire à l’adresse qui se trouve au bas de cette page."
    )
    assert "its language is 'fr'" in objections(None, french)["structure"]


def test_a_page_that_its_other_language_contradicts_is_told_and_passes() -> None:
    english, french = made(WHOLE), made(WHOLE, "office/page.fr")
    changed = WHOLE.replace("3788", "3700")
    candidate = Candidate(made(changed), changed, english, [french], {french.id: french})
    (objection,) = guards.object_to(candidate)
    assert (objection.guard.name, objection.guard.severity) == ("twins", "warning")
    assert "+16135623700, +16135623788" in objection.message
    assert "+16135623700" in messages.say("page-held", objection.named, "fr")


def test_an_accepted_guard_is_not_asked_but_for_those_that_cannot_be_accepted() -> None:
    lying = made(WHOLE)
    candidate = Candidate(lying, "another text", lying)
    accepted = frozenset(guard.name for guard in guards.GUARDS)
    assert {o.guard.name for o in guards.object_to(candidate, accepted)} == {"evidence"}


def test_every_guard_has_a_name_a_severity_and_says_what_it_insists_on() -> None:
    names = [guard.name for guard in guards.GUARDS]
    assert len(set(names)) == len(names)
    assert all(guard.check.__doc__ for guard in guards.GUARDS)
