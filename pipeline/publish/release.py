"""A release as it stands: what `processed/` holds."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import orjson

from pipeline.errors import StoreError
from pipeline.publish import draft, tables
from pipeline.publish.draft import PACKAGE
from pipeline.records import PageRecord

_LOG = logging.getLogger(__name__)

FOLDER = "processed"


def held(root: Path, ids: Iterable[str]) -> list[tuple[PageRecord, str]]:
    """The published records of these pages that still stand, with their texts.

    A file that is no record of the present schema is left out: an older version wrote it.
    """
    found = []
    for name in sorted(set(ids)):
        file = root / FOLDER / f"{name}.json"
        text = file.with_suffix(".txt")
        if not (file.is_file() and text.is_file()):
            continue
        try:
            record = PageRecord.model_validate(orjson.loads(file.read_bytes()))
        except ValueError:
            _LOG.warning("%s: not a page record of this version: read anew", file)
            continue
        found.append((record, text.read_bytes().decode()))
    return found


def rows(root: Path, table: str) -> list[dict[str, str]]:
    """The rows of a published table, none where there is no such table."""
    return list(rows_of(root / FOLDER, table))


def rows_of(folder: Path, table: str) -> Iterator[dict[str, str]]:
    """As `rows`, of a release in a folder, one by one."""
    file = folder / f"{table}.csv"
    return tables.rows_of(file) if file.is_file() else iter(())


def published(root: Path) -> list[str]:
    """Ids of the pages that `processed/` holds."""
    return sorted(where.removesuffix(".json") for where in page_files(root / FOLDER))


def page_files(folder: Path) -> Iterator[str]:
    """The files of a release's pages, relative to it, in order: names alone, as they are many.

    None where there is no such folder.
    """
    if not folder.is_dir():
        return
    for source in sorted(entry.name for entry in os.scandir(folder) if entry.is_dir()):
        names = [e.name for e in os.scandir(folder / source) if e.name.endswith(".json")]
        yield from (f"{source}/{name}" for name in sorted(names))


def insist_published(folder: Path) -> None:
    """Nothing, where a folder holds a release.

    Raises:
        StoreError: it does not.
    """
    if not (folder / PACKAGE).is_file():
        raise StoreError(f"{folder}: no {PACKAGE} there; run extract first")


def put(root: Path, folder: str, files: Mapping[str, bytes]) -> bool:
    """Make `root/folder` hold exactly these files, in one step; whether anything changed.

    Raises:
        StoreError: the disk is full, the target read-only, ...; the old folder stands.
    """
    with draft.opened(root, folder) as made:
        for name, data in files.items():
            made.add(name, data)
        return made.put()


def differs(folder: Path, files: Mapping[str, bytes]) -> bool:
    """Whether a folder holds anything else than exactly these files."""
    there = {f.relative_to(folder).as_posix() for f in folder.rglob("*") if f.is_file()}
    return there != set(files) or any(
        (folder / name).read_bytes() != data for name, data in files.items()
    )
