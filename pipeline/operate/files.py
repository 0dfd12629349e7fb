"""One small file for other programs to read, put in place in one step."""

from __future__ import annotations

import os
from pathlib import Path

from pipeline import disk
from pipeline.errors import StoreError


def put(file: Path, data: bytes) -> None:
    """Make a file hold these bytes: a reader finds the old ones or the new, never half.

    The file gets the rights that the umask gives, so that a monitor may read it. No folder is made:
    a mistyped path is told, and not fulfilled. What is no regular file (`/dev/null`) is not
    replaced by one.

    Raises:
        StoreError: it cannot be written; what stood there before still stands.
    """
    try:
        if file.exists() and not file.is_file():
            raise StoreError(f"{file}: is not a regular file")
        disk.replace(file, data, file.with_name(f".{file.name}.{os.getpid()}"))
    except OSError as error:
        raise StoreError(f"{file}: cannot be written: {error.strerror}") from error
