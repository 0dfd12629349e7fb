"""The verbs that hand what is published to other people's tools, and take corrections back."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from pipeline.cli.options import complain, lang_option, root_option
from pipeline.errors import PageError, StoreError
from pipeline.messages import tell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.review.exports.tasks import Task, TaskError
    from pipeline.review.releases import Release

_KINDS = ("phone", "fax", "email", "address", "date", "count", "artifact", "heading")

_output = click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write into this file instead of stdout.",
)
_kinds = click.option(
    "--kind",
    "kinds",
    type=click.Choice(_KINDS),
    multiple=True,
    default=_KINDS[:6],
    help="What is labelled; may stand several times (default: all kinds of facts).",
)


@click.command()
@click.argument("names", nargs=-1, metavar="[PAGE|SOURCE]...")
@root_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["label-studio", "doccano", "web-annotation"]),
    required=True,
    help="Tasks of Label Studio; lines of doccano; W3C Web Annotations (JSON-LD).",
)
@_kinds
@click.option("--config", is_flag=True, help="Label Studio: the labelling interface instead.")
@click.option(
    "--base", default="", metavar="URL", help="Web annotations: where the root is served."
)
@_output
def export(
    names: tuple[str, ...],
    root: Path,
    form: str,
    kinds: tuple[str, ...],
    base: str,
    output: Path | None,
    *,
    config: bool,
) -> None:
    """Hand the spans of published pages to an annotation tool."""
    from pipeline.publish.schemas import dump
    from pipeline.review.exports import doccano, label_studio, spans

    if config and form != "label-studio":
        raise click.UsageError("--config is for --format label-studio")
    if config:
        _put(output, label_studio.config(kinds).encode())
        return
    release = _published(root)
    pages = [
        (record, release.text(page), spans.labelled(record, kinds))
        for page, record in spans.chosen(release, names).items()
    ]
    if form == "doccano":
        _put(output, b"".join(doccano.line(*page) for page in pages))
    elif form == "label-studio":
        _put(output, dump([label_studio.task(*page) for page in pages]))
    else:
        from pipeline.review.exports import web_annotation

        _put(output, dump(web_annotation.collection(pages, root, base)))


def _published(root: Path) -> Release:
    """The present release.

    Raises:
        StoreError: nothing is published.
    """
    from pipeline.publish.release import FOLDER, insist_published
    from pipeline.review.releases import load

    insist_published(root / FOLDER)
    return load(root / FOLDER, FOLDER, root)


def _put(output: Path | None, data: bytes) -> None:
    """Write to a file in one step, or to stdout.

    Raises:
        StoreError: the file cannot be written.
    """
    from pipeline.operate import files

    if output is None:
        sys.stdout.buffer.write(data)
    else:
        files.put(output, data)


@click.command("import-spans")
@click.argument("file", type=click.File("rb"), metavar="FILE|-")
@root_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["label-studio", "doccano"]),
    required=True,
    help="Which tool wrote the file.",
)
@_kinds
@click.option(
    "--into",
    type=click.Path(path_type=Path, file_okay=False),
    help="Append the lines to the specs in this folder instead of printing them.",
)
@lang_option
def import_spans(
    file: BinaryIO, root: Path, form: str, kinds: tuple[str, ...], into: Path | None
) -> None:
    """Turn what annotators corrected into new lines of specs, `⟦kind value|characters⟧`."""
    from pipeline.review.exports import spec_files, spec_lines
    from pipeline.review.exports.tasks import TaskError
    from pipeline.sources import load

    release = _published(root)
    pages = {page: (record, release.text(page)) for page, record in release.pages.items()}
    tasks = list(_tasks(file, form))
    given = [task for task in tasks if task is not None]
    found = list(spec_lines.new_lines(given, pages, load(root), kinds))
    lines = [line for line in found if isinstance(line, spec_files.SpecLine)]
    faults = [fault for fault in found if isinstance(fault, TaskError)]
    if into:
        written = spec_files.append(into, lines)
    else:
        written = len(lines)
        click.echo(spec_files.written(lines), nl=False)
    for fault in faults:
        complain(f"{file.name}: {fault.name}: {fault.why}")
    skipped = len(tasks) - len(given)
    told = {"tasks": len(given) - len(faults), "lines": written, "skipped": skipped}
    click.echo(tell("imported", **told, failed=len(faults)), err=True)
    if faults:
        raise SystemExit(PageError.exit_code)


def _tasks(file: BinaryIO, form: str) -> Iterator[Task | TaskError | None]:
    """The tasks of a file.

    Raises:
        StoreError: it is no JSON.
    """
    import orjson

    from pipeline.review.exports import doccano, label_studio

    if form == "doccano":
        return doccano.read(file.read())
    try:
        return label_studio.read(orjson.loads(file.read()))
    except orjson.JSONDecodeError as error:
        raise StoreError(f"{file.name}: not JSON in UTF-8: {error}") from error


@click.command()
@click.argument("names", nargs=-1, metavar="[PAGE|SOURCE]...")
@root_option
@click.option("--vcard", "form", flag_value="vcard", help="vCards (version 4.0) for phones.")
@click.option("--excel", "form", flag_value="excel", help="CSV for spreadsheets, phones as links.")
@click.option("--csv", "form", flag_value="csv", help="CSV for programs, as in contacts.csv.")
@click.option("--json", "form", flag_value="json", help="One contact a line, as JSON.")
@_output
@lang_option
def contacts(names: tuple[str, ...], root: Path, form: str | None, output: Path | None) -> None:
    """Say how to reach offices: addresses, phones, faxes, e-mails, block by block."""
    from pipeline.review.exports import contacts as written
    from pipeline.review.exports import spans
    from pipeline.sources import load

    pages = spans.chosen(_published(root), names)
    if form == "vcard":
        titles = {name: source.title for name, source in load(root).sources.items()}
        _put(output, written.cards(pages, titles))
    else:
        _put(
            output,
            {
                "excel": written.spreadsheet,
                "csv": written.table,
                "json": written.lines,
                None: written.shown,
            }[form](pages),
        )
