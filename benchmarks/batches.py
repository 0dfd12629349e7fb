"""Whole runs of the command: start-up, batches, memory of the process tree, unchanged runs."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from benchmarks import corpora, systems
from pipeline.engine import Done, Engine, Shard, cut
from pipeline.engine.cluster import LOCAL, cluster
from pipeline.engine.pool import Pool

ROOT = Path(__file__).parent.parent
START_UPS = 5
SHARD = 20
ROUNDS = 3
#: A run that takes longer is ended and said so.
PATIENCE = 3600 if os.environ.get("SIZE") else 120


@dataclass(frozen=True)
class Run:
    """One run of the command: seconds, peak memory of it and its children in megabytes."""

    seconds: float
    megabytes: float
    ended: bool


def start_ups() -> dict[str, float]:
    """Seconds until a command that does nothing has ended, the median of some."""
    verbs: dict[str, list[str]] = {
        "python -c pass": [sys.executable, "-c", "pass"],
        **{
            f"rectoverso {' '.join(words)}": [sys.executable, "-m", "pipeline", *words]
            for words in (["--help"], ["extract", "--help"], ["check", "--quiet"])
        },
        "rectoverso annotate (one line)": [sys.executable, "-m", "pipeline", "annotate"],
    }
    found = {}
    for name, command in verbs.items():
        taken = []
        for _ in range(START_UPS):
            begun = time.perf_counter()
            subprocess.run(  # noqa: S603 - our own command
                command, cwd=ROOT, input=b'{"id":1,"text":"x"}', capture_output=True, check=False
            )
            taken.append(time.perf_counter() - begun)
        found[name] = statistics.median(taken)
    return found


def extract(root: Path) -> Run:
    """`extract` of a folder, watched."""
    command = [sys.executable, "-m", "pipeline", "extract", "--root", str(root)]
    begun, peak = time.perf_counter(), 0.0
    with tempfile.TemporaryFile() as said:
        child = psutil.Popen(command, cwd=ROOT, stdout=said, stderr=said)
        while child.poll() is None and time.perf_counter() - begun < PATIENCE:
            peak = max(peak, _megabytes(child))
            time.sleep(0.05)
        ended = child.poll() is not None
        if not ended:
            for process in (*child.children(recursive=True), child):
                process.kill()
            child.wait()
    return Run(time.perf_counter() - begun, peak, ended)


def _megabytes(process: psutil.Process) -> float:
    total = 0.0
    try:
        for one in (process, *process.children(recursive=True)):
            total += one.memory_info().rss / 1e6
    except psutil.NoSuchProcess:
        return 0.0
    return total


@dataclass(frozen=True)
class Runs:
    """Runs over one corpus: the first, one of which nothing changed, one of which one page did."""

    first: Run
    unchanged: Run
    one: Run

    @property
    def megabytes(self) -> float:
        """The most that any of them held."""
        return max(self.first.megabytes, self.unchanged.megabytes, self.one.megabytes)


def by_size(sizes: Sequence[int]) -> dict[int, Runs]:
    """Runs over corpora of so many dumps."""
    found = {}
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder) / "data"
            corpora.lay_out(root, size)
            first, unchanged = extract(root), extract(root)
            corpora.change_one(root)
            found[size] = Runs(first, unchanged, extract(root))
    return found


def read_shard(shard: Shard[bytes]) -> int:
    """The bytes of JSON that some pages give."""
    return sum(len(systems.ours(raw)) for raw in shard.items)


def with_engines(raws: Sequence[bytes]) -> dict[str, float]:
    """Pages a second of the same shards by engine, its start included; the best of some rounds.

    Engines take turns. What else the machine does can only slow a round down.
    """
    shards = list(cut(raws, SHARD))
    best: dict[str, float] = {}
    for _ in range(ROUNDS):
        with cluster(LOCAL, 2) as dask:
            engines: dict[str, Engine] = {
                "pool, 1 worker": Pool(1),
                "pool, 2 workers": Pool(2),
                "Dask, 2 workers": dask,
            }
            for name, engine in engines.items():
                best[name] = max(best.get(name, 0.0), _pages_a_second(engine, shards))
    return best


def _pages_a_second(engine: Engine, shards: Sequence[Shard[bytes]]) -> float:
    begun = time.perf_counter()
    done = sum(isinstance(ended, Done) for ended in engine.run(read_shard, shards))
    if done != len(shards):
        raise RuntimeError(f"{len(shards) - done} shards are lost")
    return sum(len(shard.items) for shard in shards) / (time.perf_counter() - begun)
