"""Speed on the gold pages: pages a second, the share of each step, start-up time.

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
from functools import wraps
from pathlib import Path
from types import FunctionType
from typing import Any

import click
import orjson
import pytest

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from pipeline import read as flow  # noqa: E402 - benchmarks run from a checkout
from pipeline import sources  # noqa: E402
from pipeline.annotate import annotate  # noqa: E402
from pipeline.extract import EXTRACTORS  # noqa: E402
from pipeline.model import Page  # noqa: E402
from pipeline.notation import load  # noqa: E402
from pipeline.sources import Site  # noqa: E402

START_UPS = 5
REPLACE = "dataclasses"

Step = Callable[..., Any]


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


def steps(pages: list[Page], site: Site) -> dict[str, float]:
    """Seconds of each step of `read`, and of the flow between them, in one pass over all pages."""
    spent: dict[str, float] = {}

    def timed(step: Step) -> Step:
        name = step.__name__.removeprefix("find_").removeprefix("split_").removeprefix("label_")

        @wraps(step)
        def run(*given: Any, **named: Any) -> Any:
            begun = time.perf_counter()
            try:
                return step(*given, **named)
            finally:
                spent[name] = spent.get(name, 0.0) + time.perf_counter() - begun

        return run

    with pytest.MonkeyPatch.context() as patch:
        for name, step in vars(flow).copy().items():
            if isinstance(step, FunctionType) and step.__module__ not in {flow.__name__, REPLACE}:
                patch.setattr(flow, name, timed(step))
        patch.setattr(flow, "EXTRACTORS", tuple(timed(find) for find in EXTRACTORS))
        begun = time.perf_counter()
        for page in pages:
            flow.read(page, site)
        whole = time.perf_counter() - begun
    return spent | {"between the steps": whole - sum(spent.values())}


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
    reads = seconds(lambda: [flow.read(page, any_site) for page in pages], options.rounds)
    best = min(
        (steps(pages, any_site) for _ in range(options.rounds)), key=lambda s: sum(s.values())
    )
    total = sum(best.values())
    figures = {
        "pages": len(pages),
        "characters a page": sum(len(page.text) for page in pages) // len(pages),
        "annotate, pages/s": round(len(pages) / whole),
        "read, pages/s": round(len(pages) / reads),
        "share of read": {name: round(spent / total, 3) for name, spent in best.items()},
        "--help, s": round(start_up(), 3),
        "python alone, s": round(bare_start(), 3),
    }
    if options.json:
        click.echo(json.dumps(figures, indent=1))
        return
    for name, figure in figures.items():
        if isinstance(figure, dict):
            click.echo(f"{name}:")
            for step, share in sorted(figure.items(), key=lambda pair: -pair[1]):
                click.echo(f"  {step:22}{share:8.1%}")
        else:
            click.echo(f"{name:22}{figure:>8}")


if __name__ == "__main__":
    main()
