"""Microsoft Recognizers-Text, `Specs/`: dates, phone numbers, e-mail; English and French.

Modes that change what counts (experimental: ranges end a day later; tasks: years are no dates;
split: a range is two dates) contradict the model's own file and are left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.model import Span
from tests.suites.cases import Case, Suite, Wanted
from tests.suites.expressions import from_timex, is_a_day, is_part, why_not_ours

LANGUAGES = {"English": ("en", "US"), "French": ("fr", "FR")}
DATES = {"date", "daterange", "datetimealt"}  # the last: one of "11/20 or 11/22"

#: Files whose extractor looks for all types at once: they vouch for what they leave out.
ALL_TYPES = (
    "DateTimeModel",
    "DateTimeModelCalendarMode",
    "DateTimeModelComplexCalendar",
    "DateTimeModelExtendedTypes",
    "MergedExtractor",
    "MergedParser",
)
ONE_TYPE = ("DateExtractor", "DateParser", "DatePeriodExtractor", "DatePeriodParser")


def suites(folder: Path) -> Iterator[Suite]:
    """The suites below a checkout; none where it holds no `Specs/`."""
    specs = folder / "Specs"
    if not (specs / "DateTime").is_dir():
        return
    for name, (language, country) in LANGUAGES.items():
        yield _dates(specs / "DateTime" / name, language, country)
        for kind, file in (("phone", "PhoneNumberModel"), ("email", "EmailModel")):
            path = specs / "Sequence" / name / f"{file}.json"
            if path.exists():
                yield _plain(path, kind, language, country)


def load(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """The cases of a file with their places; none where it is not there."""
    if not path.exists():
        return
    for number, case in enumerate(json.loads(path.read_text("utf-8-sig")), 1):
        yield f"{path.parent.name}/{path.stem}:{number}", case


def _dates(folder: Path, language: str, country: str) -> Suite:
    suite = Suite("Recognizers-Text", "date", language)
    for file in (*ALL_TYPES, *ONE_TYPE):
        for where, case in load(folder / f"{file}.json"):
            vouched = file in ALL_TYPES
            _add_dates(suite, where, case, country, vouched=vouched)
    return suite


def _add_dates(
    suite: Suite, where: str, case: dict[str, Any], country: str, *, vouched: bool
) -> None:
    text = case["Input"]
    wanted: list[Wanted] = []
    passed_over: list[Span] = []
    reasons: list[str] = []
    at = 0
    for result in case.get("Results", ()):
        span = span_of(text, result, at)
        if span is None:
            suite.dropped["the suite's span is not in its text"] += 1
            return
        at = span.end
        found, reason = _wanted(result, span, suite.language)
        if found is None:
            reasons.append(reason)
            passed_over.append(span)
        else:
            wanted.append(found)
    if reasons and not wanted:
        suite.dropped[reasons[0]] += 1
    elif not wanted and not vouched:
        suite.dropped["nothing wanted, of one type only"] += 1
    else:
        suite.add(
            Case(
                where,
                text,
                tuple(wanted),
                tuple(passed_over),
                country,
                vouched=vouched,
            )
        )


def _wanted(result: dict[str, Any], span: Span, language: str) -> tuple[Wanted | None, str]:
    """What a result wants of us, or None and why it is not ours."""
    kind = (result.get("Type") or result.get("TypeName") or "").rpartition(".")[2]
    if kind not in DATES:
        return None, kind or "no type"
    reason = why_not_ours(result["Text"], language)
    if reason:
        return None, reason
    values = []
    if is_part(result["Text"], language) and not _timexes(result):
        return None, "part of a year, month or decade"
    for timex in _timexes(result):
        value = from_timex(timex, result["Text"], language)
        if value is None:
            return None, "week, season or open value"
        if not is_a_day(value):
            return None, "no such day"
        values.append(value)
    return Wanted(span.start, span.end, tuple(dict.fromkeys(values))), ""


def _timexes(result: dict[str, Any]) -> list[str]:
    if "Value" in result:
        found = [(result["Value"] or {}).get("Timex")]
    else:
        values = (result.get("Resolution") or {}).get("values") or ()
        found = [v.get("timex") for v in values]
    return [one for timex in found if timex for part in timex.split("|") for one in _years(part)]


def _years(timex: str) -> tuple[str, ...]:
    """A year in two digits is one of two."""
    if re.match(r"XX\d\d-", timex):
        return ("19" + timex[2:], "20" + timex[2:])
    return (timex,)


def span_of(text: str, result: dict[str, Any], at: int) -> Span | None:
    """Where a result stands. The suite's offsets are used where its text stands there."""
    words = result["Text"]
    start = result.get("Start", -1)
    if isinstance(start, int) and text[start : start + len(words)].lower() == words.lower():
        return Span(start, start + len(words))
    found = text.lower().find(words.lower(), at)
    if found < 0:
        found = text.lower().find(words.lower())
    return Span(found, found + len(words)) if found >= 0 else None


def _plain(path: Path, kind: Any, language: str, country: str) -> Suite:
    """Phones and e-mails: the span, and for e-mails the value."""
    suite = Suite("Recognizers-Text", kind, language)
    for where, case in load(path):
        wanted = []
        at = 0
        for result in case.get("Results", ()):
            span = span_of(case["Input"], result, at)
            if span is None:
                suite.dropped["the suite's span is not in its text"] += 1
                break
            at = span.end
            value = (result["Resolution"]["value"],) if kind == "email" else ()
            wanted.append(Wanted(span.start, span.end, value))
        else:
            suite.add(Case(where, case["Input"], tuple(wanted), country=country))
    return suite
