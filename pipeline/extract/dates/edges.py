"""Whether the characters around digits or a month let a date stand there.

`12` in `3.12.1`, `2005` in `2005-102`, a year in a web address and a day in a street's name are
parts of something else.
"""

from __future__ import annotations

import re

from pipeline.extract.dates.numbers import numbers_an_issue
from pipeline.extract.dates.points import Point
from pipeline.extract.dates.scan import WORDS, Scan

_NEVER_BEFORE = frozenset("#@=&+$€£¥%°\\~^")
_MONEY = frozenset("$€£¥")
_NEVER_AFTER = frozenset("%€$£¥°@=")
_PREFIX = re.compile(
    r"(?:^|[^a-z])(?:mi|mid|fin|post|pre|avant|apres|debut|non|late|early|[a-z]{3,})-\Z"
)
_WEB = re.compile(
    r"://|www\.|@|\.(?:pdf|jpe?g|png|gif|docx?|xlsx?|pptx?|zip|html?|php|aspx?|csv|xml|mp[34])\b|/[^\s]*/|[a-z]/|_|[a-z]-[a-z]+-"
)
#: Who wrote and who typed a letter, behind its date: `le 14 août 2015/JJB/cd`.
_WRITERS = re.compile(r"(?:/[A-Za-z]{1,4}){1,3}")
_BREAK = frozenset(" \n\t()<>|\"'￼")
_DASHES = frozenset("—–―")
#: A teaser ends in the middle of a year: `2017–20...` was `2017–2023`.
_CUT_OFF = re.compile(r"\.\.\.|…")
_ARTICLES = frozenset({"de", "du", "des", "la", "l"})
_NO_STREET = frozenset({"au", "du", "le", "un", "ce", "en", "notre", "votre"})
_LATEST_EVENT = 1950
_VERSION = re.compile(r"(?<![0-9.,/])[0-9]{1,2}\.[0-9]{1,2}/\Z")
_YEARS = frozenset({"year", "short-years"})
_LONGEST_PREFIX = 12
_RUN = 120
_STRONG = frozenset(
    {"iso", "iso-compact", "iso-month-name", "dashed-month-name", "numeric", "day-month-year"}
    | {"month-day-year"}
)


def is_free(scan: Scan, first: Point, last: Point) -> bool:
    """Whether nothing on either side makes the characters part of something else."""
    if not (clear_before(scan, first) and clear_after(scan, last)):
        return False
    return not (_in_a_name(scan, first, last) or _in_a_code(scan, first, last))


def clear_before(scan: Scan, point: Point) -> bool:  # noqa: PLR0911 - one line a case
    """Whether the character before a date lets one start there."""
    at = scan.starts[point.first]
    if not at:
        return True
    if _is_cut(scan, point):
        return False
    text = scan.text
    char, further = text[at - 1], text[at - 2] if at > 1 else " "
    if scan.source[at - 1] in _DASHES or (char == "(" and point.form in _STRONG):
        return True
    if char == " " and (further in _MONEY or (further == "=" and point.form in _YEARS)):
        return False
    if char.isspace() or (char in "(\"'[{|*>•,;:.-/_" and not further.isalnum()):
        return True
    if char in _NEVER_BEFORE:
        return char in _MONEY and text[at].isupper()  # cells that a dump glued: '3 M€Mars 2025'
    if char == "-" and further.isalpha():
        return (
            point.form in _STRONG
            or _PREFIX.search(text[max(0, at - _LONGEST_PREFIX) : at].lower()) is not None
        )
    if char in ".,:/-(":
        return _is_introduced(scan, point) or (
            not further.isdigit()
            and (char in ",:" or point.form in _STRONG)
            and (char != "(" or not further.isalpha())
        )
    if char.isalpha():
        strong = point.form in _STRONG and char.islower() and text[at].isdigit()
        return strong or _is_fiscal(scan, point)
    # After a year it is the day of a date that a dump glued: 'May 202415 June 2025'.
    return not char.isdigit() or (point.day > 0 and scan.symbols[point.first - 1] == "Y")


def _is_introduced(scan: Scan, point: Point) -> bool:
    """`(b.1908)`, `version 2.0/April 2017`: by what is glued to a date and says what it dates."""
    first, sign = point.first, scan.symbols[point.first - 1 : point.first]
    if sign == "." and point.form in _YEARS:
        opens = scan.symbols[max(0, first - 3) : max(0, first - 2)] in {"", " ", "(", "\n"}
        return opens and scan.word_at(first - 2) in scan.words.before["glued_label"]
    at = scan.starts[first]
    version = sign == "/" and _VERSION.search(scan.text, max(0, at - _LONGEST_PREFIX), at)
    return point.form == "month-year" and bool(version)


def _is_cut(scan: Scan, point: Point) -> bool:
    """Whether a month has a number over 31 before it, or a month in digits its day (`/12/2014`).

    The number of an issue parts nothing from the month: `n° 45 mars 2010`.
    """
    if point.form in {"month", "month-year"}:
        cut = scan.symbols[max(0, point.first - 2) : point.first] == "z "
        return cut and not numbers_an_issue(scan, point.first - 2)
    return point.form == "numeric-month" and scan.symbols[point.first - 1 : point.first] == "/"


def _is_fiscal(scan: Scan, point: Point) -> bool:
    """`FY2019`: a year glued to what says of which kind it is."""
    return point.form in _YEARS and scan.tokens[point.first - 1] in scan.words.before["glued_year"]


def clear_after(scan: Scan, point: Point) -> bool:  # noqa: PLR0911 - one line a case
    """Whether the character after a date lets it end there."""
    text, at = scan.text, scan.starts[point.last]
    char, further = text[at : at + 1], text[at + 1 : at + 2]
    if not char or char.isspace() or (scan.source[at] in _DASHES and not further.isdigit()):
        return True
    if char.isdigit():  # a footnote's number, or the day of the next date
        return point.form in _STRONG | {"month-year"} and text[at - 1].isdigit()
    if char in _NEVER_AFTER or (point.form == "short-years" and _CUT_OFF.match(text, at)):
        return False
    if char.isalpha():
        return _glued(scan, point, char, further)
    if char in ".,:":
        return not further.isdigit() or (point.form in _STRONG and char == ",")
    if char == "-" and scan.word_at(point.last + 1) in scan.words.before["year"]:
        return not scan.word_at(point.last + 2)[:1].isdigit()
    if char == "/" and scan.word_at(point.last + 1) in scan.words.parts:
        return True  # 'fin août/début septembre'
    if char in "-/":
        named = further.isalpha() and (char == "-" or point.form in _STRONG)
        return not further.isalnum() or (named and point.form in _STRONG | {"month-year"})
    return True


def _glued(scan: Scan, point: Point, char: str, further: str) -> bool:
    """A word right after a date: `2017-11-02T10:00`, and lines that a dump joined (`2016Nom`)."""
    if point.form in {"iso", "iso-compact"} and char == "T" and further.isdigit():
        return True
    return (
        point.form in _STRONG | {"month-year", "day-month", "month-day"}
        and char.isupper()
        and scan.text[scan.starts[point.last] - 1].isalnum()
        and scan.symbols[point.last] in WORDS
    )


def _in_a_code(scan: Scan, first: Point, last: Point) -> bool:
    """`Iu20-1-2008E`: letters glued to digits, and a lone one behind them, of a catalogue."""
    text, start, end = scan.text, scan.starts[first.first], scan.starts[last.last]
    lettered = first.form == "numeric" and text[start - 1 : start].isalpha()
    return lettered and text[end : end + 1].isalpha() and not text[end + 1 : end + 2].isalpha()


def _in_a_name(scan: Scan, first: Point, last: Point) -> bool:
    """Whether a web address or a file name runs through the characters."""
    text, start, end = scan.text, scan.starts[first.first], scan.starts[last.last]
    left = start
    while left > 0 and start - left < _RUN and text[left - 1] not in _BREAK:
        left -= 1
    right = end
    while right < len(text) and right - end < _RUN and text[right] not in _BREAK:
        right += 1
    if left == start and right - end <= 1:
        return False
    if left == start and last.form == "day-month-year" and _WRITERS.fullmatch(text, end, right):
        return False
    around = (text[left:start] + " " + text[end:right]).lower()
    return _WEB.search(around) is not None


def in_a_street(scan: Scan, point: Point) -> bool:
    """`rue du 8 mai 1945`, `avenida 9 de julio`: a day that names a street, or an event's year."""
    at = scan.index_before(point.first)
    if at >= 0 and scan.tokens[at] in scan.words.street_before:
        return True
    if at < 0 or scan.tokens[at] not in {"du", "des", "de", "le", "l"}:
        return False
    street = scan.index_before(at)
    if street >= 0 and scan.tokens[street] == "cours" and not scan.is_capital(street):
        return scan.word_before(street) not in _NO_STREET  # `l'objet du cours du 4 décembre`
    return scan.word_before(at) in scan.words.street or _names_an_event(scan, point, at)


def _names_an_event(scan: Scan, point: Point, at: int) -> bool:
    """`rue de la Commune de 1871`: the year of an event by which a street is called."""
    event = scan.index_before(at)
    if point.form != "year" or point.year >= _LATEST_EVENT or event < 0:
        return False
    if not scan.is_capital(event):
        return False
    at = scan.index_before(event)
    for _ in range(2):
        if at >= 0 and scan.tokens[at] in _ARTICLES:
            at = scan.index_before(at)
    during = scan.word_before(at) in {"au", "en"}  # `au cours de la Guerre de 1870`
    return at >= 0 and scan.tokens[at] in scan.words.street and not during
