"""Digits that look like a year and number a text, a room, a house or a town."""

from __future__ import annotations

import functools
import re

from pipeline import lexicon
from pipeline.extract.dates.points import Point
from pipeline.extract.dates.scan import WORDS, Scan, capital_follows
from pipeline.reading import Reading

_STREET_REACH = 4
_LABEL_SIGNS = 5
_PARTS_OF_A_YEAR = frozenset({"q", "t", "s", "h"})
_ABBREVIATION = 4
_GROUP = 3
_OLDEST = 1900
#: Months were not written in digits before: `5-1348` numbers a question or a file.
_OLDEST_MONTH = 1800
_CENTURY = 100
_CITED = 12
_EVERY_FOURTH = 4
_DIGITS = 4
_LINES_REACH = 200
_FIGURE = re.compile(r"\(([0-9]{1,6})\)[;.,]?(?=\n|\Z)")
_ISSUE = re.compile(r"[dzY#] ?\([dz#](?:[-/][dz])?\): ?\Z|Y;[dz#]: ?\Z")
_UNION = frozenset({"eu", "ue", "ec", "ce", "eec", "cee"})
_CHAPTER = frozenset({"c", "ch", "chap"})


def _is_abbreviated(scan: Scan, point: Point) -> bool:
    """`p. 2015`, `art. 2010`: a short word with its dot says what the number numbers."""
    left = scan.symbols[max(0, point.first - 3) : point.first].rstrip(" ")
    if not left.endswith(".") or len(left) < len("p."):
        return False
    word = scan.tokens[point.first - (3 if scan.symbols[point.first - 1] == " " else 2)]
    return len(word) <= _ABBREVIATION and word in scan.words.before["number"]


def numbers_a_text(scan: Scan, point: Point) -> bool:
    """`No 3/2008`, `Revue Suisse 1/2023`: a number and a year that stand for a text."""
    if _is_an_issue(scan, point) or point.year < _OLDEST_MONTH:
        return True
    before = scan.word_before(point.first)
    if before in scan.words.before["number"] or before in scan.words.before["procedure"]:
        return True
    if _is_referred(scan, point):
        return True
    return scan.symbols[max(0, point.first - 3) : point.first].startswith(("(x)", "x)"))


def _is_an_issue(scan: Scan, point: Point) -> bool:
    """Whether a name stands before a single digit and a year: months are written in two."""
    at = scan.index_before(point.first)
    named = at >= 0 and scan.symbols[at] == "x" and scan.is_capital(at)
    if not named or len(scan.tokens[point.first]) > 1 or scan.symbols[point.first] == "Y":
        return False
    words = scan.words
    return (
        scan.tokens[at]
        not in words.before["year"] | words.before["numeric"] | words.after["function"]
    )


def numbers_an_issue(scan: Scan, index: int) -> bool:
    """Whether the number before a month and year is of what came out then: `n° 3 juillet 2012`."""
    before = scan.word_before(index)
    if not before and scan.symbols[max(0, index - 2) : index] == ". ":
        before = scan.tokens[index - 3] if index > len("no. ") - 1 else ""
        return before in scan.words.before["issue"] and len(before) <= len("no")
    return before in scan.words.before["issue"]


def _is_referred(scan: Scan, point: Point) -> bool:
    """`Réf. : 12/2016`: a colon between a word for a reference and its number."""
    before = scan.symbols[max(0, point.first - _LABEL_SIGNS) : point.first].rstrip(" ")
    if not before.endswith(":"):
        return False
    at = point.first - 1
    while at > max(0, point.first - _LABEL_SIGNS) and scan.symbols[at] in " :.":
        at -= 1
    return scan.tokens[at] in scan.words.before["reference"]


def has_initials(scan: Scan, point: Point) -> bool:
    """`CL 17/03`: before it, the initials of those who number their papers within a year."""
    at = scan.index_before(point.first)
    if at < 0 or scan.symbols[at] != "x" or scan.tokens[at] in scan.words.before["day_initials"]:
        return False
    start, length = scan.starts[at], len(scan.tokens[at])
    return 1 < length < _ABBREVIATION and scan.text[start : start + length].isupper()


def is_bracketed(scan: Scan, point: Point) -> bool:
    """`[1499/16]`: a question in parliament, numbered within its year; `[2015/16]` are two."""
    if point.short == (point.year + 1) % _CENTURY:
        return False
    return (
        scan.text[max(0, scan.starts[point.first] - 1)] == "["
        and scan.text[scan.starts[point.last] : scan.starts[point.last] + 1] == "]"
    )


def numbers_something(reading: Reading, scan: Scan, first: Point, last: Point, before: str) -> bool:
    """Whether the digits number a room, a law or a house, or are a town's postal code."""
    at = scan.index_before(first.first)
    named = _is_a_tournament(scan, first, before) or _is_of_an_act(scan, first, before)
    numbered = before in scan.words.before["number"] and not named
    if numbered or _is_abbreviated(scan, first):
        return True
    if before in scan.words.before["programmes"] and scan.is_capital(at):
        return True
    if _is_of_the_union(scan, first) or _numbers_pages(scan, first) or _is_figure(scan, first):
        return True
    if _beside_digits(scan, first, last) or _is_of_a_statute(scan, last):
        return True
    if _is_postcode(reading, scan, first, last):
        return True
    return numbers_a_house(scan, first, last)


def _is_a_tournament(scan: Scan, first: Point, before: str) -> bool:
    """`EURO 2012`: a name that is money in small letters, held every fourth year."""
    if before not in scan.words.before["tournaments"] or first.year % _EVERY_FOURTH:
        return False
    return first.year % _CENTURY > 0 and scan.is_capital(scan.index_before(first.first))


def _is_of_an_act(scan: Scan, first: Point, before: str) -> bool:
    """`Data Protection Act 1998`: the year of a statute that is called by its name."""
    if before not in scan.words.before["statutes"]:
        return False
    at = scan.index_before(first.first)
    name = scan.index_before(at)
    return name >= 0 and scan.symbols[name] == "x" and scan.is_capital(at) and scan.is_capital(name)


def _is_figure(scan: Scan, first: Point) -> bool:
    """Whether a line ends in an earlier figure in brackets, as the lines around it do.

    `120 refusals (1126)` over `74 losses (106)`: what stands there in a row are no years.
    """
    start = scan.starts[first.first]
    here = _FIGURE.match(scan.text, start - 1) if start else None
    if here is None:
        return False
    above = scan.text[max(0, start - _LINES_REACH) : start]
    figures = [m[1] for m in _FIGURE.finditer(above)][-1:]
    below = scan.text[here.end() : here.end() + _LINES_REACH].lstrip("\n").partition("\n")[0] + "\n"
    figures += [m[1] for m in _FIGURE.finditer(below)][:1]
    return any(len(figure) != _DIGITS for figure in figures)


def _is_of_the_union(scan: Scan, first: Point) -> bool:
    """`(EU) 2020/2184`: the number of a text within its year."""
    head = scan.tokens[max(0, first.first - 4) : first.first]
    return head[:1] == ["("] and head[2:] == [")", " "] and head[1] in _UNION


def _numbers_pages(scan: Scan, first: Point) -> bool:
    """`23 (7): 1739-1752`, `1995;115:1581-9`: the pages of an article, behind volume and issue."""
    before = scan.symbols[max(0, first.first - _CITED) : first.first]
    return ":" in before[-2:] and _ISSUE.search(before) is not None


def _is_of_a_statute(scan: Scan, last: Point) -> bool:
    """`S.C. 2001, c. 27`, `L.R.C. (1985), ch. C-29`: the volume that holds a chapter."""
    tail = scan.tokens[last.last : last.last + 5]
    tail = tail[1:] if tail[:1] == [")"] else tail
    return tail[:2] == [",", " "] and tail[2:3] != [] and tail[2] in _CHAPTER and tail[3:4] == ["."]


def _beside_digits(scan: Scan, first: Point, last: Point) -> bool:
    """Whether only a space parts them from other digits, as in a number in groups."""
    left = scan.symbols[max(0, first.first - 2) : first.first]
    right = scan.symbols[last.last : last.last + 2]
    if len(left) > 1 and left[1] == " " and left[0] in "dz#":
        code = scan.symbols[max(0, first.first - 3)] in WORDS
        if scan.tokens[max(0, first.first - 3)] in _PARTS_OF_A_YEAR or (code and first is not last):
            return False  # 'Q1 2017', 'CB2 2017/2018'
        return scan.symbols[max(0, first.first - 4) : first.first - 2] not in {"Y-", "Y/"}
    if (right == " #" and _counts_behind(scan, last)) or _goes_on(scan, last):
        return False
    item = right == " d" and scan.symbols[last.last + 2 : last.last + 3] == ")"  # '2018 11) Ann'
    if right in {" #", " z"} or (
        right == " d" and left not in {"", "\n"} and not (left.endswith("\n") or item)
    ):
        return True
    if right == " Y" and int(scan.tokens[last.last + 1]) < _OLDEST:  # "FF 2025 1104"
        return True
    return scan.symbols[last.last : last.last + 4] in {" t #", " - #", " & #", " t z"}


def _counts_behind(scan: Scan, last: Point) -> bool:
    """`en 2022 566 établissements`: no group of a longer number, which 2022 cannot open."""
    index = last.last + 1
    asked = scan.word_before(last.first) in {"en", "in"}
    return asked and len(scan.tokens[index]) == _GROUP and scan.word_after(index + 1) != ""


def _goes_on(scan: Scan, last: Point) -> bool:
    """`300 visas en 2016 et 3500 visas en 2017`: a year that is asked for, then another figure."""
    if scan.symbols[last.last : last.last + 4] != " & #":
        return False
    asked = scan.word_before(last.first) in {"en", "in"}
    return asked and scan.word_after(last.last + 4) != ""


@functools.cache
def _four_digits() -> frozenset[str]:
    return frozenset(lexicon.words("dates", "en")["postcodes"]["four_digits"])


def _is_postcode(reading: Reading, scan: Scan, first: Point, last: Point) -> bool:
    if reading.page.country not in _four_digits():
        return False
    left = scan.symbols[max(0, first.first - 2) : first.first].strip(" ")
    return (
        (not left or left[-1] in "\n,-*")
        and capital_follows(scan, last.last)
        and not scan.word_before(first.first)
    )


def numbers_a_house(scan: Scan, first: Point, last: Point) -> bool:
    """`1919 Smith Street`, `2000, rue X`."""
    tail = scan.tokens[last.last : last.last + 4]
    if any(t in scan.words.street for t in tail[:3]) and not scan.word_before(first.first):
        return True
    index = last.last
    for _ in range(_STREET_REACH):
        if (
            scan.symbols[index : index + 1] != " "
            or scan.symbols[index + 1 : index + 2] not in WORDS
        ):
            return False
        if not scan.is_capital(index + 1):
            return False
        if scan.tokens[index + 1] in scan.words.after["of_a_street"]:
            return True
        index += 2
    return False
