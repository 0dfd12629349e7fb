"""Artifact rules: what each rule says of itself holds, and nothing of content is ever taken."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import artifacts, notation, sources
from pipeline.artifacts import CODE_RULES, find_artifacts
from pipeline.artifacts.rules import find_by_rules
from pipeline.model import Artifact, Markup, Page, mask
from pipeline.reading import fold
from pipeline.sources import ArtifactRule, Site

GOLD = sorted((Path(__file__).parent / "gold").glob("*.ann"))
SITES = sources.packaged().sites
ANY = SITES["any"]
RULES = [(rule, f"{site.name}:{rule.name}") for site in SITES.values() for rule in site.artifacts]


def found_by(rule: ArtifactRule, text: str) -> list[Artifact]:
    return find_by_rules(text, fold(text), (rule,))


def found(text: str, site: Site = ANY) -> list[tuple[str, str]]:
    return [(a.rule, a.of(text)) for a in find_artifacts(Page(text), site)]


@pytest.mark.parametrize(
    ("rule", "example"),
    [pytest.param(r, e, id=f"{name}:{e[:30]!r}") for r, name in RULES for e in r.examples],
)
def test_every_example_is_taken(rule: ArtifactRule, example: str) -> None:
    assert found_by(rule, example)


@pytest.mark.parametrize(
    ("rule", "never"),
    [pytest.param(r, n, id=f"{name}:{n[:30]!r}") for r, name in RULES for n in r.never],
)
def test_nothing_is_taken_of_what_a_rule_never_takes(rule: ArtifactRule, never: str) -> None:
    assert not found_by(rule, never)


@pytest.mark.parametrize("file", GOLD, ids=lambda f: f.stem)
def test_what_a_rule_needs_only_saves_time(file: Path) -> None:
    text = notation.load(file.read_text(encoding="utf-8")).text
    rules = SITES["any"].artifacts
    without = tuple(rule.model_copy(update={"needs": ()}) for rule in rules)
    assert find_by_rules(text, fold(text), rules) == find_by_rules(text, fold(text), without)


@pytest.mark.parametrize("file", GOLD, ids=lambda f: f.stem)
def test_how_a_line_opens_only_saves_time(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = notation.load(file.read_text(encoding="utf-8")).text
    fast = find_by_rules(text, fold(text), ANY.artifacts)
    monkeypatch.setattr("pipeline.artifacts.compiled.openings", lambda _: None)
    asked_of_every_line = (ANY.artifacts[0].model_copy(), *ANY.artifacts[1:])
    assert find_by_rules(text, fold(text), asked_of_every_line) == fast


def test_every_rule_of_code_is_explained() -> None:
    named = set(re.findall(r"^([a-z-]+) {2,}\S", artifacts.__doc__ or "", re.MULTILINE))
    folder = Path(artifacts.__file__ or "").parent
    used = set[str]()
    for module in sorted({find.__module__ for find in CODE_RULES}):
        source = (folder / f"{module.rpartition('.')[2]}.py").read_text(encoding="utf-8")
        used |= set(re.findall(r'rtifact\(.*?"([a-z-]+)"\)', source))
    assert used == named


# --- Properties ---------------------------------------------------------------------------------

_PIECES = [
    *(example for rule, _ in RULES for example in rule.examples),
    *(never for rule, _ in RULES for never in rule.never),
    *("613 562-3788", "02/11/2017", "ssi@diplomatie.gouv.fr", "76 embassies", "K1M 2C9", "  • "),
    *("Tél. : 01 43 17 53 53", "L’ambassade.", "Les visas", "", "", "\t", "<", "}", "{{{", "[en]"),
]
texts = st.lists(st.sampled_from(_PIECES), max_size=12).flatmap(
    lambda pieces: st.sampled_from(["\n", "\n\n", " "]).map(lambda glue: glue.join(pieces))
)


def clean(text: str, site: Site = ANY) -> str:
    return mask(text, find_artifacts(Page(text), site))


@given(texts)
def test_masking_keeps_length_and_lines(text: str) -> None:
    assert len(clean(text)) == len(text)
    assert clean(text).count("\n") == text.count("\n")


@given(texts)
def test_artifacts_are_in_order_and_apart(text: str) -> None:
    taken = find_artifacts(Page(text), ANY)
    ends = [0, *(a.end for a in taken)]
    assert all(end <= a.start < a.end for end, a in zip(ends, taken, strict=False))


@given(st.text(alphabet=st.sampled_from("[]{}()<>=|-_.·•\n\n\t \u00a0aAeé1JPEGfr>&;:@*#")))
def test_no_text_breaks_a_rule(text: str) -> None:
    assert len(clean(text)) == len(text)


@pytest.mark.parametrize("file", GOLD, ids=lambda f: f.stem)
def test_cleaning_twice_is_cleaning_once(file: Path) -> None:
    text = notation.load(file.read_text(encoding="utf-8")).text
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize("file", GOLD, ids=lambda f: f.stem)
def test_no_digit_of_a_fact_is_taken(file: Path) -> None:
    page = notation.load(file.read_text(encoding="utf-8"))
    masked = clean(page.text)
    for mark in page.marks:
        if mark.kind not in {"artifact", "heading"}:
            assert masked[mark.start : mark.end] == page.text[mark.start : mark.end]


@pytest.mark.parametrize(
    "fact",
    [
        "613-562-3788",
        "+33 1 43 17 53 53",
        "ssi.ottawa-amba@diplomatie.gouv.fr",
        "Jean [at] site.fr",
        "2 novembre 2017",
        "02/11/2017",
        "76 embassies",
        "42 Sussex Drive, Ottawa, K1M 2C9",
    ],
)
@pytest.mark.parametrize(
    "around",
    ["{}", "JPEG {}", "{}}}}}", "{{{{{{{}}}}}}}", "[{}>975]", "{} [fr]", "== {} ==", "-* {}"],
)
def test_facts_survive_inside_what_is_taken(fact: str, around: str) -> None:
    text = f"Contact\n\n{around.format(fact)}\n\nA sentence follows here."
    assert fact in clean(text)


# --- What one line does not tell ----------------------------------------------------------------


def test_a_page_about_formats_keeps_every_character() -> None:
    text = (
        "Photographs for visas\n\nThe JPEG standard is accepted, PNG is not.\n\n"
        "Accepted formats:\nJPEG\nGIF\n\nPDF documents must be signed. A JPEG2000 file is refused."
    )
    assert found(text) == []


def test_bullets_are_content() -> None:
    assert found("- one\n–\u00a0two\n• three\n·  four\n* five\n1. six\nA sentence.") == []


def test_braces_are_evidence_of_a_heading() -> None:
    evidence = {rule.name for rule in ANY.artifacts if rule.heading}
    assert {"stray-braces", "heading-braces", "wiki-equals"} <= evidence
    assert found("The attaché (HSA)}}\n\nHe works here.") == [("stray-braces", "}}")]


def test_the_switch_has_its_rule() -> None:
    assert found("Homeland Security Service [fr]\n\nText.") == [("language-switch", "[fr]")]


def test_elements_of_html_need_no_pattern() -> None:
    text = "Le service [en] 12 rue\nplan du quartier\n- fin"
    page = Page(
        text,
        html=True,
        markup=(
            Markup(0, 15, "h1"),
            Markup(11, 15, "a", {"class": "tradlang"}),
            Markup(23, 39, "img", {"alt": "plan du quartier"}),
            Markup(40, 41, "img", {"alt": "-", "class": "puce"}),
        ),
    )
    assert [(a.rule, a.of(text)) for a in find_artifacts(page, ANY)] == [
        ("language-switch", "[en]"),
        ("element-alt", "plan du quartier"),
    ]


@pytest.mark.parametrize(
    "line",
    ["[" * 5000, "{" * 5000, "=" * 5000, "JPEG " * 2000, "a>" * 4000, "home > " * 2000, "<" * 5000],
)
def test_long_lines_of_one_sign_end(line: str) -> None:
    assert len(clean(f"Title\n{line}\nText")) == len(line) + 11
