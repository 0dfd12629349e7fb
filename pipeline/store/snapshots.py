"""What we keep: bytes as they came, each with its provenance.

`raw/<source>/<page>.<lang>.html` or `.txt` holds the bytes; the file of the same name in `.toml`
says where they came from, their hash, and what nobody knows of the fetch.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from pipeline.errors import PageError
from pipeline.model import Ref
from pipeline.sources import PageSource, Source
from pipeline.store import toml

FOLDER = "raw"
MediaType = Literal["text/html", "application/xhtml+xml", "text/plain"]
_SUFFIXES = (".html", ".txt")


class Fetch(BaseModel):
    """Where bytes came from, as `raw/**/*.toml` says it.

    `url` was asked for; `redirects` are the addresses that led on, `final_url` the one that
    answered, '' where it is `url`. `headers` are those that matter later, names in lower case.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: str
    final_url: str = ""
    redirects: tuple[str, ...] = ()
    status: int | None = None
    fetched: str = ""
    fetcher: str = ""
    media_type: MediaType
    charset: str = ""
    sha256: str = Field(pattern=r"^sha256:[0-9a-f]{64}$")
    size: int = Field(ge=0)
    headers: Mapping[str, str] = Field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    note: str = ""

    @property
    def address(self) -> str:
        """Where the bytes came from: the end of the redirects."""
        return self.final_url or self.url


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One kept page in one language: the file with its bytes, as found below `root`."""

    ref: Ref
    root: Path
    file: Path

    @property
    def path(self) -> str:
        """The file relative to the root, with forward slashes."""
        return self.file.relative_to(self.root).as_posix()


def keeps(root: Path, source: str) -> bool:
    """Whether `raw/` has a folder for a source."""
    return (root / FOLDER / source).is_dir()


def snapshots(root: Path, source: Source, page: PageSource) -> Iterator[Snapshot]:
    """The kept versions of a page, in the order of the source's languages."""
    for language in source.languages:
        for suffix in _SUFFIXES:
            file = root / FOLDER / source.name / f"{page.id}.{language}{suffix}"
            if file.is_file():
                yield Snapshot(Ref(source.name, page.id, language), root, file)
                break


def read_snapshot(snapshot: Snapshot) -> tuple[bytes, Fetch]:
    """The bytes and where they came from.

    Raises:
        PageError: the provenance is missing or wrong, or the bytes are not those it names.
    """
    try:
        raw = snapshot.file.read_bytes()
    except OSError as error:
        raise PageError(f"{snapshot.path}: cannot be read: {error.strerror}") from error
    fetch = toml.read(snapshot.file.with_suffix(".toml"), Fetch)
    if fetch is None:
        raise PageError(_no_provenance(snapshot, raw))
    if digest(raw) != fetch.sha256:
        raise PageError(
            f"{snapshot.path}: its bytes are not those of its provenance ({fetch.sha256})"
        )
    return raw, fetch


def _no_provenance(snapshot: Snapshot, raw: bytes) -> str:
    name = snapshot.file.with_suffix(".toml").name
    return (
        f"{snapshot.path}: no provenance beside it; write {name} with url, media_type, "
        f'size = {len(raw)}, sha256 = "{digest(raw)}", and unknown = [...] for what nobody knows'
    )


def digest(raw: bytes) -> str:
    """The hash of bytes as we write it: `sha256:` and 64 hexadecimal digits."""
    return f"sha256:{hashlib.sha256(raw).hexdigest()}"
