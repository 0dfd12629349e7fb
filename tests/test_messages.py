"""What is said is data, whole in both languages, and nothing is said past it."""

from __future__ import annotations

import itertools
import re
import typing
from collections.abc import Iterator, Mapping
from importlib import resources
from typing import Any

import pytest

from pipeline import lexicon, messages
from pipeline.attention import Aspect, Subject, Tier
from pipeline.fetch import media, walls
from pipeline.model import Finding, Kind, Severity
from pipeline.operate.notify import State
from pipeline.publish import guards
from pipeline.publish.rows import FindingRow
from pipeline.records import EntityRecord, Failure
from pipeline.review.change import Cause
from pipeline.review.diff import changelog
from pipeline.store.visits import Outcome

CODES = sorted(messages.catalogue("en"))
#: Forms of a number, what any other value becomes, what joins a list: each language has its own.
FORMS = {"one", "other", "join"}
PARTS = ("message", "advice")
NBSP = "\u00a0"


# --- Two catalogues, alike ------------------------------------------------------------------------


def cases(code: str, part: str, language: str) -> dict[str, str]:
    """The sentences of one part of a code by their case, '' where there is one for all."""
    said = messages.catalogue(language)[code].get(part, "")
    return {"": said} if isinstance(said, str) else said


def tables(code: str, language: str) -> dict[str, Mapping[str, Any]]:
    """The tables that words of a code are looked up in, by the detail's name."""
    own = {k: v for k, v in messages.catalogue(language)[code].items() if k not in PARTS}
    return {**messages.terms(language), **own}


def needs(code: str, language: str, only: set[str] | None = None) -> set[str]:
    """The details that the sentences of a code need, or those of some cases."""
    found: set[str] = set()
    for part in PARTS:
        chosen = cases(code, part, language)
        found |= {"case"} if "" not in chosen else set()
        for case, sentence in chosen.items():
            if only is None or case in only or not case:
                found |= _needs(sentence, tables(code, language), frozenset())
    return found


def _needs(said: Any, known: Mapping[str, Any], within: frozenset[str]) -> set[str]:
    if not isinstance(said, str):
        forms = {"number"} if {"one", "other"} & set(said) and "number" not in within else set()
        return forms.union(*(_needs(word, known, within) for word in said.values()))
    found = set()
    for name in messages._PLACEHOLDER.findall(said):  # noqa: SLF001
        found.add(name)
        if name in known and name not in within:
            words = [w for k, w in known[name].items() if k != "join"]
            for word in words:
                found |= _needs(word, known, within | {name})
    return found


def test_both_languages_have_the_same_codes() -> None:
    assert set(messages.catalogue("fr")) == set(messages.catalogue("en"))
    assert set(messages.terms("fr")) == set(messages.terms("en"))


@pytest.mark.parametrize("code", CODES)
def test_a_code_is_said_alike(code: str) -> None:
    for part in PARTS:
        assert set(cases(code, part, "fr")) == set(cases(code, part, "en")), part
        for case in cases(code, part, "en"):
            assert bool(cases(code, part, "fr")[case]) == bool(cases(code, part, "en")[case])
    assert cases(code, "message", "en")
    assert needs(code, "fr") - {"number"} == needs(code, "en") - {"number"}


@pytest.mark.parametrize("code", CODES)
def test_a_code_chooses_among_the_same_words(code: str) -> None:
    english, french = tables(code, "en"), tables(code, "fr")
    for name in set(english) | set(french):
        keys = {lang: set(t.get(name, ())) - FORMS for lang, t in (("en", english), ("fr", french))}
        if name in english and name in french:
            assert keys["en"] == keys["fr"], name
        assert keys["en"] <= keys["fr"] or not keys["fr"], name


def test_files_are_the_rooms_of_both_languages() -> None:
    folder = resources.files("pipeline") / "messages"
    names = {lang: {f.name for f in (folder / lang).iterdir()} for lang in messages.LANGUAGES}
    assert names["en"] == names["fr"]


def test_tables_know_every_value_that_there_is() -> None:
    for language in messages.LANGUAGES:
        terms, found = messages.terms(language), messages.catalogue(language)
        assert set(terms["kind"]) == set(typing.get_args(Kind))
        assert set(terms["severity"]) == set(typing.get_args(Severity))
        assert set(terms["outcome"]) == set(typing.get_args(Outcome))
        assert set(terms["before"]) == set(terms["after"]) == set(typing.get_args(State))
        rules = {wall.name for wall in walls.load().walls} | {"a question about cookies"}
        assert set(terms["wall"]) == rules
        for side in ("missing", "present", "stale", "fresh"):
            assert set(terms[side]) == set(lexicon.languages())
        left = {name for name, _ in guards.LEFTOVERS}
        assert set(found["leftovers"]["what"]) == left
        basis = EntityRecord.model_fields["basis"].annotation
        assert set(found["shown-fact"]["basis"]) == set(typing.get_args(basis))
        magic = {name for _, name in media._MAGIC}  # noqa: SLF001
        assert set(found["wrong-media-type"]["found"]) >= magic
        assert set(found["collapse"]["what"]) >= set(typing.get_args(Kind))
        wholes = {*typing.get_args(Aspect), *typing.get_args(Subject)} - {"fact", "finding"}
        assert set(found["what-changed"]["what"]) == wholes
        assert set(found["told-change"]["cause"]) == set(typing.get_args(Cause))
        assert set(found["told-change"]["tier"]) == set(typing.get_args(Tier))
        facts = {
            f"{kind}-{op}"
            for kind in typing.get_args(Kind)
            for op in ("added", "removed", "changed")
        }
        assert set(found["counted-facts"]["fact"]) == facts
        assert set(found["log-entry"]["what"]) == facts | changelog.TOLD
        assert set(found["log-kind"]["new_kind"]) == set(typing.get_args(Kind))


# --- Each sentence, rendered ----------------------------------------------------------------------


def every_rendering(code: str, language: str) -> Iterator[tuple[str, str]]:
    """A code with each case, each word that a detail can choose, and each form of a number."""
    blank = dict.fromkeys(needs(code, "en") | needs(code, "fr") | {"number"}, "7")
    blank |= {name: "is-pdf" for name in ("reason", "because") if name in blank}
    known = tables(code, language)
    for name, table in known.items():
        if name in blank and not {"other", "one", "join"} & set(table):
            blank[name] = next(iter(table))
    names = [name for name in known if name in blank and "join" not in known[name]]
    choices = {name: [*(set(known[name]) - FORMS), blank[name]] for name in names}
    numbers = {name: ["0", "1", "2"] for name in names if {"one", "other"} & set(known[name])}
    for part in PARTS:
        for case in cases(code, part, language):
            for name, value in (
                ("", ""),
                *((n, v) for n, values in (choices | numbers).items() for v in values),
                *(("number", v) for v in ("0", "1", "2")),
            ):
                details = blank | {"case": case} | ({name: value} if name else {})
                yield messages._Saying(code, details, language).part(part), case  # type: ignore[arg-type]  # noqa: SLF001


@pytest.mark.parametrize(("code", "language"), list(itertools.product(CODES, messages.LANGUAGES)))
def test_every_sentence_is_whole(code: str, language: str) -> None:
    for sentence, _ in every_rendering(code, language):
        assert "{" not in sentence
        assert sentence == sentence.strip() or code == "several"
        assert not re.search(r"(?<![»\w'}]) {2}|\(\)", sentence.replace("  « ", " « "))


#: What a command or a file wants as it stands.
CODE = re.compile(r'size = .*? nul ne sait|sha256 = "[^"]*"')


@pytest.mark.parametrize("code", CODES)
def test_french_typography(code: str) -> None:
    for rendered, _ in every_rendering(code, "fr"):
        sentence = CODE.sub("", rendered)
        assert "'" not in sentence, "an apostrophe is ’"
        assert '"' not in sentence, "quotation marks are « »"
        assert "..." not in sentence
        assert not re.search(r" [:;!?»]|« ", sentence), "a no-break space stands there"
        assert not re.search(rf"[^{NBSP}][;!?»]", sentence)
        assert not re.search(rf"[^{NBSP}]:(?=\s|$)", sentence)
        assert not re.search(rf"«[^{NBSP}]", sentence)
        assert sentence.count("«") == sentence.count("»")


@pytest.mark.parametrize("code", CODES)
def test_english_typography(code: str) -> None:
    for sentence, _ in every_rendering(code, "en"):
        assert NBSP not in sentence
        assert not re.search(r" [:;!?]", sentence)


@pytest.mark.parametrize(
    ("language", "number", "said"),
    [
        ("en", "0", "0 notes"),
        ("en", "1", "1 note"),
        ("en", "2", "2 notes"),
        ("fr", "0", "0 note"),
        ("fr", "1", "1 note"),
        ("fr", "2", "2 notes"),
    ],
)
def test_numbers_are_said_as_the_language_counts(language: str, number: str, said: str) -> None:
    details = {"errors": "0", "warnings": "0", "notes": number, "accepted": "0"}
    assert messages.say("checked", details, language).endswith(f", {said}")


def test_a_list_is_joined_as_the_language_joins() -> None:
    details = {
        "what": "date",
        "shown": "02/11/17",
        "value": "2017-11-02",
        "alternatives": "2017-02-11 | 2002-11-17",
        "why": "site",
    }
    english, french = (messages.say("ambiguous-date", details, lang) for lang in ("en", "fr"))
    assert "2017-11-02 or 2017-02-11 or 2002-11-17;" in english
    assert f"2017-11-02 ou 2017-02-11 ou 2002-11-17{NBSP};" in french


def test_a_code_for_one_language_is_said_by_the_entry_for_all() -> None:
    details = {"missing": "fr", "present": "en", "value": "+1613", "quote": "1 613", "section": ""}
    assert messages.say("phone-missing-in-fr", details).startswith("the French version does not")
    assert messages.say("phone-missing-in-fr", details, "fr").startswith("la version française ne")


def test_values_are_never_read_as_sentences() -> None:
    shown = "{kind} {0} {shown} %s : «x"
    finding = Finding(0, 0, "empty-label", "warning", {"shown": shown})
    assert finding.message == f"'{shown}' has no value after it"
    assert shown in messages.say(finding.code, finding.details, "fr")


def test_what_another_version_published_is_told_as_it_was() -> None:
    old = FindingRow(
        id="1",
        page="a/b.en",
        code="no-such-code",
        severity="note",
        message="it was so",
        advice="look",
        text="",
        details={},
    )
    assert messages.words(old, "fr") == ("it was so", "look")


def test_a_failure_says_why() -> None:
    held = {"what": "fax", "now": "0", "was": "1", "guard": "collapse", "reason": "collapse"}
    failure = Failure(id="office/page.en", code="page-held", details=held)
    assert failure.message == "collapse: 0 fax, 1 before"
    assert "refresh --accept collapse:PAGE" in failure.advice
    nested = {"kept": "no", "reason": "unreadable", "because": "is-pdf", "url": "https://x.org"}
    failure = Failure(id="office/page.en", details=nested)
    assert failure.message == (
        "nothing is kept of it: https://x.org: the file is a PDF, not a page"
    )
