"""What speaks for a date: the one that it shares a month with, what told day from month."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from pipeline import lexicon
from pipeline.messages import LIST
from pipeline.model import Span, fold_spaces, line_of
from pipeline.reading import fold
from pipeline.records import EntityRecord
from pipeline.review.explain.case import Case
from pipeline.review.explain.evidence.numbers import of_site
from pipeline.review.explain.witness import Witness

#: A weekday stands so near a date, and dates that share a month or a year so near each other.
_DAY_NEAR, _CHAIN = 24, 80
_MOST_NEIGHBOURS = 3
_SIGN = re.compile(r"[./-]|(?<=\d) (?=\d)")
_WORD = re.compile(r"[^\W\d_]+")


def evidence(case: Case) -> Iterator[Witness]:
    """What is peculiar to dates, what chose among two readings, whether it is the page's own."""
    yield from _shared(case)
    order = BY_ORDER.get(case.fact.resolved_by or "")
    if order:
        yield from order(case)
    if case.record.modified_entity == case.fact.id:
        yield Witness.of("why-modified")


def _shared(case: Case) -> Iterator[Witness]:
    """The date beside one that does not write its own year or month: both share them."""
    fact = case.fact
    if not _lacks(fact):
        return
    near = [
        e
        for e in case.record.entities
        if e.kind == "date" and e.value[:4] == fact.value[:4] and not _lacks(e)
    ]
    nearest = min(near, key=lambda e: _distance(e, fact), default=None)
    if nearest and _distance(nearest, fact) <= _CHAIN:
        yield Witness.of("why-shared", date=fold_spaces(nearest.text))


def _lacks(fact: EntityRecord) -> bool:
    """Whether a date's characters lack a year or a month that its value has."""
    year = "" if fact.value.startswith("--") else fact.value[2:4]
    return fact.rule in {"day", "day-year"} or year not in fact.text


def _distance(one: EntityRecord, other: EntityRecord) -> int:
    """How many code points stand between two facts."""
    return max(one.start - other.end, other.start - one.end)


# --- Which of two numbers is the day ------------------------------------------------------------


def _by_site(case: Case) -> Iterator[Witness]:
    if case.anew.site:
        yield of_site(case.anew.site.name, "date_order", case.anew.site.date_order)


def _by_weekday(case: Case) -> Iterator[Witness]:
    """The weekday beside the date."""
    key, fact = fold(case.text), case.fact
    window = Span(max(0, fact.start - _DAY_NEAR), min(len(key), fact.end + _DAY_NEAR))
    names = {name for language in lexicon.languages() for name in _weekdays(language)}
    for match in _WORD.finditer(key, window.start, window.end):
        if match[0] in names:
            yield Witness.of("why-weekday", day=case.text[match.start() : match.end()])
            return


def _weekdays(language: str) -> Iterator[str]:
    for names in lexicon.words("dates", language).get("weekdays", ()):
        yield from names


def _by_neighbours(case: Case) -> Iterator[Witness]:
    """The dates of the same form that leave no doubt."""
    sure = [
        e
        for e in case.record.entities
        if e.rule == "numeric" and not e.alternatives and _sign(e) == _sign(case.fact)
    ]
    if sure:
        told = (f"{e.text} ({line_of(case.text, e.start)})" for e in sure[:_MOST_NEIGHBOURS])
        yield Witness.of("why-neighbours", dates=LIST.join(told))


def _sign(fact: EntityRecord) -> str:
    found = _SIGN.search(fact.text)
    return found[0] if found else ""


def _by_country(case: Case) -> Iterator[Witness]:
    if case.anew.document:
        page = case.anew.document.page
        yield Witness.of("why-country", country=page.country, url=page.url)


def _by_language(case: Case) -> Iterator[Witness]:
    yield Witness.of("why-language", language=case.record.language)


BY_ORDER: Mapping[str, Callable[[Case], Iterator[Witness]]] = {
    "site": _by_site,
    "weekday": _by_weekday,
    "neighbour": _by_neighbours,
    "country": _by_country,
    "language": _by_language,
}
