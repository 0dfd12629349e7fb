"""Running text: which line of a dump begins a paragraph, and which goes on in the next one."""

from __future__ import annotations

import re

from pipeline.sections.evidence import Layout, closes_sentence
from pipeline.sections.lines import PROSE, Line

_LETTERS = re.compile(r"(?<![\w@./-])[a-z']{2,}(?![\w@])")
#: '(children of less than a year)', under a heading in capitals.
_IN_BRACKETS = re.compile(r"\([a-zß-ÿ][^()]{2,60}\)")
_NUMBER_ALONE = re.compile(
    r"(?:[ivx]{1,5}|\d{1,2}(?:\.\d{1,2}){0,3})[.)]|\d{1,2}(?:\.\d{1,2}){1,3}"
)


def is_body(layout: Layout, at: int) -> bool:
    """Whether the line `at` begins running text."""
    if at >= len(layout.lines):
        return False
    line, kind = layout.lines[at], layout.kinds[at]
    if kind in {"bullet", "address", "date", "dateline", "label"}:
        return False
    if line.cut:
        return True
    explained, full, spaces = 7, 70, 4
    if kind == "contact":
        return len(_LETTERS.findall(line.key)) >= explained
    closes = line.key[-1] in ":;" or closes_sentence(line.text)
    if len(line.key) >= full or (closes and line.key.count(" ") >= spaces):
        return True
    return _is_wrapped(layout, at) or (line.key[-1] == ":" and _is_before_list(layout, at))


def _is_before_list(layout: Layout, at: int) -> bool:
    return at + 1 < len(layout.lines) and layout.kinds[at + 1] == "bullet"


def _is_wrapped(layout: Layout, at: int) -> bool:
    """Whether a long line goes on in the next one in lower case."""
    line, long = layout.lines[at], 35
    if line.after or at + 1 >= len(layout.lines):
        return False
    return len(line.key) > long and layout.lines[at + 1].text[0].islower()


def goes_on(layout: Layout, at: int) -> bool:
    """Whether the line after `at` continues it."""
    if at + 1 >= len(layout.lines):
        return False
    line, following = layout.lines[at], layout.lines[at + 1]
    if line.after or at in layout.sheet:
        return False
    if is_number_alone(line.key):
        return True
    if line.key[-1] in ".:;!?":
        return False
    if following.text[0].islower():
        return len(following.text) <= PROSE
    return _adds_in_brackets(line, following) or _breaks_after_join(layout, line)


def _adds_in_brackets(line: Line, following: Line) -> bool:
    """Whether a line in capitals has a note in brackets below it."""
    return line.text.isupper() and _IN_BRACKETS.fullmatch(following.text) is not None


def _breaks_after_join(layout: Layout, line: Line) -> bool:
    """Whether a line ends in a word that another follows: an article, a preposition."""
    return layout.words.joins.fullmatch(line.key.rsplit(" ", 1)[-1]) is not None


def is_number_alone(key: str) -> bool:
    """Whether a line is nothing but a heading's number."""
    return _NUMBER_ALONE.fullmatch(key) is not None
