"""Score the pipeline on the gold pages, the HTML pages and the bilingual pairs."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import click

from tests.scoring import bilingual, floors, gold, html, recombined
from tests.scoring.measures import Error, Sheet, table
from tests.scoring.undecidable import Undecidable

TESTS = Path(__file__).parent.parent


def sheets() -> list[Sheet]:
    """The marks on all sets of pages."""
    undecidable = Undecidable.load()
    return [
        gold.score(TESTS / "gold", undecidable),
        recombined.score(TESTS / "gold", undecidable),
        html.score(TESTS / "html", undecidable),
        bilingual.score(TESTS / "pairs", undecidable),
        bilingual.score(TESTS / "more_pairs", undecidable),
    ]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.scoring", description=__doc__)
    parser.add_argument("--errors", type=int, default=0, help="list this many errors of each kind")
    parser.add_argument("--kind", default="", help="list errors of this kind only")
    parser.add_argument("--json", action="store_true", help="all figures as one JSON object")
    parser.add_argument("--write-floors", action="store_true", help="what is reached is the floor")
    options = parser.parse_args()
    scored = sheets()
    if options.json:
        click.echo(json.dumps({s.name: _rounded(s) for s in scored}, indent=1))
    else:
        click.echo("\n".join(table(scored)))
    for sheet in scored:
        for kind in sheet.measures:
            errors = [e for e in sheet.errors if e.kind == kind]
            if options.errors and errors and options.kind in {"", kind}:
                click.echo("\n".join(listed(sheet.name, kind, errors, options.errors)))
    if options.write_floors:
        floors.write(scored)
    return 0


def listed(name: str, kind: str, errors: list[Error], limit: int) -> list[str]:
    """Errors of one kind, each in its line."""
    doubts = sum(bool(e.undecidable) for e in errors)
    known = f", {doubts} of them undecidable" if doubts else ""
    lines = [f"{name} {kind}: {len(errors)} errors{known}"]
    return lines + [f"  {error}" for error in errors[:limit]]


def _rounded(sheet: Sheet) -> dict[str, dict[str, float]]:
    return {
        name: {key: round(value, 4) for key, value in measure.figures.items()} | measure.counts
        for name, measure in sheet.measures.items()
    }


if __name__ == "__main__":
    sys.exit(main())
