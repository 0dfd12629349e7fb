"""What we follow and how its pages are made, from TOML: sources, sites, artifact rules.

A new office on a known template is one file in `sources/`; a new template is one file in
`sites/`. Files beside the data (`--root`) stand before the packaged ones of the same name.
Every fault of every file is named before anything runs.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)

from pipeline.attention import Attention
from pipeline.errors import SourceError
from pipeline.model import Kind

ANY_SITE = "any"
#: So many faults are told one by one.
_TOLD = 20

T = TypeVar("T", bound=BaseModel)


def _is_pattern(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f"not a regular expression: {error}") from error
    return value


def is_url(value: str) -> bool:
    """Whether an address can be asked: it is one of the web, names a host, and is not broken."""
    try:
        parts = urlsplit(value)
        value.encode()
        return bool(_URL.fullmatch(value) and parts.hostname and parts.port != 0)
    except ValueError:  # brackets, a port, half of a character
        return False


def _is_url(value: str) -> str:
    if not is_url(value):
        raise ValueError("no address of the web (http://… or https://…)")
    return value


#: What sources and pages may be called.
NAME = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_URL = re.compile(r"https?://\S+")

Pattern = Annotated[str, AfterValidator(_is_pattern)]
Name = Annotated[str, Field(pattern=f"^{NAME}$")]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
Url = Annotated[str, AfterValidator(_is_url)]


class _Table(BaseModel):
    """A TOML table: an unknown key is a fault."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ArtifactRule(_Table):
    """Characters that are no content: why they are there, what they look like, what never is.

    `pattern` is searched in each line of the page's own text; a group `mask` narrows what is
    taken. With `words`, it is searched in the folded line, and `{words}` in it stands for the
    words of that name in every `lexicon/<language>/pages.toml`, table `artifacts`. `where` says
    which lines it may stand in: a page's first and last lines of content, both (`edges`), or
    the one of its title. A page whose text holds `unless` is about the thing itself: there the
    rule is off. What it takes holds, folded, one of `needs`, where there are any: that saves
    time, nothing else. A pattern that opens with `^` is looked for at the beginning of the line
    only, and only where the line opens with letters that it may open with. `heading` says that
    it is evidence of a heading.
    """

    name: Name
    cause: str
    pattern: Pattern
    words: str = ""
    where: Literal["anywhere", "first-lines", "last-lines", "edges", "title-line"] = "anywhere"
    unless: Pattern | Literal[""] = ""
    needs: tuple[str, ...] = ()
    heading: bool = False
    examples: tuple[str, ...] = Field(min_length=1)
    never: tuple[str, ...] = Field(min_length=1)


class Site(_Table):
    """A family of pages made by one template.

    `hosts` and `marks` (patterns over URL host and text) recognise it where nobody named it.
    `home` is the country whose own way of writing numbers the pages use besides the country
    where the office stands. `icon_numbers` are the kinds of the numbers in a block of icon
    lines, in their order. `date_order` is that of numeric dates, in whatever language;
    empty where only country and page can tell.
    """

    name: Name
    hosts: tuple[Pattern, ...] = ()
    marks: tuple[Pattern, ...] = ()
    date_order: Literal["dmy", "mdy", "ymd", ""] = ""
    home: Country | Literal[""] = ""
    icon_numbers: tuple[Literal["phone", "fax"], ...] = ()
    artifacts: tuple[ArtifactRule, ...] = ()


#: Sites by name.
Sites = Mapping[str, Site]


class Expect(_Table):
    """How many facts of a kind a page should give: fewer refuses publication, more warns."""

    min: int = Field(default=0, ge=0)
    max: int | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _ordered(self) -> Expect:
        if self.max is not None and self.max < self.min:
            raise ValueError(f"max {self.max} is below min {self.min}")
        return self


class Manners(_Table):
    """How a source's hosts are asked. The wish of their robots.txt stands above `delay`.

    `delay` seconds between two requests to one host; `timeout` seconds for a whole answer;
    `most_bytes` of it, also after decompression; `retries` after the first try. A page that gave
    no good answer for more than `stale_after` days is `stale`.
    """

    delay: float = Field(default=1.0, ge=0)
    timeout: float = Field(default=30.0, gt=0)
    most_bytes: int = Field(default=20 * 1024 * 1024, gt=0)
    retries: int = Field(default=2, ge=0, le=10)
    stale_after: int = Field(default=30, gt=0)


class Crawl(_Table):
    """A section that is followed whole: the pages that a list, a sitemap or a feed names.

    `start` is its address, in `language`. An address counts where it is on the same host and
    `follow` is found in it. A list is read with its pagination: what a list names as its other
    pages lies one deeper, `depth` at most; no more than `pages` pages are taken.
    """

    start: Url
    language: Language
    via: Literal["list", "sitemap", "feed"] = "list"
    follow: Pattern
    depth: int = Field(default=5, ge=1, le=100)
    pages: int = Field(default=50, ge=1, le=10_000)


class PageSource(_Table):
    """One page of an office: its address in each language, '' where it is not known."""

    id: Name
    urls: Mapping[Language, Url | Literal[""]]
    expect: Mapping[Kind, Expect] = Field(default_factory=dict)


class Source(_Table):
    """An office that we follow."""

    name: Name
    title: str
    site: Name
    country: Country
    languages: tuple[Language, ...] = Field(min_length=1)
    pages: tuple[PageSource, ...] = ()
    fetch: Manners = Manners()
    crawl: tuple[Crawl, ...] = ()
    attention: Attention = Attention()

    @field_validator("pages")
    @classmethod
    def _unique(cls, pages: tuple[PageSource, ...]) -> tuple[PageSource, ...]:
        seen: set[str] = set()
        for page in pages:
            if page.id in seen:
                raise ValueError(f"page id '{page.id}' stands twice")
            seen.add(page.id)
        return pages

    @model_validator(mode="after")
    def _declared(self) -> Source:
        if not self.pages and not self.crawl:
            raise ValueError("neither [[pages]] nor [[crawl]]: nothing to follow")
        for crawl in self.crawl:
            if crawl.language not in self.languages:
                raise ValueError(f"crawl of {crawl.start}: '{crawl.language}' not in languages")
        for page in self.pages:
            for language in page.urls:
                if language not in self.languages:
                    raise ValueError(
                        f"page '{page.id}' has a URL in '{language}', not in languages"
                    )
        return self


class Catalogue(BaseModel):
    """All sources and sites of a run, by name."""

    model_config = ConfigDict(frozen=True)

    sources: Mapping[str, Source]
    sites: Sites


def _faults(error: ValidationError) -> Iterable[str]:
    for fault in error.errors():
        key = ".".join(str(part) for part in fault["loc"]) or "(file)"
        yield f"{key}: {fault['msg'].removeprefix('Value error, ')}"


def _tables(folder: Traversable | Path) -> dict[str, Traversable | Path]:
    if not folder.is_dir():
        return {}
    files = (f for f in folder.iterdir() if f.name.endswith(".toml"))
    return {f.name: f for f in sorted(files, key=lambda f: f.name)}


def _read(kind: str, model: type[T], root: Path | None, faults: list[str]) -> dict[str, T]:
    """All TOML files of a folder, the root's before the packaged ones; faults are collected."""
    files = _tables(resources.files("pipeline") / kind)
    if root is not None:
        files |= _tables(root / kind)
    found: dict[str, T] = {}
    for name, file in files.items():
        where = f"{kind}/{name}"
        try:
            table: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            faults.append(f"{where}: {error}")
            continue
        if table.get("name") != name.removesuffix(".toml"):
            faults.append(f"{where}: name: must be '{name.removesuffix('.toml')}', the file's name")
        try:
            found[name.removesuffix(".toml")] = model.model_validate(table)
        except ValidationError as error:
            faults += (f"{where}: {fault}" for fault in _faults(error))
    return found


def load(root: Path | None = None) -> Catalogue:
    """All sources and sites: packaged, and those of `root`.

    Raises:
        SourceError: something is wrong; the faults of all files, each with file and key.
    """
    faults: list[str] = []
    sites = _read("sites", Site, root, faults)
    sources = _read("sources", Source, root, faults)
    faults += (
        f"sources/{s.name}.toml: site: no such site '{s.site}' (there are: {', '.join(sites)})"
        for s in sources.values()
        if s.site not in sites
    )
    _insist_none(faults)
    return Catalogue(sources=sources, sites=_with_general(sites))


def load_sites(root: Path) -> Sites:
    """All sites alone: what a worker reads pages by.

    Raises:
        SourceError: as `load`.
    """
    faults: list[str] = []
    sites = _read("sites", Site, root, faults)
    _insist_none(faults)
    return _with_general(sites)


def _insist_none(faults: Sequence[str]) -> None:
    """Nothing, where there is no fault.

    Raises:
        SourceError: there are; so many as anybody reads, and how many more.
    """
    if faults:
        more = [f"and {len(faults) - _TOLD} more"] if len(faults) > _TOLD else []
        raise SourceError("; ".join([*faults[:_TOLD], *more]))


def _with_general(sites: Sites) -> Sites:
    """The sites, each with the rules of any site behind its own."""
    general = sites[ANY_SITE].artifacts
    return {
        name: site
        if name == ANY_SITE
        else site.model_copy(update={"artifacts": site.artifacts + general})
        for name, site in sites.items()
    }


@functools.cache
def packaged() -> Catalogue:
    """The catalogue without any root, read once."""
    return load()


def recognise(catalogue: Catalogue, url: str, text: str) -> Site:
    """The site whose template made a page, by its host, else by marks in its text, else `any`."""
    host = url.partition("://")[2].partition("/")[0].lower()
    for site in catalogue.sites.values():
        if host and any(re.search(pattern, host) for pattern in site.hosts):
            return site
    for site in catalogue.sites.values():
        if any(re.search(pattern, text, re.MULTILINE) for pattern in site.marks):
            return site
    return catalogue.sites[ANY_SITE]
