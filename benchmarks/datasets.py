"""`extract --out`: seconds and memory of the whole process tree, by pages and by workers.

    .venv/bin/python -m benchmarks.datasets --pages 1000 5000 --workers 1 2

The archives hold the project's own HTML pages, multiplied with seeded variation, compressed record
by record. The command is watched from outside: resident sizes are added up (RSS), and once more
with what processes share divided among them (PSS); the larger one counts shared memory twice.
"""

from __future__ import annotations

import argparse
import functools
import io
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from benchmarks import corpora

ROOT = Path(__file__).parent.parent
#: Seconds between two looks at the memory.
LOOK = 0.2
#: Pages an archive; all hold the same ones, at other addresses.
BATCH = 500


@dataclass(frozen=True)
class Run:
    """What one run took: seconds of the clock, of all processors, of the driver's; megabytes."""

    seconds: float
    processors: float
    driver: float
    rss: float
    pss: float


def archives(folder: Path, pages: int) -> None:
    """Web archives of so many pages in all, each at an address of its own."""
    for first in range(0, pages, BATCH):
        _archive(folder / f"{first:07}.warc.gz", range(first, min(first + BATCH, pages)))


def _archive(file: Path, numbers: range) -> None:
    with file.open("wb") as out:
        writer = WARCWriter(out, gzip=True)
        for number, body in zip(numbers, _bodies(), strict=False):
            head = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
            url = f"https://office{number % 20}.example.org/pages/{number}"
            record = writer.create_warc_record(
                url, "response", payload=io.BytesIO(body), http_headers=head
            )
            writer.write_record(record)


@functools.cache
def _bodies() -> list[bytes]:
    return corpora.own_html(BATCH)


def extract(source: Path, folder: Path, workers: int) -> Run:
    """One run of the command, watched."""
    command = [sys.executable, "-m", "pipeline", "extract", str(source), "--root", str(folder)]
    command += ["--out", str(folder / "out"), "--workers", str(workers), "--quiet"]
    begun, rss, pss = time.perf_counter(), 0.0, 0.0
    spent: dict[int, float] = {}  # as last seen: who ends its workers at once never learns it
    with subprocess.Popen(command, cwd=ROOT) as child:  # noqa: S603 - our own command
        while child.poll() is None:
            tree = _tree(child.pid)
            spent |= {pid: taken for pid in tree if (taken := _seconds(pid))}
            sizes = [_megabytes(pid) for pid in tree]
            rss = max(rss, sum(one for one, _ in sizes))
            pss = max(pss, sum(one for _, one in sizes))
            time.sleep(LOOK)
    if child.returncode not in {0, 5}:  # a varied page may be held by a guard
        raise SystemExit(f"extract ended with {child.returncode}")
    taken = time.perf_counter() - begun
    return Run(taken, sum(spent.values()), spent.get(child.pid, 0.0), rss, pss)


def _tree(pid: int) -> list[int]:
    found, at = [pid], 0
    while at < len(found):
        children = Path(f"/proc/{found[at]}/task")
        for task in children.glob("*/children"):
            found += map(int, _read(task).split())
        at += 1
    return found


def _megabytes(pid: int) -> tuple[float, float]:
    lines = _read(Path(f"/proc/{pid}/smaps_rollup")).splitlines()
    told = {line.split(":")[0]: line.split()[1] for line in lines[1:]}
    return int(told.get("Rss", 0)) / 1e3, int(told.get("Pss", 0)) / 1e3


def _seconds(pid: int) -> float:
    fields = _read(Path(f"/proc/{pid}/stat")).rpartition(")")[2].split()
    return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK") if fields else 0.0


def _read(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except OSError:  # it has ended
        return ""


def main() -> None:
    """Print a row for each number of pages and workers."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, nargs="+", default=[1000])
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--rounds", type=int, default=1)
    told = parser.parse_args()
    print("pages  workers  seconds  pages/s  processors  driver  RSS MB  PSS MB")
    for pages in told.pages:
        with tempfile.TemporaryDirectory() as made:
            source = Path(made)
            archives(source, pages)
            for _ in range(told.rounds):
                for workers in told.workers:
                    with tempfile.TemporaryDirectory() as folder:
                        run = extract(source, Path(folder), workers)
                    print(
                        f"{pages:6}{workers:8}{run.seconds:10.1f}{pages / run.seconds:9.1f}"
                        f"{run.processors:12.1f}{run.driver:8.1f}{run.rss:8.0f}{run.pss:8.0f}",
                        flush=True,
                    )


if __name__ == "__main__":
    main()
