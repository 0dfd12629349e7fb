"""The sentences of two sections, and which of one side say what which of the other say."""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.bilingual import anchors
from pipeline.bilingual.align import Pairs, align
from pipeline.bilingual.anchors import Anchors
from pipeline.bilingual.sides import Side
from pipeline.model import Span, trim

#: So alike are two sentences that say the same wherever they stand, and two that do so because
#: their neighbours do; a sentence joins the one that its neighbour is paired with from `_JOINED`.
_SURE, _LIKELY, _JOINED = 0.3, 0.06, 0.12
#: The headings of two sections that stand for each other say the same, whatever their words.
_HEADINGS = 0.3
_END = re.compile(r"[.!?;\n](?:(?<=[;\n])|(?<=[\w)»\"%'][\w)»\"%'].)(?=\s+[^\Wa-z_]))")
_WRAPPED = 60


Group = tuple[tuple[int, ...], tuple[int, ...]]


def sentences(side: Side, number: int) -> list[Span]:
    """The sentences of a part, its heading the first. A line that is cut short ends one."""
    part = side.parts[number]
    found = [part.heading] if part.heading else []
    at = line = part.body
    for match in _END.finditer(side.text, part.body, part.end):
        if match[0] == "\n":
            wrapped = match.start() - line >= _WRAPPED and _goes_on(side.text, match.end())
            line = match.end()
            if wrapped:
                continue
        found.append(trim(side.text, at, match.end()))
        at = match.end()
    found.append(trim(side.text, at, part.end))
    return [span for span in found if span]


def _goes_on(text: str, at: int) -> bool:
    """Whether the next line goes on with the sentence of a wrapped one."""
    return text[at : at + 1].islower()


@dataclass(frozen=True, slots=True)
class Statements:
    """The sentences of two parts, and the links between them with how alike they are."""

    left: Sequence[Span]
    right: Sequence[Span]
    links: dict[tuple[int, int], float]

    @classmethod
    def of(
        cls,
        sides: tuple[Side, Side],
        found: tuple[Anchors, Anchors],
        group: Group,
        paired: tuple[int, int] | None,
    ) -> Statements:
        """Link the sentences of a group of parts; several may be linked with one (merged, split).

        The `paired` parts of a group stand for each other, and the others are told within them.
        Without such a pair, only what is alike is linked.
        """
        left, right = (
            [span for number in parts for span in sentences(side, number)]
            for side, parts in zip(sides, group, strict=True)
        )
        alike = anchors.matrix(
            [found[0].bag(span) for span in left], [found[1].bag(span) for span in right]
        )
        pairs = align(alike, sure=_SURE, likely=_LIKELY) if left and right else {}
        if paired:
            _pair_by_order(pairs, len(left), len(right))
        links = {(i, j): max(alike[i][j], _LIKELY) for i, j in pairs.items()}
        if paired:
            titles = [side.parts[n].heading for side, n in zip(sides, paired, strict=True)]
            if titles[0] and titles[1]:
                top = left.index(titles[0]), right.index(titles[1])
                links[top] = max(alike[top[0]][top[1]], _HEADINGS)
        taken = set(pairs.values())
        for i in (i for i in range(len(left)) if i not in pairs):
            _join(links, [((i, j), alike[i][j]) for j in range(len(right))])
        for j in (j for j in range(len(right)) if j not in taken):
            _join(links, [((i, j), alike[i][j]) for i in range(len(left))])
        return cls(left, right, links)

    def partners(self, offset: int, *, left: bool, near: bool = False) -> list[tuple[Span, float]]:
        """The sentences of the other side that say what the one at `offset` says.

        `near` gives those before and after them instead.
        """
        mine, theirs = (self.left, self.right) if left else (self.right, self.left)
        here = index(mine, offset)
        linked = {
            (j if left else i): score
            for (i, j), score in self.links.items()
            if (i if left else j) == here
        }
        if near:
            beside = {n + step: s for n, s in linked.items() for step in (-1, 1)}
            linked = {n: s for n, s in beside.items() if n not in linked and 0 <= n < len(theirs)}
        return [(theirs[n], score) for n, score in linked.items()]


def _pair_by_order(pairs: Pairs, rows: int, columns: int) -> None:
    """Pair what stands alone between two pairs on both sides: as many sentences, one by one."""
    ends = [(-1, -1), *sorted(pairs.items()), (rows, columns)]
    for (i, j), (k, m) in itertools.pairwise(ends):
        if k - i == m - j:
            pairs.update(zip(range(i + 1, k), range(j + 1, m), strict=True))


def _join(
    links: dict[tuple[int, int], float], ways: Sequence[tuple[tuple[int, int], float]]
) -> None:
    """Link a sentence that was left over with the most alike one, if that is alike enough."""
    link, score = max(ways, key=lambda way: way[1], default=((0, 0), 0.0))
    if score >= _JOINED:
        links[link] = score


def index(spans: Sequence[Span], offset: int) -> int:
    """The number of the span that holds `offset`, or of the last one before it."""
    return max(bisect.bisect_right(spans, offset, key=lambda span: span.start) - 1, 0)
