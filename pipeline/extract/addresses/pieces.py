"""The pieces of a postal address that words and shapes tell: box, unit, building, code.

Each reader looks at one place of the text and says what stands there, or None. Words are looked up
in the folded text; what may be a name is told by capitals, in the text itself.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field
from typing import Literal

from pipeline.extract.addresses.words import codes, words
from pipeline.model import Span

Kind = Literal[
    "street", "plain", "box", "unit", "building", "code", "town", "region", "country", "name"
]


class View:
    """The text and its folded form, with the country where the office stands."""

    __slots__ = ("_name_ends", "country", "key", "text")

    def __init__(self, text: str, key: str, country: str) -> None:
        """A page as its pieces are looked for."""
        self.text, self.key, self.country = text, key, country
        self._name_ends: dict[int, int] = {}

    def name_end(self, pos: int) -> int:
        """The end of a run of capitalised words, with the small words between; `pos` where none is.

        Several readers ask at the same place: a house, a street, a town may be called so.
        """
        end = self._name_ends.get(pos)
        if end is None:
            found = names().match(self.text, pos)
            end = self._name_ends[pos] = found.end() if found else pos
        return end


@dataclass(frozen=True, slots=True)
class Piece(Span):
    """A part of an address.

    `numbered` says that a street has its number, a code its country's letters, a town its
    `CEDEX`. `value` is what a code, region or country is called, `countries` where it may be.
    """

    kind: Kind
    numbered: bool = False
    value: str = ""
    countries: frozenset[str] = field(default_factory=frozenset)


UPPER = r"(?=[^\W\d_])[^a-zß-öø-ÿœ\W\d_]"
CAPITALISED = rf"{UPPER}[^\W\d_]{{0,30}}(?:(?:\.-|['\-&.])[^\W\d_]{{1,30}}){{0,7}}\.?(?![\w])"
WORD = re.compile(r"[^\W\d_]+(?:\.[^\W\d_]+)*")
LOWER_TAIL = re.compile(r"(?: [^\W\d_][\w'\-]{1,14}){1,3}(?= *(?:[,;\n(\t\ufffc]|\Z| - ))")
_WHOLE_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_ARTICLES = frozenset({"la", "le"})
_LONG_UNIT = 9
_SHORT_UNIT = 2
_LONGEST_TAIL = 20


@functools.cache
def names() -> re.Pattern[str]:
    """A run of capitalised words with the small words between them."""
    part = words().particles
    unit = rf"(?:(?:(?=[a-z'])(?:{part}) {{1,2}}|[dlDL]'|[Dd]ell'){{0,3}}{CAPITALISED})"
    return re.compile(rf"{unit}(?:(?: {{1,2}}| ?/ ?){unit}){{0,7}}")


def may_open(view: View, at: int) -> bool:
    """Whether a word may open a piece, or go on with a house's number: asked before any reader.

    Capitals and digits may; of the words in small letters, of which every text is full, only few.
    """
    if not view.text[at].islower():
        return True
    known = words()
    return (
        known.small.match(view.key, at) is not None
        or known.small_name.match(view.text, at) is not None
    )


def has_never(key: str) -> bool:
    """Whether a name holds a word that no place name holds: an office, a day, a label."""
    return not words().never.isdisjoint(_WHOLE_WORD.findall(key))


def box_at(view: View, pos: int) -> Piece | None:
    """A post-office box: `P.O. Box 45475`, `BP 1204`, `case postale 22`."""
    found = words().box.match(view.key, pos)
    return Piece(pos, found.end(), "box") if found else None


def unit_at(view: View, pos: int) -> Piece | None:
    """A part of a house: `Suite 900`, `4th Floor`, `Bâtiment C`."""
    found = words().unit.match(view.key, pos)
    if found is None:
        return None
    word = found[0].split()[-1]
    lettered = word.isalpha() and len(word) <= _SHORT_UNIT
    article = len(word) == _SHORT_UNIT or len(found[0]) <= _LONG_UNIT  # `Immeuble Le Phare`
    if lettered and article and view.text[found.end() - 1].islower():
        return None
    if lettered and box_at(view, found.end() - len(word)):  # `Pier District PO Box 12`
        return None
    return Piece(pos, found.end(), "unit")


def building_at(view: View, pos: int, *, inside: bool = False) -> Piece | None:
    """The name of a house: `Immeuble Le Phare`, `Buckhead Tower`; `inside` one `villa Rose` too."""
    capital = view.text[pos : pos + 1].isupper()
    if not (capital or inside):
        return None
    found = words().building.match(view.key, pos)
    if not (capital or found):
        return None
    start = found.end() + 1 if found else pos
    end = view.name_end(start)
    if found:
        end = end if end > start else found.end()
        tail = LOWER_TAIL.match(view.text, end)
        end = tail.end() if tail and tail.end() - end < _LONGEST_TAIL else end
        return Piece(pos, end, "building") if end > found.end() else None
    key = view.key[pos:end]
    if " " not in key or key.rpartition(" ")[2].rstrip(".") not in words().closes_building:
        return None
    return Piece(pos, end, "building") if inside or not has_never(key) else None


def code_at(view: View, pos: int) -> Piece | None:
    """A postal code; `countries` are those that write such codes."""
    found = codes().any.match(view.key, pos) if codes().may_start(view.key, pos) else None
    if found is None:
        return None
    prefix, code = found["prefix"], found["code"]
    owners = codes().countries(code)
    letters = view.text[found.end() - 2 : found.end()]
    if (code[-2:] in _ARTICLES or not letters.isupper()) and _opens_a_town(view, code):
        code = code.partition(" ")[0]
        owners = codes().countries(code)
    if not code.replace("-", "").replace(" ", "").isdigit():
        written = view.text[found.start("code") : found.end()]
        peculiar = codes().alone.fullmatch(code) is not None
        if written != written.upper() or not (peculiar or view.country in owners):
            return None
    if prefix:
        if codes().prefixes[prefix] not in owners or view.text[pos].islower():
            return None
        owners = frozenset({codes().prefixes[prefix]})
    end = found.start("code") + len(code)
    return Piece(pos, end, "code", numbered=bool(prefix), value=code.upper(), countries=owners)


def _opens_a_town(view: View, code: str) -> bool:
    """Whether the letters of what may be a Dutch code open a name: `1218 Le Grand-Saconnex`.

    Or, not both in capitals, a saint's: `1162 St-Prex`.
    """
    digits = code.partition(" ")[0]
    return digits.isdigit() and view.country in codes().countries(digits)


def is_peculiar(code: Piece) -> bool:
    """Whether a code's shape is that of nothing else: `K1A 0G2`, `SW1X 7JT`."""
    return codes().alone.fullmatch(code.value.lower()) is not None
