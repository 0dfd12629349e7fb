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
_LONG_MENU = 12
_MORE_THAN_A_TITLE = 3


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
    if not enough:
        return 0
    return max(known[-1] + 1, _block_end(sheet, first, known[-1] + 1, stop))


def _block_end(sheet: Sheet, first: int, end: int, stop: int) -> int:
    """The end of a long menu's own block: its last entries, though we know none of them.

    A blank line ends it; a title may stand there, perhaps of two lines, but no more.
    """
    for number in range(end, stop + 1):
        if number < len(sheet.lines) and sheet.gap_before(number):
            long = number - first >= _LONG_MENU and number - end >= _MORE_THAN_A_TITLE
            return number if long else 0
    return 0


_ITEM = re.compile(r"(?:\d{1,2}\.|[•*·-])\s{0,3}(?=\S)")
_ITEM_ALONE = re.compile(r"[•*·-]")
#: The titles of pages stand in such lists, and may be long.
_LONGEST_ITEM = 250


def menu_lists(sheet: Sheet) -> Iterator[Artifact]:
    """'1. Home', '2. >', '3. Our offices': a list at the top that starts with a way home.

    The text of an item may have slipped under its bullet.
    """
    for number in range(min(_MENU_START, len(sheet.lines))):
        if _item(sheet, number) and whole("home").fullmatch(_item(sheet, number)):
            slipped = False
            while number < len(sheet.lines) and (slipped or _in_list(sheet, number)):
                yield sheet.artifact(number, "menu")
                slipped = _ITEM_ALONE.fullmatch(sheet.short(number, _ENTRY)) is not None
                number += 1  # noqa: PLW2901 - the run is over where the loop ends
            return


def _item(sheet: Sheet, number: int) -> str:
    """The folded text of a short list item, '' where a line is none."""
    key = sheet.short(number, _ENTRY)
    bullet = _ITEM.match(key)
    return key[bullet.end() :] if bullet else ""


def _in_list(sheet: Sheet, number: int) -> bool:
    """Whether a line is an item of the list above, or a bullet alone, without a line between."""
    key = sheet.short(number, _LONGEST_ITEM)
    bullet = _ITEM.match(key) or _ITEM_ALONE.fullmatch(key)
    return bullet is not None and not sheet.gap_before(number)


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


_WIDE = re.compile(r"\s{2,}")
_LONGEST_WIDE = 300


def wide_menus(sheet: Sheet) -> Iterator[Artifact]:
    """'Home      In my district      Contact': entries that wide spaces hold apart.

    A way home is one of them, or two are entries that we know.
    """
    last = len(sheet.lines) - _MENU_START
    for number in range(len(sheet.lines)):
        key = sheet.short(number, _LONGEST_WIDE)
        if "  " not in key or _MENU_START <= number < last or "\t" in key:
            continue
        parts = _WIDE.split(key)
        if len(parts) < _MENU_KNOWN or not all(_MENU_ENTRY.fullmatch(part) for part in parts):
            continue
        known = sum(
            whole("home", "menu", "corner", "frame").fullmatch(p) is not None for p in parts
        )
        if known > 1 or any(whole("home").fullmatch(part) for part in parts):
            yield sheet.artifact(number, "menu")
