"""What people let through although a guard objected: `raw/<source>/<page>.<lang>.accepted.toml`.

An acceptance holds for the bytes that it was given for, and for no others.
"""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from pipeline.model import Ref
from pipeline.store import toml
from pipeline.store.snapshots import FOLDER


class Acceptance(BaseModel):
    """Who let which page's bytes pass which guard, when and why."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    guard: str
    sha256: str
    by: str
    at: str
    because: str


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    accepted: tuple[Acceptance, ...] = ()


def _file(root: Path, ref: Ref) -> Path:
    return root / FOLDER / ref.source / f"{ref.page}.{ref.lang}.accepted.toml"


def read(root: Path, ref: Ref) -> tuple[Acceptance, ...]:
    """The acceptances of a page, the oldest first.

    Raises:
        PageError: the file is not one of acceptances.
    """
    table = toml.read(_file(root, ref), _Table)
    return table.accepted if table else ()


def guards(root: Path, ref: Ref, sha256: str) -> frozenset[str]:
    """The guards that a page's bytes may pass.

    Raises:
        PageError: the file is not one of acceptances.
    """
    return frozenset(a.guard for a in read(root, ref) if a.sha256 == sha256)


def add(root: Path, ref: Ref, acceptance: Acceptance) -> None:
    """Keep an acceptance, once.

    Raises:
        OSError: it cannot be written.
        PageError: the file is not one of acceptances.
    """
    known = read(root, ref)
    if any((a.guard, a.sha256) == (acceptance.guard, acceptance.sha256) for a in known):
        return
    toml.write(_file(root, ref), toml.dump(_Table(accepted=(*known, acceptance))))
