"""Which stretch of one text stands for which of the other.

First what is alike beyond doubt, wherever it stands, so that moved sections find each other;
then, between two such pairs, what the order suggests, by dynamic programming.
"""

from __future__ import annotations

from collections.abc import Sequence

Pairs = dict[int, int]
Likeness = Sequence[Sequence[float]]


def align(alike: Likeness, *, sure: float, likely: float) -> Pairs:
    """One to one, from a stretch of the left side to one of the right side.

    `sure` is the likeness that pairs two stretches in any order, `likely` the one that does so
    between neighbours that are paired.
    """
    rows, columns = len(alike), len(alike[0]) if alike else 0
    pairs = _sure_pairs(alike, sure)
    taken = set(pairs.values())
    for first, last in _runs(pairs, rows):
        for low, high in _facing(pairs, taken, (first, last), rows, columns):
            found = _in_order(alike, range(first, last), range(low, high), likely)
            pairs |= found
            taken |= set(found.values())
            if found:
                break
    return pairs


def _sure_pairs(alike: Likeness, sure: float) -> Pairs:
    """The most alike first; of equals those that keep the order."""
    rows, columns = len(alike), len(alike[0]) if alike else 0
    ranked = sorted(
        (
            (-round(score, 6), abs(i * columns - j * rows), i, j)
            for i, row in enumerate(alike)
            for j, score in enumerate(row)
            if score >= sure
        ),
    )
    pairs: Pairs = {}
    taken: set[int] = set()
    for _, _, i, j in ranked:
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return pairs


def _runs(pairs: Pairs, rows: int) -> list[tuple[int, int]]:
    """The stretches of the left side between paired ones, as `[first, last)`."""
    runs, at = [], 0
    for i in [*sorted(pairs), rows]:
        if at < i:
            runs.append((at, i))
        at = i + 1
    return runs


def _facing(
    pairs: Pairs, taken: set[int], run: tuple[int, int], rows: int, columns: int
) -> list[tuple[int, int]]:
    """Where a run may have its counterpart: behind its forerunner's, before its follower's."""
    first, last = run
    after = pairs[first - 1] + 1 if first else 0
    high = after
    while high < columns and high not in taken:
        high += 1
    end = pairs[last] if last < rows else columns
    low = end
    while low > 0 and low - 1 not in taken:
        low -= 1
    return [span for span in dict.fromkeys([(after, high), (low, end)]) if span[0] < span[1]]


def _in_order(alike: Likeness, left: range, right: range, likely: float) -> Pairs:
    """The pairs that keep the order and are most alike together."""
    best = [[0.0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for a, i in enumerate(left):
        for b, j in enumerate(right):
            score = alike[i][j]
            here = best[a][b] + score if score >= likely else 0.0
            best[a + 1][b + 1] = max(here, best[a][b + 1], best[a + 1][b])
    pairs: Pairs = {}
    a, b = len(left), len(right)
    while a and b:
        if best[a][b] == best[a - 1][b]:
            a -= 1
        elif best[a][b] == best[a][b - 1]:
            b -= 1
        else:
            a, b = a - 1, b - 1
            pairs[left[a]] = right[b]
    return pairs
