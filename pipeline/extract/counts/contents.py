"""Page numbers of a table of contents glued into lines: `PRESS 8 The mailing list 9 Photos 10`.

Each stands behind its entry, so that the next entry looks counted; they tell themselves by never
falling, over several entries that open with a capital.
"""

from __future__ import annotations

import re

from pipeline.extract.numerals import Numeral

_NUMBER = re.compile(
    r"(?<=[a-zß-öø-ÿA-ZÀ-ÖØ-Þ)\"'’”»] )[1-9][0-9]{0,2}(?= [^\W\d_]| ?$)", re.MULTILINE
)
_DIGITS = 3
_FEWEST, _FEWEST_TO_THE_END = 6, 4
#: So long is the longest entry, and so many pages the longest part.
_LONGEST_ENTRY, _MOST_PAGES = 150, 40
_REACH = 600
#: A line of a table of contents with its page, or its pages, before the entry: `14-18 Branches`.
_BEFORE_ENTRY = re.compile(r" {0,4}([1-9][0-9]{0,2})(?: ?[-–] ?([1-9][0-9]{0,2}))? (?=[^a-z\W_])")
_FEWEST_LINES = 4
_CONTENTS = re.compile(r"contents|sommaire|table des mati[eè]res", re.IGNORECASE)


def is_page_number(text: str, number: Numeral) -> bool:
    """Whether digits before a capital are one of the numbers of a table of contents."""
    if number.end - number.start > _DIGITS:
        return False
    floor, last = max(0, number.start - _REACH), min(len(text), number.end + _REACH)
    line = max(floor, text.rfind("\n", floor, number.start) + 1)
    end = text.find("\n", number.end, last)
    return number.start in _page_numbers(text[line : end if end >= 0 else last], line)


def opens_an_entry(text: str, number: Numeral) -> bool:
    """Whether digits stand before an entry of a table of contents, as in the lines around it.

    There every line opens with the page of its entry, and the pages go up; numbers of things may
    do so as well, but under no heading that says contents, and none of them is two pages.
    """
    start = text.rfind("\n", max(0, number.start - _REACH), number.start) + 1
    here = _BEFORE_ENTRY.match(text, start)
    if here is None or number.start not in (here.start(1), here.start(2)):
        return False
    above = [line for line in text[max(0, start - _REACH) : start].split("\n") if line.strip()]
    below = [line for line in text[start : start + _REACH].split("\n") if line.strip()]
    before, after = _lines_on(above[::-1], -1, int(here[1])), _lines_on(below, 1)
    lines = [*above[len(above) - before :], *below[:after]]
    paired = any(match[2] for line in lines if (match := _BEFORE_ENTRY.match(line)))
    called = _CONTENTS.search(text, max(0, start - _REACH), start) is not None
    return len(lines) >= _FEWEST_LINES and (paired or called)


def _lines_on(lines: list[str], step: int, page: int = 0) -> int:
    """How many lines in a row open with a page, each further on than the last one."""
    for count, line in enumerate(lines):
        match = _BEFORE_ENTRY.match(line)
        if match is None or (page and (int(match[1]) - page) * step <= 0):
            return count
        page = int(match[1])
    return len(lines)


def _page_numbers(line: str, at: int) -> frozenset[int]:
    """Where the page numbers of a line stand in its text."""
    found, run = set[int](), list[re.Match[str]]()
    for match in _NUMBER.finditer(line):
        if run and not _goes_on(line, run[-1], match):
            found |= _entries(line, run)
            run = []
        run.append(match)
    found |= _entries(line, run)
    return frozenset(at + start for start in found)


def _goes_on(line: str, left: re.Match[str], right: re.Match[str]) -> bool:
    """Whether two numbers have an entry between them and may be its page and the next one's."""
    entry = line[left.end() + 1 : right.start()]
    return (
        0 <= int(right[0]) - int(left[0]) <= _MOST_PAGES
        and len(entry) <= _LONGEST_ENTRY
        and entry[:1].isupper()
        and ". " not in entry
    )


def _entries(line: str, run: list[re.Match[str]]) -> set[int]:
    """The starts of a run of numbers, if it is long enough; shorter where it ends its line."""
    ends = bool(run) and not line[run[-1].end() :].strip()
    fewest = _FEWEST_TO_THE_END if ends else _FEWEST
    return {match.start() for match in run} if len(run) >= fewest else set()
