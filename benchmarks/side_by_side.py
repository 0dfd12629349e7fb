"""Systems side by side on one core: the time of each over that of parsing alone, in one run."""

from __future__ import annotations

import statistics
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from benchmarks import systems
from pipeline import stages

ROUNDS = 3


@dataclass(frozen=True)
class Compared:
    """What was measured on one corpus: ratios to the bare parse by system, shares by stage."""

    pages: int
    median_kilobytes: float
    parse_milliseconds: float
    ours_megabytes_a_second: float
    ratios: Mapping[str, float]
    shares: Mapping[str, float]


def compare(raws: Sequence[bytes]) -> Compared:
    """Every system on the pages that all of them can read.

    Each round has pages of its own, which no system met before; a round before all others warms
    what a batch has warm. Systems take turns at each page, as a machine's speed changes by the
    minute.
    """
    parts = [raws[part :: ROUNDS + 1] for part in range(ROUNDS + 1)]
    both = systems.FAST | systems.SLOW
    _round(parts[0], {systems.OURS: systems.ours})
    _round(parts[0][:2], both)
    rounds = [_round(part, both if n == 0 else systems.FAST) for n, part in enumerate(parts[1:])]
    ratios = {
        name: statistics.median(
            taken[name] / taken[systems.PARSE] for _, taken in rounds if name in taken
        )
        for name in both
    }
    with stages.spent() as spent:
        for raw in rounds[0][0]:
            systems.ours(raw)
    whole = sum(spent.values())
    pages = [raw for read, _ in rounds for raw in read]
    return Compared(
        pages=len(pages),
        median_kilobytes=statistics.median(map(len, pages)) / 1000,
        parse_milliseconds=1000 * sum(t[systems.PARSE] for _, t in rounds) / len(pages),
        ours_megabytes_a_second=sum(map(len, pages))
        / 1e6
        / sum(t[systems.OURS] for _, t in rounds),
        ratios=dict(sorted(ratios.items(), key=lambda item: item[1])),
        shares={name: took / whole for name, took in spent.items()},
    )


def _round(
    raws: Sequence[bytes], chosen: Mapping[str, systems.System]
) -> tuple[list[bytes], dict[str, float]]:
    """The pages that every system could read, and what each took for these."""
    read, taken = [], dict.fromkeys(chosen, 0.0)
    for raw in raws:
        try:
            took = {name: _timed(system, raw) for name, system in chosen.items()}
        except systems.REFUSED:
            continue
        read.append(raw)
        taken = {name: taken[name] + took[name] for name in chosen}
    return read, taken


def _timed(system: systems.System, raw: bytes) -> float:
    begun = time.process_time()
    system(raw)
    return time.process_time() - begun


def dumps(texts: Sequence[str]) -> tuple[float, dict[str, float]]:
    """Megabytes of dumps a second on one core, and the shares of the stages."""
    for text in texts[: len(texts) // 4]:
        systems.ours_on_dump(text)
    rest = texts[len(texts) // 4 :]
    begun = time.process_time()
    for text in rest:
        systems.ours_on_dump(text)
    took = time.process_time() - begun
    with stages.spent() as spent:
        for text in rest:
            systems.ours_on_dump(text)
    whole = sum(spent.values())
    size = sum(len(text.encode()) for text in rest)
    return size / 1e6 / took, {name: part / whole for name, part in spent.items()}
