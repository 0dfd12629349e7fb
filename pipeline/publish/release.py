"""A release: everything in `processed/`, written aside, checked, then put in place in one step.

Nothing at the target is opened for writing. The new folder is complete and on the disk before it
takes the old one's name; whatever goes wrong before, the old release stands as it was.
"""

from __future__ import annotations

import contextlib
import ctypes
import logging
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import orjson

from pipeline import disk
from pipeline.errors import StoreError
from pipeline.publish import package, schemas, tables
from pipeline.publish.rows import Harvest
from pipeline.records import PageRecord

_LOG = logging.getLogger(__name__)

FOLDER = "processed"
PACKAGE = "datapackage.json"
RELEASES = ".releases"

#: How following goes, and the description that holds its hash: they change with every visit.
_STATE = frozenset(("status.csv", PACKAGE))

_AT_FDCWD = -100
_EXCHANGE = 2


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
    file = root / FOLDER / f"{table}.csv"
    return tables.read(file.read_bytes()) if file.is_file() else []


def published(root: Path) -> list[str]:
    """Ids of the pages that `processed/` holds."""
    folder = root / FOLDER
    return sorted(
        f.relative_to(folder).as_posix().removesuffix(".json") for f in folder.glob("*/*.json")
    )


def insist_published(folder: Path) -> None:
    """Nothing, where a folder holds a release.

    Raises:
        StoreError: it does not.
    """
    if not (folder / PACKAGE).is_file():
        raise StoreError(f"{folder}: no {PACKAGE} there; run extract first")


def build(harvest: Harvest, texts: Mapping[str, str]) -> dict[str, bytes]:
    """The files of a release by their path below `processed/`; `texts` by page id.

    Raises:
        Refused: an id stands twice, or a file does not fit its schema.
    """
    files: dict[str, bytes] = {}
    for record in harvest.records:
        files[f"{record.id}.json"] = schemas.dump(record.model_dump(mode="json"))
        files[f"{record.id}.txt"] = texts[record.id].encode()
    return files | build_tables(harvest)


def build_tables(harvest: Harvest) -> dict[str, bytes]:
    """The tables and the package that describes them, each row and the package validated.

    Raises:
        Refused: an id stands twice, or a row does not fit its schema.
    """
    written = {}
    for table in tables.TABLES:
        for row in table.rows(harvest):
            schemas.insist(f"{table.name}-row", row.model_dump(mode="json"), f"{table.name}.csv")
        written[table.name] = (table, tables.write(tables.frame(table, harvest)))
    described = package.describe(written)
    schemas.insist(schemas.PACKAGE, described, PACKAGE)
    files = {f"{name}.csv": data for name, (_, data) in written.items()}
    return {**files, PACKAGE: schemas.dump(described)}


def differs(folder: Path, files: Mapping[str, bytes], but: frozenset[str] = frozenset()) -> bool:
    """Whether a folder holds anything else than exactly these files, `but` left aside."""
    there = {f.relative_to(folder).as_posix() for f in folder.rglob("*") if f.is_file()} - but
    return there != set(files) or any(
        (folder / name).read_bytes() != data for name, data in files.items()
    )


def put(
    root: Path,
    folder: str,
    files: Mapping[str, bytes],
    *,
    keep: int = 0,
    insist: Callable[[Path], None] = lambda _: None,
) -> bool:
    """Make `root/folder` hold exactly these files, in one step; whether anything changed.

    `insist` looks at the folder as it would stand, and raises what it objects to. With `keep`, so
    many former states of the folder stay in `root/.releases/`; one whose facts are those of the
    next is not worth keeping.

    Raises:
        StoreError: the disk is full, the target read-only, ...; the old folder stands.
    """
    target = root / folder
    try:
        if target.is_dir() and not differs(target, files):
            return False
        with _staging(root, folder) as stage:
            for name, data in files.items():
                _write(stage / name, data, target / name)
            for inner in {stage, *((stage / name).parent for name in files)}:
                _sync(inner)
            insist(stage)
            stage.chmod(0o755)
            if keep and target.is_dir():
                _keep_former(target, root / RELEASES, files, keep)
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


def _write(file: Path, data: bytes, former: Path) -> None:
    """A file of the new release; where the former one holds the same, it is that one's too.

    Files of a release are never opened for writing again, so that two releases can share one.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(OSError):  # no former one, or a file system without links
        if former.read_bytes() == data:
            os.link(former, file)
            return
    disk.write(file, data, "xb")


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _keep_former(target: Path, releases: Path, files: Mapping[str, bytes], keep: int) -> None:
    """Keep the state that a release replaces, by links, under the next number; drop the oldest."""
    facts = {name: data for name, data in files.items() if name not in _STATE}
    if not differs(target, facts, but=_STATE):
        return
    releases.mkdir(exist_ok=True)
    for left in releases.glob(".*"):
        shutil.rmtree(left)
    there = sorted(f for f in releases.iterdir() if f.name.isdigit())
    number = int(there[-1].name) + 1 if there else 1
    aside = releases / f".{number:06}"
    shutil.copytree(target, aside, copy_function=os.link)
    aside.rename(releases / f"{number:06}")
    for old in there[: max(0, len(there) + 1 - keep)]:
        shutil.rmtree(old)


def sweep(root: Path, folder: str) -> None:
    """Remove what a killed run left beside a folder."""
    for left in root.glob(f".{folder}-*"):
        shutil.rmtree(left, ignore_errors=True)


def _swap(stage: Path, target: Path) -> None:
    """The staged folder under the target's name; the former one, if any, under the stage's."""
    if not target.exists():
        stage.rename(target)
    elif not _exchange(stage, target):
        former = stage.with_name(f"{stage.name}-former")
        target.rename(former)
        stage.rename(target)
        former.rename(stage)
    _sync(target.parent)


def _exchange(one: Path, other: Path) -> bool:
    """Linux exchanges two names in one step; False where the system or file system cannot."""
    with contextlib.suppress(AttributeError, OSError):
        rename = ctypes.CDLL(None, use_errno=True).renameat2
        return bool(
            rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _EXCHANGE) == 0
        )
    return False
