"""What an unchanged refresh costs: seconds, requests a page, memory.

    python benchmarks/refresh.py [--pages N] [--rounds N] [--json]

The site is a server on this machine that answers at once, and is asked without delay: on the web,
the delay between two requests to a host is nearly all of the time.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.embassy.office import Office  # noqa: E402 - benchmarks run from a checkout
from tests.embassy.site import Embassy  # noqa: E402

KIB = 1024


def refresh(office: Office) -> tuple[float, float, int]:
    """One refresh: its seconds, those of the processor, the most memory that it held, in bytes."""
    begun = time.perf_counter()
    with subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "pipeline", *office.arguments("refresh", "--quiet")],
        env=office.settings(),
    ) as run:
        _, status, used = os.wait4(run.pid, 0)
        run.returncode = os.waitstatus_to_exitcode(status)
    if run.returncode:
        raise SystemExit(f"refresh ended with {run.returncode}")
    return time.perf_counter() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss * KIB


def measure(pages: int, rounds: int) -> dict[str, float]:
    """The figures for a source of so many pages, half of them in each language."""
    with tempfile.TemporaryDirectory() as folder, Embassy.open(Path(folder) / "site") as embassy:
        office = Office(Path(folder) / "data")
        urls = {}
        for number in range(pages // 2):
            embassy.twin_pages(f"/Page-{number}", f"/La-page-{number}", version="1")
            paths = {"en": f"/Page-{number}", "fr": f"/La-page-{number}"}
            urls[f"page-{number}"] = {code: embassy.url(path) for code, path in paths.items()}
        office.declare(urls)
        first, first_processor, first_memory = refresh(office)
        embassy.forget()
        seconds, processor, memory = zip(*(refresh(office) for _ in range(rounds)), strict=True)
        return {
            "pages": pages,
            "first refresh, seconds": round(first, 2),
            "first refresh, CPU seconds": round(first_processor, 2),
            "first refresh, MB": round(first_memory / 1e6),
            "unchanged refresh, seconds": round(min(seconds), 2),
            "unchanged refresh, CPU seconds": round(min(processor), 2),
            "unchanged refresh, MB": round(max(memory) / 1e6),
            "requests a page": len(embassy.paths()) / rounds / pages,
            "requests for robots.txt": len(embassy.requests("/robots.txt")) / rounds,
        }


def main() -> None:
    """Print the figures, as lines or as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    said = parser.parse_args()
    figures = measure(said.pages, said.rounds)
    if said.json:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name:32}{value:>10g}")


if __name__ == "__main__":
    main()
