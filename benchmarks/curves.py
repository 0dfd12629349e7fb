"""How time grows with the length of a page, as the exponent of a power: 1 is linear."""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from benchmarks import corpora, systems
from tests import test_growth

SIZES = tuple(2_000 * 2**n for n in range(7))
NESTED = ("div with text", "list")
HTML = ("facts", "headings with text", "links", "rows", "tags")
TEXT = ("digits and spaces", "one line", "short lines", "dates in a line", "brackets", "words at")


@dataclass(frozen=True)
class Curve:
    """Seconds by bytes, and the exponent that fits them best."""

    points: Sequence[tuple[int, float]]
    exponent: float


def curves(sizes: Sequence[int] = SIZES) -> Mapping[str, Curve]:
    """Real-like pages, and what nobody would write."""
    found = {
        "own HTML pages": _curve([_joined_html(size) for size in sizes]),
        "own dumps": _curve([_joined_dump(size) for size in sizes]),
    }
    for name in NESTED:
        first, last = test_growth.NESTED[name]
        counts = [size // len(first + last) for size in sizes]
        found[f"nested: {name}"] = _curve(
            [test_growth.html(first * count + last * count) for count in counts]
        )
    for name in HTML:
        piece = test_growth.HTML[name]
        around = ("<table>", "</table>") if piece.startswith("<tr") else ("", "")
        pages = [test_growth.html(test_growth.times(piece, s).join(around)) for s in sizes]
        found[f"HTML: {name}"] = _curve(pages)
    for name in TEXT:
        texts = [test_growth.times(test_growth.TEXT[name], size).encode() for size in sizes]
        found[f"text: {name}"] = _curve(texts)
    return found


def _curve(pages: Sequence[bytes]) -> Curve:
    points = []
    for raw in pages:
        html = raw.startswith(b"<")
        best = math.inf
        for _ in range(2):
            begun = time.process_time()
            if html:
                systems.ours(raw)
            else:
                systems.ours_on_dump(raw.decode())
            best = min(best, time.process_time() - begun)
        points.append((len(raw), best))
    return Curve(points, exponent(points[2:]))


def exponent(points: Sequence[tuple[int, float]]) -> float:
    """The slope of the line that fits the logarithms best."""
    sizes, times = zip(*points, strict=True)
    return statistics.linear_regression([*map(math.log, sizes)], [*map(math.log, times)]).slope


def _joined_html(size: int) -> bytes:
    parts, length, number = [], 0, 0
    bodies = [raw.decode() for raw in corpora.own_html(10)]
    inner = [body[body.find("<body") :] for body in bodies]
    while length < size:
        part = corpora.varied_html(inner[number % len(inner)], number)
        part = part[part.find(">") + 1 :].replace("</body>", "").replace("</html>", "")
        parts.append(f"<div>{part}</div>")
        length, number = length + len(part), number + 1
    return f"<html><body>{''.join(parts)}</body></html>".encode()


def _joined_dump(size: int) -> bytes:
    texts, length = [], 0
    for text in corpora.own_dumps(size):
        texts.append(text)
        length += len(text)
        if length >= size:
            break
    return "\n".join(texts)[:size].encode()
