"""Digits that look like numbers and mean something else.

`find_shields` gives the spans that no extractor of numbers should look into: web addresses, file
names, times of day, labelled references (ISBN, IBAN, SIRET, decree and file numbers),
coordinates, money, percentages, long identifiers. Each rule starts at a digit, a sign or a
literal, looks at most a few dozen characters around, and says nothing where it is not sure.

Most digits stand between characters that no rule knows: one look at their neighbours comes before
any pattern.

| rule | looks for | never |
| --- | --- | --- |
| web | `http://…`, `www.…` up to white space | `www` in prose |
| file | a name with digits and a known file ending | `site.fr` |
| time | `09:00`, `8h30`, `8 h 30 - 12 h`, `2:00 p.m.`, `8.30 a.m.`, `8.30-12.00` | `9.50` |
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

from pipeline import lexicon
from pipeline.extract.contact_words import words
from pipeline.model import Span, merge
from pipeline.reading import Reading

_ADDRESS = r"[^\s<>\"'|￼]+"
_WEB = (re.compile(rf"https?://{_ADDRESS}"), re.compile(rf"www\.{_ADDRESS}"))
_FILE = re.compile(
    r"\.(?:pdf|jpe?g|png|gif|docx?|xlsx?|pptx?|zip|html?|php|aspx?|csv|xml|odt|ods|mp[34]|tiff?)\b"
)
_NAME_BREAK = re.compile(r"[\s<>\"'|(￼]")
_LONGEST_NAME = 120
_TIME = re.compile(
    r"(?<![0-9.,/:\-+])[0-2]?[0-9](?::[0-5][0-9](?!\.?[0-9])| ?h(?: ?[0-5][0-9])?(?![a-z0-9])"
    r"|[.:][0-5][0-9](?= ?[ap]\.? ?m\b)|(?= ?[ap]\.? ?m\b)"
    r"|\.[0-5][05](?= ?- ?[0-2]?[0-9]\.[0-5][05](?![0-9.,/\-]| ?[0-9-])))"
    r"(?:(?: ?[ap]\.? ?m\b\.?)? ?(?:-|a|to|et|and|until|jusqu'a) ?[0-2]?[0-9] ?"
    r"(?:[:h.] ?[0-5][0-9]|h)(?![0-9]))?"
)
_CURRENCY = (
    r"€|\$|£|¥|euros?|eur|usd|cad|chf|gbp|francs?(?: cfa)?|f ?cfa|fcfa|xaf|xof|dollars?"
    r"|shillings?|yen|dirhams?|dinars?|roupies|rupees|%"
)
_AMOUNT = r"[0-9]{1,3}(?:[ .,'][0-9]{3}){0,4}(?:[.,][0-9]{1,2})?|[0-9]{1,12}(?:[.,][0-9]{1,2})?"
_MONEY_AFTER = re.compile(rf"(?<![0-9.,+\-/])(?:{_AMOUNT}) ?(?:{_CURRENCY})(?![a-z])")
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


def _soon() -> dict[str, tuple[int, ...]]:
    """Which of `_AT_DIGITS` may match, by what follows the digits: one character, or a pair."""
    time, money, coordinates = range(len(_AT_DIGITS))
    soon: dict[str, tuple[int, ...]] = {":": (time,)}
    for rule, signs in ((time, "hap"), (money, "€$£¥%eucgfxdsyr"), (coordinates, "°")):
        soon |= {space + sign: (rule,) for sign in signs for space in ("", " ")}
    for digit in "0123456789":
        soon[f".{digit}"] = (time, money, coordinates)
        soon |= {f"{sign}{digit}": (money,) for sign in " ,'"}
    return soon


_SOON = _soon()
_PAIRED = frozenset(" .,'")
#: The last characters of `€` and its like, and of `eur`, `usd`, `cad`, `chf`, `gbp`, `fcfa`.
_SIGN_ENDS = frozenset("€$£¥rdfpa")
_LETTERS_BEFORE = re.compile(r"[a-z]{1,6}\Z")
_MOST_LETTERS = 7
_SIGN = r"\.? ?(?::|=|-)? ?(?:n[o°]s?\.? ?|# ?)?"
_TIGHT = r"([a-z]{0,3}[0-9]{1,20}(?:[.\-/][0-9]{1,12}){0,6}(?:-[xk](?!\w))?)"
_LOOSE = r"([a-z]{0,3}[0-9](?:[0-9 .\-/]{0,28}[0-9])?(?: ?-? ?[xk](?!\w))?)"
_TELEPHONE_SOON = re.compile(r"tel|phone|fax")


#: What may stand between a word and its digits; no word with what joins it is so long as this.
_SIGNS = " .:=-#°)"
_LONGEST_SIGNS, _LONGEST_REFERENCE = 12, 64


@functools.cache
def _reference() -> re.Pattern[str]:
    tight, loose = words("reference.words"), words("reference.spaced")
    return re.compile(rf"(?<![a-z0-9])(?:(?:{loose}){_SIGN}{_LOOSE}|(?:{tight}){_SIGN}{_TIGHT})")


@functools.cache
def _reference_start() -> re.Pattern[str]:
    """A word up to the first of its digits."""
    every = words("reference.words", "reference.spaced")
    return re.compile(rf"(?<![a-z0-9])(?:{every}){_SIGN}[a-z]{{0,3}}[0-9]")


@functools.cache
def _with_names() -> tuple[str, ...]:
    """How the words open that any name may follow: `rcs Paris B 123`."""
    entries = lexicon.every("contacts", "reference.spaced")
    return tuple(entry.partition(".{")[0] for entry in entries if ".{" in entry)


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
    for pattern in _WEB:
        for match in pattern.finditer(key):
            yield Span(match.start(), match.end())
    for match in _FILE.finditer(key):
        window = max(0, match.start() - _LONGEST_NAME)
        breaks = [b.end() for b in _NAME_BREAK.finditer(key, window, match.start())]
        yield Span(breaks[-1] if breaks else window, match.end())


def _numbers(key: str) -> Iterator[Span]:
    """Times, money, coordinates, identifiers: each is looked for where digits start only."""
    floors = [0] * len(_AT_DIGITS)
    for digits in _DIGITS.finditer(key):
        start, end = digits.span()
        after = key[end : end + 2]
        for index in _SOON.get(after if after[:1] in _PAIRED else after[:1], ()):
            match = _AT_DIGITS[index].match(key, start) if start >= floors[index] else None
            if match is not None:
                floors[index] = match.end()
                yield Span(start, match.end())
        before = key[start - 1 : start]
        if "a" <= before <= "z":
            yield from _identifiers(key, start)
        if (key[start - 2 : start - 1] if before == " " else before) in _SIGN_ENDS:
            yield from _money(key, start)


def _money(key: str, digits: int) -> Iterator[Span]:
    """An amount after the sign of its currency."""
    sign = _MONEY_SIGN.search(key[max(0, digits - _LONGEST_SIGN) : digits])
    amount = _MONEY.match(key, digits) if sign else None
    if sign is not None and amount is not None:
        yield Span(digits - len(sign[0]), amount.end())


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
    for match in _reference_matches(key):
        digits = 1 if match[1] else 2
        if not _TELEPHONE_SOON.search(key, match.start(), match.start(digits)):
            yield Span(match.start(digits), match.end(digits))


def _reference_matches(key: str) -> Iterator[re.Match[str]]:
    """What the pattern of references finds, looked for before digits only.

    It is slow as it opens with any of many words; only names bring digits far from theirs.
    """
    if any(word in key for word in _with_names()):
        yield from _reference().finditer(key)
        return
    floor = 0
    for digits in _DIGITS.finditer(key):
        at = digits.start()
        word = key[max(0, at - _LONGEST_SIGNS) : at].rstrip(_SIGNS)[-1:]
        if at < floor or not "a" <= word <= "z":
            continue
        start = _reference_start().search(key, max(floor, at - _LONGEST_REFERENCE), at + 1)
        match = _reference().match(key, start.start()) if start else None
        if match is not None:
            yield match
            floor = match.end()
