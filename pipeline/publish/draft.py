"""A folder written aside, complete and on the disk, then put in its place in one step.

Nothing at the target is opened for writing; whatever goes wrong before the last step, it stands as
it was. What the target holds already is not written again but linked.
"""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, NamedTuple

from pipeline import disk
from pipeline.errors import StoreError
from pipeline.scratch import Names, scratch

PACKAGE = "datapackage.json"
RELEASES = ".releases"

#: How following goes, and the description that holds its hash: they change with every visit.
_STATE = frozenset(("status.csv", PACKAGE))

_AT_FDCWD = -100
_EXCHANGE = 2


class Written(NamedTuple):
    """The size of a file, and its hash as a package has it."""

    size: int
    sha256: str


def write_pieces(file: BinaryIO, pieces: Iterable[bytes]) -> Written:
    """Write what is never in memory as a whole."""
    whole, size = hashlib.sha256(), 0
    for piece in pieces:
        file.write(piece)
        whole.update(piece)
        size += len(piece)
    return Written(size, f"sha256:{whole.hexdigest()}")


@dataclass(slots=True)
class Draft:
    """The files that a folder is to hold: those that it holds already, and those staged anew.

    Their names are on the disk as well, in `beside`, which is there `until` the draft is gone.
    """

    target: Path
    stage: Path
    beside: sqlite3.Connection
    until: contextlib.ExitStack
    same: Names = field(init=False)
    fresh: Names = field(init=False)

    def __post_init__(self) -> None:
        """No file is in it yet."""
        self.same, self.fresh = self.names("same"), self.names("fresh")

    def add(self, name: str, data: bytes) -> None:
        """A file, instead of what was added under its name before."""
        self._forget(name)
        former = self.target / name
        with contextlib.suppress(OSError):
            if former.stat().st_size == len(data) and former.read_bytes() == data:
                self.same.add(name)
                return
        file = self._place(name)
        disk.write(file, data, "xb")

    def add_in_pieces(self, name: str, pieces: Iterable[bytes]) -> Written:
        """A file that is never in memory as a whole."""
        self._forget(name)
        file = self._place(name)
        with file.open("xb") as out:
            written = write_pieces(out, pieces)
            out.flush()
            os.fsync(out.fileno())
        if _same(file, self.target / name):
            self._forget(name)
            self.same.add(name)
        return written

    def read(self, name: str) -> bytes:
        """A file that was added."""
        return self.file(name).read_bytes()

    def file(self, name: str) -> Path:
        """Where a file that was added stands now."""
        return (self.target if name in self.same else self.stage) / name

    def scratch(self, shape: str) -> sqlite3.Connection:
        """A database on the same disk, for what is not to stay."""
        return self.until.enter_context(_beside(self.stage, shape))

    def names(self, title: str) -> Names:
        """A set of names with nothing in it, that is not to stay."""
        return Names(self.beside, title)

    def differs(self, but: Collection[str] = ()) -> bool:
        """Whether the target holds anything else than exactly these files, `but` left aside."""
        if any(name not in but for name in self.fresh):
            return True
        names = (file.relative_to(self.target).as_posix() for file in _files(self.target))
        there = sum(name not in but for name in names)
        return there != len(self.same) - sum(name in self.same for name in but)

    def put(self, *, keep: int = 0, insist: Callable[[Draft], None] = lambda _: None) -> bool:
        """Make the target hold these files, in one step; whether anything changed.

        `insist` looks at them as they would stand, and raises what it objects to. With `keep`, so
        many former states of the target stay in `.releases/` beside it; one whose facts are those
        of the next is not worth keeping.
        """
        if self.target.is_dir() and not self.differs():
            return False
        for name in self.same:
            _link(self.target / name, self._made(name))
        insist(self)
        for inner, _, _ in os.walk(self.stage):
            sync(Path(inner))
        self.stage.chmod(0o755)
        if keep and self.target.is_dir() and self.differs(but=_STATE):
            _keep_former(self.target, self.target.parent / RELEASES, keep)
        swap(self.stage, self.target)
        return True

    def _place(self, name: str) -> Path:
        self.fresh.add(name)
        return self._made(name)

    def _made(self, name: str) -> Path:
        file = self.stage / name
        file.parent.mkdir(parents=True, exist_ok=True)
        return file

    def _forget(self, name: str) -> None:
        self.same.discard(name)
        if name in self.fresh:
            self.fresh.discard(name)
            (self.stage / name).unlink(missing_ok=True)


@contextlib.contextmanager
def opened(root: Path, folder: str, place: Path | None = None) -> Iterator[Draft]:
    """A draft of `root/folder`, staged beside it or in another `place`, and gone in the end.

    Raises:
        StoreError: the disk is full, the target read-only, ...; the old folder stands.
    """
    target = root / folder
    try:
        stage = Path(tempfile.mkdtemp(prefix=f".{folder}-", dir=place or root))
        with contextlib.ExitStack() as left:  # what goes wrong passes through what it was in
            left.callback(shutil.rmtree, stage, ignore_errors=True)
            base = left.enter_context(_beside(stage, ""))
            yield Draft(target, stage, base, left)
    except OSError as error:
        raise StoreError(
            f"{target}: cannot be written: {error.strerror}; nothing there was changed"
        ) from error


def _beside(stage: Path, shape: str) -> contextlib.AbstractContextManager[sqlite3.Connection]:
    """A database on the disk that a folder is staged on."""
    return scratch(shape, prefix=f"{stage.name}-", folder=stage.parent)


def sweep(root: Path, folder: str) -> None:
    """Remove what a killed run left beside a folder."""
    for left in root.glob(f".{folder}-*"):
        shutil.rmtree(left, ignore_errors=True)


def _files(folder: Path) -> Iterator[Path]:
    return (Path(inner, name) for inner, _, names in os.walk(folder) for name in names)


def _same(file: Path, former: Path) -> bool:
    """Whether two files hold the same bytes."""
    try:
        if file.stat().st_size != former.stat().st_size:
            return False
        with file.open("rb") as one, former.open("rb") as other:
            while piece := one.read(1 << 20):
                if piece != other.read(1 << 20):
                    return False
    except OSError:
        return False
    return True


def _link(former: Path, file: Path) -> None:
    """A file of the new folder that is the former one's too, but on file systems without links.

    Files there are never opened for writing again, so that two folders can share one.
    """
    try:
        os.link(former, file)
    except OSError:
        disk.write(file, former.read_bytes(), "xb")


def sync(folder: Path) -> None:
    """Return when what a folder names is on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _keep_former(target: Path, releases: Path, keep: int) -> None:
    """Keep the state that a release replaces, by links, under the next number; drop the oldest."""
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


def swap(stage: Path, target: Path) -> None:
    """The staged folder under the target's name; the former one, if any, under the stage's."""
    if not target.exists():
        stage.rename(target)
    elif not _exchange(stage, target):
        former = stage.with_name(f"{stage.name}-former")
        target.rename(former)
        stage.rename(target)
        former.rename(stage)
    sync(target.parent)


def _exchange(one: Path, other: Path) -> bool:
    """Linux exchanges two names in one step; False where the system or file system cannot."""
    with contextlib.suppress(AttributeError, OSError):
        rename = ctypes.CDLL(None, use_errno=True).renameat2
        return bool(
            rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _EXCHANGE) == 0
        )
    return False
