"""The pages that the lists of a source named: `raw/<source>/crawled.toml`.

A page keeps the id that it got when it was first seen, whatever becomes of the list.
"""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from pipeline.sources import Language, Name, PageSource, Source, Url
from pipeline.store import toml
from pipeline.store.snapshots import FOLDER


class Crawled(BaseModel):
    """One page: its id, its address in the language of the list."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Name
    language: Language
    url: Url


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    pages: tuple[Crawled, ...] = ()


def _file(root: Path, source: str) -> Path:
    return root / FOLDER / source / "crawled.toml"


def read(root: Path, source: str) -> tuple[Crawled, ...]:
    """The pages found so far, in the order of their finding.

    Raises:
        PageError: the file is not such a table.
    """
    table = toml.read(_file(root, source), _Table)
    return table.pages if table else ()


def write(root: Path, source: str, pages: tuple[Crawled, ...]) -> None:
    """Keep what was found.

    Raises:
        OSError: it cannot be written; what was kept stands.
    """
    toml.write(_file(root, source), toml.dump(_Table(pages=pages)))


def with_crawled(root: Path, source: Source) -> Source:
    """The source with the pages that its lists named behind those of its TOML.

    Raises:
        PageError: the table of crawled pages is broken.
    """
    declared = {page.id for page in source.pages}
    found = tuple(
        PageSource(id=page.id, urls={page.language: page.url})
        for page in read(root, source.name)
        if page.id not in declared
    )
    return source.model_copy(update={"pages": source.pages + found}) if found else source
