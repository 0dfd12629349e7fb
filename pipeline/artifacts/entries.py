"""Menus of one line, what stands under them, and ways home: rules of a `Sheet`."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Sequence

from pipeline import lexicon
from pipeline.artifacts.compiled import entries, words
from pipeline.artifacts.menus import next_block
from pipeline.artifacts.sheet import Phrases, Sheet, of_dumps, whole
from pipeline.model import Artifact
from pipeline.openings import head, index, openings

#: Menus stand in so many lines at the top and at the end.
_MENU_START = 12
_MENU_REACH = 40
_MENU_ENTRY = re.compile(r"(?!.*[@\d])[^.!?;:]{2,45}")
_MENU_LEAST = 4
_MENU_KNOWN = 3
_LINE_MENU = 160


def menu_lines(sheet: Sheet) -> Iterator[Artifact]:
    """'Français Contact Us Help Search': a line that holds three entries and nothing else."""
    last = len(sheet) - _MENU_START
    for number in range(len(sheet)):
        if _MENU_START <= number < last:
            continue
        if _holds_entries(sheet.short(number, _LINE_MENU)):
            yield sheet.artifact(number, "menu")


@functools.lru_cache(maxsize=256)
def _holds_entries(key: str) -> bool:
    """Whether a folded line is nothing but entries; menus have spaces and do not end as prose.

    So are lines of skip links and of tools; images may repeat a name, without a space.
    """
    may = bool(key) and (key[-1] not in ".;" or "(" in key)
    if not may or not _first_entry().match(key) or _run_of(key, _LOOSE, *_ALL) < 2:  # noqa: PLR2004
        return False
    return (
        _run_of(key, _APART, *_MENU) >= _MENU_KNOWN
        or _run_of(key, _GLUED, *_MENU) >= _MENU_LEAST
        or _run_of(key, _LOOSE, "skip") > 1
        or _run_of(key, _LOOSE, *_TOOLS) > 1
        or _two_frames().fullmatch(key) is not None
    )


_MENU, _TOOLS = ("home", "menu", "corner", "frame", "skip"), ("share", "print", "top")
_ALL = (*_MENU, *_TOOLS)
#: What stands behind an entry: signs, few signs or none.
_APART, _GLUED, _LOOSE = "(?![a-z0-9])[^a-z0-9]*", "[^a-z0-9]{0,3}", "[^a-z0-9]*"


def _run_of(key: str, behind: str, *names: str) -> int:
    """How many entries fill a line, 0 where they do not; each place in it is tried once."""
    opened_by = _entries(*names)
    reached = {0: 0}
    for place in range(len(key)):
        if place not in reached:
            continue
        for entry in opened_by(head(key[place:])):
            found = _entry(entry, behind).match(key, place)
            if found is not None:
                reached[found.end()] = max(reached[place] + 1, reached.get(found.end(), 0))
    return reached.get(len(key), 0)


@functools.cache
def _entries(*names: str) -> Callable[[str], tuple[str, ...]]:
    """The entries of each name in all languages, by the head of what may begin with them."""
    every = [entry for name in names for entry in entries(name)]
    return index((openings(entry), entry) for entry in every)


@functools.cache
def _entry(pattern: str, behind: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{pattern}){behind}")


@functools.cache
def _first_entry() -> Phrases:
    return Phrases("|".join(words(name) for name in _ALL))


@functools.cache
def _two_frames() -> re.Pattern[str]:
    frames = words("frame")
    return re.compile(rf"(?:{frames})[^a-z0-9]{{1,5}}(?:{frames})")


_NO_SENTENCE = re.compile(r"[^.!?:;,@\d]{20,160}")
_SMALL_WORDS = frozenset(lexicon.every("pages", "headings.joins")) | {"&", "-", "|", "/"}
_LONG_LINE = 6
_SURELY_KNOWN = 3


def _is_loose(sheet: Sheet, number: int, rest: str) -> bool:
    """'Home Rivers & Banks Tolls Careers About Bridges Press': a way home, then names.

    Two more are entries that we know, where all are written as names; else three.
    """
    if number >= _MENU_START or not _NO_SENTENCE.fullmatch(sheet.keys[number]):
        return False
    text = sheet.texts[number]
    line = text.split()
    names = [word for word in line if word[0].isupper() or word in _SMALL_WORDS]
    named = len(line) >= _LONG_LINE and len(names) == len(line)
    start = len(text) - len(rest)
    known = sum(text[start + m.start()].isupper() for m in _known_entries().finditer(rest))
    return known >= _SURELY_KNOWN - named and line[-1][0].isupper()


@functools.cache
def _known_entries() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{words('menu')})(?!\w)")


_WIDE = re.compile(r"\s{2,}")
_LONGEST_WIDE = 300


def wide_menus(sheet: Sheet) -> Iterator[Artifact]:
    """'Home      In my district      Contact': entries that wide spaces hold apart.

    A way home is one of them, or two are entries that we know. So is the next line of its row.
    """
    last = len(sheet) - _MENU_START
    menu = -1
    for number in range(len(sheet)):
        if _MENU_START <= number < last or "  " not in sheet.keys[number]:
            continue
        parts = _wide_parts(sheet.short(number, _LONGEST_WIDE))
        goes_on = menu == number - 1 >= 0 and not sheet.gap_before(number)
        if parts and (goes_on or _are_known(parts)):
            yield sheet.artifact(number, "menu")
            menu = number


def _is_wide(key: str) -> bool:
    """Whether a folded line is a menu with wide spaces."""
    return "  " in key and _are_known(_wide_parts(key))


def _wide_parts(key: str) -> list[str]:
    """The entries that wide spaces part in a folded line; none where they are no names, or few."""
    if "\t" in key:
        return []
    parts = _WIDE.split(key)
    names = len(parts) >= _MENU_KNOWN and all(_MENU_ENTRY.fullmatch(part) for part in parts)
    return parts if names else []


def _are_known(parts: Sequence[str]) -> bool:
    """Whether one of some entries is a way home, or two are known."""
    known = sum(whole("home", "menu", "corner", "frame").fullmatch(p) is not None for p in parts)
    return known > 1 or any(whole("home").fullmatch(part) for part in parts)


_BAR = re.compile(r"\s{0,3}[|·•]\s{0,3}|\s{2,}| [-–] ")
_BARS = ("|", "  ", "·", " • ", " - ", " – ")
_FOOT_KNOWN = 2


def foot_lines(sheet: Sheet) -> Iterator[Artifact]:
    """'Privacy | Accessibility | Our office': links of a site's foot or head, two of them known."""
    last = len(sheet) - _MENU_START
    for number in range(len(sheet)):
        if not _MENU_START <= number < last and _is_foot(sheet.short(number, _LONGEST_WIDE)):
            yield sheet.artifact(number, "foot-links")


_BANNER = 3
_BAR_ENTRIES = 5


@of_dumps
def bar_menus(sheet: Sheet) -> Iterator[Artifact]:
    """'Addresses | Relations | Advice | Tips | Customs': a site's parts, above all else it says.

    No entry need be known: nothing but a menu opens a page with five names between bars.
    """
    for number in range(min(_BANNER, len(sheet) - 1)):
        key = sheet.short(number, _LONGEST_WIDE)
        parts = [part.strip() for part in key.strip("| ").split("|")] if "|" in key else []
        if len(parts) >= _BAR_ENTRIES and all(_MENU_ENTRY.fullmatch(part) for part in parts):
            yield sheet.artifact(number, "menu")


_DOMAIN = re.compile(r"\.[a-z]{2,3}")


def _is_foot(key: str) -> bool:
    """Whether bars or wide spaces part a folded line into short names, two of which are known."""
    if not any(bar in key for bar in _BARS):
        return False
    parts = [part for part in _BAR.split(key.strip("|·• ")) if part and not _DOMAIN.fullmatch(part)]
    if len(parts) < _FOOT_KNOWN or not all(_MENU_ENTRY.fullmatch(part) for part in parts):
        return False
    known = whole("foot", "menu") if "|" in key else whole("foot")
    return sum(known.fullmatch(part) is not None for part in parts) >= _FOOT_KNOWN


def _is_entries(sheet: Sheet, number: int) -> bool:
    """Whether a line is a menu of its own."""
    key = sheet.short(number, _LINE_MENU)
    return _holds_entries(key) or _is_wide(key)


_BLOCK_LINE = re.compile(r"(?!.*[@\d]).{1,90}(?<![a-z]{2}[.;])")
_BLOCK_LEAST = 4
_BLOCK_MOST = 60


@of_dumps
def menu_blocks(sheet: Sheet) -> Iterator[Artifact]:
    """What stands under a line of entries, line by line, up to the next blank line."""
    for number in range(min(_MENU_START, len(sheet))):
        if not _is_entries(sheet, number):
            continue
        end = number + 1
        while end < len(sheet) and not sheet.gap_before(end):
            end += 1
        whole_block = all(_is_of_block(sheet, n) for n in range(number + 1, end))
        if not whole_block:
            end = _last_known(sheet, number + 1, end)
        if whole_block and end - number > _BLOCK_LEAST:
            end = next_block(sheet, end)
        block = range(number + 1, end)
        if _BLOCK_LEAST <= len(block) <= _BLOCK_MOST and end < len(sheet):
            yield from (sheet.artifact(n, "menu") for n in block)
            entries = [sheet.keys[n] for n in block]
            rest = _rest_of_way(sheet, end) if whole_block else ""
            if any(len(entry) > _MENU_LEAST and rest.startswith(entry) for entry in entries):
                yield sheet.artifact(end, "menu")
            return


def _last_known(sheet: Sheet, start: int, end: int) -> int:
    """Where a block that runs into the text is a menu no more: behind its last known entry."""
    last = number = start
    while number < end and _is_of_block(sheet, number):
        number += 1
        known = whole("home", "menu", "corner").fullmatch(sheet.short(number - 1, _LINE_MENU))
        if known or _is_entries(sheet, number - 1):
            last = number
    return last


def _is_of_block(sheet: Sheet, number: int) -> bool:
    """Whether a line is short and no sentence, or a menu, or names starting with the way home."""
    if _BLOCK_LINE.fullmatch(sheet.keys[number]) or _is_entries(sheet, number):
        return True
    rest = _rest_of_way(sheet, number)
    return bool(rest) and not re.search(r"[.!?;:]|[@\d]", rest)


_TITLE_REACH = 4
_LEAST_TITLE = 6


def unmarked_ways(sheet: Sheet) -> Iterator[Artifact]:
    """'Home Services Passports' over 'Passports', or 'Bureau > Passports' under 'Bureau'.

    So is a line of names that starts with the way home.
    """
    home = (n for head, at in sheet.opening.items() if _way_home().opens(head) for n in at)
    for number in sorted({*home, *sheet.holding(">")}):
        if number >= _MENU_REACH:
            return
        rest = _rest_of_way(sheet, number)
        if rest and not sheet.page.markup and _is_loose(sheet, number, rest):
            yield sheet.artifact(number, "menu")
            continue
        reach = range(number + 1, number + _TITLE_REACH) if rest else ()
        below = (sheet.short(n, _LINE_MENU) for n in reach)
        named = any(len(t) >= _LEAST_TITLE and rest.endswith(t) and rest != t for t in below)
        if named or _starts_as_above(sheet, number):
            yield sheet.artifact(number, "menu")
            return


_STEP_SIGNS = "|/>»›"
_STEP = re.compile(rf"\s[{_STEP_SIGNS}]\s")
_STEPS = 3


def marked_ways(sheet: Sheet) -> Iterator[Artifact]:
    """'Residents / Abroad / Passports' over 'Passports': a way that ends in the title below."""
    for number in range(min(_MENU_START, len(sheet) - 1)):
        key = sheet.short(number, _LONGEST_WIDE)
        steps = _STEP.split(key) if any(sign in key for sign in _STEP_SIGNS) else [key]
        reach = range(number + 1, number + _TITLE_REACH) if len(steps) >= _STEPS else ()
        below = {sheet.short(n, _LINE_MENU) for n in reach}
        if len(steps[-1]) >= _LEAST_TITLE and steps[-1].strip() in below:
            yield sheet.artifact(number, "breadcrumb")
            return


def _starts_as_above(sheet: Sheet, number: int) -> bool:
    """Whether a line is 'Bureau > Questions', and 'Bureau' a line above."""
    key = sheet.short(number, _LINE_MENU)
    if ">" not in key:
        return False
    site, sign, page = key.partition(" > ")
    above = (sheet.short(n, _LINE_MENU) for n in range(number)) if sign else ()
    return len(site) >= _LEAST_TITLE and _MENU_ENTRY.fullmatch(page) is not None and site in above


def _rest_of_way(sheet: Sheet, number: int) -> str:
    """What a folded line says after a way home; '' where it does not start with one."""
    home = _way_home().match(sheet.short(number, _LINE_MENU))
    if home is None:
        return ""
    rest = sheet.texts[number][home.end() :].strip()
    return sheet.keys[number][home.end() :].strip() if rest[:1].isupper() else ""


@functools.cache
def _way_home() -> Phrases:
    return Phrases(rf"(?:{words('home')})(?=[ a-z])")
