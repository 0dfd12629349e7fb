"""Findings about the page as a whole: its twin, its dates, what it should hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from pipeline.model import Document, Finding, Kind, Mention
from pipeline.reading import Reading
from pipeline.sources import Expect

#: What made the choice, in words.
_CHOSEN = {
    "site": "pages of this site write the day first, whatever their language",
    "country": "the country's custom",
    "language": "the custom of the page's language",
    "neighbour": "another date of the page leaves only this order",
    "weekday": "the weekday before it fits only this reading",
    "iso": "the year stands first",
}


def _twin_missing(document: Document, _: Reading) -> Iterable[Finding]:
    """The page names another language version, and we keep none."""
    page = document.page
    if page.ref is None:
        return
    for language, url in sorted(document.alternates.items()):
        if language in page.held or language == document.language:
            continue
        switch = next((a for a in document.artifacts if a.rule == "language-switch"), None)
        where = f"at {url}" if url else "at an address that it does not tell"
        yield Finding(
            switch.start if switch else 0,
            switch.end if switch else 0,
            "twin-missing",
            "warning",
            f"the page has a version in '{language}' {where}; none is kept",
            f"put its URL into the source's TOML as urls.{language}, or keep a snapshot of it",
        )


def _ambiguous_date(document: Document, _: Reading) -> Iterable[Finding]:
    """A numeric date that can be read in two ways: which was taken, why, and the other one."""
    for date in document.mentions:
        if date.kind == "date" and date.alternatives:
            yield _ambiguous(document, date)


def _ambiguous(document: Document, date: Mention) -> Finding:
    reason = _CHOSEN.get(date.resolved_by, date.resolved_by or "nothing on the page decides")
    readings = " or ".join((date.value, *date.alternatives))
    what = "the modified date" if date is document.modified else "the date"
    return Finding(
        date.start,
        date.end,
        "ambiguous-date",
        "note",
        f"{what} '{date.of(document.page.text)}' can be {readings}; read as {date.value}: {reason}",
        "compare with the other language version or the page's history if the day matters",
    )


def _no_title(document: Document, _: Reading) -> Iterable[Finding]:
    """Nothing on the page reads as its title."""
    if not document.title:
        yield Finding(
            0,
            0,
            "no-title",
            "warning",
            "no title was found",
            "look whether this is the page that was meant",
        )


def _no_text(_: Document, reading: Reading) -> Iterable[Finding]:
    """Nothing is left once artifacts are masked."""
    if not reading.text.strip():
        yield Finding(
            0,
            0,
            "no-text",
            "error",
            "the page has no text of its own",
            "fetch it again and look at it",
        )


CHECKS: tuple[Callable[[Document, Reading], Iterable[Finding]], ...] = (
    _twin_missing,
    _ambiguous_date,
    _no_title,
    _no_text,
)


def unexpected(document: Document, expect: Mapping[Kind, Expect]) -> list[Finding]:
    """Kinds of which the page gives fewer facts than its source expects (error), or more."""
    counted = Counter(m.kind for m in document.mentions)
    found = []
    for kind, wanted in sorted(expect.items()):
        number = counted[kind]
        if number < wanted.min:
            message = f"{number} of kind {kind}, at least {wanted.min} expected"
            advice = "look at the page: if it really changed, lower 'min' in the source's TOML"
            found.append(Finding(0, 0, "below-minimum", "error", message, advice))
        if wanted.max is not None and number > wanted.max:
            message = f"{number} of kind {kind}, at most {wanted.max} expected"
            advice = "look for false ones: if all are right, raise 'max' in the source's TOML"
            found.append(Finding(0, 0, "above-maximum", "warning", message, advice))
    return found
