"""Streets: a number and a name in the order of each language, or the name alone.

| form | as in |
| --- | --- |
| number, kind, name | `51 rue de l'Abbé-Grégoire`, `3, bd Victor Hugo`, `12 bis, place Foch` |
| number, name, kind | `42 Sussex Drive`, `934 5th Av.` |
| kind, name, number | `Rue Ducale 65`, `Calle Serrano, 12`, `Carrera 11 No. 93-12` |
| name and kind in one, number | `Effingerstrasse 270`, `Pariser Platz 5` |
| number and name, no kind (`plain`) | `58 Knightsbridge`, `Unter den Linden 5` |
"""

from __future__ import annotations

import re

from pipeline.extract.addresses.pieces import (
    CAPITALISED,
    LOWER_TAIL,
    UPPER,
    WORD,
    Kind,
    Piece,
    View,
    box_at,
    building_at,
    code_at,
    has_never,
    unit_at,
)
from pipeline.extract.addresses.words import words

_NUMBER = re.compile(
    r"(?:n[o°º]?\.? ?|# ?|[a-h][\-/])?[0-9]{1,5}(?:[a-gi-z](?![a-z']))?(?: ?(?:bis|ter|quater)\b)?"
    r"(?:(?: ?[-/&,] ?| et | and | a )[0-9]{1,5}(?:[a-z](?![a-z']))?(?![0-9])"
    r"(?: ?(?:bis|ter)\b)?){0,3}(?:[-/][a-z](?![\w']))?(?![\w°%])"
)
_DIGIT = re.compile(r" ?[0-9]")
_ORDINAL = re.compile(r"[0-9]{1,3}(?:st|nd|rd|th|ra|da|ta|ere?|eme) ")
#: `5 Avenida 8-59`: the block and the house of a street that is called by its number; `12, route
#: no 132`: the number of one alone.
_GRID = re.compile(r" (?:n[o°º]\.? ?|# ?)?[0-9]{1,3}-[0-9]{1,3}(?![\w-])")
_CALLED = re.compile(r" n[o°º]\.? ?[0-9]{1,3}(?![\w-])")
_HOUSE = re.compile(
    r"(?:,? ?(?:n[o°º]\.? ?|n(?:o|r|um|ums|umero)s?\.?:? ?|# ?)|,? {1,2})"
    r"(?P<number>[0-9]{1,5})(?:-?[a-z](?![a-z']))?"
    r"(?:(?:[-/][0-9]{1,4}| ?[-/] ?[0-9]{1,3})[a-z]?(?![\w]))?(?: ?(?:bis|ter)\b)?(?![\w%°])"
)
#: With which a house's number opens.
_HOUSE_SOON = re.compile(r"[ ,]{0,3}(?:[0-9#]|n[^a-z]|n[oru])")
_NUMBER_WORD = re.compile(r" n(?:o|r|um|°|º)?\.?(?=:? ?[0-9])")
_NUMBER_SOON = frozenset({" n", "no", "o.", "n.", "um", "m."})
_AND = re.compile(r" (?:et|and|&|y) (?:de la |de l'|des |du |of )?")
_GAP = re.compile(r",? {0,2}")
_LOWER_NAME = re.compile(
    r" (?:[^\W\d_][\w'.\-]{0,16} ){0,5}[^\W\d_][\w'.\-]{1,16}(?= *(?:[,;\n(]|\Z| - | [0-9]))"
)
_CROSS = re.compile(
    r" ?(?:#|n[o°º]\.?|no\.|(?<= )[neosw](?=[0-9])) ?[0-9]{1,4}[a-z]{0,2} ?- ?[0-9]{1,4}",
    re.IGNORECASE,
)
_BEFORE_TOWN = re.compile(rf" {{1,2}}(?:- )?(?={UPPER})")
_WORD_OF_NAME = re.compile(
    rf"(?:No\. ?[0-9]{{1,3}}\b|{CAPITALISED}|[0-9]{{1,3}}(?:st|nd|rd|th)\b"
    r"|(?:of|the|and|de|la|du|des|del)\b)"
)
_NTH = re.compile(
    r"[0-9]{1,3}(?:e|er|eme|nd|st|th|rd)(?![\w])|[0-9]{1,3}(?: ?[a-d])?(?=[ -]?(?:#|no\.?|n°))"
    r"|[ivx]{2,5}(?![\w])"
)
_BARE = re.compile(r" [0-9]{1,3}(?=,| de [^\W\d_]{3})")
#: `rue de la Commune de 1871`: the year by which an event is called.
_YEAR_OF = re.compile(r" de 1[0-9]{3}(?![\w/-]|[.,][0-9])")
_LETTER = re.compile(r"[A-Z](?=[ ,\n]|\Z)")
_ARTICLE = re.compile(r"(?:du |de la |de l'|des |de |el |del |di |da |do )")
_MOST_WORDS = 7
_LONG_DIRECTION = 4
_SHORT_CODE = 4
_SHORT_SUFFIX = 5


def street_at(view: View, pos: int) -> Piece | None:
    """A street with its number, or (`numbered` false) without one."""
    key = view.key
    ordinal = _ORDINAL.match(key, pos)
    if ordinal:
        return _nth(view, pos, ordinal.end())
    number = _NUMBER.match(key, pos)
    if number:
        gap = _GAP.match(key, number.end())
        return _number_first(view, pos, gap.end()) if gap and gap[0] else None
    kind = words().before.match(key, pos)
    if kind:
        end = _name_end(view, kind.end())
        if key[end - 2 : end] in _NUMBER_SOON:  # `Avenida Bolívar N° 12`
            number = _NUMBER_WORD.search(key, max(pos, end - 5), end + 3)
            end = number.start() if number else end
        if end <= kind.end():
            return None
        return _with_house(view, pos, end, "street") or Piece(pos, end, "street")
    corner = words().corner.match(key, pos)
    if corner:
        return _corner(view, pos, corner.end())
    end = view.name_end(pos) if view.text[pos : pos + 1].isupper() else pos
    return _name_first(view, pos, end) if end > pos else None


def _corner(view: View, pos: int, at: int) -> Piece | None:
    """`angle rue Foch et avenue de la Paix`: two streets are as good as a house's number."""
    street = street_at(view, at)
    if street is None or street.kind != "street":
        return None
    if _AND.search(view.key, at, street.end):  # `Hill Street and Park Road` is read as one
        return Piece(pos, street.end, "street", numbered=True)
    joint = _AND.match(view.key, street.end)
    second = street_at(view, joint.end()) if joint else None
    if second is None or second.kind != "street":
        return None
    return Piece(pos, second.end, "street", numbered=True)


def _nth(view: View, pos: int, at: int) -> Piece | None:
    """`12th Road`, `8e avenue`, `5ta Avenida 8-59`: a street that is called by its number."""
    end = _after_kind(view, pos)
    kind = None if end else words().before.match(view.key, at)
    if kind:
        end = _name_end(view, kind.end())
        return _with_house(view, pos, end, "street") or Piece(pos, end, "street")
    return Piece(pos, end, "street") if end else None


def _number_first(view: View, pos: int, at: int) -> Piece | None:
    road = words().numbered.match(view.key, at) if view.text[at : at + 1].isupper() else None
    if road:
        return Piece(pos, _with_direction(view, road.end()), "street", numbered=True)
    kind = words().short.match(view.key, at)
    cut = kind and words().before.match(view.key, at) is None  # `ch. 31` is a chapter
    if kind and not (cut and _DIGIT.match(view.key, kind.end())):
        grid = _GRID.match(view.key, kind.end()) or _CALLED.match(view.key, kind.end())
        end = grid.end() if grid else _name_end(view, kind.end())
        if end > kind.end():
            own = view.key[at - 2] == "a"  # `1a Calle Poniente n° 3718`: the street's number
            house = _with_house(view, pos, end, "street") if own else None
            return house or Piece(pos, end, "street", numbered=True)
    end = _after_kind(view, at)
    if end:
        return Piece(pos, end, "street", numbered=True)
    end = view.name_end(at)
    end = _clip(view, at, end) if end > at else at
    if end == at or view.key[at:end] in words().towns:
        return None
    return Piece(pos, end, "plain", numbered=True)


def _after_kind(view: View, at: int) -> int:
    """The end of a street whose kind follows its name (`Sussex Drive`), or 0."""
    end, place = 0, at
    for count in range(_MOST_WORDS):
        found = _WORD_OF_NAME.match(view.text, place)
        if found is None:
            lower = words().after_lower.match(view.text, place) if count else None
            end = lower.end() if lower else end
            break
        word = view.key[place : found.end()].rstrip(".").replace("'", "")
        if word in words().headline:
            return 0
        if count and not words().after.isdisjoint((word, word.rpartition("-")[2])):
            end = found.end()
        elif end:
            break
        place = found.end()
        if view.text[place : place + 1] != " ":
            break
        place += 2 if view.text[place : place + 2] == "  " else 1
    return _with_direction(view, end) if end else 0


def _with_direction(view: View, end: int) -> int:
    """The end of a street with the direction behind it: `Highway 7 West`, `Elm Street NW`."""
    side = words().directions.match(view.key, end)
    if side and (len(side[0]) > _LONG_DIRECTION or view.text[end : side.end()].isupper()):
        return side.end()
    return end


def _name_end(view: View, start: int) -> int:
    """Where the name of a street ends that starts after its kind; `start` where there is none."""
    text, key = view.text, view.key
    bare = _BARE.match(key, start)
    if bare:
        return bare.end()
    gap = _GAP.match(text, start)
    at, end = gap.end() if gap else start, start
    for _ in range(3):
        part = _part_of_name(view, at)
        if part is None:
            break
        end, whole = part
        if not whole or text[end : end + 1] != " ":
            break
        at = end + 1
    if end > start:
        year = _YEAR_OF.match(text, end)
        if year:
            return year.end()
        tail = LOWER_TAIL.match(text, end)
        return tail.end() if tail and not has_never(tail[0]) else end
    loose = _LOWER_NAME.match(text, start)
    return loose.end() if loose and not has_never(key[start : loose.end()]) else start


def _part_of_name(view: View, at: int) -> tuple[int, bool] | None:
    """The end of a date, an ordinal or a run of capitals in a street's name; whether all of it."""
    key = view.key
    found = words().dated.match(key, at) or _NTH.match(key, at) or _LETTER.match(view.text, at)
    if found:
        return found.end(), True
    limit = view.name_end(at)
    if limit > at:
        end = _clip(view, at, limit)
        return end, end == limit
    article = _ARTICLE.match(view.text, at)
    found = words().dated.match(key, article.end()) if article else None
    return (found.end(), True) if found else None


def _clip(view: View, start: int, end: int) -> int:
    """Cut a run of capitalised words where a box or a unit starts in it."""
    first = words().first
    for m in WORD.finditer(view.key, start + 1, end):
        at = m.start()
        if view.key[at - 1] not in " /" or m[0].partition(".")[0] not in first:
            continue
        if box_at(view, at) or (m[0] != "bd" and unit_at(view, at)):
            end = at
            break
    while end > start and view.text[end - 1] in " /":
        end -= 1
    return end


def _with_house(view: View, pos: int, end: int, kind: Kind) -> Piece | None:
    """The street with the number that follows it, unless that is the code of a town."""
    cross = _CROSS.match(view.text, end)
    if cross:
        return Piece(pos, cross.end(), kind, numbered=True)
    house = _HOUSE.match(view.key, end)
    if house is None:
        return None
    doubtful = len(house["number"]) >= _SHORT_CODE or (kind == "plain" and house[0][0] == ",")
    before = _BEFORE_TOWN.match(view.text, house.end()) if doubtful else None
    if before and not (building_at(view, before.end()) or code_at(view, before.end())):
        return None
    if kind == "plain" and _after_kind(view, house.end() + 1):
        return None
    return Piece(pos, house.end(), kind, numbered=True)


def _name_first(view: View, pos: int, end: int) -> Piece | None:
    """`Effingerstrasse 270`, `Pariser Platz 5`, and by code alone `Unter den Linden 5`."""
    known = words()
    number = _NUMBER_WORD.search(view.key, max(pos, end - 5), end + 3)
    end = number.start() if number else end
    kind = WORD.match(view.key, end + 1) if view.text[end : end + 1] == " " else None
    if kind and kind[0] in known.after_number:
        end = kind.end()
    last = view.key[pos:end].replace("/", " ").rpartition(" ")[2].rstrip(".")
    if last not in known.after and _HOUSE_SOON.match(view.key, end) is None:
        return Piece(pos, end, "street") if last.endswith(known.alone) else None
    suffixed = len(last) > _SHORT_SUFFIX and last.endswith(known.suffixes)
    typed = suffixed or last in known.after_number
    name = view.key[pos:end]
    name = name[3:] if view.text.startswith("Am ", pos) else name  # `Am Markt`: it is no hour
    place = view.key[pos:end] in known.towns or view.key[pos:end] in known.countries
    if not typed and (has_never(name) or place):
        return None
    piece = _with_house(view, pos, end, "street" if typed else "plain")
    if piece is None and last in known.after and " " in view.key[pos:end]:
        return Piece(pos, end, "street")
    return piece
