"""Hosts of documents, which print their own frame around the text that they took from a file.

One line of such a frame tells little ("Documents", "0", "Transcription"). Two lines that only
these hosts write tell that the page is theirs; then the lines between them are known too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.artifacts.sheet import Sheet, of_dumps, whole
from pipeline.model import Artifact

#: A host's frame stands before the document.
_REACH = 40
_LINE = 250
#: What a host says of itself is no longer.
_SAID = 160
#: Titles are compared by their beginnings: hosts cut the long ones.
_TITLE = 20
_LEAST_TITLE = 8
_SURE = 2
_AROUND = 8
_FIRST = 5
_BULLETS = "•*·"
_BULLET = re.compile(rf"[{_BULLETS}] {{0,3}}")
_NUMBER = re.compile(r"\d{1,6}")
#: 'You are on page 1 of 8', in any language: sure by itself.
_COUNTER = re.compile(r"\d{1,4} ?[a-z]{2,3} ?\d{1,4}$")
_NAMED = re.compile(r'(?:page \d{1,4}: |transcript of |[a-z ]{4,20} "(?=.{3,240}"$))(?P<title>.+)')
_DATED = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{4} (?P<views>views?|vues?)")


@of_dumps
def document_hosts(sheet: Sheet) -> Iterator[Artifact]:
    """'223 views', 'Embed Size (px)', 'Page 1: ' with the title of the page."""
    keys = [_bare(sheet.short(n, _LINE)) for n in range(min(_REACH, len(sheet)))]
    titles = _titles(keys)
    named = {n for n, key in enumerate(keys) if _names(key, titles)}
    host = whole("host")
    sure = named | {n for n, key in enumerate(keys) if key[:_SAID] == key and host.fullmatch(key)}
    counted = any(_COUNTER.search(keys[n]) for n in sure)
    several = counted or len({keys[n] for n in sure}) >= _SURE
    if not several and not any(len(t) == _TITLE for t in titles if named):
        return
    keys += [_bare(sheet.short(n, _LINE)) for n in range(len(keys), len(sheet))]
    named = {n for n, key in enumerate(keys) if _names(key, titles)}
    last = max(sure)
    taken = sure | named | _above(keys, min(sure), named) | _again(keys, last) | _pages(keys)
    for number in range(max(0, min(sure) - _AROUND), min(len(keys), last + _AROUND)):
        if _of_frame(keys, number, last, taken - named):
            taken.add(number)
    for number in sorted(taken):
        start, key = sheet.starts[number], sheet.keys[number]
        bullet = _BULLET.match(key)
        dated = _DATED.match(keys[number])
        begins = dated.start("views") if dated else bullet.end() if bullet else 0
        yield Artifact(start + begins, start + len(key), "document-host")


def _above(keys: list[str], sure: int, named: set[int]) -> set[int]:
    """What a host writes above the title that it names later, and the number of pages below it."""
    said = [m["title"] for m in (_NAMED.match(keys[n]) for n in sorted(named)) if m]
    title = next((n for n in range(min(sure, _FIRST)) if said and _same(said[0], keys[n])), 0)
    counters = (n for n in range(min(sure, _FIRST)) if _NUMBER.fullmatch(keys[n]))
    return {*range(title), *counters}


def _again(keys: list[str], last: int) -> set[int]:
    """Where a long title, which stands above the frame, stands again among the text below it."""
    long = {key for key in keys[: min(_FIRST, last)] if len(key) >= _TITLE}
    return {number for number in range(last, len(keys)) if keys[number] in long}


_PAGE = re.compile(r"\((?P<page>\d{1,3})\)")
_PAGES = 2


def _pages(keys: list[str]) -> set[int]:
    """'(1)', '(2)' and so on, alone in their lines: where the pages of the document begin."""
    bracketed = [n for n, key in enumerate(keys) if key[:1] == "("]
    found = [(n, page) for n in bracketed if (page := _PAGE.fullmatch(keys[n]))]
    in_order = [int(page["page"]) for _, page in found] == list(range(1, len(found) + 1))
    return {n for n, _ in found} if in_order and len(found) >= _PAGES else set()


#: A list of other documents stands so near the top, and is so long.
_LIST_START, _LIST_LEAST = 6, 8


def other_documents(sheet: Sheet) -> Iterator[Artifact]:
    """'Similar documents' under the title, and nothing but the titles of such, each apart."""
    for number in sheet.filled(whole("others"), _TITLE):
        if number >= min(_LIST_START, len(sheet) - _LIST_LEAST):
            return
        below = range(number + 1, len(sheet))
        if all(len(sheet.keys[n]) <= _LINE for n in below) and all(
            sheet.gap_before(n) for n in below[1:]
        ):
            yield from (sheet.artifact(n, "document-host") for n in (number, *below))
        return


def _same(said: str, key: str) -> bool:
    return len(key) >= _LEAST_TITLE and said[:_TITLE] == key[:_TITLE]


def _bare(key: str) -> str:
    """A folded line without its bullet and without white space that was doubled."""
    if key[:1] in _BULLETS or "  " in key:
        return " ".join(_BULLET.sub("", key, count=1).split())
    return key


def _titles(keys: list[str]) -> tuple[str, ...]:
    """The beginnings of the first lines, one of which is the document's title."""
    heads = [key.rstrip(".… ") for key in keys[:_FIRST]]
    return tuple(h[:_TITLE] for h in heads if len(h) >= _LEAST_TITLE)


def _names(key: str, titles: tuple[str, ...]) -> bool:
    """Whether a line says a word of the host's and then the document's title."""
    if not ('"' in key or key.startswith(("page ", "transcript of "))):
        return False
    named = _NAMED.match(key)
    return named is not None and named["title"].startswith(titles)


def _of_frame(keys: list[str], number: int, last: int, taken: set[int]) -> bool:
    """Whether a line near the sure ones is of the frame too."""
    key = keys[number]
    if not key:
        return False
    inside = number <= last + 1
    again = inside and key in keys[:number] and len(key) >= _LEAST_TITLE
    whole_title = number < last and len(keys[0]) >= _TITLE and key.startswith(f"{keys[0]} ")
    counter = _NUMBER.fullmatch(key) if number - 1 in taken else None
    hosted = whole("hosted").fullmatch(key) or _DATED.fullmatch(key)
    return again or whole_title or counter is not None or hosted is not None
