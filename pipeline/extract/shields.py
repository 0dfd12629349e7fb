"""Digits that look like numbers and mean something else.

`find_shields` gives the spans that no extractor of numbers should look into: web addresses, file
names, times of day, labelled references (ISBN, IBAN, SIRET, decree and file numbers),
coordinates, money, percentages, long identifiers. Each rule starts at a digit, a sign or a
literal, looks at most a few dozen characters around, and says nothing where it is not sure.

| rule | looks for | never |
| --- | --- | --- |
| web | `http://…`, `www.…` up to white space | `www` in prose |
| file | a name with digits and a known file ending | `site.fr` |
| time | `09:00`, `8h30`, `8 h 30 - 12 h`, `2:00 p.m.`, `8.30 a.m.` | `9.50` |
| reference | a word that says what the digits are, then the digits | `n° de téléphone 01 …` |
| iban | two letters, two digits, groups of four | |
| coordinate | `48.8566, 2.3522`, `48°51'24"N` | |
| money | a currency before or after the digits | |
| percent | `12,5 %` | |
| identifier | letters and digits in one word, or in words joined by `-` or `/` | `1-800-FLOWERS` |
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from pipeline.extract.contact_words import words
from pipeline.model import Span, merge
from pipeline.reading import Reading

_WEB = re.compile(r"(?:https?://|www\.)[^\s<>\"'|￼]+")
_FILE = re.compile(
    r"\.(?:pdf|jpe?g|png|gif|docx?|xlsx?|pptx?|zip|html?|php|aspx?|csv|xml|odt|ods|mp[34]|tiff?)\b"
)
_NAME_BREAK = re.compile(r"[\s<>\"'|(￼]")
_LONGEST_NAME = 120
_TIME = re.compile(
    r"(?<![0-9.,/:\-+])[0-2]?[0-9](?::[0-5][0-9](?!\.?[0-9])| ?h(?: ?[0-5][0-9])?(?![a-z0-9])"
    r"|[.:][0-5][0-9](?= ?[ap]\.? ?m\b)|(?= ?[ap]\.? ?m\b))"
    r"(?:(?: ?[ap]\.? ?m\b\.?)? ?(?:-|a|to|et|and|until|jusqu'a) ?[0-2]?[0-9] ?"
    r"(?:[:h.] ?[0-5][0-9]|h)(?![0-9]))?"
)
_CURRENCY = (
    r"€|\$|£|¥|euros?|eur|usd|cad|chf|gbp|francs?(?: cfa)?|f ?cfa|fcfa|xaf|xof|dollars?"
    r"|shillings?|yen|dirhams?|dinars?|roupies|rupees|%"
)
_AMOUNT = r"[0-9]{1,3}(?:[ .,'][0-9]{3}){0,4}(?:[.,][0-9]{1,2})?|[0-9]{1,12}(?:[.,][0-9]{1,2})?"
_MONEY_AFTER = re.compile(rf"(?<![0-9.,+(\-/])(?:{_AMOUNT}) ?(?:{_CURRENCY})(?![a-z])")
_MONEY_SIGN = re.compile(r"(?:[€$£¥]|(?<![a-z])(?:eur|usd|cad|chf|gbp|fcfa)) ?\Z")
_MONEY = re.compile(rf"(?:{_AMOUNT})(?![0-9])")
_LONGEST_SIGN = 6
_COORDINATES = re.compile(
    r"[0-9]{1,3}(?:\.[0-9]{3,12})[°, ]{1,3} ?(?:[nsew] ?,? ?)?-?[0-9]{1,3}\.[0-9]{3,12}"
    r"|[0-9]{1,3} ?° ?[0-9]{1,2}(?:[.,][0-9]{1,4})? ?[' ] ?(?:[0-9]{1,2}(?:[.,][0-9]{1,4})? ?\"?)?"
)
_IBAN = re.compile(r"(?<![a-z0-9])[a-z]{2}[0-9]{2}(?: ?[a-z0-9]{4}){3,8}(?: ?[a-z0-9]{1,3})?(?!\w)")
_IDENTIFIER = re.compile(
    r"(?<![a-z0-9])(?!tel|fax|ph|gsm|mob|cell|ext|nr|no)[a-z]{1,6}[0-9]{1,12}(?:[\-/.][a-z0-9]{1,12}){1,6}(?!\w)"
)
_DIGITS = re.compile(r"[0-9]+")
_AT_DIGITS = (_TIME, _MONEY_AFTER, _COORDINATES)
_LETTERS_BEFORE = re.compile(r"[a-z]{1,6}\Z")
_MOST_LETTERS = 7
_SIGN = r"\.? ?(?::|=|-)? ?(?:n[o°]s?\.? ?|# ?)?"
_TIGHT = r"([a-z]{0,3}[0-9]{1,20}(?:[.\-/][0-9]{1,12}){0,6}(?:-[xk](?!\w))?)"
_LOOSE = r"([a-z]{0,3}[0-9](?:[0-9 .\-/]{0,28}[0-9])?(?: ?-? ?[xk](?!\w))?)"
_TELEPHONE_SOON = re.compile(r"tel|phone|fax")


@functools.cache
def _reference() -> re.Pattern[str]:
    tight, loose = words("reference.words"), words("reference.spaced")
    return re.compile(rf"(?<![a-z0-9])(?:(?:{loose}){_SIGN}{_LOOSE}|(?:{tight}){_SIGN}{_TIGHT})")


@functools.lru_cache(maxsize=4)
def _shields(key: str) -> tuple[Span, ...]:
    return tuple(merge([*_words(key), *_numbers(key), *_references(key)]))


def find_shields(reading: Reading) -> list[Span]:
    """The spans of the text in which digits are no telephone number, count or date.

    Sorted, without overlap; linear in the text.
    """
    return list(_shields(reading.key))


def _words(key: str) -> Iterator[Span]:
    """Web addresses and file names."""
    for match in _WEB.finditer(key):
        yield Span(match.start(), match.end())
    for match in _FILE.finditer(key):
        window = max(0, match.start() - _LONGEST_NAME)
        breaks = [b.end() for b in _NAME_BREAK.finditer(key, window, match.start())]
        yield Span(breaks[-1] if breaks else window, match.end())


def _numbers(key: str) -> Iterator[Span]:
    """Times, money, coordinates, identifiers: each is looked for where digits start only."""
    floors = [0] * len(_AT_DIGITS)
    for digits in _DIGITS.finditer(key):
        start = digits.start()
        for index, pattern in enumerate(_AT_DIGITS):
            match = pattern.match(key, start) if start >= floors[index] else None
            if match is not None:
                floors[index] = match.end()
                yield Span(start, match.end())
        sign = _MONEY_SIGN.search(key[max(0, start - _LONGEST_SIGN) : start])
        amount = _MONEY.match(key, start) if sign else None
        if sign is not None and amount is not None:
            yield Span(start - len(sign[0]), amount.end())
        yield from _identifiers(key, start)


def _identifiers(key: str, digits: int) -> Iterator[Span]:
    """Words of letters and digits, by the first digits in them."""
    letters = _LETTERS_BEFORE.search(key[max(0, digits - _MOST_LETTERS) : digits])
    if letters is None:
        return
    for pattern in (_IBAN, _IDENTIFIER):
        match = pattern.match(key, digits - len(letters[0]))
        if match is not None:
            yield Span(match.start(), match.end())


def _references(key: str) -> Iterator[Span]:
    """The digits after a word that says what they are."""
    for match in _reference().finditer(key):
        digits = 1 if match[1] else 2
        if not _TELEPHONE_SOON.search(key, match.start(), match.start(digits)):
            yield Span(match.start(digits), match.end(digits))
