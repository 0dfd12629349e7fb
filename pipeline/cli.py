r"""The command `rectoverso`: verb first, data on stdout, talk on stderr, exit codes for schedulers.

\b
0 done · 1 findings at or above --fail-on, or differences · 2 usage or configuration ·
3 a source could not be reached · 4 refused by a guard · 5 some pages failed ·
75 locked by another run · 130 interrupted
"""

from __future__ import annotations

import os
import signal
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from pipeline import __version__
from pipeline.errors import PageError, PipelineError, StoreError

if TYPE_CHECKING:
    from pipeline.publish.check import Fault
    from pipeline.records import PageRecord

SEVERITIES = ("note", "warning", "error")
INTERRUPTED, TERMINATED = 130, 143

root_option = click.option(
    "--root",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="Folder that holds raw/, processed/, schemas/ (default: the current one).",
)
quiet_option = click.option("--quiet", "-q", is_flag=True, help="Say nothing but errors.")
fail_option = click.option(
    "--fail-on",
    type=click.Choice([*SEVERITIES, "never"]),
    default="never",
    show_default=True,
    help="Exit 1 where a finding is at least this bad.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="rectoverso")
def cli() -> None:
    """From the pages of bilingual institutions to checked, traceable facts."""


@cli.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@root_option
@click.option(
    "--excel",
    type=click.Path(path_type=Path, file_okay=False),
    help="Also write the tables for spreadsheets into this folder.",
)
@click.option("--dry-run", is_flag=True, help="Read and check everything, write nothing.")
@fail_option
@quiet_option
def extract(
    sources: tuple[str, ...],
    root: Path,
    excel: Path | None,
    *,
    dry_run: bool,
    fail_on: str,
    quiet: bool,
) -> None:
    """Read what is kept in raw/ and publish it to processed/."""
    from pipeline import run
    from pipeline.publish import release
    from pipeline.records import Failure
    from pipeline.sources import load

    catalogue = load(_existing(root))
    pages: list[tuple[PageRecord, str]] = []
    failures: list[Failure] = []
    chosen = [source.name for source in run.choose(root, catalogue, sources)]
    for result in run.extract(root, catalogue, chosen):
        if isinstance(result, Failure):
            failures.append(result)
            click.echo(f"rectoverso: {result.id}: {result.message}", err=True)
        else:
            pages.append((result.record, result.text))
    stand = [failure.id for failure in failures]
    for published in release.published(root):
        source = published.partition("/")[0]
        if source not in chosen and (sources or source in catalogue.sources):
            stand.append(published)
    pages += release.held(root, stand)
    made = release.build(pages, failures)
    changed = not dry_run and release.put(root, release.FOLDER, made.files)
    if excel:
        _write_excel(excel, [record for record, _ in pages], failures)
    if not quiet:
        click.echo(_summary(pages, failures, root / release.FOLDER, changed=changed), err=True)
        rest = sorted(set(catalogue.sources).difference(chosen))
        if rest and not sources:
            click.echo(f"nothing is kept of: {', '.join(rest)}", err=True)
    if failures:
        raise SystemExit(PageError.exit_code)
    _exit_on(fail_on, (f.severity for record, _ in pages for f in record.findings))


def _summary(
    pages: list[tuple[PageRecord, str]], failures: list[Any], folder: Path, *, changed: bool
) -> str:
    facts = Counter(e.kind for record, _ in pages for e in record.entities)
    findings = sum(len(record.findings) for record, _ in pages)
    kinds = ", ".join(f"{number} {kind}" for kind, number in sorted(facts.items()))
    return (
        f"{len(pages)} pages, {facts.total()} facts ({kinds}), {findings} findings, "
        f"{len(failures)} failed: {folder} {'written' if changed else 'unchanged'}"
    )


def _write_excel(folder: Path, records: list[PageRecord], failures: list[Any]) -> None:
    from pipeline.publish import release, tables

    files = {
        f"{table.name}.csv": tables.write(tables.frame(table, records, failures), "excel")
        for table in tables.TABLES
    }
    release.put(folder.parent, folder.name, files)


@cli.command()
@click.argument("folder", required=False, metavar="[DIR]", type=click.Path(path_type=Path))
@root_option
@click.option("--json", "as_json", is_flag=True, help="One finding a line, as JSON.")
@click.option(
    "--fail-on",
    type=click.Choice([*SEVERITIES, "never"]),
    default="error",
    show_default=True,
    help="Exit 1 where a finding is at least this bad.",
)
@quiet_option
def check(folder: Path | None, root: Path, *, as_json: bool, fail_on: str, quiet: bool) -> None:
    """Check a published folder (schemas, evidence, leftovers, hashes) and list its findings."""
    import orjson

    from pipeline.publish.check import check as faults_of
    from pipeline.publish.release import FOLDER

    found = faults_of(folder or root / FOLDER)
    for fault in found:
        if as_json:
            click.echo(orjson.dumps(fault._asdict()).decode())
        elif not quiet:
            click.echo(_line(fault))
    if not quiet:
        counted = Counter[str](fault.severity for fault in found)
        click.echo(", ".join(f"{counted[s]} {s}s" for s in reversed(SEVERITIES)), err=True)
    _exit_on(fail_on, (fault.severity for fault in found))


def _line(fault: Fault) -> str:
    advice = f" → {fault.advice}" if fault.advice else ""
    return f"{fault.severity:8}{fault.where}  {fault.code}: {fault.message}{advice}"


@cli.command()
@click.argument("page", metavar="PAGE|ENTITY-ID")
@root_option
@click.option("--clean", "view", flag_value="clean", help="The text without its artifacts.")
@click.option("--marked", "view", flag_value="marked", help="The text with all marks.")
@click.option("--bytes", "view", flag_value="bytes", help="Where a fact stands in the raw file.")
@click.option("--json", "view", flag_value="json", help="The record.")
def show(page: str, root: Path, view: str | None) -> None:
    """Show a published page, or with --bytes where a fact comes from."""
    from pipeline.publish import schemas
    from pipeline.publish import show as views

    if view == "bytes":
        click.echo(views.where(root, page), nl=False)
        return
    record, text = views.load(root, page.partition("#")[0])
    if view == "json":
        click.echo(schemas.dump(record.model_dump(mode="json")).decode(), nl=False)
    else:
        shown = {"clean": views.clean, "marked": views.marked}.get(view or "", views.summary)
        click.echo(shown(record, text), nl=view is not None)


@cli.command()
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
        raise SystemExit(1 if release.differs(_existing(root) / "schemas", files) else 0)
    release.put(_existing(root), "schemas", files)


@cli.command()
@root_option
def annotate(root: Path) -> None:
    """Filter: JSON lines {"id", "text"|"html"|"path", "region"...} in, page records out."""
    from pipeline.annotate import annotate as answers
    from pipeline.sources import load

    failed = False
    out = sys.stdout.buffer
    for answer, fine in answers(sys.stdin.buffer, load(_existing(root))):
        out.write(answer)
        out.flush()
        failed = failed or not fine
    if failed:
        raise SystemExit(PageError.exit_code)


def _existing(root: Path) -> Path:
    if not root.is_dir():
        raise StoreError(f"{root}: no such folder")
    return root


def _exit_on(level: str, severities: Iterable[str]) -> None:
    if level != "never" and any(SEVERITIES.index(s) >= SEVERITIES.index(level) for s in severities):
        raise SystemExit(1)


def _terminate(*_: object) -> NoReturn:
    raise SystemExit(TERMINATED)


def main() -> NoReturn:
    """Run the command; whatever goes wrong is one line on stderr and an exit code."""
    signal.signal(signal.SIGTERM, _terminate)
    try:
        sys.exit(cli.main(standalone_mode=False))
    except PipelineError as error:
        click.echo(f"rectoverso: {error}", err=True)
        sys.exit(error.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("rectoverso: interrupted; nothing was changed", err=True)
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
