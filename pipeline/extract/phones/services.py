"""France's codes with the service that each belongs to: `15 - Samu`, `18 - Pompiers`.

Other countries took them over, so that they are numbers in whatever country.
"""

from __future__ import annotations

import functools
import re

from pipeline import lexicon
from pipeline.extract.contact_words import words
from pipeline.model import Span

_LIST_REACH = 600
_LONGEST_HEADING = 60


def is_own(key: str, digits: str, start: int) -> bool:
    """Whether a code of France and its service stand together, in whatever country: `15 - Samu`.

    Not in a list that counts on: `16 - Voirie`, `17 - Police municipale`.
    """
    if digits not in _codes_of_services() or _own_service().match(key, start) is None:
        return False
    return not any(_is_counted_on(key, int(digits) + step, start) for step in (-1, 1))


def is_entry(key: str, span: Span) -> bool:
    """Whether a code and its service fill a line of a list of them: `17 Police-Secours`.

    Another line is like it, or the list stands under a heading that says emergency.
    """
    entry = _entry_at(key, span)
    return entry and (is_under_heading(key, span) or _has_company(key, span))


def is_under_heading(key: str, span: Span) -> bool:
    """Whether the line over a list of codes and services says emergency."""
    above = key[max(0, span.start - _LIST_REACH) : span.start].split("\n")[:-1]
    for line in reversed(above):
        if line.strip() and _entry().match(line) is None:
            return len(line) <= _LONGEST_HEADING and _heading().match(line) is not None
    return False


def _entry_at(key: str, span: Span) -> bool:
    line = max(key.rfind("\n", max(0, span.start - 6), span.start) + 1, span.start - 6, 0)
    match = _entry().match(key, line)
    return match is not None and match.span("code") == (span.start, span.end)


def _has_company(key: str, span: Span) -> bool:
    """Whether a line near by has another code with its service."""
    start, end = max(0, span.start - _LIST_REACH), span.start + _LIST_REACH
    written = span.of(key)
    return any(m["code"] != written for m in _entry().finditer(key, start, end))


def _is_counted_on(key: str, number: int, near: int) -> bool:
    """Whether a line near by opens with a number and a sign, and with no code of a service."""
    window = max(0, near - _LIST_REACH)
    for line in re.finditer(
        rf"^[ \t•*·\-]{{0,4}}({number}) ?[-.)]", key[window : near + _LIST_REACH], re.MULTILINE
    ):
        if _own_service().match(key, window + line.start(1)) is None:
            return True
    return False


@functools.cache
def _codes_of_services() -> frozenset[str]:
    return frozenset(entry[:2] for entry in lexicon.every("contacts", "emergency.own"))


@functools.cache
def _entry() -> re.Pattern[str]:
    """A line of a code with its service; of two digits only with the one that is its own."""
    own = "|".join(
        f"(?<={entry[:2]}){entry[2:].replace(' - ', ' ')}"
        for entry in lexicon.every("contacts", "emergency.own")
    )
    services = words("emergency.services")
    return re.compile(
        rf"^[ \t•*·\-]{{0,4}}(?P<code>[1-9][0-9]{{1,2}})"
        rf"(?:{own}|(?<=[0-9]{{3}}) (?:{services}))[ \t]{{0,4}}[.;,]?[ \t]{{0,4}}$",
        re.MULTILINE,
    )


@functools.cache
def _heading() -> re.Pattern[str]:
    said = words("emergency.headings")
    return re.compile(rf"[^0-9]{{0,{_LONGEST_HEADING}}}(?<![a-z])(?:{said})(?![a-z])")


@functools.cache
def _own_service() -> re.Pattern[str]:
    return re.compile(rf"(?:{words('emergency.own')})(?![a-z])")
