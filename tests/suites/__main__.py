"""Run the public suites that stand below a folder, and print the table."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from tests.suites import datefinder, dateparser, libphonenumber, numbers, recognizers
from tests.suites.cases import Suite
from tests.suites.marking import Result, ours, run

READERS = (
    recognizers.suites,
    numbers.suites,
    libphonenumber.suites,
    dateparser.suites,
    datefinder.suites,
)
ORDER = ("date", "phone", "email", "number")


def find_suites(folder: Path) -> list[Suite]:
    """The suites in a folder and in the folders directly below it, by kind."""
    found = [
        suite
        for place in (folder, *sorted(d for d in folder.iterdir() if d.is_dir()))
        for reader in READERS
        for suite in reader(place)
        if suite.cases
    ]
    return sorted(found, key=lambda s: (ORDER.index(s.kind), s.language, s.name))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.suites", description=__doc__)
    parser.add_argument("folder", type=Path, help="holds checkouts of the suites")
    parser.add_argument("--errors", type=int, default=0, help="list this many errors of each sort")
    parser.add_argument("--only", default="", help="date, phone, email, number; a language; a name")
    options = parser.parse_args()
    if not options.folder.is_dir():
        parser.error(f"{options.folder}: no such folder")
    chosen = set(options.only.replace(",", " ").split())
    results = [
        run(suite, numbers.find if suite.kind == "number" else ours)
        for suite in find_suites(options.folder)
        if chosen <= {suite.kind, suite.language, suite.name}
    ]
    if not results:
        click.echo(f"no suite found below {options.folder}", err=True)
        return 2
    click.echo("\n".join(table(results)))
    for result in results:
        click.echo("\n".join(report(result, options.errors)))
    return 0


def table(results: list[Result]) -> Iterator[str]:
    """One line a suite and language. `fair` is F1 without the cases that we dispute."""
    yield (
        f"{'suite':17}{'kind':7}{'lang':5}{'kept':>5}{'dropped':>8}{'items':>6}{'P':>7}{'R':>7}"
        f"{'F1':>7}{'fair':>7}{'missed':>7}{'extra':>6}{'texts/s':>8}"
    )
    for r in results:
        kept, dropped = len(r.suite.cases), r.suite.dropped.total()
        yield (
            f"{r.suite.name:17}{r.suite.kind:7}{r.suite.language:5}{kept:5}{dropped:8}"
            f"{r.right + len(r.missed):6}{r.precision:7.3f}{r.recall:7.3f}{r.f1:7.3f}{r.fair:7.3f}"
            f"{len(r.missed):7}{len(r.extra):6}{kept / max(r.seconds, 1e-9):8.0f}"
        )


def report(result: Result, errors: int) -> Iterator[str]:
    """Why cases were dropped; and, if asked, what went wrong."""
    suite = result.suite
    yield f"\n{suite.name}, {suite.kind}, {suite.language}: {suite.dropped.total()} dropped"
    yield from (f"  {number:5} {reason}" for reason, number in suite.dropped.most_common())
    disputes = [(reason, n) for reason, n in result.disputes.most_common() if reason]
    if disputes:
        yield f"  {sum(n for _, n in disputes)} disputed"
    yield from (f"  {number:5} {reason}" for reason, number in disputes)
    for what, lines in (("missed", result.missed), ("extra", result.extra)):
        if errors and lines:
            yield f"  {what}:"
            yield from (f"    {'~' if e.disputed else ' '} {e.line}" for e in lines[:errors])


if __name__ == "__main__":
    sys.exit(main())
