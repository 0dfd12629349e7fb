"""Two language versions held against each other, as a Unix filter: JSON lines in and out.

A job is `{"id", "region"?, "en": {"text" | "html" | "path", "url"?, "site"?}, "fr": {…}}`; any two
languages may be named that a lexicon joins. The answer is `{"id", "twins", "sections",
"disagreements", "agreements"}`, with the first language of the job on the left.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pipeline import sources
from pipeline.annotate import Job, answers, page_of
from pipeline.errors import PageError
from pipeline.model import fold_spaces
from pipeline.sources import Catalogue

if TYPE_CHECKING:
    from pipeline.bilingual.comparison import Comparison, Disagreement
    from pipeline.bilingual.sides import Side

_SIDES = 2
_KEYS = ("id", "region")


def compare(lines: Iterable[bytes], catalogue: Catalogue) -> Iterator[tuple[bytes, bool]]:
    """For each line that is not blank: a line of output, and whether the input could be read."""
    return answers(lines, lambda job: _answer(job, catalogue))


def _answer(job: Any, catalogue: Catalogue) -> dict[str, Any]:
    from pipeline.bilingual.compare import compare as compare_sides  # noqa: PLC0415 - with a job

    if not isinstance(job, dict) or not isinstance(job.get("id"), str | int):
        raise PageError("a job is an object with an id")
    languages = tuple(key for key in job if key not in _KEYS)
    if len(languages) != _SIDES:
        raise PageError(
            f"two languages are needed beside id and region, not {', '.join(languages) or 'none'}"
        )
    left, right = (_side(job, language, languages, catalogue) for language in languages)
    found = compare_sides(left, right, (languages[0], languages[1]))
    return {"id": job["id"], **_told(found, languages)}


def _side(
    job: Mapping[str, Any], language: str, languages: tuple[str, ...], catalogue: Catalogue
) -> Side:
    """One version, read."""
    given = job[language]
    if not isinstance(given, dict):
        raise PageError(f"{language}: an object with text, html or path is needed")
    about = {"id": job["id"], "region": job.get("region", ""), "languages": languages}
    side = Job.model_validate(about | given)
    page, _, _ = page_of(side)
    if side.site and side.site not in catalogue.sites:
        raise PageError(f"no such site: {side.site} (there are: {', '.join(catalogue.sites)})")
    site = (
        catalogue.sites[side.site]
        if side.site
        else sources.recognise(catalogue, page.url, page.text)
    )
    from pipeline.bilingual.sides import Side  # noqa: PLC0415 - with the first page
    from pipeline.read import read  # noqa: PLC0415

    return Side.of(read(page, site))


def _told(found: Comparison, languages: tuple[str, ...]) -> dict[str, Any]:
    """What a comparison says, under the names of the languages."""
    return {
        "twins": found.twins,
        "sections": [[_heading(title) for title in pair] for pair in found.sections],
        "disagreements": [
            _disagreement(d, languages) for d in found.disagreements if d.kind != "twins"
        ],
        "agreements": len(found.agreements),
    }


def _heading(title: str | None) -> str | None:
    return fold_spaces(title) if title else None


def _disagreement(found: Disagreement, languages: tuple[str, ...]) -> dict[str, Any]:
    one, other = languages
    return {
        "kind": found.kind,
        one: found.left.value,
        other: found.right.value,
        f"{one}_quote": found.left.quote,
        f"{other}_quote": found.right.quote,
        "severity": found.severity,
        "code": found.code,
        "section": [_heading(title) for title in found.sections],
    }
