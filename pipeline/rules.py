"""Which rules read a page: one hash over the program and the tables beside the data."""

from __future__ import annotations

import hashlib
from pathlib import Path

_HERE = Path(__file__).parent
_TABLES = ("sites", "sources")


def rules_hash(root: Path) -> str:
    """The hash of all modules and tables of the program, and of the sites and sources of `root`."""
    files = [(f.relative_to(_HERE), f) for f in _HERE.rglob("*") if f.suffix in (".py", ".toml")]
    for folder in _TABLES:
        files += [(f.relative_to(root), f) for f in (root / folder).glob("*.toml")]
    whole = hashlib.sha256()
    for name, file in sorted(files):
        whole.update(f"{name.as_posix()}\0".encode())
        whole.update(hashlib.sha256(file.read_bytes()).digest())
    return f"sha256:{whole.hexdigest()}"
