"""A row of pieces that may be one address, and where a line or a segment ends after it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.extract.addresses.pieces import Piece, View

_STREETS = frozenset({"street", "plain"})
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
        for piece in self.pieces:  # noqa: SIM110 - asked at every step; a generator is dearer
            if piece.kind in kinds:
                return True
        return False

    def first(self, *kinds: str) -> Piece | None:
        """The first piece of one of these kinds."""
        return next((p for p in self.pieces if p.kind in kinds), None)

    def index(self, kind: str) -> int:
        """The place of the first piece of a kind that is there."""
        return next(n for n, p in enumerate(self.pieces) if p.kind == kind)

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
        if not self.has("code"):
            return None
        found = self.index("code")
        for index, gap in ((found + 1, found + 1), (found - 1, found)):
            if not 0 <= index < len(self.pieces) or "\n" in self.gap(gap):
                continue
            if self.pieces[index].kind in {"name", "town"}:
                return index
        return None

    def settled(self) -> bool:
        """Whether code and town are there, so that only region and country may follow."""
        if len(self.pieces) == 1 or not self.has("code"):
            return False
        return self.has("town", "region") or self.beside_code() is not None

    def numbered(self) -> bool:
        """Whether a street with its number is there."""
        return any(p.kind in _STREETS and p.numbered for p in self.pieces)


def ends_segment(view: View, end: int) -> bool:
    """Whether nothing goes on at a place: a sign, a line end, a cell's end."""
    return _SEGMENT_END.match(view.text, end) is not None


def ends_line(view: View, end: int) -> bool:
    """Whether a line ends at a place, or what follows on it is a number already taken."""
    return _LINE_END.match(view.text, end) is not None
