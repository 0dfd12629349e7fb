"""Pieces of an address in a row: read from a start for as long as they fit together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pipeline.extract.addresses.chain import Chain
from pipeline.extract.addresses.pieces import (
    Piece,
    View,
    box_at,
    building_at,
    code_at,
    may_open,
    unit_at,
)
from pipeline.extract.addresses.places import place_at
from pipeline.extract.addresses.steps import Step, coded, next_piece
from pipeline.extract.addresses.streets import street_at
from pipeline.extract.addresses.words import words
from pipeline.model import TAKEN

_SEPARATOR = re.compile(
    r"\)?[ ]*(?:[,;.]|-{1,2}|[/|·•]|\()?[ ]*(?:\n[ ]*){0,3}(?:-[ ]{1,2}|\()?[ ]*"
)
_IN = re.compile(r",? (?:à|in) ")
_IN_BRACKETS = re.compile(r"\),? {0,3}")
_DIGITS = re.compile(r"[0-9]+")
#: Digits that signs join to others: a code and a house's number, two houses, a date.
_NUMBERS = re.compile(r"[0-9]+(?:[ ,.&/-]{1,3}[0-9]+){0,6}")
#: A unit, a small word before a name, the sign of an ordinal.
_AFTER_NUMBER = frozenset("#'°")
#: Right after digits, these may be a part of their number: `12/a`, `3e`, `2º`.
_JOINTS = frozenset(["-", "/"])
#: After digits: no box, no unit and no street goes on so.
_ENDS_CELL = frozenset(["\t", "\n", TAKEN, ""])
#: A unit (`# 5`), a small word before a name (`'t Zand`); else a letter or a digit.
_OPENS_PIECE = frozenset("#'")
#: How to find a house, behind its street: `Rue Foch 12 (entrée par la cour)`, and the code behind.
_REMARK = re.compile(r" {1,2}\([^()0-9\n]{3,40}\)(?:,? {0,3}\n {0,3}|,? )(?=\S)")
_OFFICE = re.compile(r"(?P<name>[^\W\d_][^\n0-9:@]{3,50}?),? {0,3}\n {0,3}")
_TOWN_AND_CODE = re.compile(
    r"[^\W\d_][^\n0-9:@]{2,40}? {0,3}[A-Z][0-9][A-Z] ?[0-9][A-Z][0-9] *(?:\n|\Z)"
)
_BEFORE_OFFICE = frozenset({"street", "unit"})
_LONGEST = 14
_NAMED = frozenset({"street", "name"})
_BEFORE_REMARK = frozenset({"street", "plain", "unit"})
_AFTER_REMARK = frozenset({"code", "box", "town"})
_AFTER_STOP = frozenset({"code", "town", "region", "country", "box"})


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
    digits = _DIGITS.match(view.key, start)
    if digits and not _goes_on(view, start):
        return iter(())
    if digits and view.key[digits.end() : digits.end() + 1] in _ENDS_CELL:
        code = code_at(view, start)
        return iter([code] if code else [])
    box = box_at(view, start)
    return iter([box]) if box else _other_openings(view, start)


def _goes_on(view: View, start: int) -> bool:
    """Whether what follows digits may be the next word of an address: asked before any reader."""
    numbers = _NUMBERS.match(view.key, start)
    gap = _SEPARATOR.match(view.key, numbers.end()) if numbers else None
    if gap is None or gap.end() >= len(view.key):
        return False
    after = view.text[gap.end()]
    if not after.isalnum():
        return after in _AFTER_NUMBER
    return gap[0] in _JOINTS or not gap[0] or may_open(view, gap.end())


def _other_openings(view: View, start: int) -> Iterator[Piece]:
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
    if code and not view.key[code.end + 1 : code.end + 2].isdigit():  # `116 776007 343 Road`
        yield code
    if not (code or unit or street) and view.text[start].isupper():
        town = place_at(view, start)
        if town and town.kind in {"town", "name"}:
            yield town


def _add(chain: Chain) -> bool:
    """Read one more piece, if one follows that fits."""
    text, last = chain.view.text, chain.pieces[-1]
    gap = _SEPARATOR.match(text, last.end)
    at = gap.end() if gap else last.end
    inside = _IN.match(text, last.end) if last.kind in _NAMED and chain.has("street") else None
    if inside:
        at = inside.end()
    if text[at - 1 : at] == "(" and last.kind in _BEFORE_REMARK and _add_after_remark(chain):
        return True
    if at >= len(text) or not (text[at].isalnum() or text[at] in _OPENS_PIECE):
        return False
    if not may_open(chain.view, at):
        return False
    step = Step(chain, at)
    piece = next_piece(step)
    if piece is None or not _fits(step, piece):
        piece = _office(step)
    if piece is None:
        return False
    chain.pieces.append(piece)
    return True


def _office(step: Step) -> Piece | None:
    """The name of an office between its street and the line of its town and code.

    `2345, allée des Bibliothèques`, `Université Laval`, `Québec, QC G1V 0A6`: it is inside.
    """
    chain, view = step.chain, step.view
    if step.gap.count("\n") != 1 or step.last.kind not in _BEFORE_OFFICE or not chain.numbered():
        return None
    line = _OFFICE.match(view.text, step.at)
    if line is None or chain.has("town", "code", "region", "country"):
        return None
    town = _TOWN_AND_CODE.match(view.text, line.end())
    return Piece(step.at, line.end("name"), "name") if town else None


def _add_after_remark(chain: Chain) -> bool:
    """Read the code, box or town behind a street with a remark in brackets."""
    remark = _REMARK.match(chain.view.text, chain.pieces[-1].end)
    piece = next_piece(Step(chain, remark.end())) if remark else None
    if piece is None or piece.kind not in _AFTER_REMARK:
        return False
    chain.pieces.append(piece)
    return True


def _fits(step: Step, piece: Piece) -> bool:
    """Whether what stands before a piece lets it belong to the address."""
    gap, kind = step.gap, piece.kind
    if gap.count("\n") > 1 and not _crosses_blank(step.chain, piece):
        return False
    if _IN.fullmatch(gap):
        unknown = kind == "name" and "à" in gap  # `3 Hurt After Wrong-Way Crash in Elmville`
        return kind in {"town", "code"} or (unknown and step.chain.numbered())
    if "(" in gap:
        closed = _IN_BRACKETS.match(step.view.text, piece.end)
        if kind in {"name", "town"}:
            return closed is not None and coded(step.view, closed.end())
        return kind in {"region", "country"} or (kind in {"code", "unit"} and closed is not None)
    if not gap:
        return kind in {"code", "box"}
    return "." not in gap or step.new_line or kind in _AFTER_STOP


def _crosses_blank(chain: Chain, piece: Piece) -> bool:
    """Whether a piece may stand after a blank line: a box, a code, a town, while one is missed."""
    if chain.settled():
        return piece.kind == "country"
    return piece.kind in {"box", "code", "town"} and chain.has("street", "box")
