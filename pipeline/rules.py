"""Which rules read a page: hashes over the program and the tables beside the data."""

from __future__ import annotations

import functools
import hashlib
import sys
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

_HERE = Path(__file__).parent
_TABLES = ("sites", "sources")
#: Libraries whose next version may read, or write what was read, otherwise.
_LIBRARIES = ("beautifulsoup4", "langdetect", "lxml", "orjson", "phonenumbers", "pydantic")


def rules_hash(root: Path) -> str:
    """The hash of all modules and tables of the program, and of the sites and sources of `root`."""
    files = [(f.relative_to(_HERE), f) for f in _program()]
    for folder in _TABLES:
        files += [(f.relative_to(root), f) for f in (root / folder).glob("*.toml")]
    return f"sha256:{_hash(files).hexdigest()}"


@functools.cache
def program_hash() -> str:
    """The hash of what reads any page alike: the program but for its sites and sources.

    The libraries that it reads with and the version of Python count as well.
    """
    files = [(f.relative_to(_HERE), f) for f in _program()]
    whole = _hash((name, f) for name, f in files if name.parts[0] not in _TABLES)
    said = [sys.version, *(f"{name} {metadata.version(name)}" for name in _LIBRARIES)]
    whole.update("\0".join(said).encode())
    return f"sha256:{whole.hexdigest()}"


def _program() -> list[Path]:
    return [f for f in _HERE.rglob("*") if f.suffix in (".py", ".toml")]


def _hash(files: Iterable[tuple[Path, Path]]) -> hashlib._Hash:
    whole = hashlib.sha256()
    for name, file in sorted(files):
        whole.update(f"{name.as_posix()}\0".encode())
        whole.update(hashlib.sha256(file.read_bytes()).digest())
    return whole
