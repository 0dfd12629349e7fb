"""Menus, which show by the company of their entries: rules of a `Sheet`."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from pipeline.artifacts.rules import words
from pipeline.artifacts.sheet import Sheet, whole
from pipeline.model import Artifact

#: An entry is no longer than this.
_ENTRY = 60
_MENU_REACH = 40
_MENU_ENTRY = re.compile(r"(?!.*[@\d])[^.!?;:]{2,45}")
_MENU_LEAST = 4
_MENU_KNOWN = 3
_MENU_START = 12


def menu_runs(sheet: Sheet) -> Iterator[Artifact]:
    """A run of entries that starts with a way home, up to its last known entry."""
    if sheet.page.markup:
        return
    for number in range(min(_MENU_START, len(sheet.lines))):
        if whole("home", "frame").fullmatch(sheet.short(number, _ENTRY)):
            end = _menu_end(sheet, number)
            first = _menu_start(sheet, number)
            if end:
                yield from (sheet.artifact(n, "menu") for n in range(first, end))
            return


def _menu_start(sheet: Sheet, home: int) -> int:
    """The first of the known entries in the lines right before the way home."""
    known = whole("frame", "menu", "corner", "skip", "share", "print")
    while home and not sheet.gap_before(home) and known.fullmatch(sheet.short(home - 1, _ENTRY)):
        home -= 1
    return home


def _menu_end(sheet: Sheet, first: int) -> int:
    """One past the last known entry of the run that starts at `first`; 0 where it is no menu."""
    known = [first]
    stop = first + 1
    for stop in range(first + 1, min(len(sheet.lines), first + _MENU_REACH)):
        key = sheet.key_of(stop)
        is_known = whole("home", "frame", "menu", "here", "skip", "share", "print").fullmatch(key)
        if len(key) > _ENTRY or not (is_known or _MENU_ENTRY.fullmatch(key)):
            break
        if is_known:
            known.append(stop)
    seen = {sheet.key_of(n) for n in known[:-1]}
    if sheet.gap_before(known[-1]) and (sheet.key_of(known[-1]) in seen or known[-1] + 1 == stop):
        known.pop()  # a title that the menu names too, or the heading of what follows
    enough = len(known) >= _MENU_KNOWN and known[-1] - first + 1 >= _MENU_LEAST
    return known[-1] + 1 if enough else 0


_ITEM = re.compile(r"(?:\d{1,2}\.|[•*·-])\s{0,3}(?=\S)")


def menu_lists(sheet: Sheet) -> Iterator[Artifact]:
    """'1. Home', '2. >', '3. Our offices': a list at the top that starts with a way home."""
    for number in range(min(_MENU_START, len(sheet.lines))):
        if _item(sheet, number) and whole("home").fullmatch(_item(sheet, number)):
            while number < len(sheet.lines) and _item(sheet, number):
                yield sheet.artifact(number, "menu")
                number += 1  # noqa: PLW2901 - the run is over where the loop ends
            return


def _item(sheet: Sheet, number: int) -> str:
    """The folded text of a short list item, '' where a line is none."""
    key = sheet.short(number, _ENTRY)
    bullet = _ITEM.match(key)
    return key[bullet.end() :] if bullet else ""


_LINE_MENU = 160


def menu_lines(sheet: Sheet) -> Iterator[Artifact]:
    """'Français Contact Us Help Search': a line that holds three entries and nothing else."""
    last = len(sheet.lines) - _MENU_START
    for number in range(len(sheet.lines)):
        if _MENU_START <= number < last:
            continue
        key = sheet.short(number, _LINE_MENU)
        if any(entries.fullmatch(key) for entries in _entry_lines()):
            yield sheet.artifact(number, "menu")


@functools.cache
def _entry_lines() -> tuple[re.Pattern[str], ...]:
    """Lines of entries, of skip links, of tools (images may repeat a name without a space)."""
    entries = "|".join(words(name) for name in ("home", "menu", "corner", "frame", "skip"))
    skips = words("skip")
    tools = "|".join(words(name) for name in ("share", "print"))
    return (
        re.compile(rf"(?:(?:{entries})(?![a-z0-9])[^a-z0-9]*){{{_MENU_KNOWN},}}"),
        re.compile(rf"(?:(?:{skips})[^a-z0-9]*){{2,}}"),
        re.compile(rf"(?:(?:{tools})[^a-z0-9]*){{2,}}"),
    )
