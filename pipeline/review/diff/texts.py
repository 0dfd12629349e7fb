"""What became of the text itself, line by line; facts in it are looked at by `facts`."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.model import Span, fold_spaces
from pipeline.review.change import Change, Op, Side
from pipeline.review.diff.pairing import Pairing
from pipeline.review.diff.version import Homes, Version

#: So many characters of a text that changed are quoted, so many of them before the difference.
_QUOTED, _BEFORE = 400, 40


@dataclass(frozen=True, slots=True, eq=False)
class _Line:
    """A line of a section: the section's common name and its id, the words, where they stand.

    `text` is without facts, `whole` with them.
    """

    home: str
    section: str
    text: str
    whole: str
    span: Span


def compare_texts(old: Version, new: Version, homes: Homes) -> Iterator[Change]:
    """For each section the lines that came, went or changed; lines that went to another section.

    A line that only stands elsewhere in its section is no change. Of a section that is new or gone
    no line is told: its own change says so.
    """
    pairing = Pairing(_lines(old, homes.of_old), _lines(new, homes.of_new))
    pairing.by(lambda line: (line.home, line.whole))
    pairing.by(lambda line: (line.home, line.text))
    moved: defaultdict[tuple[str, str], list[tuple[_Line, _Line]]] = defaultdict(list)
    for one, other in (*pairing.by(lambda line: line.whole), *pairing.by(lambda line: line.text)):
        moved[one.home, other.home].append((one, other))
    for pairs in moved.values():
        before, after = _side(old, [a for a, _ in pairs]), _side(new, [b for _, b in pairs])
        yield Change.of("moved", "text", "text", (_shortened(before, 0), _shortened(after, 0)))
    yield from _rewritten(pairing, old, new, homes)


def _rewritten(
    pairing: Pairing[_Line], old: Version, new: Version, homes: Homes
) -> Iterator[Change]:
    gone, come = _by_home(pairing.old), _by_home(pairing.new)
    for home in dict.fromkeys((*come, *gone)):
        if homes.is_on_both_sides(home):
            both = _side(old, gone.get(home, ())), _side(new, come.get(home, ()))
            sides = _from_their_difference(*both)
            op: Op = "changed" if all(sides) else "added" if sides[1] else "removed"
            yield Change.of(op, "text", "text", sides)


def _lines(version: Version, name: Callable[[str], str]) -> list[_Line]:
    return [
        _Line(name(section.id), section.id, line, fold_spaces(span.of(version.clean)), span)
        for section in version.record.sections
        for line, span in version.lines(section)
    ]


def _by_home(lines: Sequence[_Line]) -> dict[str, list[_Line]]:
    homes: defaultdict[str, list[_Line]] = defaultdict(list)
    for line in lines:
        homes[line.home].append(line)
    return dict(homes)


def _side(version: Version, lines: Sequence[_Line]) -> Side | None:
    """Lines of one section as what a change says: their characters, and where they begin and end.

    The value counts them.
    """
    if not lines:
        return None
    lines = sorted(lines, key=lambda line: line.span.start)
    quote = "\n".join(fold_spaces(line.span.of(version.text)) for line in lines)
    first, last = lines[0], lines[-1]
    title = version.title(first.section)
    return Side(
        first.section,
        str(len(lines)),
        quote,
        first.span.start,
        last.span.end,
        section=title,
    )


def _from_their_difference(one: Side | None, other: Side | None) -> tuple[Side | None, Side | None]:
    """Two sides, quoted from a few words before the first character that differs."""
    if one is None or other is None:
        return _shortened(one, 0), _shortened(other, 0)
    same = itertools.takewhile(
        lambda pair: pair[0] == pair[1], zip(one.quote, other.quote, strict=False)
    )
    start = one.quote.rfind(" ", 0, max(0, len(list(same)) - _BEFORE)) + 1
    return _shortened(one, start), _shortened(other, start)


def _shortened(side: Side | None, start: int) -> Side | None:
    if side is None:
        return None
    quote = f"…{side.quote[start:]}" if start else side.quote
    return replace(side, quote=quote if len(quote) <= _QUOTED else f"{quote[:_QUOTED]}…")
