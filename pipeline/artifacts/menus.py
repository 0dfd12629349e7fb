"""Menus, which show by the company of their entries: rules of a `Sheet`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, pairwise

from pipeline.artifacts.sheet import Sheet, of_dumps, whole
from pipeline.model import Artifact

#: An entry is no longer than this.
_ENTRY = 60
_MENU_REACH = 40
_MENU_ENTRY = re.compile(r"(?!.*[@\d])[^.!?;:]{2,45}")
_MENU_LEAST = 4
_MENU_KNOWN = 3
_MENU_START = 12
_LONG_MENU = 12
#: A line of a block that is nothing but names.
_TREE_LINE = re.compile(r"(?!.*[@\d]).{2,120}(?<![.;:,?!])")
_MORE_THAN_A_TITLE = 3


@of_dumps
def menu_runs(sheet: Sheet) -> Iterator[Artifact]:
    """A run of entries that starts with a way home, up to its last known entry."""
    for number in range(min(_MENU_START, len(sheet))):
        if whole("home", "frame").fullmatch(sheet.short(number, _ENTRY)):
            end = _menu_end(sheet, number) or _small_menu_end(sheet, number)
            first = _menu_start(sheet, number)
            end = next_block(sheet, end) if end else 0
            if end:
                yield from (sheet.artifact(n, "menu") for n in range(first, end))
                return


def next_block(sheet: Sheet, end: int) -> int:
    """The end of the block under a menu, where it is long and holds two known entries as well."""
    stop = end
    while stop < len(sheet) and (stop == end or not sheet.gap_before(stop)):
        stop += 1
    keys = [sheet.keys[n] for n in range(end, stop)]
    known = whole("home", "menu", "corner", "frame")
    names = all(_TREE_LINE.fullmatch(key) for key in keys)
    long = len(keys) >= _LONG_MENU and stop < len(sheet)
    again = long and names and sum(known.fullmatch(key) is not None for key in keys) > 1
    return stop if again else end


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
    for stop in range(first + 1, min(len(sheet), first + _MENU_REACH)):
        key = sheet.keys[stop]
        is_known = whole("home", "frame", "menu", "here", "skip", "share", "print").fullmatch(key)
        if len(key) > _ENTRY or not (is_known or _MENU_ENTRY.fullmatch(key)):
            break
        if is_known:
            known.append(stop)
    seen = {sheet.keys[n] for n in known[:-1]}
    if sheet.gap_before(known[-1]) and (sheet.keys[known[-1]] in seen or known[-1] + 1 == stop):
        known.pop()  # a title that the menu names too, or the heading of what follows
    enough = len(known) >= _MENU_KNOWN and known[-1] - first + 1 >= _MENU_LEAST
    if not enough:
        return 0
    return max(known[-1] + 1, _block_end(sheet, _menu_start(sheet, first), known[-1] + 1, stop))


_SMALL = range(2, 6)
_SMALL_ENTRY = 25


def _small_menu_end(sheet: Sheet, first: int) -> int:
    """The end of a few short lines between blank ones, of which one more is known; else 0."""
    end = first + 1
    while end < len(sheet) and not sheet.gap_before(end):
        end += 1
    keys = [sheet.keys[n] for n in range(first, end)]
    short = all(len(key) <= _SMALL_ENTRY and _MENU_ENTRY.fullmatch(key) for key in keys)
    known = sum(whole("home", "menu", "corner").fullmatch(key) is not None for key in keys)
    small = short and len(keys) in _SMALL and known > 1 and end < len(sheet)
    return end if small and (first == 0 or sheet.gap_before(first)) else 0


def _block_end(sheet: Sheet, first: int, end: int, stop: int) -> int:
    """The end of a long menu's own block: its last entries, though we know none of them.

    A blank line ends it; a title may stand there, perhaps of two lines, but no more.
    """
    for number in range(end, stop + 1):
        if number < len(sheet) and sheet.gap_before(number):
            long = number - first >= _LONG_MENU and number - end >= _MORE_THAN_A_TITLE
            return number if long else 0
    return 0


_TITLED = range(8, 60)
_TITLE_BELOW = 12
_LEAST_TITLE = 6


@of_dumps
def titled_blocks(sheet: Sheet) -> Iterator[Artifact]:
    """A long block of short lines that opens the page and names the title that stands below."""
    if len(sheet) <= _TITLED.start:
        return
    end = 1
    while end < min(len(sheet), _TITLED.stop) and not sheet.gap_before(end):
        end += 1
    block = range(end)
    if len(block) not in _TITLED or not all(_TREE_LINE.fullmatch(sheet.keys[n]) for n in block):
        return
    names = {sheet.keys[n] for n in block if len(sheet.keys[n]) >= _LEAST_TITLE}
    if any(sheet.short(n, _ENTRY) in names for n in range(end, end + _TITLE_BELOW)):
        yield from (sheet.artifact(number, "menu") for number in block)


_RULE_IMAGE = re.compile(r"[\w-]{0,40}(?:line|menu|rule|divider)[\w-]{0,40}\.(?:gif|jpe?g|png)")
_RULES = 4
_BETWEEN = 3


@of_dumps
def ruled_menus(sheet: Sheet) -> Iterator[Artifact]:
    """Short lines between one image again and again, which draws the lines of a menu."""
    if not any(ending in sheet.key for ending in (".gif", ".jp", ".png")):
        return
    places: dict[str, list[int]] = {}
    for number in range(min(_TITLED.stop, len(sheet))):
        if _RULE_IMAGE.fullmatch(sheet.short(number, _ENTRY)):
            places.setdefault(sheet.keys[number], []).append(number)
    for rules in places.values():
        close = all(b - a <= _BETWEEN for a, b in pairwise(rules))
        menu = range(rules[0], rules[-1] + 1)
        if len(rules) >= _RULES and close and all(sheet.short(n, _ENTRY) for n in menu):
            yield from (sheet.artifact(number, "menu") for number in menu)


_ITEM = re.compile(r"(?:\d{1,2}\.|[•*·-])\s{0,3}(?=\S)")
_ITEM_ALONE = re.compile(r"[•*·-]")
#: The titles of pages stand in such lists, and may be long.
_LONGEST_ITEM = 250


def menu_lists(sheet: Sheet) -> Iterator[Artifact]:
    """'1. Home', '2. >', '3. Our offices': a list at the top that starts with a way home.

    The text of an item may have slipped under its bullet.
    """
    for number in range(min(_MENU_START, len(sheet))):
        item = _item(sheet, number)
        if item and whole("home").fullmatch(item):
            slipped = True  # it stands under a blank line, as no other item does
            while number < len(sheet) and (slipped or _in_list(sheet, number)):
                yield sheet.artifact(number, "menu")
                slipped = _ITEM_ALONE.fullmatch(sheet.short(number, _ENTRY)) is not None
                number += 1  # noqa: PLW2901 - the run is over where the loop ends
            return


@of_dumps
def title_items(sheet: Sheet) -> Iterator[Artifact]:
    """'1. Passports' alone, right under 'Passports': a way of which only its end is left."""
    for number in range(1, min(_TITLE_BELOW // 3, len(sheet))):
        item = _item(sheet, number)
        if not item or item != sheet.short(number - 1, _ENTRY):
            continue
        if not _item(sheet, number + 1):
            yield sheet.artifact(number, "menu")
        return


_LIST_LEAST = 3
_TITLE_LINES = 4
_LEAST_NAME = 10


@of_dumps
def title_lists(sheet: Sheet) -> Iterator[Artifact]:
    """A list of a section's pages, which names this page: over its title, or apart in its text.

    No sentence announces it, and its items are nothing but names.
    """
    items = sheet.beginning("•*·-")
    if len(items) < _LIST_LEAST:
        return
    listed = frozenset(items)
    others = (number for number in range(len(sheet)) if number not in listed)
    titles = {sheet.short(number, _ENTRY) for number in islice(others, _TITLE_LINES)}
    named = [n for n in items if len(item := _item(sheet, n)) >= _LEAST_NAME and item in titles]
    for number in named:
        run = _run_around(number, listed)
        if len(run) >= _LIST_LEAST and _is_apart(sheet, run):
            yield from (sheet.artifact(n, "menu") for n in run)


def _run_around(number: int, listed: frozenset[int]) -> range:
    """The adjacent lines of a list, one of which is `number`."""
    first, last = number, number + 1
    while first - 1 in listed:
        first -= 1
    while last in listed:
        last += 1
    return range(first, last)


def _is_apart(sheet: Sheet, run: range) -> bool:
    """Whether a list of names opens the page, or stands between blank lines under no colon."""
    names = all(
        _ITEM.match(key) and _TREE_LINE.fullmatch(key) for key in map(sheet.keys.__getitem__, run)
    )
    if not names or run.start == 0:
        return names
    announced = sheet.keys[run.start - 1].endswith(":")
    below = run.stop == len(sheet) or sheet.gap_before(run.stop)
    return not announced and below and sheet.gap_before(run.start)


#: So long and so often broken is no list of content at the very top.
_TREE_LEAST = 10
_SLIPPED = 2


def menu_trees(sheet: Sheet) -> Iterator[Artifact]:
    """A long list that opens the page, where the texts of some items slipped under bullets."""
    if not sheet.keys or not _ITEM_ALONE.fullmatch(sheet.short(0, _ENTRY)):
        return
    end = slips = 0
    slipped = True
    while end < len(sheet) and (slipped or _in_list(sheet, end)):
        slipped = _ITEM_ALONE.fullmatch(sheet.short(end, _ENTRY)) is not None
        slips += slipped
        end += 1
    if end >= _TREE_LEAST and slips >= _SLIPPED:
        yield from (sheet.artifact(number, "menu") for number in range(end))


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


_CONTENTS_REACH = 25
_SENTENCE_SIGN = re.compile(r"[.!?;:,]")


@of_dumps
def contents_lines(sheet: Sheet) -> Iterator[Artifact]:
    """'Contents' over the names of a page's parts in a line, the first of which stands below."""
    keys = sheet.keys[:_CONTENTS_REACH]
    for number, (label, line, first) in enumerate(zip(keys, keys[1:], keys[2:], strict=False)):
        if line[:_LEAST_TITLE] != first[:_LEAST_TITLE] or len(first) < _LEAST_TITLE:
            continue
        if not whole("contents").fullmatch(label) or not line.startswith(f"{first} "):
            continue
        next_name = sheet.texts[number + 1][len(first) + 1 :][:1]
        if next_name.isupper() and not _SENTENCE_SIGN.search(line):
            yield sheet.artifact(number, "page-contents")
            yield sheet.artifact(number + 1, "page-contents")
            return
