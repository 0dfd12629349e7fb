"""Where the records of a web archive lie in its file, and where to go on after damage.

Compressed archives hold one gzip member a record, so that each can be read alone. Members are
followed one by one, so that every record's place is exact, damage ends with the member that has
it, and an archive that was compressed whole (one member for all) is read as well.
"""

from __future__ import annotations

import zlib
from typing import BinaryIO

#: How a record and the two compressed forms of archives begin; zstd without or with a dictionary.
PLAIN, GZIP = b"WARC/", b"\x1f\x8b\x08"
ZSTD = (b"\x28\xb5\x2f\xfd", b"\x5d\x2a\x4d\x18")
_STEP = 1 << 16


class Member:
    """One gzip member as a stream that never raises: `fault` is the code of what was wrong."""

    def __init__(self, file: BinaryIO, start: int) -> None:
        """Of the bytes of `file` from `start` on."""
        file.seek(start)
        self._file = file
        self._inflate = zlib.decompressobj(wbits=31)
        self._told = 0
        self.fault = ""

    def read(self, size: int = _STEP) -> bytes:
        """The next bytes, at most `size`; none at the end of the member or where it breaks."""
        while not (self._inflate.eof or self.fault):
            data = self._inflate.unconsumed_tail or self._file.read(_STEP)
            try:
                out = self._inflate.decompress(data, size if size > 0 else _STEP)
            except zlib.error:
                self.fault = "damaged-member"
                break
            if out:
                self._told += len(out)
                return out
            if not data:
                self.fault = "cut-member"
        return b""

    def tell(self) -> int:
        """How many bytes were read so far."""
        return self._told

    def finish(self) -> bool:
        """Read to the end; whether the member is whole, its checksum included."""
        while self.read():
            pass
        return not self.fault

    @property
    def end(self) -> int:
        """The offset behind the member, once it was read to its end."""
        return self._file.tell() - len(self._inflate.unused_data)


def find_member(file: BinaryIO, start: int) -> int | None:
    """The offset of the next gzip member that opens with a WARC record, None where none follows."""
    while (place := find(file, GZIP, start)) is not None:
        if _opens(Member(file, place)):
            return place
        start = place + 1
    return None


def _opens(member: Member) -> bool:
    head = b""
    while len(head) < len(PLAIN) and (more := member.read(len(PLAIN) - len(head))):
        head += more
    return head == PLAIN


def find(file: BinaryIO, wanted: bytes, start: int) -> int | None:
    """The offset of the next place where these bytes stand, None where they do not."""
    file.seek(start)
    rest = b""
    while block := file.read(_STEP):
        data = rest + block
        place = data.find(wanted)
        if place >= 0:
            return start - len(rest) + place
        start += len(block)
        rest = data[1 - len(wanted) :]
    return None


def is_padding(file: BinaryIO, start: int) -> bool:
    """Whether nothing but NUL bytes and line ends follows, as some storage leaves them."""
    file.seek(start)
    while block := file.read(_STEP):
        if block.strip(b"\0\r\n"):
            return False
    return True
