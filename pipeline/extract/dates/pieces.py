"""The words, numbers and signs of a page, where a dump has run them together or torn them apart.

A line end inside a sentence is a space; a word glued to a month (`19 févrierDakar`) and a
footnote's number glued to a year (`21 mars 19971`) are pieces of their own.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable

from pipeline import lexicon

_TOKEN = re.compile(r"[a-z]+|[0-9]+| +|[^a-z0-9 ]")
_WRAP = re.compile(
    r"\n(?<=[^\n]{40}\n)(?<![.:;!?]\n)(?="
    r"[a-z]|[12][0-9]{3}[ ,.;)]+[a-z(]|[0-9]{1,2}(?:er|st|nd|rd|th)?,? (?:[a-z]|[12][0-9]{3})"
    r"|(?<=[0-9]\n)[A-Z][a-z]{2,8} [12][0-9]{3})"
)


def glued(months: Iterable[str]) -> re.Pattern[str]:
    """A day and month with a letter right after, or with a year and a short number right after.

    The month may stand first, its day an ordinal: `January 1stNew Year`.
    """
    names = lexicon.alternation(sorted(months))
    return re.compile(
        rf"[0-9](?:er|st|nd|rd|th|o)? (?P<month>(?:{names})(?P<year> (?:19|20)[0-9]{{2}})?)"
        r"(?(year)(?=[0-9]{1,2}(?![0-9.,]))|(?=[a-z]))"
        r"|(?<=[a-z] )(?P<day>[0-9]{1,2}(?:st|nd|rd|th))(?=[a-z])"
    )


def pieces(key: str, text: str, month: re.Pattern[str]) -> list[str]:
    """The pieces of a page's folded text; together they are as long as the text."""
    if _WRAP.search(text):
        key = _unwrapped(key, text)
    tokens = _TOKEN.findall(key)
    cuts = [_cut_at(m) for m in month.finditer(key) if _is_glued(text, m)]
    return _cut(tokens, cuts) if cuts else tokens


def _unwrapped(key: str, text: str) -> str:
    parts, at = [], 0
    for wrap in _WRAP.finditer(text):
        parts.append(key[at : wrap.start()])
        at = wrap.end()
    return " ".join([*parts, key[at:]])


def _cut_at(match: re.Match[str]) -> int:
    return match.end("day" if match["day"] else "month")


def _is_glued(text: str, match: re.Match[str]) -> bool:
    """A capital after a month in small letters, or one or two digits after a year."""
    at = _cut_at(match)
    if match["year"]:
        return True
    return text[at].isupper() and text[at - 1].islower()


def _cut(tokens: list[str], cuts: list[int]) -> list[str]:
    found: list[str] = []
    starts = itertools.accumulate(map(len, tokens), initial=0)
    left = iter([*cuts, -1])
    cut = next(left)
    for token, start in zip(tokens, starts, strict=False):
        if start < cut < start + len(token):
            found += [token[: cut - start], token[cut - start :]]
            cut = next(left)
        else:
            found.append(token)
    return found
