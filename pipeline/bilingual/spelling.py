"""How alike two strings are spelled."""

from __future__ import annotations


def likeness(one: str, other: str) -> float:
    """How alike two values are, from 0 to 1: equal characters, one change or swap apart each."""
    size = max(len(one), len(other))
    return max(1 - distance(one, other) / size, 0.01) if size else 1.0


def distance(one: str, other: str) -> int:
    """Changes, additions, losses and swaps of neighbours that make one string of another."""
    start = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    start = min(len(one), len(other)) if start is None else start
    one, other = one[start:], other[start:]
    rows = [list(range(len(other) + 1))]
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            best = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                best = min(best, rows[-2][j - 2] + 1)
            row.append(best)
        rows.append(row)
    return rows[-1][-1]
