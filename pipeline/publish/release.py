"""A release: everything in `processed/`, written aside, checked, then put in place in one step.

Nothing at the target is opened for writing. The new folder is complete and on the disk before it
takes the old one's name; whatever goes wrong before, the old release stands as it was.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import orjson

from pipeline.errors import StoreError
from pipeline.publish import guards, package, schemas, tables
from pipeline.records import Failure, PageRecord

FOLDER = "processed"
PACKAGE = "datapackage.json"

_AT_FDCWD = -100
_EXCHANGE = 2


@dataclass(frozen=True, slots=True)
class Release:
    """What one run would publish: the files by their path below `processed/`."""

    files: Mapping[str, bytes]
    pages: int
    failures: int


def held(root: Path, ids: Iterable[str]) -> list[tuple[PageRecord, str]]:
    """The published records of these pages that still stand, with their texts.

    Raises:
        StoreError: a published record is not one.
    """
    found = []
    for name in sorted(set(ids)):
        file = root / FOLDER / f"{name}.json"
        text = file.with_suffix(".txt")
        if not (file.is_file() and text.is_file()):
            continue
        try:
            record = PageRecord.model_validate(orjson.loads(file.read_bytes()))
        except ValueError as error:
            raise StoreError(
                f"{file}: not a page record; run extract without naming sources"
            ) from error
        found.append((record, text.read_bytes().decode()))
    return found


def published(root: Path) -> list[str]:
    """Ids of the pages that `processed/` holds."""
    folder = root / FOLDER
    return sorted(
        f.relative_to(folder).as_posix().removesuffix(".json") for f in folder.glob("*/*.json")
    )


def build(pages: Sequence[tuple[PageRecord, str]], failures: Sequence[Failure]) -> Release:
    """The files of a release.

    Raises:
        Refused: a guard objects, an id stands twice, or a file does not fit its schema.
    """
    guards.insist(pages)
    files: dict[str, bytes] = {}
    for record, text in pages:
        files[f"{record.id}.json"] = schemas.dump(record.model_dump(mode="json"))
        files[f"{record.id}.txt"] = text.encode()
    files |= build_tables([record for record, _ in pages], failures)
    return Release(files, len(pages), len(failures))


def build_tables(records: Sequence[PageRecord], failures: Sequence[Failure]) -> dict[str, bytes]:
    """The tables and the package that describes them, each row and the package validated."""
    written = {}
    for table in tables.TABLES:
        for row in table.rows(records, failures):
            schemas.insist(f"{table.name}-row", row.model_dump(mode="json"), f"{table.name}.csv")
        written[table.name] = (table, tables.write(tables.frame(table, records, failures)))
    described = package.describe(written)
    schemas.insist(schemas.PACKAGE, described, PACKAGE)
    files = {f"{name}.csv": data for name, (_, data) in written.items()}
    return {**files, PACKAGE: schemas.dump(described)}


def differs(folder: Path, files: Mapping[str, bytes]) -> bool:
    """Whether a folder holds anything else than exactly these files."""
    there = {f.relative_to(folder).as_posix() for f in folder.rglob("*") if f.is_file()}
    return there != set(files) or any(
        (folder / name).read_bytes() != data for name, data in files.items()
    )


def put(root: Path, folder: str, files: Mapping[str, bytes]) -> bool:
    """Make `root/folder` hold exactly these files, in one step; whether anything changed.

    Raises:
        StoreError: the disk is full, the target read-only, ...; the old folder stands.
    """
    target = root / folder
    try:
        if target.is_dir() and not differs(target, files):
            return False
        with _staging(root, folder) as stage:
            for name, data in files.items():
                _write(stage / name, data)
            stage.chmod(0o755)
            _swap(stage, target)
    except OSError as error:
        raise StoreError(
            f"{target}: cannot be written: {error.strerror}; nothing there was changed"
        ) from error
    return True


@contextlib.contextmanager
def _staging(root: Path, folder: str) -> Iterator[Path]:
    stage = Path(tempfile.mkdtemp(prefix=f".{folder}-", dir=root))
    try:
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _write(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("xb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())


def _swap(stage: Path, target: Path) -> None:
    """The staged folder under the target's name; the former one, if any, under the stage's."""
    if not target.exists():
        stage.rename(target)
    elif not _exchange(stage, target):
        former = stage.with_name(f"{stage.name}-former")
        target.rename(former)
        stage.rename(target)
        former.rename(stage)
    descriptor = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _exchange(one: Path, other: Path) -> bool:
    """Linux exchanges two names in one step; False where the system or file system cannot."""
    with contextlib.suppress(AttributeError, OSError):
        rename = ctypes.CDLL(None, use_errno=True).renameat2
        return bool(
            rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _EXCHANGE) == 0
        )
    return False
