"""What stands around a line of a dump: its gaps, what is below it, what else it may be."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.sections.below import below
from pipeline.sections.contents import entry
from pipeline.sections.dense import between
from pipeline.sections.evidence import BEFORE, CONTACTS, OVER, Candidate, Layout, bare
from pipeline.sections.gaps import gap, is_announced
from pipeline.sections.instead import instead
from pipeline.sections.items import items
from pipeline.sections.rows import is_among_days, is_cell, rows
from pipeline.sections.running import is_body

#: Three words or more, each with a capital: 'The Harbour District'.
_CAPITALS = re.compile(r"[A-Z][a-z]+(?: (?:(?:of|and|for|in|the|to) )?[A-Z][a-z]+){2,5}")
#: So many lines in a block make an entry of a programme: its name, when and where.
_ENTRY = 3


def place(layout: Layout, candidate: Candidate, last: Candidate | None) -> Iterator[str]:
    """The features of a candidate's surroundings; `last` is the heading before."""
    under = last is not None and last.last == candidate.first - 1
    following = frozenset(below(layout, candidate, under=under))
    yield from following
    yield from gap(layout, candidate, following, under=under)
    if _is_section_of_office(layout, candidate, following):
        yield "office-section"
    if layout.dense:
        yield from between(layout, candidate, announced=is_announced(layout, candidate.first))
    yield from _by_page(layout, candidate, following)
    yield from rows(layout, candidate)
    if under and last is not None and _is_of_contacts(layout, last, candidate, following):
        yield "under-contacts"
    yield from instead(layout, candidate, following)
    if layout.dense and last is not None and "at-end" in following:
        yield from _cut_off(layout, candidate, last)
    if under and _is_description(layout, candidate):
        yield "described"
    announced = not under and is_announced(layout, candidate.first)
    if announced:
        yield "after-colon"
    yield from items(layout, candidate, following, announced=announced)
    yield from _again(layout, candidate, following, announced=announced)


def _cut_off(layout: Layout, candidate: Candidate, last: Candidate) -> Iterator[str]:
    """Whether it ends the page under a paragraph, in capitals as the heading before: a cut text."""
    above = candidate.first - 1
    capitals = all(_CAPITALS.fullmatch(heading.text) for heading in (candidate, last))
    if capitals and layout.kinds[above] == "prose" and layout.lines[above].key[-1] == ".":
        yield "cut-text"


def _again(
    layout: Layout, candidate: Candidate, following: frozenset[str], *, announced: bool
) -> Iterator[str]:
    """Whether the page says it more than once, without a text to each."""
    if _is_repeated(layout, candidate):
        if (
            announced
            or candidate.key in layout.often
            or following.isdisjoint(BEFORE | {"over-heading"})
        ):
            yield "repeated"
    elif announced and "at-end" in following and bare(candidate.key) == layout.title:
        yield "repeated"


def _of_a_kind(layout: Layout, at: int) -> str:
    """What a line is that names a field, or heads what others of the page do, too; else ''."""
    if at in layout.sheet:
        return "sheet"
    if at in layout.headed:
        return "same-head"
    return "over-figures" if at in layout.figures else ""


def _by_page(layout: Layout, candidate: Candidate, following: frozenset[str]) -> Iterator[str]:
    """What lines of like form elsewhere on the page say of it."""
    at = candidate.first
    yield from _listed(layout, at)
    if at in layout.contents and not layout.words.contents.fullmatch(bare(candidate.key)):
        yield "contents"
    elif named := _of_a_kind(layout, at):
        yield named
    elif layout.listed and entry(candidate.key) in layout.listed:
        yield "listed"
    elif any(at - 1 in named for named in (layout.fields, layout.sheet)):
        yield "field-value"
    elif is_among_days(layout, at) or (following.isdisjoint(OVER) and is_cell(layout, candidate)):
        yield "cells"
    first, end = layout.lines[at], layout.lines[candidate.last]
    if first.before > end.after:
        entry_opens = following.isdisjoint(CONTACTS) and _block_size(layout, at) >= _ENTRY
        opens = "before-text" in following or entry_opens
        if end.after in layout.series and opens:
            yield "series"
    elif end.after > first.before and first.before in layout.series:
        yield "ends-series"


def _listed(layout: Layout, at: int) -> Iterator[str]:
    """Whether it is an office of a directory, another's page, or of a list without bullets."""
    if at in layout.offices:
        yield "directory"
    if at in layout.announced:
        yield "announced"


def _is_repeated(layout: Layout, candidate: Candidate) -> bool:
    """Whether it stands on the page again, and not as the title, a known heading or a field."""
    return (
        candidate.key in layout.repeated
        and bare(candidate.key) != layout.title
        and candidate.first not in layout.fields
        and (candidate.first in layout.contents or entry(candidate.key) not in layout.listed)
        and not layout.words.is_title(candidate.key)
    )


def _is_of_contacts(
    layout: Layout, last: Candidate, candidate: Candidate, following: frozenset[str]
) -> bool:
    """Whether an office's name stands under 'Contact', and over no text."""
    office = layout.words.offices.match(candidate.key) is not None
    return office and layout.words.is_title(last.key) and following.isdisjoint(BEFORE)


def _is_section_of_office(layout: Layout, candidate: Candidate, following: frozenset[str]) -> bool:
    """Whether an office's name is set apart over text or a list, not over its contact lines."""
    return (
        layout.words.offices.match(candidate.key) is not None
        and (layout.dense or layout.lines[candidate.first].before > 0)
        and not following.isdisjoint({"before-text", "before-list"})
        and following.isdisjoint(CONTACTS)
    )


def _block_size(layout: Layout, at: int) -> int:
    """How many lines stand from `at` on without a blank line between them."""
    end = at
    while end + 1 < len(layout.lines) and not layout.lines[end].after:
        end += 1
    return end - at + 1


def _is_description(layout: Layout, candidate: Candidate) -> bool:
    """Whether a long line is set apart, and so is the one below, which no sign ends either.

    It says what the heading above it leads to; a text would end in a stop.
    """
    long, below = 100, candidate.last + 1
    ends = candidate.key[-1] + layout.lines[min(below, len(layout.lines) - 1)].key[-1]
    return (
        len(candidate.key) > long
        and below < len(layout.lines)
        and layout.lines[candidate.first].before > 0
        and layout.lines[candidate.last].after > 0
        and layout.lines[below].after > 0
        and ends.isalnum()
        and is_body(layout, below)
    )
