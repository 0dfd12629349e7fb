"""Where a page lies in a web archive, the name that provenance has for it, and the bytes by it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from pipeline import remote
from pipeline.errors import StoreError
from pipeline.ingest.warc.capture import Capture
from pipeline.ingest.warc.reader import read_capture
from pipeline.remote import Location

_IN_ARCHIVE = re.compile(r"(?P<file>.+)#(?P<offset>\d{1,18})(?:\+(?P<within>\d{1,18}))?")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a version of a page is, and of when."""

    url: str
    time: str
    cut: bool
    path: Location
    offset: int
    within: int

    @classmethod
    def of(cls, capture: Capture) -> Place:
        """That of a capture."""
        at = capture.path, capture.offset, capture.within
        return cls(capture.url, capture.time, bool(capture.cut), *at)

    def read(self) -> Capture:
        """The capture itself.

        Raises:
            StoreError, PageError: the file is no longer what it was.
        """
        return read_capture(self.path, self.offset, self.within)

    @property
    def rank(self) -> tuple[bool, str]:
        """The higher one is taken: whole before cut, then the later."""
        return not self.cut, self.time


def name_of(root: Path, capture: Capture) -> str:
    """`path/of/archive#OFFSET`, relative to the root where the archive is below it.

    In an archive that was compressed whole, `#OFFSET+PLACE` counts on in the decompressed bytes.
    """
    within = f"+{capture.within}" if capture.within else ""
    return f"{path_of(root, capture.path)}#{capture.offset}{within}"


def path_of(root: Path, file: Location) -> str:
    """A file's path relative to the root, absolute where it is not below it; an URL as it is."""
    if isinstance(file, str):
        return file
    absolute = file.resolve()
    try:
        return absolute.relative_to(root.resolve()).as_posix()
    except ValueError:
        return absolute.as_posix()


def is_archived(raw: str) -> bool:
    """Whether a name is that of a page in an archive."""
    return _IN_ARCHIVE.fullmatch(raw) is not None


def raw_bytes(root: Path, raw: str) -> bytes:
    """The bytes; of a page in an archive, its decoded body.

    Raises:
        StoreError: the file cannot be read.
        PageError: the archive holds no page at that place.
    """
    archived = _IN_ARCHIVE.fullmatch(raw)
    if archived:
        name, offset, within = archived["file"], archived["offset"], archived["within"]
        file = name if remote.is_url(name) else root / name
        return read_capture(file, int(offset), int(within or 0)).body
    try:
        return (root / raw).read_bytes()
    except OSError as error:
        raise StoreError(f"{raw}: cannot be read: {error.strerror}") from error
