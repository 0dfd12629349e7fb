"""`extract --out`: web archives or what `raw/` keeps in, a dataset out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline import remote
from pipeline.cli.options import exit_on, say
from pipeline.errors import PageError
from pipeline.messages import tell

if TYPE_CHECKING:
    from pipeline.cli.engines import Force
    from pipeline.sources import Catalogue

DEFAULT_LAYOUT = "parquet"

out_option = click.option(
    "--out",
    metavar="URL",
    help="Write a dataset of the sources or archives there, and leave processed/ alone.",
)
layout_option = click.option(
    "--layout",
    type=click.Choice(["parquet", "reviewed"]),
    help="With --out: parts in Parquet (default), or the records and tables of processed/.",
)


def insist_alone(**others: object) -> None:
    """Nothing, where no option stands beside --out that is about `processed/`.

    Raises:
        UsageError: one does, with which.
    """
    for name in (name for name, given in others.items() if given):
        raise click.UsageError(f"--{name.replace('_', '-')} has no meaning with --out")


def write_dataset(
    root: Path,
    catalogue: Catalogue,
    given: Sequence[str],
    out: str,
    layout: str,
    fail_on: str,
    force: Force,
) -> None:
    """Make the dataset of these archives or sources; failures are exit code 5, findings 1."""
    from pipeline.datasets import kept, making
    from pipeline.datasets.work import Task

    named = [name for name in given if name in catalogue.sources]
    if named and len(named) < len(given):
        raise click.UsageError("--out takes sources or web archives, not both at once")
    task = Task(root, remote.locate(out), layout)
    if len(named) == len(given):
        made, changed = kept.make(task, catalogue, named, force.engine, force.watch)
    else:
        archives = [remote.locate(name) for name in given]
        made, changed = making.make(task, catalogue, archives, force.engine, force.watch)
    say(
        tell(
            "dataset",
            pages=made.pages,
            failed=made.failures,
            parts=len(made.parts),
            folder=out,
            done="written" if changed else "unchanged",
        )
    )
    if made.failures:
        raise SystemExit(PageError.exit_code)
    exit_on(fail_on, made.severities)
