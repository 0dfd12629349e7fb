"""The verb that writes the report for reviewers."""

from __future__ import annotations

import contextlib
from pathlib import Path

import click

from pipeline.cli.options import (
    existing,
    lang_option,
    log_options,
    quiet_option,
    root_option,
    say,
    start_log,
)
from pipeline.errors import StoreError
from pipeline.messages import tell


@click.command()
@click.argument("release", required=False, metavar="[RELEASE]")
@root_option
@click.option(
    "--old",
    metavar="RELEASE",
    help="Also show what changed since this release: 'latest' (the kept one), its number, "
    "a folder, or a git revision.",
)
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    default=Path("report.html"),
    show_default=True,
    help="The file; '-' for stdout.",
)
@lang_option
@log_options
@quiet_option
def report(
    release: str | None,
    root: Path,
    old: str | None,
    output: Path,
    log_format: str,
    *,
    verbose: bool,
    quiet: bool,
) -> None:
    """Write a release (default: processed/) as one HTML file to review offline, in a browser."""
    from pipeline.operate import files
    from pipeline.publish.release import FOLDER
    from pipeline.review import releases
    from pipeline.review.diff.review import review
    from pipeline.review.report import build
    from pipeline.review.report.overview import Comparison
    from pipeline.sources import load

    start_log(log_format, quiet=quiet, verbose=verbose)
    existing(root)
    with contextlib.ExitStack() as stack:
        new = (
            stack.enter_context(releases.opened(root, release))
            if release
            else releases.load(root / FOLDER, FOLDER, root)
        )
        if not new.pages:
            raise StoreError(f"{new.folder}: nothing is published there; run extract first")
        former = stack.enter_context(releases.opened(root, old)) if old else None
        changes = review(former, new, load(new.root or root)) if former else []
        html = build.report(new, Comparison(former, changes) if former else None)
        facts = sum(len(record.entities) for record in new.pages.values())
        pages = len(new.pages)
    if str(output) == "-":
        click.echo(html, nl=False)
    else:
        files.put(output, html.encode())
    size = len(html.encode()) // 1000
    say(
        tell(
            "reported",
            file=output,
            pages=pages,
            facts=facts,
            changes=len(changes) if old else "",
            kilobytes=size,
        )
    )
