"""What may follow in a row of pieces: one reader a kind of piece, in the order of precedence."""

from __future__ import annotations

import re
from collections.abc import Callable

from pipeline.extract.addresses.chain import Chain, ends_line, ends_segment
from pipeline.extract.addresses.pieces import (
    Piece,
    View,
    box_at,
    building_at,
    code_at,
    is_peculiar,
    unit_at,
)
from pipeline.extract.addresses.places import place_at
from pipeline.extract.addresses.streets import street_at
from pipeline.extract.addresses.words import words

_MOST_NAMES = 3
_LONGEST_QUARTER = 30
_LONG_CODE = 5
#: `3ra y 5ta Avenida`: streets that are numbers.
_CROSSED = re.compile(
    r"[0-9]{1,3}(?:ra|da|ta|a|o|er|e|eme|st|nd|rd|th)?"
    r"(?: (?:y|and|et|&) [0-9]{1,3}(?:ra|da|ta|a|o|er|e|eme|st|nd|rd|th)?)?"
    r"(?: [^\W\d_]{2,10})?(?=,)"
)
#: `l'hôtel de ville`: what everybody knows there, up to the comma before a quarter or a town.
_LANDMARK = re.compile(
    r"(?:l['’]|la |le |les |du |de |au |the |al |el |à )?[^\W\d_][^,;:.\n()]{2,40}(?=,)"
)
_LINE_END = re.compile(r" {0,3}\n {0,3}(?=[^\s\d])")
_STREETS = frozenset({"street", "plain"})
_BEFORE_NAME = re.compile(
    r"(?: {1,2}| ?- ?|, ?)(?:(?:la|le|les|den|the|el|al|san) )?(?=[^\W\d_])[^a-zß-öø-ÿœ\W\d_]"
)


class Step:
    """Where the next piece is looked for: after which chain, at which place, behind what gap.

    With the piece before, and whether a digit stands there, or a line starts: every reader asks.
    """

    __slots__ = ("at", "chain", "digit", "gap", "last", "new_line", "view")

    def __init__(self, chain: Chain, at: int) -> None:
        """The step from the end of a chain to a place."""
        self.chain, self.at, self.view = chain, at, chain.view
        self.last = chain.pieces[-1]
        self.gap = self.view.text[self.last.end : at]
        self.digit = self.view.text[at].isdigit()
        self.new_line = "\n" in self.gap


def next_piece(step: Step) -> Piece | None:
    """The piece at a step's place, if one of those that may follow stands there."""
    chain = step.chain
    if step.last.kind == "country":
        code = None if chain.has("code") else code_at(step.view, step.at)
        return code if code and is_peculiar(code) else None
    if chain.settled() or (step.new_line and chain.has("town")):
        return _closing(step)
    if step.last.kind == "plain" and not step.new_line:
        other = street_at(step.view, step.at)
        if other and other.kind == "street" and other.numbered:
            return None
    for read in _AT_DIGIT if step.digit and step.view.key[step.at].isascii() else _READERS:
        piece = read(step)
        if piece is not None:
            return piece
    return None


def _closing(step: Step) -> Piece | None:
    """What may follow a town with its code, or a town on the line above."""
    chain, view = step.chain, step.view
    piece = None if step.digit else place_at(view, step.at, after_town=True)
    if piece and (piece.kind in {"country", "region"} or _is_next_town(step, piece)):
        return piece
    if piece and piece.kind == "name" and step.gap.strip(" ") in {"-", ","}:
        return piece if ends_line(view, piece.end) and len(piece) < _LONGEST_QUARTER else None
    box = None if chain.has("box") else box_at(view, step.at)
    if box and step.new_line and chain.settled() and not ends_line(view, box.end):
        return None
    return box or (None if chain.has("code") else code_at(view, step.at))


def _is_next_town(step: Step, piece: Piece) -> bool:
    """Whether a town goes on after a town: on its line, or with the code that was missed.

    `Chanakyapuri` and, below it, `New Delhi 110 021`: the first is a quarter.
    """
    if piece.kind != "town":
        return False
    if not step.new_line:
        return True
    view, at = step.view, piece.end + 1
    gap = view.text[piece.end : at]
    code = code_at(view, at) if gap in {" ", "-"} and not step.chain.has("code") else None
    return code is not None and bool(piece.countries & code.countries) and ends_line(view, code.end)


def _box(step: Step) -> Piece | None:
    """A box, or a second one of another kind."""
    most = 2
    if sum(p.kind == "box" for p in step.chain.pieces) >= most:
        return None
    return box_at(step.view, step.at)


def _house(step: Step) -> Piece | None:
    """A street that starts with its number, where none was before: after a building, a box.

    A building may be called like a street, with a number: `100 Colony Square, 1175 Oak St.`
    """
    chain = step.chain
    if not step.digit:
        return None
    street = street_at(step.view, step.at)
    if chain.numbered():
        called = len(chain.pieces) == 1 and "," in step.gap and not step.new_line
        return street if called and street and street.kind == "street" else None
    if street is None or not street.numbered or street.kind == "street":
        return street if street and street.numbered else None
    second = len(chain.pieces) == 1 and step.last.kind in {"unit", "building", "street"}
    if not (second or _inside_a_house(chain)) or step.new_line:
        return None
    if unit_at(step.view, step.at):
        return None
    code = code_at(step.view, step.at)  # `Place Foch 13006 Marseille Telephone: …` is no house
    return None if code and _before_its_town(step.view, code) else street


def _inside_a_house(chain: Chain) -> bool:
    """Whether a building and its parts were read: `Tower House, 7th Floor, 12 Old Reclamation`."""
    houses = {"building", "unit", "name"}
    return chain.pieces[0].kind in {"building", "unit"} and all(
        p.kind in houses for p in chain.pieces
    )


def _code(step: Step) -> Piece | None:
    """A postal code: a name stands beside it, or its shape says so."""
    code = None if step.chain.has("code") else code_at(step.view, step.at)
    if code is None or is_peculiar(code):
        return code
    view, last = step.view, step.last
    end = code.end + view.text.startswith(")", code.end)
    if _BEFORE_NAME.match(view.text, end) and (
        last.kind not in {"town", "name"} or step.gap.strip(" ")
    ):
        return code
    if last.kind == "region" and last.countries == code.countries & last.countries:
        long = len(code.value) >= _LONG_CODE and not step.new_line
        if long and step.gap.strip(" ,") == "":
            return code
    if last.kind in {"name", "town", "region"}:
        return code if _closes(step, code) or _before_its_town(view, code) else None
    if last.kind == "street" and last.numbered and view.country in code.countries:
        alone = len(code.value) >= _LONG_CODE or (step.new_line and _is_over_its_town(view, code))
        return code if alone and ends_line(view, code.end) else None
    return None


def coded(view: View, at: int) -> bool:
    """Whether a code that is none but a code stands at a place."""
    code = code_at(view, at)
    return code is not None and is_peculiar(code)


def _closes(step: Step, code: Piece) -> bool:
    """Whether a code after its town ends there: `Wellington 6011`, `Lille 59000 France`."""
    view = step.view
    if step.new_line or ends_segment(view, code.end):
        return ends_line(view, code.end) or not step.new_line
    country = place_at(view, code.end + 1) if view.text[code.end] == " " else None
    return country is not None and country.kind == "country"


def _before_its_town(view: View, code: Piece) -> bool:
    """Whether a town of a country that writes such codes follows: `El-Biar 16030 Alger`."""
    return view.text[code.end : code.end + 1] == " " and _is_town(view, code.end + 1, code)


def _is_over_its_town(view: View, code: Piece) -> bool:
    """Whether a code is all of its line, and such a town opens the next one."""
    end = _LINE_END.match(view.text, code.end)
    return end is not None and _is_town(view, end.end(), code)


def _is_town(view: View, at: int, code: Piece) -> bool:
    town = place_at(view, at)
    return (
        town is not None and town.kind == "town" and not town.countries.isdisjoint(code.countries)
    )


def _unit(step: Step) -> Piece | None:
    unit = unit_at(step.view, step.at)
    return unit if unit and (not step.new_line or ends_segment(step.view, unit.end)) else None


def _street(step: Step) -> Piece | None:
    """A street, where there is none yet."""
    if step.digit or step.chain.has(*_STREETS):
        return None
    street = street_at(step.view, step.at)
    if street and (street.kind == "street" or step.last.kind in {"unit", "building"}):
        return street
    return None


def _other_name(step: Step) -> Piece | None:
    """The street's name in another language, after a slash, or a second street, after a comma."""
    if step.last.kind not in _STREETS or step.new_line:
        return None
    other = "/" in step.gap
    if not other and (step.digit or step.gap.strip(" ") != ","):
        return None
    street = street_at(step.view, step.at)
    if street is None or not (other or street.kind == "street"):
        return None
    return Piece(street.start, street.end, "name")


def _near(step: Step) -> Piece | None:
    """`off Loita Street`, `angle rue Foch`: where a street is."""
    near = words().near.match(step.view.key, step.at)
    if near is None:
        return None
    street = street_at(step.view, near.end()) or place_at(step.view, near.end())
    if street:
        return Piece(step.at, street.end, "name")
    found = _CROSSED.match(step.view.key, near.end())
    if found is None and not step.new_line and step.last.kind in _STREETS:
        found = _LANDMARK.match(step.view.text, near.end())
    return Piece(step.at, found.end(), "name") if found else None


def _house_name(step: Step) -> Piece | None:
    """A building after its street, on the same line, or after a part of it: `16th Floor, …`.

    Or its wing: `Palais du Lac, aile nord`.
    """
    part = step.last.kind == "unit" and not step.chain.has(*_STREETS, "building")
    beside = step.last.kind in {*_STREETS, "building"} and not step.new_line
    if not (part or beside):
        return None
    building = building_at(step.view, step.at, inside=not part)
    return Piece(building.start, building.end, "name") if building else None


def _place(step: Step) -> Piece | None:
    """A town, region or country, or a name: a quarter, or a town that we do not know."""
    chain = step.chain
    place = place_at(step.view, step.at, after_town=chain.has("town"))
    if place is None or place.kind != "name":
        return place
    return place if sum(p.kind == "name" for p in chain.pieces) < _MOST_NAMES else None


_READERS: tuple[Callable[[Step], Piece | None], ...] = (
    _box,
    _house,
    _code,
    _unit,
    _street,
    _other_name,
    _near,
    _house_name,
    _place,
)
#: Those of them that may start with a digit.
_AT_DIGIT: tuple[Callable[[Step], Piece | None], ...] = (_box, _house, _code, _unit, _other_name)
