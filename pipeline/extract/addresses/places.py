"""Names that end an address: towns, regions, countries that we know, and what may be one."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.extract.addresses.pieces import WORD, Piece, View, box_at, has_never
from pipeline.extract.addresses.words import words

_CUT = re.compile(r"[ /]")
_INITIALS = re.compile(r"(?<![^\W\d_])[a-z]\.[a-z]\Z")
_POST = frozenset({"cedex", "rp"})
_MOST_CUTS = 6
#: The number of a district, or, in Africa, a town's main post office: `1000 Tunis RP`.
_DISTRICT = re.compile(
    r" [0-9]{1,2}(?:e|er|eme)?(?![\w/:.%]| ?[-/] ?[0-9]| [a-z])| r\.?p\.?(?![\w])"
)
_CEDEX = re.compile(r"(?:(?:,? ?| - )cedex(?: [0-9]{1,2}(?![0-9]))?| [0-9]{2} sp)(?![\w])")
_LABEL = re.compile(
    r"[a-z][a-z\-]{0,20}\.?(?:/[a-z\-]{2,12}\.?)?(?: [a-z]{3,12})? ?(?::|\+?\(?[0-9]|\ufffc)"
)
_AFTER_REGION = re.compile(
    r"\.?(?:[,) ]{0,3} ?(?:[0-9]{5}|[a-z][0-9][a-z]|[0-9]{4}(?![0-9]))|[ ,)]*(?:\n|\Z)"
    r"|, ?(?:canada|u\.?s\.?a|australi))"
)
#: A sentence goes on behind an address: `Edmonton, AB, at 3 p.m.`
_SENTENCE = re.compile(r", (?:at|on|from|for|in|where|which|who|and|à|le|les|de|du|dès|où|qui|et) ")


def place_at(view: View, pos: int, *, after_town: bool = False) -> Piece | None:
    """A town, region or country that we know, or a name that may be one.

    After a town, a name that is both a town's and a region's is the region's: Laval (Québec).
    """
    limit = view.name_end(pos)
    if limit == pos:
        return None
    key = view.key[pos:limit].rstrip(".")
    ends = [m.start() for m in _CUT.finditer(key)] + [len(key)]
    for end in reversed(ends[:_MOST_CUTS]):
        piece = _known(view, pos, key[:end], limit, after_town=after_town)
        if piece is not None:
            return piece
    key = key[: _stop(view, pos, key)].rstrip(" /")
    if not key or has_never(key):
        return None
    end = pos + len(key)
    if "." in key and view.text[end : end + 1] == "." and _INITIALS.search(key):
        end += 1
    return _with_district(view, Piece(pos, end, "name"))


def _stop(view: View, pos: int, key: str) -> int:
    """Where a run of capitalised words stops being a name: at `CEDEX`, a region, a box."""
    for m in WORD.finditer(key, 1):
        if key[m.start() - 1] in " /" and _is_other(view, pos + m.start(), m[0]):
            return m.start()
    return len(key)


def _is_other(view: View, at: int, word: str) -> bool:
    if word in _POST or _short_region(view, at, word):
        return True
    if word.partition("/")[0] in words().never and _LABEL.match(view.key, at):
        return True
    return word.partition(".")[0] in words().first and box_at(view, at) is not None


def _known(view: View, pos: int, key: str, limit: int, *, after_town: bool) -> Piece | None:
    """The town, region or country that `key` names, if what follows lets it end there."""
    known = words()
    stopped = key[-1:] == "." and key not in known.regions
    key = key.removesuffix(".") if stopped else key
    end = pos + len(key)
    rest = view.key[end:limit].strip(" ./")
    if rest and not stopped and not _goes_on(view, end, limit):
        return None
    dot = "." in key and view.text[end : end + 1] == "."
    also = after_town and (key in known.regions or key in known.countries)
    if key in known.towns and not also:
        town = Piece(pos, end + dot, "town", countries=known.towns[key])
        return _with_district(view, town)
    region = known.regions.get(key) if key not in known.countries else None
    region = region or _short_region(view, pos, key)
    if region and key not in known.countries:
        country, code = region
        return Piece(pos, end + dot, "region", value=code, countries=frozenset({country}))
    if key in known.countries:
        return Piece(pos, end + dot, "country", value=known.countries[key])
    return None


def _goes_on(view: View, end: int, limit: int) -> bool:
    """Whether what follows a known name in its run of capitals is another known name."""
    start = end
    while start < limit and view.text[start] in " /":
        start += 1
    rest = view.key[start:limit].rstrip(" .")
    first = rest.partition(" ")[0]
    known = words()
    if any(rest in table for table in (known.countries, known.regions, known.towns)):
        return True
    return first in known.regions or _is_other(view, start, first)


def _short_region(view: View, pos: int, word: str) -> tuple[str, str] | None:
    """`ON`, `NY`, `DC` in capitals, where a code or the end of its segment follows."""
    found = words().short_regions.get(word)
    if found is None or not view.text[pos : pos + len(word)].isupper():
        return None
    end = pos + len(word)
    ends = _AFTER_REGION.match(view.key, end) or _SENTENCE.match(view.text, end)
    return found if ends else None


def _with_district(view: View, piece: Piece) -> Piece:
    """With `CEDEX 09`, or the number of a district: `Dublin 2`, `Genève 20`."""
    found = _CEDEX.match(view.key, piece.end)
    if found:
        french = frozenset({"FR"})
        return replace(piece, end=found.end(), kind="town", numbered=True, countries=french)
    found = _DISTRICT.match(view.key, piece.end)
    return replace(piece, end=found.end()) if found else piece
