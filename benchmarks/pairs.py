"""What comparing two versions of a page costs, against extracting both.

    python benchmarks/pairs.py [--runs N] [--json]

Timed on the pairs of `tests/pairs` and `tests/more_pairs`. As in a batch, each page is met once by
a process that has met others: a page that is read again and again finds all its words remembered.
So each run is a process of its own, which warms up on half of the pairs and is timed on the rest.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import click
import orjson

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from pipeline import sources  # noqa: E402 - benchmarks run from a checkout
from pipeline.annotate import annotate  # noqa: E402
from pipeline.bilingual.compare import compare  # noqa: E402
from pipeline.bilingual.comparison import Comparison  # noqa: E402
from pipeline.bilingual.sides import Side  # noqa: E402
from pipeline.model import Document, Page  # noqa: E402
from pipeline.notation import load  # noqa: E402
from pipeline.read import read  # noqa: E402
from pipeline.sources import Site  # noqa: E402

LANGUAGES = ("en", "fr")
FOLDERS = ("pairs", "more_pairs")

Job = tuple[Page, Site]
T = TypeVar("T")


def jobs() -> Iterator[tuple[Job, Job]]:
    """Every pair below the tests: two pages, each with the site that it is read by."""
    for folder in FOLDERS:
        for file in sorted((ROOT / "tests" / folder).glob("*.en.ann")):
            yield _job(file), _job(file.with_name(file.name.replace(".en.", ".fr.")))


def _job(file: Path) -> Job:
    known = load(file.read_text(encoding="utf-8"))
    page = Page(known.text, country=known.meta["country"], languages=LANGUAGES)
    return page, sources.recognise(sources.packaged(), page.url, page.text)


def extracted(pairs: list[tuple[Job, Job]]) -> list[bytes]:
    """The records of both pages of each pair, as `extract` makes them: read, checked, written."""
    pages = [page for pair in pairs for page, _ in pair]
    asked = ({"id": "x", "text": page.text, "region": page.country} for page in pages)
    answers = list(annotate(map(orjson.dumps, asked), sources.load(ROOT)))
    if not all(fine for _, fine in answers):
        raise ValueError("a page was not extracted")
    return [answer for answer, _ in answers]


def documents(pairs: list[tuple[Job, Job]]) -> list[tuple[Document, Document]]:
    """Both pages of each pair, read."""
    return [(read(*left), read(*right)) for left, right in pairs]


def compared(read_pairs: list[tuple[Document, Document]]) -> list[Comparison]:
    """Each pair, from its two documents to what they disagree on."""
    return [compare(Side.of(left), Side.of(right), LANGUAGES) for left, right in read_pairs]


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """The seconds of the processor that some work takes, and what it gives."""
    begun = time.process_time()
    done = work()
    return time.process_time() - begun, done


def run(seed: int) -> tuple[float, float]:
    """Seconds of the processor for a share of the pairs: to extract them, to compare them."""
    pairs = list(jobs())
    random.Random(seed).shuffle(pairs)  # noqa: S311 - any order will do
    warm, fresh = pairs[::2], pairs[1::2]
    extracted(warm)
    compared(documents(warm))
    extracting, _ = timed(lambda: extracted(fresh))
    ready = documents(fresh)
    comparing, _ = timed(lambda: compared(ready))
    return extracting / len(fresh), comparing / len(fresh)


def _in_its_own_process(seed: int) -> tuple[float, float]:
    command = [sys.executable, __file__, "--seed", str(seed)]
    said = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - this file
    extracting, comparing = json.loads(said.stdout)
    return extracting, comparing


def main() -> None:
    """Measure, and print a table or one JSON object."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--runs", type=int, default=12)
    parser.add_argument("--seed", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if options.seed is not None:
        click.echo(json.dumps(run(options.seed)))
        return
    spent = [_in_its_own_process(seed) for seed in range(options.runs)]
    extracting, comparing = (sum(column) / len(spent) for column in zip(*spent, strict=True))
    pages = [page for pair in jobs() for page, _ in pair]
    figures = {
        "pairs": len(pages) // 2,
        "characters a page": sum(len(page.text) for page in pages) // len(pages),
        "extract both, ms a pair": round(1000 * extracting, 2),
        "compare, ms a pair": round(1000 * comparing, 2),
        "compare / extract": round(comparing / extracting, 3),
    }
    if options.json:
        click.echo(json.dumps(figures, indent=1))
        return
    for name, figure in figures.items():
        click.echo(f"{name:28}{figure:>8}")


if __name__ == "__main__":
    main()
