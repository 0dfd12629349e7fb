"""The sections of a page, its title, and the date that it gives as its own."""

from __future__ import annotations

import re

from pipeline.model import Section, Span, fold_spaces, mask
from pipeline.reading import Reading, folded
from pipeline.sections import headings, markup
from pipeline.sections.dates import find_modified
from pipeline.sections.named import address_of, spelled
from pipeline.stages import stage

__all__ = ["find_modified", "find_title", "split_sections"]


@stage("sections")
def split_sections(reading: Reading) -> tuple[Section, ...]:
    """The sections in order: each from its heading to the next one.

    Text before the first heading is a section of level 0 without heading; none is made of blank
    or artifact lines alone.
    """
    found = markup.find_headings(reading) if reading.page.markup else []
    found = found or headings.find_headings(reading)
    end = len(reading.text)
    starts = [heading.start for heading in found] + [end]
    sections = []
    if reading.text[: starts[0]].strip():
        sections.append(Section(0, starts[0], "", 0, "und", None, "no-heading"))
    clean = mask(reading.page.text, reading.artifacts)
    for heading, following in zip(found, starts[1:], strict=True):
        span = Span(heading.start, heading.end)
        title = fold_spaces(span.of(clean))
        sections.append(
            Section(span.start, following, title, heading.level, "und", span, heading.rule)
        )
    return tuple(sections)


_STEPS = re.compile(r"(?:[>»›]| 5) ((?:(?! 5 )[^>»›]){8,120})$")
_TOP = 3
_TWICE = re.compile(r"((?:[A-ZÀ-Þ][\w'’-]{1,30} ){2,8})\1")


def _last_step(reading: Reading) -> str:
    """Where the way leads that opens a page without a title line; '' without such a way."""
    for artifact in reading.artifacts[:_TOP]:
        if artifact.rule == "breadcrumb" and not reading.text[: artifact.start].strip():
            found = _STEPS.search(artifact.of(reading.page.text))
            if found is not None:
                return fold_spaces(found[1])
    return ""


def _said_twice(reading: Reading) -> str:
    """The name that a page of one line opens with twice: of a feed, and of its channel."""
    text = reading.page.text.strip()
    found = _TWICE.match(text)
    return found[1].strip() if found is not None and "\n" not in text else ""


def _by_address(reading: Reading) -> str:
    """The name that the page's address gives it, as its text spells that."""
    address, text = address_of(reading.page.url), reading.page.text
    return spelled(address, text, folded(text)[1]) if address.names else ""


def _opening(reading: Reading) -> str:
    """The first heading, where nothing stands above it but short lines that a frame left."""
    short = 60
    first = next((s for s in reading.sections if s.heading), None)
    if first is None:
        return ""
    above = reading.text[: first.start].split("\n")
    return first.title if all(len(line.strip()) < short for line in above) else ""


#: Where a page without a title line and a head may have its name from, the surest first.
_WITHOUT = (_last_step, _said_twice, _by_address, _opening)


@stage("sections")
def find_title(reading: Reading) -> str:
    """The page's title: its heading of level 1, else what its head, address or opening says.

    Of several the one that opens the head's title, which names the site before or after it.
    """
    said = fold_spaces(reading.page.meta.get("title", ""))
    titles = [s.title for s in reading.sections if s.level == 1]
    if titles:
        return min((t for t in titles if t in said), key=said.index, default=titles[0])
    if not said:
        return next(filter(None, (find(reading) for find in _WITHOUT)), "")
    parts = markup.title_parts(said)
    shown = {s.title for s in reading.sections}
    return next((part for part in parts if part in shown), parts[0])
