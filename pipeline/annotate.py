"""The pipeline as a Unix filter: JSON lines in, one page record per line out, in the same order.

A job is `{"id", "text" | "html" | "path", "region"?, "languages"?, "language"?, "site"?, "url"?,
"kinds"?}`; `path` names a file that is read as bytes. Offsets are code points of the text given,
untouched (of the rendered text, which the record holds, for HTML).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import orjson
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from pipeline import sources
from pipeline.errors import PageError
from pipeline.model import Kind, Page
from pipeline.records import Provenance, record
from pipeline.sources import Catalogue
from pipeline.store.snapshots import digest

_HTML_START = (b"<!doctype", b"<html", b"<?xml", b"<head", b"<body", b"<!--")


class Job(BaseModel):
    """One line of input."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str | int
    text: str | None = None
    html: str | None = None
    path: str | None = None
    url: str = ""
    region: Annotated[str, Field(pattern=r"^([A-Z]{2})?$")] = ""
    languages: tuple[str, ...] = ()
    language: str = ""
    site: str = ""
    kinds: tuple[Kind, ...] = ()

    @model_validator(mode="after")
    def _one_input(self) -> Job:
        given = [name for name in ("text", "html", "path") if getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError(
                f"exactly one of text, html, path is needed, not {' and '.join(given) or 'none'}"
            )
        return self


def annotate(lines: Iterable[bytes], catalogue: Catalogue) -> Iterator[tuple[bytes, bool]]:
    """For each line that is not blank: a line of output, and whether the input could be read."""
    return answers(lines, lambda job: _answer(Job.model_validate(job), catalogue))


def answers(
    lines: Iterable[bytes], answer: Callable[[Any], dict[str, Any]]
) -> Iterator[tuple[bytes, bool]]:
    """For each line that is not blank: what `answer` makes of its JSON, and whether it could."""
    for line in lines:
        if not line.strip():
            continue
        try:
            yield dump(answer(orjson.loads(line))), True
        except orjson.JSONDecodeError as error:
            yield refusal(line, f"not a line of JSON in UTF-8: {error}")
        except ValidationError as error:
            yield refusal(line, faults(error))
        except PageError as error:
            yield refusal(line, str(error))
        except Exception as error:  # noqa: BLE001 - one line's fault must not stop the others
            yield refusal(line, f"fault of the program: {error!r}")


def refusal(line: bytes, why: str) -> tuple[bytes, bool]:
    """The answer to a line that cannot be read, with its id where that much can be."""
    try:  # the tolerant parser reads lone surrogates, hence the id beside them
        job = json.loads(line)
        name = job.get("id") if isinstance(job, dict) else None
        return dump({"id": name, "error": why}), False
    except (ValueError, TypeError):
        return dump({"id": None, "error": why}), False


def _answer(job: Job, catalogue: Catalogue) -> dict[str, Any]:
    from pipeline.read import read  # noqa: PLC0415 - with the first page

    page, raw, media_type = page_of(job)
    if job.site and job.site not in catalogue.sites:
        raise PageError(f"no such site: {job.site} (there are: {', '.join(catalogue.sites)})")
    site = (
        catalogue.sites[job.site] if job.site else sources.recognise(catalogue, page.url, page.text)
    )
    provenance = Provenance(
        url=job.url,
        media_type=media_type,
        charset=page.meta.get("charset", "utf-8"),
        sha256=digest(raw),
        size=len(raw),
        raw=job.path or "",
        unknown=(),
    )
    document = read(page, site)
    answer = record(document, str(job.id), provenance, with_text=page.html).model_dump(mode="json")
    if job.kinds:
        answer["entities"] = [e for e in answer["entities"] if e["kind"] in job.kinds]
    return {**answer, "id": job.id}


def page_of(job: Job) -> tuple[Page, bytes, str]:
    """The page of a job, its bytes, and their media type."""
    if job.text is not None:
        return _about(job, Page(job.text)), job.text.encode(), "text/plain"
    from pipeline.ingest import decode, html  # noqa: PLC0415 - only bytes and HTML need them

    raw = job.html.encode() if job.html is not None else _bytes(Path(job.path or ""))
    if job.html is not None or _is_html(raw, job.path or ""):
        charset = "utf-8" if job.html is not None else ""
        page = html.read_html(
            raw, url=job.url, country=job.region, languages=job.languages, charset=charset
        )
        return _about(job, page), raw, "text/html"
    text, used = decode.decode_text(raw)
    return _about(job, Page(text, meta={"charset": used})), raw, "text/plain"


def _about(job: Job, page: Page) -> Page:
    return replace(
        page, url=job.url, country=job.region, languages=job.languages, language=job.language
    )


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise PageError(f"{path}: cannot be read: {error.strerror}") from error


def _is_html(raw: bytes, path: str) -> bool:
    if path.lower().endswith((".html", ".htm", ".xhtml", ".php", ".aspx")):
        return True
    return raw[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_HTML_START)


def faults(error: ValidationError) -> str:
    """Every fault of a job, with the key it stands at."""
    return "; ".join(
        f"{'.'.join(map(str, f['loc'])) or 'line'}: {f['msg'].removeprefix('Value error, ')}"
        for f in error.errors()
    )


def dump(answer: dict[str, Any]) -> bytes:
    """A line of output."""
    return orjson.dumps(answer, option=orjson.OPT_APPEND_NEWLINE)
