"""Whether a row of pieces is evidence enough for an address, and where that address ends."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.extract.addresses.chain import Chain, ends_line, ends_segment
from pipeline.extract.addresses.pieces import Piece, has_never, is_peculiar
from pipeline.extract.addresses.words import words
from pipeline.model import TAKEN

_PLACES = frozenset({"code", "town", "region", "country", "box"})
_CONTENT = re.compile(r"[ \t•*>\-]*(?:[^\n:]{1,60}: *)?\Z")
_PARTED = re.compile(r"[,\n-]")
_COMMA = re.compile(r"(?:,| -) *\Z")
_PREPOSITION = re.compile(r"[^\W\d_]")
_YEAR = re.compile(r"\b(?:19|20)[0-9]{2}\Z")
_USUAL = re.compile(r"[0-9]{4,6}(?:-[0-9]{4})?")
_MOST_WORDS = 4
_SHORT_CODE = 4
_SHORT_LINE = 90

#: Rules without a street's word: what follows must not go on.
_WHOLE = frozenset(
    {"box-town", "house-code", "house-town", "code-town", "building-code", "street-line"}
)


def judge(chain: Chain) -> str:
    """The name of the rule that makes these pieces an address, '' where none does.

    Pieces that say no place are taken off, and the name beside a code, or at the end of a block,
    becomes its town.
    """
    if chain.pieces[0].kind in {"town", "name"} and chain.has("street", "plain", "box", "unit"):
        return ""
    _drop_strange_code(chain)
    _drop_house_line(chain)
    _name_town(chain)
    _trim(chain)
    if len(chain.pieces) == 1:
        return ""
    if not chain.has("town", "region", "country") and chain.pieces[-1].kind == "name":
        chain.pieces[-1] = replace(chain.pieces[-1], kind="town")
    if not chain.has("town", "region", "country"):
        return "street-code" if chain.has("code") and chain.has("street") else ""
    rule = _rule(chain)
    return "" if rule in _WHOLE and not ends_segment(chain.view, chain.end) else rule


def _drop_strange_code(chain: Chain) -> None:
    """Take off a code of a shape that only some countries write, if none of them is here."""
    here = {chain.view.country}
    for piece in chain.pieces:
        here |= {piece.value} if piece.kind == "country" else set()
        here |= piece.countries if piece.kind == "town" else set()
    for index, piece in enumerate(chain.pieces):
        if piece.kind != "code":
            continue
        strange = not (piece.numbered or _usual(piece)) or _is_year(chain, piece)
        if strange and piece.countries.isdisjoint(here):
            del chain.pieces[max(index, 1) :]
            return


def _is_year(chain: Chain, code: Piece) -> bool:
    """Whether a code after its town, or in a line below, looks like a year: `Lyon 2019`."""
    if _YEAR.fullmatch(code.value) is None:
        return False
    index = chain.pieces.index(code)
    alone = index + 1 == len(chain.pieces) and "\n" in chain.gap(index)
    return alone or chain.pieces[index - 1].kind == "town"


def _drop_house_line(chain: Chain) -> None:
    """An address starts at its street: the name of a house on the line above is not part of it.

    On the street's own line it is, and a name like a street's (`Place Ville-Marie, 12 rue X`)
    is a house's where a street with its number follows.
    """
    first, rest = chain.pieces[0], chain.pieces[1:]
    if first.numbered or first.kind not in {"building", "street"}:
        return
    if not any(p.kind in {"street", "plain"} and p.numbered for p in rest):
        return
    if "\n" in chain.gap(1):
        del chain.pieces[0]
        while chain.pieces[0].kind == "name":  # a hall of that house, on a line of its own
            del chain.pieces[0]
    else:
        chain.pieces[0] = replace(first, kind="building")


def _usual(code: Piece) -> bool:
    return is_peculiar(code) or _USUAL.fullmatch(code.value) is not None


def _name_town(chain: Chain) -> None:
    """The name beside the code, or before a region or a country, is the town."""
    if chain.has("town"):
        return
    index = chain.beside_code()
    if index is None:
        index = next((n for n in range(len(chain.pieces) - 1) if _before_place(chain, n)), None)
    if index is not None:
        chain.pieces[index] = replace(chain.pieces[index], kind="town")


def _before_place(chain: Chain, index: int) -> bool:
    if chain.pieces[index].kind != "name":
        return False
    after = chain.pieces[index + 1]
    return after.kind in {"region", "country"} or (after.kind == "code" and is_peculiar(after))


def _trim(chain: Chain) -> None:
    """Take names, units and streets off the end that say no place."""
    while len(chain.pieces) > 1 and not _may_end(chain):
        chain.pieces.pop()


def _may_end(chain: Chain) -> bool:
    """Whether the last piece may close the address."""
    last = chain.pieces[-1]
    if last.kind in _PLACES:
        return True
    if last.kind in {"street", "plain"}:
        return chain.has("town", "country")
    same_line = "\n" not in chain.gap(len(chain.pieces) - 1)
    if chain.has("town") and same_line and ends_line(chain.view, last.end):
        return last.kind in {"unit", "name"}
    return last.kind == "name" and _may_be_town(chain, last)


def _may_be_town(chain: Chain, name: Piece) -> bool:
    """Whether a name that we do not know closes a block that wants its town."""
    if chain.has("town", "code") or words().building.match(chain.view.key, name.start):
        return False
    if _PREPOSITION.search(chain.gap(len(chain.pieces) - 1)):  # `rue Foch 17 à Sainte-Marie`
        return chain.numbered() and ends_segment(chain.view, name.end)
    strong = any((p.kind == "street" and p.numbered) or p.kind == "box" for p in chain.pieces)
    short = len(name.of(chain.view.text).split()) <= _MOST_WORDS
    return strong and short and ends_line(chain.view, name.end) and _opens_line(chain)


def _line_before(chain: Chain) -> str:
    """What stands before the address on its line."""
    text, start = chain.view.text, chain.start
    least = max(0, start - 2 * _SHORT_LINE)
    return text[max(least, text.rfind("\n", least, start) + 1) : start]


def _opens_line(chain: Chain) -> bool:
    """Whether an address opens its line, after nothing but a bullet or a label."""
    return _CONTENT.match(_line_before(chain)) is not None


def _after_comma(chain: Chain) -> bool:
    """Whether an address follows a comma or dash on a short line: an office's name, its town."""
    before = _line_before(chain)
    return len(before) < _SHORT_LINE and _COMMA.search(before) is not None


def _rule(chain: Chain) -> str:
    """What the pieces prove."""
    street, plain, code = chain.first("street"), chain.first("plain"), chain.first("code")
    if street is not None:
        return _of_street(chain, street)
    coded = code is not None and chain.has("town", "region")
    known = any(p.countries or p.kind == "country" for p in chain.pieces if p.kind != "code")
    if chain.has("box") and (known or coded or _opens_line(chain)):
        return "box-town"
    if code is None or not coded:
        return "house-town" if plain is not None and _is_house_town(chain, plain) else ""
    return _of_code(chain, code, plain)


def _of_code(chain: Chain, code: Piece, plain: Piece | None) -> str:
    """What a code with its town proves, without a street and a box."""
    if plain is not None:
        return "house-code" if _is_house_code(chain, code, plain) else ""
    if chain.pieces[0].kind == "building":
        return "building-code" if _opens_line(chain) else ""
    return "code-town" if _is_postal_town(chain, code) else ""


def _of_street(chain: Chain, street: Piece) -> str:
    """What a street proves with what follows it; without a number it wants more."""
    if chain.has("code") and chain.has("town", "region"):
        return "street-code"
    if not chain.has("town"):
        return ""
    known = chain.has("region", "country") or any(
        p.countries for p in chain.pieces if p.kind == "town"
    )
    if street.numbered:
        return "street-town" if known else "street-line"
    if chain.has("box"):
        return "box-town"
    ordinal = chain.view.text[street.start].isdigit()
    alone = not ordinal and _opens_line(chain) and ends_line(chain.view, chain.end)
    return "street-town" if known and alone else ""


def _is_house_town(chain: Chain, plain: Piece) -> bool:
    """Whether a number with a name, then a town of the page's own country, fill their lines."""
    view = chain.view
    if not any(p.kind == "town" and view.country in p.countries for p in chain.pieces):
        return False
    street, town = chain.pieces.index(plain), chain.index("town")
    if _PARTED.search("".join(map(chain.gap, range(street + 1, town + 1)))) is None:
        return False
    written = plain.of(view.key)
    named = written[0].isalpha()
    if has_never(written) or (named and view.country in words().house_first):
        return False
    if named and view.country in words().house_named and not _beside_contact(chain):
        return False
    return _opens_line(chain) and ends_line(view, chain.end)


def _beside_contact(chain: Chain) -> bool:
    """Whether a number or mailbox stands on the line or below it, as offices give theirs.

    Where streets have no word that says so, `Boeing 747, Mexico` is written as they are.
    """
    key, end = chain.view.key, chain.end
    return TAKEN in key[end : end + _SHORT_LINE] or ":" in _line_before(chain)


def _is_house_code(chain: Chain, code: Piece, plain: Piece) -> bool:
    """Whether a code is one beyond doubt, as the street has no word that says so."""
    if is_peculiar(code) or code.numbered:
        return True
    written = plain.of(chain.view.key)
    if has_never(written) or (written[0].isalpha() and _YEAR.search(written)):
        return False
    towns = [p for p in chain.pieces if p.kind == "town"]
    if _YEAR.match(code.value):
        return any(p.countries & code.countries for p in towns)
    if chain.has("country", "region") or any(p.countries for p in towns):
        return True
    return chain.view.country in code.countries


def _is_postal_town(chain: Chain, code: Piece) -> bool:
    """Whether a code and a town without a street are a postal town."""
    first = chain.pieces[0].kind
    if first not in {"code", "town"}:
        return False
    if any(p.kind == "town" and p.numbered for p in chain.pieces):
        return first == "code"
    if not ends_line(chain.view, chain.end) or not (_opens_line(chain) or _after_comma(chain)):
        return False
    told = frozenset(c for p in chain.pieces if p.kind in {"town", "region"} for c in p.countries)
    known = not told.isdisjoint(code.countries)
    if first == "town":
        return is_peculiar(code) or (chain.has("region") and known)
    if is_peculiar(code) or (code.numbered and known):
        return True
    return known and len(code.value) >= _SHORT_CODE and not _YEAR.match(code.value)
