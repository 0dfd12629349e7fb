"""What comparing two versions of a page costs, against reading both.

    python benchmarks/pairs.py [--rounds N] [--json]

Both are timed on the pairs of `tests/pairs` and `tests/more_pairs`, in turns, so that what else the
machine does slows both; each figure is the best of the rounds.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import click

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from pipeline import sources  # noqa: E402 - benchmarks run from a checkout
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


def extracted(pairs: list[tuple[Job, Job]]) -> list[tuple[Document, Document]]:
    """Both pages of each pair, read."""
    return [(read(*left), read(*right)) for left, right in pairs]


def compared(documents: list[tuple[Document, Document]]) -> list[Comparison]:
    """Each pair, from its two documents to what they disagree on."""
    return [compare(Side.of(left), Side.of(right), LANGUAGES) for left, right in documents]


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """The seconds of the processor that some work takes, and what it gives."""
    begun = time.process_time()
    done = work()
    return time.process_time() - begun, done


def main() -> None:
    """Measure, and print a table or one JSON object."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    pairs = list(jobs())
    reading, comparing = [], []
    for _ in range(options.rounds + 1):
        spent, documents = timed(lambda: extracted(pairs))
        reading.append(spent)
        comparing.append(timed(lambda: compared(documents))[0])  # noqa: B023 - called at once
    best = min(reading[1:]), min(comparing[1:])
    figures = {
        "pairs": len(pairs),
        "characters a page": sum(len(page.text) for pair in pairs for page, _ in pair)
        // (2 * len(pairs)),
        "read both, ms a pair": round(1000 * best[0] / len(pairs), 2),
        "compare, ms a pair": round(1000 * best[1] / len(pairs), 2),
        "compare / read": round(best[1] / best[0], 3),
        "compare / read, first round": round(comparing[0] / reading[0], 3),
    }
    if options.json:
        click.echo(json.dumps(figures, indent=1))
        return
    for name, figure in figures.items():
        click.echo(f"{name:28}{figure:>8}")


if __name__ == "__main__":
    main()
