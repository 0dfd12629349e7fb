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


def is_page_number(text: str, number: Numeral) -> bool:
    """Whether digits before a capital are one of the numbers of a table of contents."""
    if number.end - number.start > _DIGITS:
        return False
    floor, last = max(0, number.start - _REACH), min(len(text), number.end + _REACH)
    line = max(floor, text.rfind("\n", floor, number.start) + 1)
    end = text.find("\n", number.end, last)
    return number.start in _page_numbers(text[line : end if end >= 0 else last], line)


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
