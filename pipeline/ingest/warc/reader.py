"""The pages of web archives (WARC 1.0 and 1.1), one at a time, each with its exact place.

A page is an answer with status 200, or a stored resource, whose bytes are HTML or plain text. What
else an archive holds is counted, not read. Damage is told where it is, and reading goes on behind.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO, cast

from fastwarc.warc import ArchiveIterator, WarcRecord

from pipeline import messages, remote
from pipeline.errors import PageError, StoreError
from pipeline.ingest.warc import members
from pipeline.ingest.warc.capture import Capture, page_of
from pipeline.ingest.warc.members import Member
from pipeline.remote import Location

#: What names of archives end with.
SUFFIXES = (".warc", ".warc.gz", ".warc.zst")

_HEAD = 1 << 16
_OPENS = re.compile(rb"WARC/\d\.\d+\r\n[A-Za-z-]+:")


@dataclass(frozen=True, slots=True)
class Broken:
    """A place of a file that holds no readable record, and why."""

    path: Location
    offset: int
    code: str
    details: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def why(self) -> str:
        """What is wrong, in English."""
        return messages.say(self.code, self.details)


Found = Capture | Broken | None


def files_of(path: Location) -> list[Location]:
    """The file itself, or all archives below a folder, sorted.

    Raises:
        StoreError: there is no such file or folder, or no archive in it.
    """
    if remote.is_folder(path):
        found = archives_below(path)
        if not found:
            raise StoreError(f"{path}: no archive below it ({', '.join(SUFFIXES)})")
        return found
    if not remote.exists(path):
        raise StoreError(f"{path}: no such file or folder")
    return [path]


def archives_below(folder: Location) -> list[Location]:
    """All archives below a folder, sorted."""
    return [remote.join(folder, name) for name in remote.files(folder, SUFFIXES)]


def captures(path: Location, skipped: Counter[str] | None = None) -> Iterator[Capture | Broken]:
    """Every page of an archive, or of all archives below a folder; `skipped` counts the rest.

    Raises:
        StoreError: there is no such file, or it cannot be opened.
    """
    counts = Counter[str]() if skipped is None else skipped
    for file in files_of(path):
        with remote.opened(file) as stream:
            for found in _Archive(file, stream, counts).all():
                if found is not None:
                    yield found


class Opened:
    """An archive to read pages from at their places; close it at the end."""

    def __init__(self, path: Location) -> None:
        """An open one.

        Raises:
            StoreError: the file cannot be opened.
        """
        self.path = path
        self._stream = remote.opened(path)
        self._archive = _Archive(path, self._stream, Counter())

    def close(self) -> None:
        """Close the file."""
        self._stream.close()

    def read(self, offset: int, within: int = 0) -> Capture:
        """The page at a place, as `captures` gave it.

        Raises:
            PageError: there is no page at that place.
        """
        for found in self._archive.at(offset):
            if isinstance(found, Broken):
                raise PageError.of(
                    "at-place", place=f"{self.path}#{offset}", because=found.code, **found.details
                )
            if found and (found.offset, found.within) == (offset, within):
                return found
        raise PageError.of("no-page-there", place=f"{self.path}#{offset}")


def read_capture(path: Location, offset: int, within: int = 0) -> Capture:
    """The page at a place of an archive, as `captures` gave it.

    Raises:
        StoreError: the file cannot be opened.
        PageError: there is no page at that place.
    """
    with contextlib.closing(Opened(path)) as archive:
        return archive.read(offset, within)


class _Archive:
    """One open file."""

    def __init__(self, path: Location, stream: BinaryIO, skipped: Counter[str]) -> None:
        self._path = path
        self._stream = stream
        self._skipped = skipped
        self._size = stream.seek(0, os.SEEK_END)
        stream.seek(0)
        self._head = stream.read(len(members.PLAIN))

    def all(self) -> Iterator[Found]:
        """Whatever the file holds, in its order."""
        if not self._size:
            yield Broken(self._path, 0, "no-bytes")
        elif self._head.startswith(members.ZSTD):
            yield from self._frames()
        elif self._head.startswith(members.GZIP):
            yield from self._members()
        else:
            yield from self._plain()

    def at(self, offset: int) -> Iterator[Found]:
        """What a place holds. Frames of zstd may need the dictionary that opens the file."""
        if self._head.startswith(members.ZSTD):
            yield from self._frames()
        elif self._head.startswith(members.GZIP):
            yield from self._member(offset, Member(self._stream, offset))
        else:
            yield self._record_at(offset)[0]

    def _members(self) -> Iterator[Found]:
        at: int | None = 0
        while at is not None and at < self._size:
            member = Member(self._stream, at)
            yield from self._member(at, member)
            if not member.fault:
                at = member.end
            elif members.is_padding(self._stream, at):
                return
            else:
                at = members.find_member(self._stream, at + 1)

    def _member(self, at: int, member: Member) -> Iterator[Found]:
        """The records of a member; the last one counts only once the member is known as whole."""
        held: Found = None
        for found in self._records(member, at):
            yield held
            held = found
        if member.finish():
            yield held
        elif not members.is_padding(self._stream, at):
            yield Broken(self._path, at, member.fault)

    def _frames(self) -> Iterator[Found]:
        self._stream.seek(0)
        yield from self._records(self._stream, None)

    def _records(self, stream: Member | BinaryIO, member: int | None) -> Iterator[Found]:
        """What the reader finds in a stream; in a `member`, places are counted within it."""
        last = -1
        try:
            for record in _read(stream):
                if record.stream_pos <= last:
                    yield Broken(self._path, last, "one-frame")
                    return
                last = record.stream_pos
                yield self._look(record, *((last, 0) if member is None else (member, last)))
        except OSError:
            yield Broken(self._path, max(last, 0) if member is None else member, "no-record")

    def _plain(self) -> Iterator[Found]:
        at: int | None = 0
        while at is not None and at < self._size:
            found, end = self._record_at(at)
            if isinstance(found, Broken) and members.is_padding(self._stream, at):
                return
            yield found
            at = end or self._next(at + 1)

    def _next(self, start: int) -> int | None:
        """The next place that opens as a record does."""
        while (place := members.find(self._stream, members.PLAIN, start)) is not None:
            if _OPENS.match(self._bytes(place, _HEAD)):
                return place
            start = place + 1
        return None

    def _record_at(self, at: int) -> tuple[Found, int]:
        """The record of a plain file at a place, and where it ends, 0 where nobody can say."""
        head = self._bytes(at, _HEAD)
        opened = head.find(b"\r\n\r\n")
        if not head.startswith(members.PLAIN) or opened < 0:
            return Broken(self._path, at, "no-record"), 0
        self._stream.seek(at)
        try:
            record = next(iter(_read(self._stream)))
        except (OSError, StopIteration):
            return Broken(self._path, at, "no-record"), 0
        end = at + opened + 4 + record.content_length
        found = self._look(record, at, 0)
        tail = self._bytes(end, 4) if end <= self._size else b"?"
        if tail.strip(b"\r\n"):
            return Broken(self._path, at, "wrong-length"), 0
        return found, end + len(tail)

    def _bytes(self, at: int, size: int) -> bytes:
        self._stream.seek(at)
        return self._stream.read(size)

    def _look(self, record: WarcRecord, offset: int, within: int) -> Found:
        """A record as a page; None, counted, where it is none."""
        try:
            found = page_of(record, self._path, offset, within)
        except PageError as error:
            return Broken(self._path, offset, error.code, error.details)
        except OSError as error:
            return Broken(self._path, offset, "error", {"error": str(error)})
        if isinstance(found, Capture):
            return found
        self._skipped[found] += 1
        return None


def _read(stream: Member | BinaryIO) -> ArchiveIterator:
    return ArchiveIterator(cast("BinaryIO", stream), parse_http=False, buffer_size=_HEAD)
