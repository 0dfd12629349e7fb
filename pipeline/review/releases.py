"""A release to look at: a folder, a state that was kept, or the state of a git revision."""

from __future__ import annotations

import contextlib
import io
import itertools
import subprocess
import tarfile
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import orjson

from pipeline.errors import StoreError
from pipeline.publish import rows, tables
from pipeline.publish.draft import RELEASES
from pipeline.publish.release import FOLDER, page_files
from pipeline.records import (
    ArtifactRecord,
    EntityRecord,
    Failure,
    FindingRecord,
    LinkRecord,
    PageRecord,
    SectionRecord,
)

#: The name of the release that the present one replaced.
LATEST = "latest"
#: What a revision must hold to be read again: bytes, and the tables that say how.
_KEPT = ("raw", FOLDER, "sources", "sites")


@dataclass(frozen=True, slots=True)
class Release:
    """A release: its name as the user gave it, its folder, its pages by id.

    `root` is the folder that also holds the `raw/` that it was made from, None where there is none.
    """

    name: str
    folder: Path
    pages: Mapping[str, PageRecord]
    root: Path | None = None

    def text(self, page: str) -> str:
        """The text that the offsets of a page count in."""
        return (self.folder / f"{page}.txt").read_bytes().decode()

    def table(self, name: str) -> list[dict[str, str]]:
        """The rows of a table, none where this release has no such table."""
        file = self.folder / f"{name}.csv"
        return tables.read(file.read_bytes()) if file.is_file() else []

    @property
    def failures(self) -> list[Failure]:
        """The pages of which nothing new could be published, each with why."""
        return list(rows.failures(self.table("findings")))


@dataclass(frozen=True, slots=True)
class Unwritten(Release):
    """A release that stands in no folder: what a run made, or what it would make."""

    texts: Mapping[str, str] = field(default_factory=dict)
    failed: Sequence[Failure] = ()

    @classmethod
    def of(
        cls, name: str, pages: Mapping[str, tuple[PageRecord, str]], failed: Sequence[Failure] = ()
    ) -> Unwritten:
        """The release of these pages, each with its text, by their ids."""
        records = {page: record for page, (record, _) in pages.items()}
        texts = {page: text for page, (_, text) in pages.items()}
        return cls(name, Path(), records, None, texts, failed)

    def text(self, page: str) -> str:
        """The text that the offsets of a page count in."""
        return self.texts[page]

    def table(self, name: str) -> list[dict[str, str]]:  # noqa: ARG002 - whichever it is
        """No rows: no table was written."""
        return []

    @property
    def failures(self) -> list[Failure]:
        """The pages of which nothing new could be published, each with why."""
        return list(self.failed)


def numbers(root: Path) -> list[str]:
    """The kept releases, oldest first."""
    folder = root / RELEASES
    return sorted(f.name for f in folder.iterdir() if f.name.isdigit()) if folder.is_dir() else []


class Step(NamedTuple):
    """From one release to the next, by their names; of a git revision its day and subject too."""

    old: str
    new: str
    day: str = ""
    subject: str = ""


def kept(root: Path) -> list[Step]:
    """From each kept release to the next one and to the present one, oldest first.

    Raises:
        StoreError: none is kept.
    """
    names = [*_insist_kept(root), str(root / FOLDER)]
    return [Step(old, new) for old, new in itertools.pairwise(names)]


def _insist_kept(root: Path) -> list[str]:
    there = numbers(root)
    if not there:
        raise StoreError(f"{root / RELEASES}: no former release is kept (refresh --keep N)")
    return there


def revised(root: Path, old: str, new: str) -> list[Step]:
    """From a git revision to each later one, up to `new`, that changed the release; oldest first.

    Raises:
        StoreError: one of the two is no revision.
    """
    first, last = _commit(root, old), _commit(root, new)
    form = "--format=%h%x00%cs%x00%s"
    said = _git(root, "log", "--reverse", "--first-parent", form, f"{first}..{last}", "--", FOLDER)
    steps = []
    for line in said.decode().splitlines():
        name, day, subject = line.split("\0")
        steps.append(Step(first, name, day, subject))
        first = name
    return steps


@contextlib.contextmanager
def opened(root: Path, name: str) -> Iterator[Release]:
    """The release of that name: `latest`, a kept number, a folder, or a git revision.

    Raises:
        StoreError: there is no such release, or it is damaged; it says where.
    """
    if name == LATEST:
        yield load(root / RELEASES / _insist_kept(root)[-1], name)
    elif name in numbers(root):
        yield load(root / RELEASES / name, name)
    elif (folder := _folder(root, name)) is not None:
        yield load(folder, name, folder.parent if folder.name == FOLDER else None)
    else:
        with tempfile.TemporaryDirectory(prefix="rectoverso-") as place:
            _check_out(root, name, Path(place))
            yield load(Path(place) / FOLDER, name, Path(place), shown=f"{name}:{FOLDER}")


def load(folder: Path, name: str, root: Path | None = None, *, shown: str = "") -> Release:
    """The release in a folder, which is `shown` to people under that name.

    Raises:
        StoreError: a record is not of the present schema, an id stands twice, a text is missing.
    """
    pages: dict[str, PageRecord] = {}
    for at in page_files(folder):
        file, where = folder / at, f"{shown or folder}/{at}"
        record = _record(file, where)
        if record.id in pages:
            raise StoreError(f"{where}: the page id {record.id} stands twice")
        _insist_unique(record, where)
        if not file.with_suffix(".txt").is_file():
            raise StoreError(f"{where}: its text {file.stem}.txt is missing")
        pages[record.id] = record
    return Release(name, folder, pages, root)


def _record(file: Path, where: str) -> PageRecord:
    try:
        return PageRecord.model_validate(orjson.loads(file.read_bytes()))
    except ValueError as error:
        first = str(error).partition("\n")[0]
        raise StoreError(f"{where}: not a page record of this version ({first})") from error


def _insist_unique(record: PageRecord, where: str) -> None:
    ids = [part.id for part in _parts(record)]
    twice = [name for name, times in Counter(ids).items() if times > 1]
    if twice:
        raise StoreError(f"{where}: the id {twice[0]} stands twice")


def _parts(
    record: PageRecord,
) -> Iterator[SectionRecord | ArtifactRecord | EntityRecord | LinkRecord | FindingRecord]:
    yield from record.sections
    yield from record.artifacts
    yield from record.entities
    yield from record.links or ()
    yield from record.findings


def _folder(root: Path, name: str) -> Path | None:
    """A folder that holds a release, given as such, or as the root above it."""
    for place in (Path(name), root / name):
        for folder in (place / FOLDER, place):
            if folder.is_dir() and (any(folder.glob("*/*.json")) or any(folder.glob("*.csv"))):
                return folder
    return None


def _check_out(root: Path, revision: str, place: Path) -> None:
    """The kept bytes and the release of a git revision, written into `place`."""
    name = _commit(root, revision)
    there = _git(root, "ls-tree", "--name-only", name, "--", *_KEPT).decode().split()
    if FOLDER not in there:
        raise StoreError(f"{revision}: that revision holds no {FOLDER}/")
    packed = _git(root, "archive", "--format=tar", name, "--", *there)
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(place, filter="data")


def _commit(root: Path, revision: str) -> str:
    """The full hash of a revision, which the user may have named in any way.

    Raises:
        StoreError: there is no such revision, no repository, no git.
    """
    try:
        said = _git(root, "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}")
    except FileNotFoundError as error:
        raise StoreError("git is not installed: only folders can be compared") from error
    except subprocess.CalledProcessError as error:
        why = error.stderr.decode(errors="replace").strip().partition("\n")[0]
        raise StoreError(
            f"{revision}: neither a folder with a release, nor a kept release "
            f"({', '.join(numbers(root)) or 'none is kept'}), nor a git revision here ({why})"
        ) from error
    return said.decode().strip()


def _git(root: Path, *command: str) -> bytes:
    """What git answers; nothing of the command comes from a page."""
    return subprocess.run(  # noqa: S603 - no shell, and the revision is verified first
        ["git", "-C", str(root), *command],  # noqa: S607 - whichever git the user has
        check=True,
        capture_output=True,
    ).stdout
