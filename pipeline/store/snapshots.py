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
_NEXT = ".next"


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
        snapshot = find(root, Ref(source.name, page.id, language))
        if snapshot:
            yield snapshot


def read_snapshot(snapshot: Snapshot) -> tuple[bytes, Fetch]:
    """The bytes and where they came from.

    Raises:
        PageError: the provenance is missing or wrong, or the bytes are not those it names.
    """
    try:
        raw = snapshot.file.read_bytes()
    except OSError as error:
        raise PageError.of("unreadable-file", file=snapshot.path, error=error.strerror) from error
    fetch = toml.read(snapshot.file.with_suffix(".toml"), Fetch)
    if fetch is None:
        raise _no_provenance(snapshot, raw)
    if digest(raw) != fetch.sha256:
        raise PageError.of("other-bytes", file=snapshot.path, sha256=fetch.sha256)
    return raw, fetch


def _no_provenance(snapshot: Snapshot, raw: bytes) -> PageError:
    return PageError.of(
        "no-provenance",
        file=snapshot.path,
        name=snapshot.file.with_suffix(".toml").name,
        size=len(raw),
        sha256=digest(raw),
    )


def find(root: Path, ref: Ref) -> Snapshot | None:
    """The kept version of one page in one language, None where nothing is kept of it."""
    for suffix in _SUFFIXES:
        file = root / FOLDER / ref.source / f"{ref.page}.{ref.lang}{suffix}"
        if file.is_file():
            return Snapshot(ref, root, file)
    return None


def keep(root: Path, ref: Ref, raw: bytes, fetch: Fetch) -> None:
    """Keep bytes and their provenance instead of what was kept of the page, as one step.

    Both files are written aside; once the provenance is there the step is done, and `recover`
    finishes it where a kill came before the two had their names.

    Raises:
        OSError: they cannot be written; what was kept stands.
    """
    folder = root / FOLDER / ref.source
    folder.mkdir(parents=True, exist_ok=True)
    aside = folder / f".{ref.page}.{ref.lang}{_NEXT}"
    toml.write(aside, raw)
    toml.write(aside.with_name(aside.name + ".toml"), toml.dump(fetch))
    _finish(aside)


def _finish(aside: Path) -> None:
    """Give what `keep` wrote aside its names; the other form of the page (text, HTML) goes."""
    said = aside.with_name(aside.name + ".toml")
    fetch = toml.read(said, Fetch)
    if fetch is None:
        return
    stem = aside.with_name(aside.name[1:].removesuffix(_NEXT))
    suffix = ".txt" if fetch.media_type == "text/plain" else ".html"
    if aside.is_file():
        aside.replace(stem.with_name(stem.name + suffix))
    for other in _SUFFIXES:
        if other != suffix:
            stem.with_name(stem.name + other).unlink(missing_ok=True)
    said.replace(stem.with_name(stem.name + ".toml"))  # the last step: until then `recover` knows


def recover(root: Path) -> None:
    """Finish what a killed run began to keep, and drop what it had not written whole."""
    for said in sorted((root / FOLDER).glob(f"*/.*{_NEXT}.toml")):
        _finish(said.with_suffix(""))
    for left in (*(root / FOLDER).glob(f"*/.*{_NEXT}"), *(root / FOLDER).glob("*/.*.aside")):
        left.unlink()


def digest(raw: bytes) -> str:
    """The hash of bytes as we write it: `sha256:` and 64 hexadecimal digits."""
    return f"sha256:{hashlib.sha256(raw).hexdigest()}"
