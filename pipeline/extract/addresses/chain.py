"""Pieces of an address in a row: read from a start for as long as they fit together."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from pipeline.extract.addresses.pieces import Piece, View, box_at, building_at, code_at, unit_at
from pipeline.extract.addresses.places import place_at
from pipeline.extract.addresses.streets import street_at
from pipeline.extract.addresses.words import codes, words

_SEPARATOR = re.compile(
    r"\)?[ ]*(?:[,;.]|-{1,2}|[/|·•]|\()?[ ]*(?:\n[ ]*){0,2}(?:-[ ]{1,2}|\()?[ ]*"
)
_IN = re.compile(r",? (?:à|in) ")
_IN_BRACKETS = re.compile(r"\),? ?")
_LONGEST = 14
_MOST_NAMES = 3
_LONGEST_QUARTER = 30
_LONG_CODE = 5
_STREETS = frozenset({"street", "plain"})
_NAMED = frozenset({"street", "name"})
_AFTER_STOP = frozenset({"code", "town", "region", "country", "box"})
_BEFORE_NAME = re.compile(
    r"(?: {1,2}| ?- ?|, ?)(?:(?:la|le|les|den|the|el|al|san) )?(?=[^\W\d_])[^a-zß-öø-ÿœ\W\d_]"
)
_SEGMENT_END = re.compile(r" *(?:[,;:.()|\n\t\ufffc/]|- |\Z)")
_LINE_END = re.compile(
    r"\)? *[.,;:]? *(?:\n|\Z|\t|\ufffc|[-–|(]? ?(?:N°? ?de ?)?"
    r"(?:[Tt][eé]l|[Ff]ax|[Pp]hone))"
)


@dataclass(slots=True)
class Chain:
    """The pieces of one address, in order, and what stands between them."""

    view: View
    pieces: list[Piece]

    def has(self, *kinds: str) -> bool:
        """Whether there is a piece of one of these kinds."""
        return any(p.kind in kinds for p in self.pieces)

    def first(self, *kinds: str) -> Piece | None:
        """The first piece of one of these kinds."""
        return next((p for p in self.pieces if p.kind in kinds), None)

    @property
    def start(self) -> int:
        """Where the first piece starts."""
        return self.pieces[0].start

    @property
    def end(self) -> int:
        """Where the last piece ends, with the bracket that closes it: `Gatineau (Québec)`."""
        end = self.pieces[-1].end
        if len(self.pieces) > 1 and "(" in self.gap(len(self.pieces) - 1):
            end += self.view.text[end : end + 1] == ")"
        return end

    def gap(self, index: int) -> str:
        """What stands before a piece."""
        return self.view.text[self.pieces[index - 1].end : self.pieces[index].start]

    def beside_code(self) -> int | None:
        """The place of the name that stands beside the code: the town, though we know it not."""
        found = next((n for n, p in enumerate(self.pieces) if p.kind == "code"), None)
        if found is None:
            return None
        for index, gap in ((found + 1, found + 1), (found - 1, found)):
            if not 0 <= index < len(self.pieces) or "\n" in self.gap(gap):
                continue
            if self.pieces[index].kind in {"name", "town"}:
                return index
        return None

    def settled(self) -> bool:
        """Whether code and town are there, so that only region and country may follow."""
        return self.has("code") and (self.has("town", "region") or self.beside_code() is not None)

    def numbered(self) -> bool:
        """Whether a street with its number is there."""
        return any(p.kind in _STREETS and p.numbered for p in self.pieces)


def ends_segment(view: View, end: int) -> bool:
    """Whether nothing goes on at a place: a sign, a line end, a cell's end."""
    return _SEGMENT_END.match(view.text, end) is not None


def ends_line(view: View, end: int) -> bool:
    """Whether a line ends at a place, or what follows on it is a number already taken."""
    return _LINE_END.match(view.text, end) is not None


def read_chains(view: View, start: int) -> Iterator[Chain]:
    """The rows of pieces from a place on, one for each piece that may open them there."""
    for opening in _openings(view, start):
        chain = Chain(view, [opening])
        while len(chain.pieces) < _LONGEST and _add(chain):
            pass
        if len(chain.pieces) > 1:
            yield chain


def _openings(view: View, start: int) -> Iterator[Piece]:
    """The pieces that may open an address here: a number may be a code, or that of a house."""
    box = box_at(view, start)
    if box:
        yield box
        return
    unit = unit_at(view, start)
    if unit:
        yield unit
    street = street_at(view, start)
    if street:
        yield street
        if street.kind == "street":
            return
        if street.of(view.key).rpartition(" ")[2].rstrip(".") in words().closes_building:
            yield replace(street, kind="building", numbered=False)
    building = None if unit else building_at(view, start)
    if building:
        yield building
    code = code_at(view, start)
    if code:
        yield code
    elif not (unit or street) and view.text[start].isupper():
        town = place_at(view, start)
        if town and town.kind in {"town", "name"}:
            yield town


@dataclass(frozen=True, slots=True)
class _Step:
    """Where the next piece is looked for: after which chain, at which place, behind what gap."""

    chain: Chain
    at: int
    gap: str

    @property
    def view(self) -> View:
        return self.chain.view

    @property
    def last(self) -> Piece:
        return self.chain.pieces[-1]

    @property
    def digit(self) -> bool:
        return self.view.text[self.at].isdigit()

    @property
    def new_line(self) -> bool:
        return "\n" in self.gap


def _add(chain: Chain) -> bool:
    """Read one more piece, if one follows that fits."""
    text, last = chain.view.text, chain.pieces[-1]
    gap = _SEPARATOR.match(text, last.end)
    at = gap.end() if gap else last.end
    inside = _IN.match(text, last.end) if last.kind in _NAMED and chain.has("street") else None
    if inside:
        at = inside.end()
    if at >= len(text):
        return False
    step = _Step(chain, at, text[last.end : at])
    piece = _next(step)
    if piece is None or not _fits(step, piece):
        return False
    chain.pieces.append(piece)
    return True


def _fits(step: _Step, piece: Piece) -> bool:
    """Whether what stands before a piece lets it belong to the address."""
    gap, kind = step.gap, piece.kind
    if gap.count("\n") > 1 and not _crosses_blank(step.chain, piece):
        return False
    if _IN.fullmatch(gap):
        return kind == "town"
    if "(" in gap:
        closed = _IN_BRACKETS.match(step.view.text, piece.end)
        if kind in {"name", "town"}:
            return closed is not None and _coded(step.view, closed.end())
        return kind in {"region", "country"} or (kind in {"code", "unit"} and closed is not None)
    if not gap:
        return kind in {"code", "box"}
    return "." not in gap or step.new_line or kind in _AFTER_STOP


def _crosses_blank(chain: Chain, piece: Piece) -> bool:
    """Whether a piece may stand after a blank line: a box, a code, a town, while one is missed."""
    if chain.settled():
        return piece.kind == "country"
    return piece.kind in {"box", "code", "town"} and chain.has("street", "box")


def _next(step: _Step) -> Piece | None:
    """The piece at a step's place."""
    chain = step.chain
    if step.last.kind == "country":
        code = None if chain.has("code") else code_at(step.view, step.at)
        return code if code and _peculiar(code) else None
    if chain.settled() or (step.new_line and chain.has("town")):
        return _closing(step)
    if step.last.kind == "plain" and not step.new_line:
        other = street_at(step.view, step.at)
        if other and other.kind == "street" and other.numbered:
            return None
    return next((piece for read in _READERS if (piece := read(step))), None)


def _closing(step: _Step) -> Piece | None:
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


def _is_next_town(step: _Step, piece: Piece) -> bool:
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


def _box(step: _Step) -> Piece | None:
    """A box, or a second one of another kind."""
    most = 2
    if sum(p.kind == "box" for p in step.chain.pieces) >= most:
        return None
    return box_at(step.view, step.at)


def _house(step: _Step) -> Piece | None:
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
    return street if second and not step.new_line else None


def _code(step: _Step) -> Piece | None:
    """A postal code: a name stands beside it, or its shape says so."""
    code = None if step.chain.has("code") else code_at(step.view, step.at)
    if code is None or _peculiar(code):
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
        return code if len(code.value) >= _LONG_CODE and ends_line(view, code.end) else None
    return None


def _coded(view: View, at: int) -> bool:
    """Whether a code that is none but a code stands at a place."""
    code = code_at(view, at)
    return code is not None and _peculiar(code)


def _peculiar(code: Piece) -> bool:
    return codes().alone.fullmatch(code.value.lower()) is not None


def _closes(step: _Step, code: Piece) -> bool:
    """Whether a code after its town ends there: `Wellington 6011`, `Lille 59000 France`."""
    view = step.view
    if step.new_line or ends_segment(view, code.end):
        return ends_line(view, code.end) or not step.new_line
    country = place_at(view, code.end + 1) if view.text[code.end] == " " else None
    return country is not None and country.kind == "country"


def _before_its_town(view: View, code: Piece) -> bool:
    """Whether a town of a country that writes such codes follows: `El-Biar 16030 Alger`."""
    town = place_at(view, code.end + 1) if view.text[code.end : code.end + 1] == " " else None
    return (
        town is not None and town.kind == "town" and not town.countries.isdisjoint(code.countries)
    )


def _unit(step: _Step) -> Piece | None:
    unit = unit_at(step.view, step.at)
    return unit if unit and (not step.new_line or ends_segment(step.view, unit.end)) else None


def _street(step: _Step) -> Piece | None:
    """A street, where there is none yet."""
    if step.digit or step.chain.has(*_STREETS):
        return None
    street = street_at(step.view, step.at)
    if street and (street.kind == "street" or step.last.kind in {"unit", "building"}):
        return street
    return None


def _other_name(step: _Step) -> Piece | None:
    """The street's name in another language, after a slash."""
    if "/" not in step.gap or step.last.kind not in _STREETS:
        return None
    street = street_at(step.view, step.at)
    return Piece(street.start, street.end, "name") if street else None


def _near(step: _Step) -> Piece | None:
    """`off Loita Street`, `angle rue Foch`: where a street is."""
    near = words().near.match(step.view.key, step.at)
    if near is None:
        return None
    street = street_at(step.view, near.end()) or place_at(step.view, near.end())
    return Piece(step.at, street.end, "name") if street else None


def _house_name(step: _Step) -> Piece | None:
    """A building after its street, on the same line."""
    if step.last.kind not in _STREETS or step.new_line:
        return None
    building = building_at(step.view, step.at, inside=True)
    return Piece(building.start, building.end, "name") if building else None


def _place(step: _Step) -> Piece | None:
    """A town, region or country, or a name: a quarter, or a town that we do not know."""
    chain = step.chain
    place = place_at(step.view, step.at, after_town=chain.has("town"))
    if place is None or place.kind != "name":
        return place
    return place if sum(p.kind == "name" for p in chain.pieces) < _MOST_NAMES else None


_READERS: tuple[Callable[[_Step], Piece | None], ...] = (
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
