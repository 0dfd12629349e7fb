"""What was read of pages, kept beside `raw/` so that it need not be read again: `.extracted/`.

A file there holds a page's record and its text behind a head: the key, a hash of all that the
reading depended on, and the hash of what follows. A file of another key, one that a kill left in
parts or that anything else damaged is none. The folder may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import logging
import shutil
from collections.abc import Container
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from pipeline.errors import StoreError
from pipeline.messages import tell
from pipeline.records import PageRecord

FOLDER = ".extracted"
_SUFFIX = ".page"
#: How the names end of what is only there while a run writes.
PART = ".part"
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Shelf:
    """Pages that were read, each in a file of its own below a folder."""

    folder: Path

    def keep(self, key: str, record: PageRecord, text: str) -> None:
        """Keep what was read under a key, instead of what was kept of that page; in one step.

        Raises:
            OSError: it cannot be written; what was kept stands.
        """
        said, beside = record.model_dump_json().encode(), text.encode()
        head = {"key": key, "record": len(said), "sha256": _digest(said, beside)}
        file = self._file(record.id)
        file.parent.mkdir(parents=True, exist_ok=True)
        aside = file.with_name(f".{file.name}{PART}")
        try:
            aside.write_bytes(b"\n".join((orjson.dumps(head), said + beside)))
            aside.replace(file)
        except BaseException:
            aside.unlink(missing_ok=True)
            raise

    def holds(self, page: str, key: str) -> bool:
        """Whether a page is kept whole under a key; a damaged file is told, and is none."""
        try:
            head, said, text = _parts(self._file(page).read_bytes())
            whole = head["sha256"] == _digest(said, text)
        except FileNotFoundError:
            return False
        except (OSError, ValueError, KeyError, TypeError):
            whole = False
        if not whole:
            _LOG.info(tell("kept-damaged", file=f"{FOLDER}/{page}{_SUFFIX}"))
        return whole and bool(head["key"] == key)

    def has(self, page: str) -> bool:
        """Whether anything is kept of a page, under whatever key."""
        return self._file(page).is_file()

    def read(self, page: str) -> tuple[PageRecord, str]:
        """The record and the text of a page that is kept.

        Raises:
            StoreError: it was taken away or damaged meanwhile.
        """
        file = self._file(page)
        try:
            _, said, text = _parts(file.read_bytes())
            return PageRecord.model_validate_json(said), text.decode()
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StoreError(f"{file}: was changed by another program; run it again") from error

    def sweep(self) -> None:
        """Remove what killed runs left."""
        for left in (*self.folder.glob(f"*/.*{PART}"), *self.folder.glob(f".*{PART}")):
            if left.is_dir():
                shutil.rmtree(left, ignore_errors=True)
            else:
                left.unlink(missing_ok=True)

    def prune(self, pages: Container[str]) -> None:
        """Remove what is kept of any but these pages."""
        for file in self.folder.glob(f"*/*{_SUFFIX}"):
            name = file.relative_to(self.folder).as_posix().removesuffix(_SUFFIX)
            if name not in pages and not file.parent.name.startswith("."):
                file.unlink(missing_ok=True)

    def _file(self, page: str) -> Path:
        return self.folder / f"{page}{_SUFFIX}"


def _digest(said: bytes, text: bytes) -> str:
    whole = hashlib.sha256(said)
    whole.update(text)
    return whole.hexdigest()


def _parts(data: bytes) -> tuple[dict[str, Any], bytes, bytes]:
    line, _, rest = data.partition(b"\n")
    head: dict[str, Any] = orjson.loads(line)
    size = int(head["record"])
    return head, rest[:size], rest[size:]
