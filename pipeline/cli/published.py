"""The verbs that read `raw/` and publish, and those that look at what is published."""

from __future__ import annotations

import sys
from collections.abc import Container, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline import remote
from pipeline.cli.datasets import (
    DEFAULT_LAYOUT,
    insist_alone,
    layout_option,
    out_option,
    write_dataset,
)
from pipeline.cli.engines import engine_options, workforce
from pipeline.cli.options import (
    existing,
    exit_on,
    fail_option,
    lang_option,
    log_options,
    quiet_option,
    reviews_option,
    root_option,
    say,
    start_log,
)
from pipeline.errors import PageError
from pipeline.messages import tell

if TYPE_CHECKING:
    from pipeline.verbs.publishing import Outcome


@click.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE|ARCHIVE]...")
@root_option
@click.option(
    "--excel",
    type=click.Path(path_type=Path, file_okay=False),
    help="Also write the tables for spreadsheets into this folder.",
)
@out_option
@layout_option
@click.option("--dry-run", is_flag=True, help="Read and check everything, write nothing.")
@click.option("--anew", is_flag=True, help="Read what has not changed as well.")
@engine_options
@reviews_option
@fail_option
@lang_option
@log_options
@quiet_option
def extract(
    sources: tuple[str, ...],
    root: Path,
    excel: Path | None,
    out: str | None,
    layout: str | None,
    workers: int,
    dask: str | None,
    reviews: Path | None,
    *,
    dry_run: bool,
    anew: bool,
    profile: bool,
    fail_on: str,
    log_format: str,
    verbose: bool,
    quiet: bool,
) -> None:
    """Read what is kept in raw/, or in web archives (WARC files, folders), and publish it."""
    from contextlib import nullcontext

    from pipeline.operate.lock import lock
    from pipeline.sources import load
    from pipeline.store.reviews import find
    from pipeline.verbs import publishing

    start_log(log_format, quiet=quiet, verbose=verbose)
    catalogue = load(existing(root))
    if out:
        insist_alone(excel=excel, reviews=reviews, dry_run=dry_run, anew=anew)
        with workforce(workers, dask, profile=profile, quiet=quiet) as force:
            layout = layout or DEFAULT_LAYOUT
            write_dataset(root, catalogue, sources, out, layout, fail_on, force)
        return
    if layout:
        raise click.UsageError("--layout has no meaning without --out")
    decisions = find(root, reviews)
    with (
        nullcontext() if dry_run else lock(root, "extract"),
        workforce(workers, dask, profile=profile, quiet=quiet) as force,
    ):
        archives = {s: remote.locate(s) for s in sources if _is_archive(s, catalogue.sources)}
        names = [s for s in sources if s not in archives]
        wishes = publishing.Wishes(
            decisions,
            dry_run=dry_run,
            excel=excel,
            anew=anew,
            compared=False,
            engine=force.engine,
            watch=force.watch,
        )
        made = publishing.publish(
            root, catalogue, names, archives=[*archives.values()], wishes=wishes
        )
    say(_summary(made, root))
    idle = sorted(set(catalogue.sources).difference(made.figures.followed))
    if idle and not sources:
        say(tell("idle-sources", sources=", ".join(idle)))
    if made.failures:
        raise SystemExit(PageError.exit_code)
    exit_on(fail_on, made.figures.findings)


def _is_archive(name: str, sources: Container[str]) -> bool:
    """Whether an argument of `extract` is no source, but a file, a folder or an URL."""
    return name not in sources and (remote.is_url(name) or Path(name).exists())


def _summary(made: Outcome, root: Path) -> str:
    from pipeline.publish.release import FOLDER

    facts = made.figures.facts
    return tell(
        "extracted",
        pages=made.figures.pages,
        facts=facts.total(),
        kinds=", ".join(tell("counted-kind", number=n, kind=k) for k, n in sorted(facts.items())),
        findings=made.figures.findings.total(),
        failed=len({failure.id for failure in made.failures}),
        folder=root / FOLDER,
        done="written" if made.changed else "unchanged",
    )


@click.command()
@click.argument("page", metavar="PAGE|ENTITY-ID")
@root_option
@click.option("--clean", "view", flag_value="clean", help="The text without its artifacts.")
@click.option("--marked", "view", flag_value="marked", help="The text with all marks.")
@click.option("--bytes", "view", flag_value="bytes", help="Where a fact stands in the raw file.")
@click.option("--pair", "view", flag_value="pair", help="Both language versions side by side.")
@click.option("--json", "view", flag_value="json", help="The record.")
@lang_option
def show(page: str, root: Path, view: str | None) -> None:
    """Show a published page, or with --bytes where a fact comes from."""
    from pipeline.publish import schemas
    from pipeline.publish import show as views

    if view == "bytes":
        click.echo(views.where(root, page), nl=False)
        return
    if view == "pair":
        from pipeline.publish import columns

        for pair in columns.pairs_of(root, page):
            click.echo(columns.side_by_side(pair))
        return
    record, text = views.load(root, page.partition("#")[0])
    if view == "json":
        click.echo(schemas.dump(record.model_dump(mode="json")).decode(), nl=False)
    else:
        shown = {"clean": views.clean, "marked": views.marked}.get(view or "", views.summary)
        click.echo(shown(record, text), nl=view is not None)


@click.command()
@root_option
@click.option(
    "--check", "only_check", is_flag=True, help="Write nothing; exit 1 where they differ."
)
def schemas(root: Path, *, only_check: bool) -> None:
    """Write the JSON Schemas of all that is published into schemas/."""
    from pipeline.publish import release
    from pipeline.publish import schemas as generated

    files = generated.files()
    if only_check:
        raise SystemExit(1 if release.differs(existing(root) / "schemas", files) else 0)
    release.put(existing(root), "schemas", files)


@click.command()
@root_option
def annotate(root: Path) -> None:
    """Filter: JSON lines {"id", "text"|"html"|"path", "region"...} in, page records out."""
    from pipeline.annotate import annotate as answers
    from pipeline.sources import load

    _filter(answers(sys.stdin.buffer, load(existing(root))))


@click.command()
@root_option
def compare(root: Path) -> None:
    """Filter: JSON lines {"id", "region", "en": {"text"|"html"|"path"}, "fr": {...}} in."""
    from pipeline.compare import compare as answers
    from pipeline.sources import load

    _filter(answers(sys.stdin.buffer, load(existing(root))))


def _filter(answers: Iterable[tuple[bytes, bool]]) -> None:
    """Write each answer as soon as it is there; some lines that failed are exit code 5."""
    failed = False
    out = sys.stdout.buffer
    for answer, fine in answers:
        out.write(answer)
        out.flush()
        failed = failed or not fine
    if failed:
        raise SystemExit(PageError.exit_code)
