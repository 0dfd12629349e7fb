"""Files and folders by address: of this machine, or of whatever store an URL names.

A *location* is a `Path` here, or a URL (`s3://bucket/folder`, `memory://folder`) as a string. What
is written appears whole or not at all: by a rename where there are files, by the store's own single
step where there are objects. A store needs the package that speaks to it, `s3://` the extra `s3`.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from pipeline import disk
from pipeline.errors import StoreError

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

Location = Path | str

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_HERE = "file://"
#: What tells two states of a file apart: the hash that a store has for it, else its times.
_SIGNS = ("ETag", "etag", "md5", "checksum", "mtime", "LastModified", "last_modified", "created")


def is_url(name: str) -> bool:
    """Whether a name is an URL, and no path of this machine."""
    return _SCHEME.match(name) is not None


def locate(name: str) -> Location:
    """The location that a name means; one of `file://` is a path."""
    if name.startswith(_HERE):
        return Path(name.removeprefix(_HERE))
    return name.rstrip("/") if is_url(name) else Path(name)


def resolve(location: Location) -> Location:
    """The one name that all ways to write a path mean."""
    return location.resolve() if isinstance(location, Path) else location


def join(folder: Location, name: str) -> Location:
    """What has a relative name, with forward slashes, below a folder."""
    return folder / name if isinstance(folder, Path) else f"{folder}/{name}"


def opened(location: Location) -> BinaryIO:
    """A file to be read, at any place of it.

    Raises:
        StoreError: there is no such file, the store does not answer or is not known, ...
    """
    with _told(location, "read"):
        if isinstance(location, Path):
            return location.open("rb")
        store, path = _store(location)
        return cast("BinaryIO", store.open(path, "rb"))


def read(location: Location) -> bytes:
    """The bytes of a file.

    Raises:
        StoreError: as `opened`.
    """
    with opened(location) as file, _told(location, "read"):
        return file.read()


def write(location: Location, data: bytes) -> None:
    """Make a file hold these bytes: it is the old or the new, never half.

    Raises:
        StoreError: it cannot be written.
    """
    with _told(location, "written"):
        if isinstance(location, Path):
            location.parent.mkdir(parents=True, exist_ok=True)
            disk.replace(location, data, _aside(location))
        else:
            store, path = _store(location)
            store.pipe_file(path, data)


@contextlib.contextmanager
def writing(location: Location) -> Iterator[BinaryIO]:
    """A file to be written piece by piece; it appears once the block ends well.

    Raises:
        StoreError: it cannot be written.
    """
    with _told(location, "written"):
        if isinstance(location, Path):
            location.parent.mkdir(parents=True, exist_ok=True)
    try:
        with _writing_here(location) if isinstance(location, Path) else _sending(location) as file:
            yield file
    except OSError as error:
        raise _error(location, "written", error) from error


@contextlib.contextmanager
def _writing_here(file: Path) -> Iterator[BinaryIO]:
    aside = _aside(file)
    try:
        with aside.open("wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        aside.replace(file)
    finally:
        aside.unlink(missing_ok=True)


@contextlib.contextmanager
def _sending(url: str) -> Iterator[BinaryIO]:
    """A file here that is sent once it is whole: not every store drops what was begun."""
    with tempfile.NamedTemporaryFile(prefix="sending-") as out:
        yield cast("BinaryIO", out)
        out.flush()
        with _told(url, "written"):
            store, path = _store(url)
            store.put_file(out.name, path)


def _aside(file: Path) -> Path:
    """Where a process writes before a file has its name; no other one writes there."""
    return file.with_name(f".{file.name}.{os.getpid()}")


def exists(location: Location) -> bool:
    """Whether there is such a file or folder.

    Raises:
        StoreError: the store does not answer or is not known.
    """
    if isinstance(location, Path):
        return location.exists()
    with _told(location, "read"):
        store, path = _store(location)
        return bool(store.exists(path))


def files(folder: Location, endings: tuple[str, ...] = ("",)) -> list[str]:
    """The names of all files below a folder that end so, relative to it, sorted.

    None where there is no such folder.

    Raises:
        StoreError: the store does not answer or is not known.
    """
    if isinstance(folder, Path):
        here = (f for f in folder.rglob("*") if f.name.endswith(endings) and f.is_file())
        return sorted(file.relative_to(folder).as_posix() for file in here)
    with _told(folder, "read"):
        store, path = _store(folder)
        start = f"{path.rstrip('/')}/"
        found = (name for name in store.find(path) if name != path and name.endswith(endings))
        return sorted(name.removeprefix(start) for name in found)


def is_folder(location: Location) -> bool:
    """Whether files are below it.

    Raises:
        StoreError: the store does not answer or is not known.
    """
    if isinstance(location, Path):
        return location.is_dir()
    with _told(location, "read"):
        store, path = _store(location)
        return bool(store.isdir(path))


def remove(location: Location) -> None:
    """Let a file be no more, if it is there.

    Raises:
        StoreError: it cannot be removed.
    """
    with _told(location, "removed"), contextlib.suppress(FileNotFoundError):
        if isinstance(location, Path):
            location.unlink()
        else:
            store, path = _store(location)
            store.rm_file(path)


def stamp(location: Location) -> str:
    """What is another one once the file was written again: its size, and the store's sign of it.

    Raises:
        StoreError: there is no such file, the store does not answer or is not known.
    """
    with _told(location, "read"):
        if isinstance(location, Path):
            found = location.stat()
            return f"{found.st_size} {found.st_mtime_ns}"
        store, path = _store(location)
        said = store.info(path)
        sign = next((said[name] for name in _SIGNS if said.get(name)), "")
        return f"{said.get('size')} {sign}"


def _store(url: str) -> tuple[AbstractFileSystem, str]:
    """The store of an URL, asked anew for what it holds, and the path there."""
    from fsspec.core import url_to_fs  # noqa: PLC0415 - paths of this machine do without

    store, path = url_to_fs(url, use_listings_cache=False)
    return store, str(path)


@contextlib.contextmanager
def _told(location: Location, done: str) -> Iterator[None]:
    """Whatever a store raises, as our own error; each store has errors of its own."""
    try:
        yield
    except StoreError:
        raise
    except Exception as error:
        raise _error(location, done, error) from error


def _error(location: Location, done: str, error: Exception) -> StoreError:
    if isinstance(error, ImportError):
        return StoreError(f"{location}: {error}")
    missing = os.strerror(errno.ENOENT) if isinstance(error, FileNotFoundError) else ""
    said = getattr(error, "strerror", "") or missing or str(error) or type(error).__name__
    return StoreError(f"{location}: cannot be {done}: {said}")
