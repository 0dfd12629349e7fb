"""The ways in which one fact of a page is changed, and what a comparison must say of each."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pipeline.bilingual.sides import Fact, Side
from pipeline.model import Span

#: Words for small numbers, in the order of their values from 3 on.
NUMBERS = {
    "en": ["three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"],
    "fr": ["trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze"],
}
MONTHS = {
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
}
FIRST_NUMBER = 3
NUMERIC = ("phone", "fax", "address")
_DIGITS = re.compile(r"\d[\d\s.,’']*\d|\d")


@dataclass(frozen=True)
class Change:
    """A changed text; the kind and the value that the change is about, and the new number."""

    text: str
    subject: str
    old: str
    number: float | None = None


def _put(side: Side, span: Span, new: str) -> str:
    return side.source[: span.start] + new + side.source[span.end :]


def _digit(rng: random.Random, side: Side, span: Span) -> tuple[str, str] | None:
    """The text with one digit of a span changed, and the span's new characters."""
    said = span.of(side.source)
    places = [m.start() for m in re.finditer(r"\d(?!\d*(?:st|nd|rd|th|e) |\d* étage)", said)]
    if not places:
        return None
    at = rng.choice(places[1:] or places)
    new = rng.choice([d for d in "23456789" if d != said[at]])
    said = said[:at] + new + said[at + 1 :]
    return _put(side, span, said), said


def count_digit(rng: random.Random, side: Side, fact: Fact) -> Change | None:
    """76 embassies, 73 ambassades."""
    if fact.kind != "count":
        return None
    digits = _DIGITS.match(side.source, fact.start, fact.end)
    if digits is None or not fact.number.is_integer():
        return None
    if float(re.sub(r"\D", "", digits[0])) != fact.number:
        return None  # 3.6 million
    changed = _digit(rng, side, Span(*digits.span()))
    if changed is None:
        return None
    text, said = changed
    return Change(text, "count", fact.value, float(re.sub(r"\D", "", said)))


def number_word(rng: random.Random, side: Side, fact: Fact) -> Change | None:
    """Three liaison officers, quatre officiers de liaison."""
    words = NUMBERS[side.language]
    first = re.match(r"[^\W\d]+", fact.of(side.source))
    if fact.kind != "count" or first is None or first[0].lower() not in words:
        return None
    if words.index(first[0].lower()) + FIRST_NUMBER != fact.number:
        return None
    new = rng.choice([w for w in words if w != first[0].lower()])
    said = new.capitalize() if first[0][0].isupper() else new
    text = _put(side, Span(fact.start, fact.start + len(first[0])), said)
    return Change(text, "count", fact.value, float(words.index(new) + FIRST_NUMBER))


def number_digit(rng: random.Random, side: Side, fact: Fact) -> Change | None:
    """A digit of a phone, a fax or an address."""
    if fact.kind not in NUMERIC:
        return None
    start = fact.start
    if fact.kind != "address" and len(fact) > 4:  # a country's own digits stay
        start = fact.end - 4
    changed = _digit(rng, side, Span(start, fact.end))
    return Change(changed[0], fact.kind, fact.value) if changed else None


def email_letter(rng: random.Random, side: Side, fact: Fact) -> Change | None:
    """edimbourg, edinbourg."""
    if fact.kind != "email":
        return None
    said = fact.of(side.source)
    places = [n for n, char in enumerate(said.partition("@")[0]) if char.islower()]
    if not places or "@" not in said:
        return None
    at = rng.choice(places)
    new = rng.choice([c for c in "abcdefghilmnoprstuv" if c != said[at]])
    return Change(_put(side, fact, said[:at] + new + said[at + 1 :]), "email", fact.value)


def dropped_line(rng: random.Random, side: Side, fact: Fact) -> Change | None:
    """The line of a phone, a fax or a mailbox left out."""
    del rng
    if fact.kind not in ("phone", "fax", "email"):
        return None
    line = side.lines_around(fact)
    inside = [f for f in side.facts if f.overlaps(line)]
    twice = [f for f in side.facts if f.value == fact.value]
    if len(inside) > 1 or len(twice) > 1 or len(line) > len(fact) + 40:
        return None
    return Change(_put(side, Span(line.start, line.end + 1), ""), fact.kind, fact.value)


def swapped_date(rng: random.Random, side: Side, fact: Fact) -> Change | None:
    """4 March, 3 April."""
    del rng
    spelled = _spelled(side, fact)
    if spelled is None:
        return None
    day, month, names = spelled
    number, index = int(day[1]), names.index(month[0].lower()) + 1
    if number > 12 or number == index:
        return None
    return _dated(side, fact, {day: str(index), month: names[number - 1]})


def other_day(rng: random.Random, side: Side, fact: Fact) -> Change | None:
    """3 July, 13 July."""
    spelled = _spelled(side, fact)
    if spelled is None:
        return None
    day, _, _ = spelled
    new = rng.choice([n for n in range(2, 29) if n != int(day[1])])
    return _dated(side, fact, {day: str(new)})


def other_year(rng: random.Random, side: Side, fact: Fact) -> Change | None:
    """1994, 1997."""
    year = re.search(r"\b(?:19|20)\d\d\b", fact.of(side.source))
    if fact.kind != "date" or year is None or "/" in fact.value:
        return None
    new = int(year[0]) + rng.choice([-3, -2, -1, 1, 2, 3])
    return _dated(side, fact, {year: str(new)})


def _spelled(side: Side, fact: Fact) -> tuple[re.Match[str], re.Match[str], list[str]] | None:
    """The day and the month's name of a spelled date that is no range."""
    said = fact.of(side.source)
    names = MONTHS[side.language].lower().split()
    month = re.search("|".join(names), said, re.IGNORECASE)
    day = re.search(r"\b(\d{1,2})(?:st|nd|rd|th|er)?\b", said)
    if fact.kind != "date" or "/" in fact.value or month is None or day is None:
        return None
    return day, month, names


def _dated(side: Side, fact: Fact, new: Mapping[re.Match[str], str]) -> Change:
    said = fact.of(side.source)
    for match, text in sorted(new.items(), key=lambda item: -item[0].start()):
        upper = match[0][0].isupper()
        word = text.capitalize() if upper else text
        said = said[: match.start()] + word + said[match.end() :]
    return Change(_put(side, fact, said), "date", fact.value)


FACT_KINDS: Mapping[str, Callable[[random.Random, Side, Fact], Change | None]] = {
    "count, digit": count_digit,
    "count, word": number_word,
    "number, digit": number_digit,
    "email, letter": email_letter,
    "line dropped": dropped_line,
    "date, swapped": swapped_date,
    "date, day": other_day,
    "date, year": other_year,
}
SECTION = "section removed"
KINDS = (*FACT_KINDS, SECTION)
_LETTERS = 60


def removed_section(rng: random.Random, side: Side, titles: set[str]) -> Change | None:
    """A section without its counterpart; `titles` are those that have one."""
    ways = [
        part
        for n, part in enumerate(side.parts)
        if n and part.title in titles and sum(map(str.isalpha, part.of(side.text))) > _LETTERS
    ]
    if not ways:
        return None
    part = rng.choice(ways)
    return Change(_put(side, part, ""), "section", part.title)
