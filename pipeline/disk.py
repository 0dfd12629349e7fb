"""Files that a reader finds as they were or as they will be, never half."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal


def write(file: Path, data: bytes, mode: Literal["wb", "xb"] = "wb") -> None:
    """Write these bytes; when it returns, they are on the disk.

    Raises:
        OSError: the disk is full, the folder read-only, ...
    """
    with file.open(mode) as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())


def replace(file: Path, data: bytes, aside: Path) -> None:
    """Make a file hold these bytes, written `aside` first: it is the old or the new, never half.

    Raises:
        OSError: it cannot be written; the file stands as it was, and nothing aside.
    """
    try:
        write(aside, data)
        aside.replace(file)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
