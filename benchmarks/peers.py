"""What libraries of the field find on the gold pages, beside ours, in one run.

    python benchmarks/peers.py [--json]

Every system gets the same texts with the page's country and language, and is scored by the same
code as ours. What is not installed is left out and named.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click
import langdetect
import phonenumbers

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from pipeline import sources  # noqa: E402 - runs from a checkout
from pipeline.extract.dates import find_dates  # noqa: E402
from pipeline.model import Page  # noqa: E402
from pipeline.notation import Annotated, load  # noqa: E402
from pipeline.reading import Reading  # noqa: E402
from tests.scoring.gold import Item, answers, match  # noqa: E402
from tests.scoring.measures import Tally  # noqa: E402
from tests.suites.expressions import from_timex  # noqa: E402

KINDS = ("phone", "fax", "email", "date")
FAX = re.compile(r"(?:fax|t[ée]l[ée]copieu?r?|t[ée]l[ée]c\.)[^\n\d+(]{0,20}$", re.IGNORECASE)
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
CULTURES = {"en": "en-us", "fr": "fr-fr"}

Facts = dict[str, list[Item]]
Find = Callable[[Annotated], Facts]


def ours(page: Annotated) -> Facts:
    """The whole pipeline: all kinds, sections, artifacts, language, findings."""
    (record,) = answers([{"id": 0, "text": page.text, "region": page.meta["country"]}])
    facts: Facts = {kind: [] for kind in KINDS}
    for e in record["entities"]:
        if e["kind"] in facts:
            facts[e["kind"]].append(Item(e["start"], e["end"], e["value"]))
    return facts | {"language": [Item(0, 1, record["language"])]}


def our_dates(page: Annotated) -> Facts:
    """The date extractor alone, on the bare text."""
    given = Page(page.text, country=page.meta["country"], language=page.meta["lang"])
    reading = replace(Reading.of(given, sources.packaged().sites["any"]), language=given.language)
    return {"date": [Item(m.start, m.end, m.value) for m in find_dates(reading)]}


def dateparser_alone() -> Find:
    """dateparser.search alone."""
    search = import_module("dateparser.search").search_dates
    return lambda page: {"date": list(_searched(search, page))}


def _searched(search: Callable[..., Any], page: Annotated) -> Iterator[Item]:
    at = 0
    for words, when in search(page.text, [page.meta["lang"]]) or ():
        start = page.text.find(words, at)
        if start >= 0:
            at = start + len(words)
            yield Item(start, at, when.date().isoformat())


def assembled() -> Find:
    """The matcher of phonenumbers, a regular expression, dateparser.search and langdetect."""
    search = import_module("dateparser.search").search_dates
    langdetect.DetectorFactory.seed = 0

    def find(page: Annotated) -> Facts:
        facts: Facts = {kind: [] for kind in KINDS}
        text = page.text
        for m in phonenumbers.PhoneNumberMatcher(text, page.meta["country"] or None):
            kind = "fax" if FAX.search(text[: m.start]) else "phone"
            value = phonenumbers.format_number(m.number, phonenumbers.PhoneNumberFormat.E164)
            extension = f";ext={m.number.extension}" if m.number.extension else ""
            facts[kind].append(Item(m.start, m.end, value + extension))
        facts["email"] = [Item(*m.span(), m[0].lower()) for m in EMAIL.finditer(text)]
        facts["date"] = list(_searched(search, page))
        try:
            facts["language"] = [Item(0, 1, langdetect.detect(text))]
        except langdetect.LangDetectException:  # nothing but digits
            facts["language"] = []
        return facts

    return find


def recognizers() -> Find:
    """Recognizers-Text, its Python package: dates, phone numbers, e-mail."""
    recognize_datetime = import_module("recognizers_date_time").recognize_datetime
    sequence = import_module("recognizers_sequence")

    def find(page: Annotated) -> Facts:
        text = page.text
        language = page.meta["lang"] if page.meta["lang"] in CULTURES else "en"
        culture = CULTURES[language]
        facts: Facts = {kind: [] for kind in KINDS}
        for m in sequence.recognize_phone_number(text, culture):
            kind = "fax" if FAX.search(text[: m.start]) else "phone"
            facts[kind].append(Item(m.start, m.end + 1, _e164(m.text, page.meta["country"])))
        facts["email"] = [
            Item(m.start, m.end + 1, m.text.lower())
            for m in sequence.recognize_email(text, culture)
        ]
        facts["date"] = list(_dates(recognize_datetime(text, culture), text, language))
        return facts

    return find


def _dates(found: list[Any], text: str, language: str) -> Iterator[Item]:
    """Dates and ranges with the values that TIMEX gives them; times and durations are no dates."""
    for m in found:
        if m.type_name not in {"datetimeV2.date", "datetimeV2.daterange"}:
            continue
        values = (m.resolution or {}).get("values") or [{}]
        written = text[m.start : m.end + 1]
        value = from_timex(values[0].get("timex", ""), written, language)
        yield Item(m.start, m.end + 1, value or "")


def _e164(written: str, country: str) -> str:
    try:
        number = phonenumbers.parse(written, country)
    except phonenumbers.NumberParseException:
        return written
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


SYSTEMS: dict[str, tuple[Callable[[], Find], tuple[str, ...]]] = {
    "rectoverso": (lambda: ours, ()),
    "its dates alone": (lambda: our_dates, ()),
    "dateparser.search": (dateparser_alone, ("dateparser",)),
    "assembled": (assembled, ("dateparser",)),
    "recognizers-text": (recognizers, ("recognizers_date_time", "recognizers_sequence")),
}


def measure(find: Find, pages: list[Annotated]) -> dict[str, float]:
    """F1 of each kind that it finds, how often the language is right, seconds for all pages."""
    find(pages[0])  # imports and caches are no part of the time
    tallies: dict[str, Tally] = {}
    spent = 0.0
    for page in pages:
        begun = time.perf_counter()
        facts = find(page)
        spent += time.perf_counter() - begun
        for kind, found in facts.items():
            wanted = [Item(m.start, m.end, m.value) for m in page.marks if m.kind == kind]
            if kind == "language":
                wanted = [Item(0, 1, page.meta["lang"])]
            right, missed, extra = match(kind, wanted, found)
            tallies.setdefault(kind, Tally()).add(right, len(missed), len(extra))
    f1 = {kind: round(tally.figures["f1"], 3) for kind, tally in tallies.items()}
    return f1 | {"seconds": spent}


def main() -> None:
    """Measure every system that is installed, and print a table or one JSON object."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    pages = [load(f.read_text("utf-8")) for f in sorted((ROOT / "tests/gold").glob("*.ann"))]
    figures: dict[str, dict[str, float]] = {}
    for name, (make, needs) in SYSTEMS.items():
        lacking = [module for module in needs if find_spec(module) is None]
        if lacking:
            click.echo(f"{name}: left out, not installed: {', '.join(lacking)}", err=True)
            continue
        figures[name] = measure(make(), pages)
    own = figures["rectoverso"]["seconds"]
    for row in figures.values():
        row["times as slow"] = float(f"{row.pop('seconds') / own:.2g}")
    click.echo(json.dumps(figures, indent=1) if options.json else "\n".join(table(figures)))


def table(figures: dict[str, dict[str, float]]) -> Iterator[str]:
    """One line a system."""
    columns = (*KINDS, "language", "times as slow")
    yield f"{'F1':18}" + "".join(f"{column:>15}" for column in columns)
    for name, row in figures.items():
        yield f"{name:18}" + "".join(f"{row.get(column, '-'):>15}" for column in columns)


if __name__ == "__main__":
    main()
