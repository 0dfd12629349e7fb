"""One run at a time in a folder: a lock of the operating system, never the existence of a file.

The lock belongs to the open file, so it ends with its process however that ends, `kill -9` too.
What the file says is for whoever is turned away; a file that was left behind blocks nobody.
"""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

import portalocker

from pipeline import clock
from pipeline.errors import Locked, StoreError

FILE = ".rectoverso.lock"


@contextmanager
def lock(root: Path, verb: str) -> Iterator[None]:
    """Hold a folder of data for one verb, while the block runs.

    Raises:
        Locked: another run holds it; who, and since when.
        StoreError: there is no such folder, or nobody may write into it.
    """
    file = root / FILE
    try:
        held = _take(file)
    except OSError as error:
        raise StoreError(f"{file}: cannot be locked: {error.strerror}") from error
    with held:
        try:
            _say(held, verb)
        except OSError as error:
            raise StoreError(f"{file}: cannot be written: {error.strerror}") from error
        try:
            yield
        finally:
            with suppress(OSError):
                held.truncate(0)  # nobody is told of a run that has ended


def _take(file: Path) -> BinaryIO:
    """The open file with its lock; it is made where it is missing, and never emptied before."""
    opened = file.open("ab+", buffering=0)
    try:
        portalocker.lock(opened, portalocker.LOCK_EX | portalocker.LOCK_NB)
    except portalocker.AlreadyLocked as error:
        holder = _read(opened)
        opened.close()
        raise Locked(f"{file.parent} is locked by {holder}; try again later") from error
    except portalocker.LockException as error:
        opened.close()
        raise OSError(None, str(error)) from error
    return opened


def _say(held: BinaryIO, verb: str) -> None:
    facts = {
        "verb": verb,
        "process": os.getpid(),
        "host": socket.gethostname(),
        "since": clock.now(),
    }
    held.truncate(0)
    held.write(json.dumps(facts).encode() + b"\n")


def _read(opened: BinaryIO) -> str:
    """Who holds the lock, as the file says; the holder may have written nothing yet."""
    opened.seek(0)
    try:
        facts = json.loads(opened.read())
        return "{verb} (process {process} on {host}) since {since}".format_map(facts)
    except (ValueError, KeyError, TypeError):
        return "another run that has only just begun"
