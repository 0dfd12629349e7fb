"""Microsoft Recognizers-Text, `Specs/Number/*/NumberModel.json`: number words, against numerals.

Ours are cardinal numbers in words or with a word in them. Digits alone are passed over: whether
they count anything, the words around them decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.extract.numerals import find_numbers
from pipeline.model import Mention, Span
from pipeline.reading import fold
from tests.suites.cases import Case, Suite, Wanted
from tests.suites.recognizers import LANGUAGES, load, span_of

_SUFFIX = re.compile(r"\d\s*[a-z]$", re.IGNORECASE)
_INDIAN = re.compile(r"\b(?:lakh|crore)s?\b", re.IGNORECASE)


def suites(folder: Path) -> Iterator[Suite]:
    """The suites below a checkout of Recognizers-Text, one a language."""
    for name, (language, country) in LANGUAGES.items():
        path = folder / "Specs" / "Number" / name / "NumberModel.json"
        if not path.is_file():
            continue
        suite = Suite("Recognizers-Text", "number", language)
        for where, case in load(path):
            _add(suite, where, case, country)
        yield suite


def _add(suite: Suite, where: str, case: dict[str, Any], country: str) -> None:
    text = case["Input"]
    wanted: list[Wanted] = []
    passed_over: list[Span] = []
    at = 0
    for result in case.get("Results", ()):
        span = span_of(text, result, at)
        if span is None:
            suite.dropped["the suite's span is not in its text"] += 1
            return
        at = span.end
        reason = _reason(span.of(text), result["Resolution"])
        if reason:
            suite.dropped[reason] += 1
            return
        if any(char.isalpha() for char in span.of(text)):
            value = result["Resolution"]["value"].replace(",", ".")
            wanted.append(Wanted(span.start, span.end, (_number(float(value)),)))
        else:
            passed_over.append(span)
    if passed_over and not wanted:
        suite.dropped["digits alone"] += 1
    else:
        suite.add(Case(where, text, tuple(wanted), tuple(passed_over), country))


def _reason(written: str, resolution: dict[str, str]) -> str:
    kind = resolution.get("subtype", "integer")
    if kind != "integer":
        return kind
    if resolution["value"].startswith("-"):
        return "negative"
    if _SUFFIX.search(written):
        return "a letter for thousands or millions"
    if _INDIAN.search(written):
        return "lakh and crore"
    return ""


def _number(value: float) -> str:
    return f"{value:.10g}" if value < 1e10 else str(int(value))


def find(case: Case, language: str) -> list[Mention]:
    """Our numbers that are written with words; digits alone are left out."""
    return [
        Mention(n.start, n.end, "count", _number(float(n.value)), "number")
        for n in find_numbers(fold(case.text), language)
        if n.form != "digits"
    ]
