"""Change facts at random and count what is found: `python -m tests.mutations --number 2000`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import click

from tests.mutations.trial import Result, cases, trials

TESTS = Path(__file__).parent.parent


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.mutations", description=__doc__)
    parser.add_argument("--number", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--errors", type=int, default=0, help="list this many of each kind")
    options = parser.parse_args()
    results = trials(cases(TESTS), options.number, options.seed)
    for kind, result in results.items():
        click.echo(line(kind, result))
        for missed in result.missed[: options.errors]:
            click.echo(f"    {missed}")
    click.echo(line("all", total(results)))
    return 0


def total(results: dict[str, Result]) -> Result:
    return Result(
        sum(r.tried for r in results.values()),
        sum(r.found for r in results.values()),
        sum(r.beside for r in results.values()),
    )


def line(kind: str, result: Result) -> str:
    return (
        f"{kind:16} tried {result.tried:5}  found {result.found:5}  "
        f"recall {result.recall:.4f}  findings beside {result.beside}"
    )


if __name__ == "__main__":
    sys.exit(main())
