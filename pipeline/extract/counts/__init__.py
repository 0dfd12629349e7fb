"""Counts: a number with the persons or things that it counts.

`numerals` gives the numbers; `context` says whether one can count where it stands;
`english` and `french` read the noun phrase after it. A mention's rule:

| rule | example |
| --- | --- |
| plural-noun | `76 embassies`, `trois agents consulaires` |
| single-noun | `1 copie` |
| scale-noun | `3.6 million Canadians`, `2,5 millions de personnes` |
| collective-noun | `a dozen scientists`, `une centaine d'experts` |
| repeated-number | `deux (2) photographies`: in words, and again in digits |
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from pipeline import lexicon
from pipeline.extract.counts.contents import is_page_number, opens_an_entry
from pipeline.extract.counts.context import (
    is_footnote,
    is_in_a_file,
    is_list_number,
    is_named,
    is_ordinal,
    is_postal_code,
    is_share,
    is_year,
    may_count,
    measures_change,
    opening,
    qualifier_after,
    qualifier_before,
)
from pipeline.extract.counts.english import english_phrase
from pipeline.extract.counts.french import french_phrase
from pipeline.extract.counts.grammar import Grammar, Phrase, grammar, tokens
from pipeline.extract.counts.wraps import unwrapped
from pipeline.extract.counts.zeros import without_lone_zeros
from pipeline.extract.numerals import DIGITS, Numeral, find_numbers, numbers_in, vocabulary
from pipeline.model import Mention, fold_spaces
from pipeline.reading import Reading
from pipeline.stages import stage

_AGAIN = re.compile(r" ?\( ?([0-9]{1,6}|[^\W\d_]{2,20}(?:[- ][^\W\d_]{2,20}){0,3}) ?\)")
_ONE_GROUP = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
_RULES = {"scale": "scale-noun", "collective": "collective-noun"}
_OF_SOON = frozenset((" o", " d"))
_AFTER = frozenset(" ('\"")
#: What stands behind digits that count something: those of a table's cells have none of it.
_FOLLOWED = re.compile(r"[ ('\"+\-]|[^\W\d_]|\t[ \t]{0,2}[^\W\d_]")
#: Many times as fast to look for as what it opens.
_SCALE_SOON = re.compile(r"[0-9] ?[kKM] ")
_LOST_DIGIT = re.compile(r" 00(?= [a-z])")
#: Digits with the letter of a scale: `1.8M users`, `20k students`, `1,8 M de visiteurs`.
_SCALED = {
    "en": re.compile(rf"(?<![\w.,'€$£¥])(?=[0-9])({DIGITS})(?:([kK])|M)(?= [A-Za-z])"),
    "fr": re.compile(
        rf"(?<![\w.,'€$£¥])(?=[0-9])({DIGITS})(?:([kK])(?= )| ?M(?= (?:de |d')[a-z]))"
    ),
}
#: A share between a number and what it counts: `213 265 (72,6 %) hommes`.
_SHARE = re.compile(r" \([0-9]{1,3}(?:[.,][0-9]{1,2})? ?%\)(?= [a-z])")
_LABELLED = re.compile(r": ?\Z")
_NEXT_VALUE = re.compile(r" ?: ?[0-9]")
_CLOSING = re.compile(r" ?\"")


@stage("counts")
def find_counts(reading: Reading) -> list[Mention]:
    """The counted persons and things of a page, in text order."""
    found: list[Mention] = []
    text, key = unwrapped(reading)
    source = _Source(reading.page.text, text, key, reading.page.country in _short_codes())
    for start, end, language in _stretches(reading):
        rules = grammar(language)
        if rules is None:
            continue
        for number in _numbers(source, language, start, end):
            mention = _count(source, _mended(number, source.key), rules)
            if mention is not None and (not found or found[-1].end <= mention.start):
                found.append(mention)
    return without_lone_zeros(found)


@functools.cache
def _short_codes() -> frozenset[str]:
    """The countries whose postal codes are four digits."""
    return frozenset(lexicon.words("dates", "en")["postcodes"]["four_digits"])


class _Source(NamedTuple):
    """A page as it stands; without the line ends that wrap its sentences; and so folded.

    `short_codes` says that postal codes have four digits where its office stands.
    """

    page: str
    text: str
    key: str
    short_codes: bool


@functools.cache
def _definite(language: str) -> re.Pattern[str] | None:
    """`la trentaine d'officiers`: a group known already, its article outside the number."""
    table = lexicon.words("counts", language)
    if not table.get("definite"):
        return None
    articles, groups = (lexicon.alternation(table[n]) for n in ("definite", "known_groups"))
    sold = r"(?<![€$£0-9] )(?<!euros )(?<!francs )(?<!dollars )(?<!\w)(?<!\ba )"
    return re.compile(rf"{sold}(?:{articles}) (?P<group>{groups})(?= (?:de |d')[a-z])")


def _definite_groups(source: _Source, language: str, start: int, end: int) -> list[Numeral]:
    """The groups of a stretch that an article or a demonstrative says to be known."""
    pattern, words = _definite(language), vocabulary(language)
    if pattern is None or words is None or source.key.find("aine d", start, end) < 0:
        return []
    return [
        Numeral(
            *match.span("group"),
            words.collectives[match["group"]],
            "words",
            unit=match["group"],
            counts="collective",
        )
        for match in pattern.finditer(source.key, start, end)
    ]


def _numbers(source: _Source, language: str, start: int, end: int) -> Iterable[Numeral]:
    """The numbers of a stretch, those with the letter of a scale among them."""
    numbers: Iterable[Numeral] = numbers_in(source.key, language, start, end, _FOLLOWED)
    known = _definite_groups(source, language, start, end)
    numbers = sorted((*known, *numbers), key=lambda n: n.start) if known else numbers
    if _SCALE_SOON.search(source.text, start, end) is None:
        return numbers
    scaled = [
        _scaled(match, language) for match in _SCALED[language].finditer(source.text, start, end)
    ]
    return sorted((*scaled, *numbers), key=lambda n: n.start) if scaled else numbers


def _scaled(match: re.Match[str], language: str) -> Numeral:
    thousands = Fraction(str(find_numbers(match[1], language)[0].value))
    value = thousands * (1_000 if match[2] else 1_000_000)
    exact = int(value) if value.denominator == 1 else float(value)
    return Numeral(*match.span(), exact, "mixed", unit=match[0][-1], counts="scale")


def _mended(number: Numeral, key: str) -> Numeral:
    """`500 00 emplois`, whose last group lost a digit, as the digits that are there."""
    if number.form != "digits":
        return number
    lost = _LOST_DIGIT.match(key, number.end)
    if lost is None or not key[number.start : number.end].isdigit():
        return number
    return replace(number, end=lost.end(), value=int(number.value) * 100)


def _stretches(reading: Reading) -> Iterator[tuple[int, int, str]]:
    """The text in stretches of one language."""
    at, language = 0, reading.language
    for section in reading.sections:
        said = section.language if section.language != "und" else reading.language
        if said != language:
            if section.start > at:
                yield at, section.start, language
            at, language = max(at, section.start), said
    yield at, len(reading.key), language


def _count(source: _Source, number: Numeral, rules: Grammar) -> Mention | None:
    text, key = source.text, source.key
    between = rules.qualifiers_between.match(key, number.end)
    opens = between is not None or key[number.end : number.end + 1] in _AFTER
    if not opens or not may_count(text, key, number, rules):
        return None
    at = between.end() if between else _end_of_repetition(key, number, rules.language)
    repeated = at > number.end and between is None
    share = _SHARE.match(key, at) if key[at : at + 2] == " (" else None
    phrase = _phrase(source, share.end() if share else at, number, rules)
    if phrase is None or _is_part(key, number, phrase, rules):
        return None
    start = opening(key, number) if key[number.start - 1] == "-" else number.start
    qualifier = qualifier_before(key, start, rules)
    if not qualifier and is_year(number, key, phrase.head.key, rules):
        return None
    if is_postal_code(text, number.start, number.end, short=source.short_codes):
        return None
    if number.form == "digits" and _is_of_a_list(text, number):
        return None
    value = _value(number, key)
    noun = " ".join(fold_spaces(phrase.counted.of(source.page)).split())
    details = {"number": value, "noun": noun}
    if between and between.lastgroup:
        qualifier = qualifier or between.lastgroup.replace("_", "-")
    qualifier = qualifier or qualifier_after(key, phrase.end, rules)
    if qualifier:
        details["qualifier"] = qualifier
    rule = "repeated-number" if repeated else _RULES.get(number.counts, phrase.rule)
    end = _past_quotes(key, number.end, phrase.end)
    return Mention(number.start, end, "count", f"{value} {noun}", rule, details=details)


def _is_part(key: str, number: Numeral, phrase: Phrase, rules: Grammar) -> bool:
    """Whether a number is one of a rate, of a sum ('33 millios d'euros'), a file, a row, a rank."""
    if measures_change(number, phrase, rules) or is_ordinal(key, number, phrase, rules):
        return True
    shared = is_share(key, number, phrase.end, rules)
    soon = key[phrase.head.end : phrase.head.end + 2] in _OF_SOON
    money = soon and rules.money_after.match(key, phrase.head.end) is not None
    if shared or money or is_in_a_file(key, number, phrase, rules):
        return True
    return ":" in key[phrase.end : phrase.end + 2] and _is_of_a_row(key, number, phrase)


def _is_of_a_row(key: str, number: Numeral, phrase: Phrase) -> bool:
    """Whether labels and values are in a row: `Blank votes: 120 Spoilt votes: 80`."""
    if _NEXT_VALUE.match(key, phrase.end) is None:
        return False
    return _LABELLED.search(key, max(0, number.start - 2), number.start) is not None


def _is_of_a_list(text: str, number: Numeral) -> bool:
    """Whether digits before a capital number lines of a list, notes, or pages of contents."""
    if not text[number.end + 1 : number.end + 2].isupper():
        return False
    if text[number.start - 2 : number.start] == ". " and is_footnote(text, number):
        return True
    if is_list_number(text, number) or is_page_number(text, number):
        return True
    return opens_an_entry(text, number)


def _past_quotes(key: str, start: int, end: int) -> int:
    """The end with the quotation mark that closes what was opened in the phrase."""
    closing = _CLOSING.match(key, end) if key.count('"', start, end) % 2 else None
    return closing.end() if closing is not None else end


def _end_of_repetition(key: str, number: Numeral, language: str) -> int:
    """The end of the same number in brackets after it, else the number's own end."""
    match = _AGAIN.match(key, number.end)
    if match is None:
        return number.end
    again = find_numbers(match[1], language)
    return match.end() if len(again) == 1 and again[0].value == number.value else number.end


def _value(number: Numeral, key: str) -> int | float:
    """Things are whole: a lone sign before three digits parts thousands, whatever the language."""
    written = key[number.start : number.end]
    if number.form == "digits" and _ONE_GROUP.fullmatch(written):
        return int(written.replace(",", "").replace(".", ""))
    return number.value


def _is_some_of(key: str, number: Numeral, whole: str, rules: Grammar) -> bool:
    """`30 of these places`, `deux des musées`: some of a group that is known.

    Not `week two of the talks`, `le 12 des deux mois`: what stands before has the number.
    """
    if number.value == 1 or not (rules.has("wholes", whole) or rules.has("of_the", whole)):
        return False
    return not is_named(key, number.start, rules)


def _phrase(source: _Source, at: int, number: Numeral, rules: Grammar) -> Phrase | None:
    """The noun phrase after a number, past the 'of' that a unit, an owner or a whole asks for."""
    key = source.key
    words = tokens(source.page, key, at, rules.language)
    if len(words) > 1 and rules.has("of", words[0].key):
        if rules.has("owners", words[1].key) or _is_some_of(key, number, words[1].key, rules):
            words = words[2:]
        elif number.unit:
            words = words[1:]
    elif len(words) > 1 and rules.has("of_the", words[0].key):
        if not _is_some_of(key, number, words[0].key, rules):
            return None
        words = words[1:]
    elif number.unit and rules.language == "fr":
        return None
    phrase = english_phrase if rules.language == "en" else french_phrase
    return phrase(words, rules, number.value)
