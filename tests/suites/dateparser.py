"""dateparser: `tests/test_search.py` (dates in text), `tests/test_date_parser.py` (bare dates).

It knows no ranges: a range of ours counts as its two ends. It fills what a date does not write
from another day; a value keeps what the expression writes.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.model import Span
from tests.suites import literals
from tests.suites.cases import Case, Suite, Wanted
from tests.suites.expressions import has_day, has_year, why_not_ours
from tests.suites.literals import When

COUNTRY = {"en": "US", "fr": "FR"}


def suites(folder: Path) -> Iterator[Suite]:
    """The suites below a checkout of dateparser, one a language."""
    search = folder / "tests" / "test_search.py"
    if not search.is_file():
        return
    made = {name: Suite("dateparser", "date", name, ranges=False) for name in COUNTRY}
    for call in literals.calls(search, "param"):
        _add_search(made, call)
    parser = search.with_name("test_date_parser.py")
    if parser.is_file():
        for function in ast.walk(ast.parse(parser.read_text("utf-8"))):
            if isinstance(function, ast.FunctionDef) and function.name == "test_dates_parsing":
                for call in literals.named_calls(function, "param"):
                    _add_bare(made, call)
    yield from made.values()


def _arguments(call: ast.Call) -> tuple[list[Any], dict[str, Any]]:
    named = {k.arg: literals.value(k.value) for k in call.keywords if k.arg}
    return [literals.value(argument) for argument in call.args], named


def _add_search(made: dict[str, Suite], call: ast.Call) -> None:
    given, named = _arguments(call)
    languages = named.get("languages") or given[:1]
    if not isinstance(languages, list) or languages[:1] not in (["en"], ["fr"]):
        return
    if len(languages) > 1:  # all of these texts are French
        languages = ["fr"] if "fr" in languages else languages
    suite = made[languages[0]]
    text = named.get("text", given[1] if len(given) > 1 else None)
    expected = named.get("expected", given[2] if len(given) > 2 else None)
    if not isinstance(text, str):
        suite.dropped["not readable without running it"] += 1
        return
    if expected is None and "expected" not in named:
        expected = [[text, None]]
    _add(suite, f"test_search:{call.lineno}", text, expected or [])


def _add_bare(made: dict[str, Suite], call: ast.Call) -> None:
    given, _ = _arguments(call)
    if len(given) < 2 or not isinstance(given[0], str) or not isinstance(given[1], When):
        return
    text = given[0]
    language = next((name for name in made if not why_not_ours(text, name)), None)
    if language is not None:
        _add(made[language], f"test_date_parser:{call.lineno}", text, [[text, given[1]]])


def _add(suite: Suite, where: str, text: str, expected: list[Any]) -> None:
    wanted: list[Wanted] = []
    passed_over: list[Span] = []
    reasons: list[str] = []
    at = 0
    for words, when in expected:
        start = text.find(words, at)
        span = Span(start, start + len(words))
        at = span.end
        reason = _reason(words, when, suite.language)
        if reason:
            reasons.append(reason)
            passed_over.append(span)
        else:
            values = _values(when, words, suite.language) if when else ()
            wanted.append(Wanted(span.start, span.end, values))
    if reasons and not wanted:
        suite.dropped[reasons[0]] += 1
        return
    suite.add(Case(where, text, tuple(wanted), tuple(passed_over), COUNTRY[suite.language]))


def _reason(words: str, when: When | None, language: str) -> str:
    if when is not None and when.timed:
        return "a time of day"
    return why_not_ours(words, language)


def _values(when: When, words: str, language: str) -> tuple[str, ...]:
    """The parts of a date that its expression writes."""
    year = f"{when.year:04}" if has_year(words, language) else "-"
    if not has_day(words, language):
        month = f"-{when.month:02}" if when.month and not words.strip().isdigit() else ""
        return (year + month,)
    return (f"{year}-{when.month:02}-{when.day:02}",)
