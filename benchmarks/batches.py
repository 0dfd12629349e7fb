"""Whole runs of the command: start-up, batches, memory of the process tree, unchanged runs."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import psutil
from distributed import Client, LocalCluster

from benchmarks import corpora, systems

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


def read_shard(raws: Sequence[bytes]) -> int:
    """The bytes of JSON that some pages give."""
    return sum(len(systems.ours(raw)) for raw in raws)


def with_executors(raws: Sequence[bytes]) -> dict[str, float]:
    """Pages a second of the same shards through executors, each warmed before, the best of some.

    What else the machine does can only slow a round down.
    """
    shards = [raws[at : at + SHARD] for at in range(0, len(raws), SHARD)]
    return {
        "pool, 1 worker": _pages_a_second(ProcessPoolExecutor(1), shards, 1),
        "pool, 2 workers": _pages_a_second(ProcessPoolExecutor(2), shards, 2),
        "Dask, 2 workers": _with_dask(shards),
    }


def _with_dask(shards: Sequence[Sequence[bytes]]) -> float:
    with (
        LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50
        ) as cluster,
        Client(cluster) as client,
    ):
        return _pages_a_second(client.get_executor(), shards, 2)


def _pages_a_second(
    opened: AbstractContextManager[Executor], shards: Sequence[Sequence[bytes]], workers: int
) -> float:
    with opened as executor:
        warm = [executor.submit(read_shard, shards[0]) for _ in range(2 * workers)]
        for future in warm:
            future.result()
        return max(_once(executor, shards) for _ in range(ROUNDS))


def _once(executor: Executor, shards: Sequence[Sequence[bytes]]) -> float:
    begun = time.perf_counter()
    for future in [executor.submit(read_shard, shard) for shard in shards]:
        future.result()
    return sum(map(len, shards)) / (time.perf_counter() - begun)
