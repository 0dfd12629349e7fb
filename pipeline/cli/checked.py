"""The verb that says whether a published folder is whole, in the form that its reader wants."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import (
    SEVERITIES,
    exit_on,
    lang_option,
    quiet_option,
    reviews_option,
    root_option,
)
from pipeline.messages import spoken, tell

if TYPE_CHECKING:
    from pipeline.model import Severity
    from pipeline.publish.faults import Fault


@click.command()
@click.argument("place", required=False, metavar="[DIR|URL]")
@root_option
@click.option("--json", "form", flag_value="json", help="Short for --format json.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "sarif"]),
    default="text",
    show_default=True,
    help="Lines for people; one JSON object a line; annotations of GitHub Actions; SARIF 2.1.0.",
)
@click.option(
    "--fail-on",
    type=click.Choice([*SEVERITIES, "never"]),
    default="error",
    show_default=True,
    help="Exit 1 where a finding is at least this bad.",
)
@reviews_option
@lang_option
@quiet_option
def check(
    place: str | None, root: Path, form: str, reviews: Path | None, *, fail_on: str, quiet: bool
) -> None:
    """Check a published folder (schemas, evidence, leftovers, hashes) and list its findings.

    Of a dataset in parts (extract --out), check the parts, and list the pages that are in none.
    """
    found, severities = (place and _dataset(place, reviews)) or _release(place, root, reviews)
    if not (quiet and form == "text"):
        for line in _lines(found, form):
            click.echo(line)
    if not quiet:
        counted = Counter[str](fault.severity for fault in found if fault.accepted is None)
        accepted = sum(fault.accepted is not None for fault in found)
        numbers = {f"{s}s": counted[s] for s in SEVERITIES}
        click.echo(tell("checked", **numbers, accepted=accepted), err=True)
    open_ones = (fault.severity for fault in found if fault.accepted is None)
    exit_on(fail_on, (*open_ones, *severities))


def _release(
    folder: str | None, root: Path, reviews: Path | None
) -> tuple[list[Fault], tuple[Severity, ...]]:
    """What is to be told of a release, all of it."""
    from pipeline.publish.check import check as faults_of
    from pipeline.publish.release import FOLDER
    from pipeline.review.decisions import judge
    from pipeline.store.reviews import find

    published = Path(folder) if folder else root / FOLDER
    decisions = find(published.parent, reviews)
    return judge(published, faults_of(published, spoken()), decisions, spoken()), ()


def _dataset(place: str, reviews: Path | None) -> tuple[list[Fault], tuple[Severity, ...]] | None:
    """What is to be told of a dataset in parts, and how bad its findings are; None for no such."""
    from pipeline import remote
    from pipeline.datasets import checking
    from pipeline.errors import StoreError

    location = remote.locate(place)
    if not checking.is_dataset(location):
        if remote.is_url(place):
            raise StoreError(f"{place}: no dataset in parts is there")
        return None
    if reviews:
        raise click.UsageError("--reviews has no meaning with a dataset in parts")
    manifest, found = checking.check(location, spoken())
    return found, manifest.severities


def _lines(found: Sequence[Fault], form: str) -> Iterator[str]:
    import orjson

    from pipeline.publish import schemas
    from pipeline.review.exports import lines, sarif, workflow

    if form == "sarif":
        yield schemas.dump(sarif.log(found, spoken())).decode().rstrip("\n")
    elif form == "github":
        yield from workflow.commands(found)
    elif form == "json":
        yield from (orjson.dumps(fault).decode() for fault in found)
    else:
        yield from map(lines.line, found)
