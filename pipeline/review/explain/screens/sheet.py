"""A screen: rows of a name and lines, wrapped to the terminal, the quote marked in its lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.messages import tell
from pipeline.notation import CLOSE, OPEN
from pipeline.review.explain.passage import Line
from pipeline.review.explain.screens.terminal import Style, head, plain, tail, width, wrap

_GAP = 2
#: A line of text keeps at least so many columns, however narrow the terminal is.
_LEAST = 24


@dataclass(slots=True)
class Sheet:
    """Rows of a screen of so many columns."""

    columns: int
    style: Style
    lines: list[str] = field(default_factory=list)

    def head(self, first: str, *more: str) -> None:
        """What the screen is about: a bold line, and others."""
        self.lines += [self.style.bold(head(plain(first), self.columns))]
        self.lines += [part for line in more for part in wrap(plain(line), self.columns)]

    def row(self, name: str, said: Iterable[str]) -> None:
        """A named row of sentences, each on lines of its own; nothing where nothing is said."""
        room = max(_LEAST, self.columns - self._margin)
        parts = [part for sentence in said for part in _hanging(plain(sentence), room)]
        self._add(name, parts)

    def passage(self, name: str, first: str, text: str, lines: Sequence[Line]) -> None:
        """The lines around a quote, with their numbers, the quote marked.

        Without a name they are more of the row before.
        """
        room = max(_LEAST, self.columns - self._margin)
        digits = len(str(lines[-1].number)) if lines else 1
        shown = (
            f"{line.number:{digits}} {self._edge} {self._cut(text, line, room - digits - 3)}"
            for line in lines
        )
        self._add(name, [*(_hanging(first, room) if first else ()), *shown])

    @property
    def text(self) -> str:
        """The screen."""
        return "\n".join(line.rstrip() for line in self.lines) + "\n"

    @property
    def _margin(self) -> int:
        return max(map(width, row_names())) + _GAP

    @property
    def _edge(self) -> str:
        return self.style.dim("│")

    def _add(self, name: str, parts: Sequence[str]) -> None:
        for number, part in enumerate(parts):
            said = tell("why-row", row=name) if name and number == 0 else ""
            gap = " " * (self._margin - width(said))
            self.lines.append(f"{self.style.dim(said)}{gap}{part}")

    def _cut(self, text: str, line: Line, room: int) -> str:
        """A line of the text; of a long one, what is around the quote."""
        if line.quoted is None:
            return head(plain(line.of(text)), room)
        before = plain(text[line.start : line.quoted.start])
        after = plain(text[line.quoted.end : line.end])
        quote = head(plain(line.quoted.of(text)), room - len(OPEN + CLOSE))
        left = room - width(quote) - len(OPEN + CLOSE)
        wanted = min(width(before), max(left // 2, left - width(after)))
        before = tail(before, wanted) if wanted > 0 else ""
        after = head(after, left - width(before)) if left > width(before) else ""
        return f"{before}{OPEN}{self.style.marked(quote)}{CLOSE}{after}"


def row_names() -> Iterator[str]:
    """The names of all rows, in the language that was chosen."""
    for name in ROWS:
        yield tell("why-row", row=name)


#: Every row that a screen can have.
ROWS = (
    *("parts", "quote", "rule", "evidence", "around", "alternatives", "place", "anew", "twin"),
    *("history", "findings", "examples", "never", "defined", "facts", "message", "why", "advice"),
    *("details", "found"),
)


def _hanging(sentence: str, room: int) -> Iterator[str]:
    """A sentence in lines, those after the first set in; an address or a hash stays whole."""
    if " " not in sentence:
        yield sentence
        return
    first, *more = wrap(sentence, room)
    yield first
    if more:
        rest = sentence[len(first) :].lstrip(" ")
        yield from (f"  {part}" for part in wrap(rest, room - 2))
