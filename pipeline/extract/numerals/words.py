"""A number in words, read from left to right."""

from __future__ import annotations

import re

from pipeline.extract.numerals.pieces import take
from pipeline.extract.numerals.vocabulary import PIECE, Amount, Sum, Vocabulary

_MOST_DECIMALS = 9
_BEFORE_ONE = 12


def read_words(text: str, start: int, words: Vocabulary, first: Amount | None) -> Amount | None:
    """The number in words that starts at `start`, or goes on after the digits of `first`."""
    number = Sum(words, first.end if first else start)
    if first is not None:
        number.group, number.last, number.pieces = first.value, "digits", 1
    _read_on(text, number)
    if not number.pieces:
        return None
    _half_more(text, number)
    _decimals(text, number)
    alone = number.pieces == 1 and number.last == "word" and number.value == 1
    if alone and not _lone_one(text, start, number.end, words):
        return None
    return Amount(number.end, number.value, number.unit, alone)


def _read_on(text: str, number: Sum) -> None:
    """Read pieces as long as they fit."""
    going_on = True
    while going_on:
        match = PIECE.match(text, number.end)
        if match is None or (number.last and not _joined(number, match)):
            break
        going_on = take(text, number, match)


def _joined(number: Sum, match: re.Match[str]) -> bool:
    """Whether a piece may follow: a space or a hyphen after words, no hyphen after digits."""
    joint = match["joint"]
    return not joint.strip() if number.last == "digits" else bool(joint)


def _half_more(text: str, number: Sum) -> None:
    """`one and a half million`, `3 millions et demi`."""
    match = number.words.half_more.match(text, number.end)
    if match is None or number.last == "collective":
        return
    scale = match["scale"]
    if scale is None:
        if number.unit and number.group is None:
            number.total += number.words.scales[number.unit] // 2
            number.end = match.end()
    elif number.last in ("word", "digits") and not number.total:
        half_more = (number.group or 0) + 0.5
        number.close(half_more * number.words.scales[scale], "scale", match.end(), scale)


def _decimals(text: str, number: Sum) -> None:
    """`two hundred point zero three`: the words after the point are decimals."""
    words = number.words
    match = PIECE.match(text, number.end) if number.last in ("word", "hundred") else None
    if match is None or match["word"] not in words.small["point"]:
        return
    at, digits = match.end(), ""
    while len(digits) < _MOST_DECIMALS:
        piece = PIECE.match(text, at)
        if piece is None or piece["word"] not in words.words:
            break
        tail = Sum(words, piece.start("word"))
        _read_on(text, tail)
        digits, at = digits + str(tail.value), max(tail.end, piece.end())
    if digits.isdigit():
        number.total, number.group = float(f"{number.value}.{digits}"), None
        number.end = at


def _lone_one(text: str, start: int, end: int, words: Vocabulary) -> bool:
    """Whether the word for 1 is a number by itself here: not in 'this one', 'one-off'."""
    if text[start:end] not in words.small["alone"] or text[end : end + 1] == "-":
        return False
    before = text[max(0, start - _BEFORE_ONE) : start].rsplit(None, 1)
    return not before or before[-1] not in words.small["not_before_alone"]
