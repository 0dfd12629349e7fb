"""Every rule that the program can give has its documentation, in both languages, and no other."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from pipeline import sources
from pipeline.extract.dates.points import _FORMS
from pipeline.ingest import html
from pipeline.messages import LANGUAGES
from pipeline.model import Document, Page
from pipeline.read import read
from pipeline.review.explain.rules import Rule, rule_words, rules
from pipeline.sections.evidence import EVIDENCE
from tests.conftest import CHECKOUT

PACKAGE = CHECKOUT / "pipeline"
ROOMS = {
    "extract/phones": "phones",
    "extract/emails": "emails",
    "extract/addresses": "addresses",
    "extract/dates": "dates",
    "extract/counts": "counts",
    "sections": "sections",
    "artifacts": "artifacts",
}

# --- None missing, none stale --------------------------------------------------------------------

#: Functions that give a rule's name, alone or at the end of a tuple.
GIVERS = {
    "emails": {"_rule", "_plain_rule"},
    "addresses": {"judge", "_rule", "_of_code", "_of_street"},
    "sections": {"_summaries", "_marked", "_bold"},
}
#: Calls that take a rule's name as their last argument, or as the one at that place.
TAKERS = {
    **dict.fromkeys(("Artifact", "sheet.artifact", "Cell", "Sign", "Section"), -1),
    **dict.fromkeys(("here.mention", "tail.mention"), -1),
    "Call": 2,
}


def given() -> dict[str, str]:
    """Every rule's name that code and tables of the program can give, with its room."""
    found: dict[str, str] = {}
    for folder, room in ROOMS.items():
        for file in (PACKAGE / folder).rglob("*.py"):
            parsed = ast.parse(file.read_text(encoding="utf-8"))
            found |= dict.fromkeys(in_source(parsed, room), room)
    found |= dict.fromkeys(_FORMS, "dates")
    weighed = {name for name, weight in EVIDENCE.items() if weight > 0}
    found |= dict.fromkeys((*weighed, "title", *(f"h{level}" for level in range(1, 7))), "sections")
    for site in sources.packaged().sites.values():
        found |= dict.fromkeys((rule.name for rule in site.artifacts), "artifacts")
    return found


def in_source(parsed: ast.Module, room: str) -> Iterator[str]:
    """The literals that stand where the name of a rule is given."""
    for node in ast.walk(parsed):
        match node:
            case ast.Call(func=func, args=args, keywords=keywords):
                yield from (n for k in keywords if k.arg == "rule" for n in names(k.value))
                place = TAKERS.get(ast.unparse(func))
                if place is not None and len(args) > max(place, 0):
                    yield from names(args[place])
                elif room == "emails" and ast.unparse(func) == "_mention":
                    yield from names(args[3])
            case ast.FunctionDef(name=name) if name in GIVERS.get(room, ()):
                for said in ast.walk(node):
                    if isinstance(said, ast.Return | ast.Yield) and said.value is not None:
                        yield from names(said.value)
            case ast.Assign(targets=[ast.Name(id="rule" | "_RULES")], value=value):
                yield from names(value)


def names(node: ast.expr) -> Iterator[str]:
    """The names that an expression can be; one made of a kind is that of both kinds of numbers."""
    match node:
        case ast.Constant(value=str(name)) if re.fullmatch(r"[a-z]+(?:-[a-z]+)*", name):
            yield name
        case ast.IfExp(body=one, orelse=other):
            yield from (*names(one), *names(other))
        case ast.BoolOp(values=values) | ast.Dict(values=values):
            yield from (name for value in values for name in names(value))
        case ast.Tuple(elts=[*_, last]):
            yield from names(last)
        case ast.JoinedStr():
            made = re.sub(r"\{[^}]+\}", "*", ast.unparse(node)[2:-1])
            yield from (made.replace("*", kind) for kind in ("phone", "fax"))


def test_every_rule_that_the_program_gives_is_documented_and_no_other() -> None:
    assert {name: rule.room for name, rule in rules().items()} == given()


@pytest.mark.parametrize("name", sorted(rules()))
def test_a_rule_is_told_in_both_languages(name: str) -> None:
    rule = rules()[name]
    for sentences in filter(None, (rule.looks, rule.cause)):
        assert set(sentences) == set(LANGUAGES)
        assert sentences["en"] != sentences["fr"]
        for said in sentences.values():
            assert said
            assert said[-1] not in ".:;, "
            assert "\n" not in said
    assert rule.cause or is_data(rule)


def is_data(rule: Rule) -> bool:
    """Whether an artifact rule stands in a site's table, with its own causes."""
    return any(a.name == rule.name for s in sources.packaged().sites.values() for a in s.artifacts)


@pytest.mark.parametrize("rule", [r for r in rules().values() if r.where], ids=lambda r: r.name)
def test_a_rule_is_given_where_it_is_said_to_be(rule: Rule) -> None:
    source = (PACKAGE / rule.where).read_text(encoding="utf-8")
    general = {"label-phone": "label-", "label-fax": "label-", **{f"h{n}": "h1" for n in range(7)}}
    assert f'"{general.get(rule.name, rule.name)}' in source


@pytest.mark.parametrize("rule", [r for r in rules().values() if not r.where], ids=lambda r: r.name)
def test_a_rule_without_a_module_is_data(rule: Rule) -> None:
    assert is_data(rule)


# --- Examples ------------------------------------------------------------------------------------

EXAMPLES = [(rule, example) for rule in rules().values() for example in rule.examples]
NEVER = [(rule, example) for rule in rules().values() for example in rule.never]


def found(rule: Rule, example: str) -> set[str]:
    """The rules that an example gives, of the room of one rule."""
    document = document_of(rule, example)
    if rule.room == "sections":
        return {section.rule for section in document.sections}
    return {a.rule for a in document.artifacts} | {m.rule for m in document.mentions}


def document_of(rule: Rule, example: str) -> Document:
    if example.startswith("<"):
        raw = f"<!DOCTYPE html><html lang='{rule.language}'><body>{example}</body></html>".encode()
        page = html.read_html(
            raw, url="", country=rule.country, languages=(rule.language,), charset="utf-8"
        )
    else:
        page = Page(example, country=rule.country, language=rule.language)
    return read(page, sources.packaged().sites["any"])


@pytest.mark.parametrize(("rule", "example"), EXAMPLES, ids=[f"{r.name}: {e}" for r, e in EXAMPLES])
def test_a_rule_takes_its_examples(rule: Rule, example: str) -> None:
    assert rule.name in found(rule, example)


@pytest.mark.parametrize(("rule", "example"), NEVER, ids=[f"{r.name}: {e}" for r, e in NEVER])
def test_a_rule_never_takes_these(rule: Rule, example: str) -> None:
    assert rule.name not in found(rule, example)


@pytest.mark.parametrize("rule", rules().values(), ids=lambda r: r.name)
def test_a_rule_of_facts_has_examples(rule: Rule) -> None:
    if rule.room not in {"sections", "artifacts"}:
        assert rule.examples
        assert rule.never


# --- One line for a report -----------------------------------------------------------------------


def test_a_rule_is_told_in_one_line() -> None:
    assert rule_words("numeric-day", "en").startswith("day and month in numbers")
    assert rule_words("numeric-day", "fr").startswith("jour et mois en chiffres")


def test_french_has_its_no_break_spaces() -> None:
    assert "la place appelle une date\u00a0: `le 14/07`" in rule_words("numeric-day", "fr")


def test_an_unknown_rule_is_told_by_nothing() -> None:
    assert rule_words("rule-of-another-version", "en") == ""
