"""Which number word may stand after which: each function reads one piece into a number.

It answers whether the number may go on; where a piece does not fit, nothing is read and the
number ends before it.
"""

from __future__ import annotations

import re

from pipeline.extract.numerals.vocabulary import PIECE, Sum, Vocabulary

_FOUR, _TEN, _TWENTY, _SIXTY, _EIGHTY = 4, 10, 20, 60, 80
_HUNDRED, _THOUSAND = 100, 1_000
_AFTER_TEN = (7, 8, 9)
_WITH_AND = (1, 11)
_TEENS = range(10, 20)
_TENS = range(20, 100, 10)


def take(text: str, number: Sum, match: re.Match[str]) -> bool:
    """Read one piece; False where it does not fit or the number is over."""
    if match["digits"]:
        return _take_digits(text, number, match)
    word, words = match["word"], number.words
    if word in words.small["and"]:
        return _take_after_and(text, number, match.end())
    if not number.pieces and word in words.articles:
        return _take_opening(text, number, match)
    if word in words.words:
        return _take_word(number, words.words[word], match.end(), match["joint"])
    return _take_counting(text, number, word, match.end())


def _take_counting(text: str, number: Sum, word: str, end: int) -> bool:
    if word in number.words.hundreds:
        return _take_hundred(text, number, word, end)
    if word in number.words.scales:
        return _take_scale(number, word, end)
    return word in number.words.collectives and _take_collective(number, word, end)


def _take_opening(text: str, number: Sum, match: re.Match[str]) -> bool:
    """'a' and 'une' before a hundred, scale or collective; 'half a' and 'une demi-' before them."""
    words, at = number.words, match.start()
    half = article = False
    for _ in range(4):
        piece = PIECE.match(text, at)
        if piece is None or not piece["word"]:
            return False
        word = piece["word"]
        if word in words.counting:
            break
        if word in words.small["half"]:
            half = True
        elif word in words.small["articles"]:
            article = True
        elif not (word in words.small["sizes"] and article and not half):
            return False
        at = piece.end()
    else:
        return False
    return _open_with(number, word, piece.end(), half=half)


def _open_with(number: Sum, word: str, end: int, *, half: bool) -> bool:
    words = number.words
    if word in words.small["plural_only_after_number"]:
        return False
    if word in words.hundreds:
        if not half:
            number.add(_HUNDRED, "hundred", end)
        return not half
    scale = word in words.scales
    number.close(words.counting[word] * (0.5 if half else 1), "scale", end, word)
    number.limit = words.counting[word]
    if not scale:
        number.last = "collective"
    elif words.counting[word] == _THOUSAND:
        number.unit = ""
    return scale and not half


def _take_word(number: Sum, value: int, end: int, joint: str) -> bool:
    """A word below a hundred, after what such a word may follow."""
    if not _fits(number, value, joint):
        return False
    if value == _TWENTY and number.last == "word" and number.last_value == _FOUR:
        number.add(_EIGHTY - _FOUR, "word", end)
        number.last_value = _EIGHTY
    else:
        number.add(value, "word", end)
    return True


def _fits(number: Sum, value: int, joint: str) -> bool:
    last, vigesimal = number.last_value, number.words.vigesimal
    if number.last in ("", "hundred", "scale"):
        return value > 0 or not number.last
    if number.last != "word":
        return False
    if 0 < value < _TEN and last in _TENS:
        return value != 1 or "-" in joint or not vigesimal
    if last == _TEN:
        return vigesimal and value in _AFTER_TEN
    if last in (_SIXTY, _EIGHTY):
        return vigesimal and value in _TEENS
    four = last == _FOUR and (number.group or 0) % _HUNDRED == _FOUR
    return vigesimal and value == _TWENTY and four


def _take_hundred(text: str, number: Sum, word: str, end: int) -> bool:
    if number.last in ("", "scale"):
        bare = word in number.words.small["bare"]
        if not bare and (number.last or not _scale_follows(text, end, number.words)):
            return False
        number.add(_HUNDRED, "hundred", end)
        return True
    group = number.group or 0
    below = number.last == "word" and group < _HUNDRED
    if group <= 0 or not (below or number.last == "digits"):
        return False
    number.group = group * _HUNDRED
    number.accept("hundred", end, value=_HUNDRED)
    return True


def _scale_follows(text: str, at: int, words: Vocabulary) -> bool:
    """Whether a bare 'hundred' opens a longer number ('hundred thousand')."""
    match = PIECE.match(text, at)
    return match is not None and match["word"] in words.scales


def _take_scale(number: Sum, word: str, end: int) -> bool:
    words, value = number.words, number.words.scales[word]
    if value >= number.limit or (number.group is None and word not in words.small["bare"]):
        return False
    if word in words.small["plural_only_after_number"] and not number.pieces:
        return False
    group = 1 if number.group is None else number.group
    number.close(number.total + group * value, "scale", end, "" if value == _THOUSAND else word)
    number.limit = value
    return True


def _take_collective(number: Sum, word: str, end: int) -> bool:
    """'two dozen', and 'three hundred and two dozen' = 300 + 2 x 12."""
    if not number.pieces or not number.value:
        return False
    below = (number.group or 0) % _HUNDRED if number.last == "word" else 0
    above = number.value - below if below else 0
    dozens = (number.value - above) * number.words.collectives[word]
    number.close(above + dozens, "collective", end, word)
    return False


def _take_digits(text: str, number: Sum, match: re.Match[str]) -> bool:
    """Digits after a scale: `1 million 200 000`, `4 thousand 3 hundred`."""
    if number.last != "scale" or match["joint"].strip():
        return False
    value = int(match["digits"].replace(" ", ""))
    after = PIECE.match(text, match.end())
    hundred = bool(after and after["word"] in number.words.hundreds)
    if not (_THOUSAND <= value < number.limit or (hundred and value < _TEN)):
        return False
    number.add(value, "digits", match.end())
    return hundred


def _take_after_and(text: str, number: Sum, end: int) -> bool:
    """'and' or 'et' with what follows it, where a number may go on by it."""
    match = PIECE.match(text, end)
    if match is None or not match["joint"] or not number.pieces:
        return False
    if match["digits"]:
        return _take_digits_after_and(text, number, match)
    value = number.words.words.get(match["word"])
    if value is None or number.last not in ("word", "hundred", "scale"):
        return False
    if number.last == "word" and not _with_and(number, value):
        return False
    number.add(value, "word", match.end())
    return True


def _with_and(number: Sum, value: int) -> bool:
    """'vingt et un', 'soixante et onze'."""
    if not number.words.vigesimal or value not in _WITH_AND or number.last_value not in _TENS:
        return False
    return value == 1 or number.last_value == _SIXTY


def _take_digits_after_and(text: str, number: Sum, match: re.Match[str]) -> bool:
    """`3 hundred and 21`, and not `3 hundred and 2 hundred`."""
    value = int(match["digits"].replace(" ", ""))
    after = PIECE.match(text, match.end())
    again = after is not None and after["word"] in number.words.hundreds
    if number.last == "hundred" and 0 < value < _HUNDRED and not again:
        number.add(value, "word", match.end())
    return False
