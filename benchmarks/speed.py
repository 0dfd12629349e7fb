"""Speed on the gold pages: pages a second, the share of each stage, start-up time.

    python benchmarks/speed.py [--rounds N] [--json]

Each figure is the best of several rounds: what else the machine does can only slow it down.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import click
import orjson

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from pipeline import sources, stages  # noqa: E402 - benchmarks run from a checkout
from pipeline.annotate import annotate  # noqa: E402
from pipeline.model import Page  # noqa: E402
from pipeline.notation import load  # noqa: E402
from pipeline.read import read  # noqa: E402
from pipeline.sources import Site  # noqa: E402

START_UPS = 5


def gold_pages() -> list[Page]:
    """The gold pages as the pipeline takes them."""
    pages = []
    for file in sorted((ROOT / "tests" / "gold").glob("*.ann")):
        gold = load(file.read_text(encoding="utf-8"))
        pages.append(Page(gold.text, country=gold.meta["country"]))
    return pages


def seconds(work: Callable[[], object], rounds: int) -> float:
    """The best time of several rounds, after one that fills the caches."""
    work()
    return min(_timed(work) for _ in range(rounds))


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def shares(pages: list[Page], site: Site) -> dict[str, float]:
    """Seconds of the processor of each stage of `read`, in one pass over all pages."""
    with stages.spent() as spent:
        for page in pages:
            read(page, site)
    return dict(spent)


def start_up() -> float:
    """Seconds of `rectoverso --help`, and of Python alone beside it."""
    command = [sys.executable, "-m", "pipeline", "--help"]
    return min(
        _timed(lambda: subprocess.run(command, cwd=ROOT, capture_output=True, check=True))  # noqa: S603
        for _ in range(START_UPS)
    )


def bare_start() -> float:
    """Seconds that Python itself needs to start."""
    command = [sys.executable, "-c", "pass"]
    return min(
        _timed(lambda: subprocess.run(command, check=True))  # noqa: S603
        for _ in range(START_UPS)
    )


def main() -> None:
    """Measure, and print a table or one JSON object."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    pages = gold_pages()
    catalogue = sources.packaged()
    any_site = catalogue.sites["any"]
    jobs = [
        orjson.dumps({"id": i, "text": page.text, "region": page.country})
        for i, page in enumerate(pages)
    ]
    whole = seconds(lambda: list(annotate(jobs, catalogue)), options.rounds)
    reads = seconds(lambda: [read(page, any_site) for page in pages], options.rounds)
    best = min(
        (shares(pages, any_site) for _ in range(options.rounds)), key=lambda s: sum(s.values())
    )
    total = sum(best.values())
    figures = {
        "pages": len(pages),
        "characters a page": sum(len(page.text) for page in pages) // len(pages),
        "annotate, pages/s": round(len(pages) / whole),
        "read, pages/s": round(len(pages) / reads),
        "--help, s": round(start_up(), 3),
        "python alone, s": round(bare_start(), 3),
    }
    if options.json:
        share = {name: round(spent / total, 3) for name, spent in best.items()}
        click.echo(json.dumps(figures | {"share of read": share}, indent=1))
        return
    for name, figure in figures.items():
        click.echo(f"{name:22}{figure:>8}")
    click.echo("\n".join(["", "read:", *stages.table(best)]))


if __name__ == "__main__":
    main()
