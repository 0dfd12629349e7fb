"""Numbers in digits and in words, English and French, from a folded text.

`find_numbers` gives every cardinal with its value: `76`, `1,900`, `71 300`, `two hundred and
fifty`, `soixante-dix-huit`, `3.6 million`, `half a dozen`, `une centaine`, `un million et demi`.
It knows nothing of what a number is for. Words and their values are in `numerals.toml`.

A number in words is read from left to right as a sum of groups: below a hundred, times a hundred,
times a scale. `pieces` says which word may stand after which. Where a word does not fit,
the number ends before it, and the next one may start there.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline import lexicon
from pipeline.extract.numerals.vocabulary import Amount, Vocabulary
from pipeline.extract.numerals.words import read_words
from pipeline.extract.triggers import places_of, words_of
from pipeline.model import Span

__all__ = ["Numeral", "find_numbers", "may_hold", "numbers_in", "vocabulary"]


def _grouped(separator: str, point: str) -> str:
    return rf"[0-9]{{1,3}}(?:{separator}[0-9]{{3}}){{1,5}}(?:{point}[0-9]{{1,9}})?"


_GROUP = 3
_RUN = re.compile(r"[0-9]+")
#: What may stand between digits and a word that goes on with their number.
_BETWEEN = frozenset(" \t")
#: `une bonne petite centaine`: an article, and up to two words.
_FARTHEST_ARTICLE = 40
_LETTERS = re.compile(r"[^\W\d_]+")
_END = r"(?![0-9])(?![.,'][0-9])"
DIGITS = (
    r"(?:"
    + "|".join(
        (
            _grouped(" ", "[.,]") + r"(?! [0-9]{3}(?![0-9]))" + _END,
            _grouped("'", "[.,]") + _END,
            _grouped(",", r"\.") + _END,
            _grouped(r"\.", ",") + _END,
            r"[0-9]{1,2}(?:,[0-9]{2}){1,3},[0-9]{3}(?:\.[0-9]{1,9})?" + _END,  # lakhs and crores
            r"(?<![0-9][.,])[0-9]{1,18}[.,][0-9]{1,9}" + _END,
            r"[0-9]{1,18}(?![0-9])",
            r"(?<![0-9])[.,][0-9]{1,9}" + _END,
        )
    )
    + ")"
)


@dataclass(frozen=True, slots=True)
class Numeral(Span):
    """A number as written: its value, and how it is written.

    `form` is `digits`, `words`, `mixed` (3.6 million). `unit` is the last word where that word
    itself counts things, so that a noun follows by 'of' or 'de' (`million`, `dozen`, `centaine`).
    `counts` says what that word is (`scale`, `collective`), `alone` that it is just the word 'one'.
    """

    value: int | float
    form: str
    unit: str = ""
    alone: bool = False
    counts: str = ""


def find_numbers(text: str, language: str) -> list[Numeral]:
    """The cardinal numbers of a folded text in text order; none for a language without words.

    Offsets are those of `text`; the result never overlaps itself.
    """
    return list(numbers_in(text, language, 0, len(text)))


def numbers_in(
    text: str, language: str, start: int, end: int, followed: re.Pattern[str] | None = None
) -> Iterator[Numeral]:
    """The numbers that start in a part of a folded text.

    Of those in digits only such as `followed` matches behind, where it is given.
    """
    words = vocabulary(language)
    if words is None:
        return
    pattern, floor = _start(language), start
    for place in sorted((*_digits(text, start, end), *_openers(text, start, end, words))):
        match = pattern.match(text, place, end) if place >= floor else None
        if match is None:
            continue
        floor = match.end()
        if match["digits"] and followed is not None and not followed.match(text, floor):
            continue
        found = number_at(text, match, words)
        if found is not None:
            yield found
            floor = max(floor, found.end)


def _digits(text: str, start: int, end: int) -> Iterator[int]:
    """Where digits may open a number, or a decimal sign before them."""
    for run in _RUN.finditer(text, start, end):
        at = run.start()
        if at > start and text[at - 1] in ".,":
            yield at - 1
        yield at


def _openers(text: str, start: int, end: int, words: Vocabulary) -> Iterator[int]:
    """Where a word may open a number.

    Articles, of which any text is full, open one only shortly before a word that they count.
    """
    here = words_of(text)
    yield from places_of(words.openers & here - words.articles, text, start, end)
    for place in places_of(words.counting.keys() & here, text, start, end):
        for match in _LETTERS.finditer(text, max(start, place - _FARTHEST_ARTICLE), place):
            if match[0] in words.articles:
                yield match.start()


def may_hold(text: str, language: str, value: float) -> bool:
    """Whether a folded text may hold a whole number: its last digits, or a word that makes it.

    Many times as fast as to read all numbers, of which hardly any is the one that is sought.
    """
    words = vocabulary(language)
    last = int(value) % 1000
    digits = f"{last:03}" if value >= 1000 else str(last)  # noqa: PLR2004 - a group of digits
    return digits in text or not (
        words is None or words.needed(value).isdisjoint(_LETTERS.findall(text))
    )


def number_at(text: str, match: re.Match[str], words: Vocabulary) -> Numeral | None:
    """The number that starts with a match of `start_pattern`."""
    first: Amount | None = None
    if match["digits"]:
        end = match.end("digits")
        first = Amount(end, digits_value(match["digits"], words.decimal))
        after = text[end : end + 1]
        glued = after.isalpha()
        goes_on = glued or after in _BETWEEN
        if not goes_on or words.after_digits.match(text, end) is None:
            return None if glued else Numeral(match.start(), end, first.value, "digits")
    amount = read_words(text, match.start(), words, first)
    if amount is None:
        return None
    form = "words" if first is None else "mixed" if amount.end > first.end else "digits"
    counts = ""
    if amount.unit:
        counts = "collective" if amount.unit in words.collectives else "scale"
    unit, alone = amount.unit, amount.alone
    return Numeral(match.start(), amount.end, amount.value, form, unit, alone, counts)


def digits_value(written: str, decimal: str) -> int | float:
    """The value of digits with thousands separators of any country.

    A separator that stands twice, or a space or an apostrophe, parts thousands; the last of two
    kinds is the decimal one; a lone comma or dot is read as the language writes.
    """
    if written.isdigit():
        return int(written)
    plain = written.replace(" ", "").replace("'", "")
    comma, dot = plain.count(","), plain.count(".")
    point = ""
    if comma and dot:
        point = "," if plain.rfind(",") > plain.rfind(".") else "."
    elif comma == 1 or dot == 1:
        sign = "," if comma else "."
        thousands = len(plain) - plain.index(sign) - 1 == _GROUP and plain == written
        point = "" if thousands and sign != decimal and not plain.startswith(("0", sign)) else sign
    if not point:
        return int(plain.replace(",", "").replace(".", ""))
    whole, _, part = plain.rpartition(point)
    whole = whole.replace(",", "").replace(".", "")
    value = float(f"{whole or 0}.{part}")
    return int(value) if value.is_integer() else value


@functools.cache
def vocabulary(language: str) -> Vocabulary | None:
    """The number words of a language, None where we have none."""
    table: Mapping[str, dict[str, int]] = lexicon.words("numerals", language)
    return Vocabulary.of(table) if table else None


@functools.cache
def _start(language: str) -> re.Pattern[str]:
    words = vocabulary(language)
    assert words is not None  # noqa: S101 - find_numbers has looked
    return start_pattern(words)


def start_pattern(words: Vocabulary) -> re.Pattern[str]:
    """Where a number may start: digits (group `digits`), or a word that opens one."""
    alternatives = lexicon.alternation(sorted(words.openers))
    return re.compile(rf"(?<![\w￼])(?:(?P<digits>{DIGITS})|(?:{alternatives})(?![^\W_]))")
