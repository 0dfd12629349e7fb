"""What stands around a line of a dump: blank lines, the line above, the lines below."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.sections.evidence import Candidate, Layout, bare, form
from pipeline.sections.lines import PROSE

_CLOSED = re.compile(r"[.!?][\"')\]]*$")
_BEFORE = frozenset({"before-text", "before-list", "before-heading"})
_LETTERS = re.compile(r"(?<![\w@./-])[a-z']{2,}(?![\w@])")
_NUMBER_ALONE = re.compile(
    r"(?:[ivx]{1,5}|\d{1,2}(?:\.\d{1,2}){0,3})[.)]|\d{1,2}(?:\.\d{1,2}){1,3}"
)


def place(layout: Layout, candidate: Candidate, last: Candidate | None) -> Iterator[str]:
    """The features of a candidate's surroundings; `last` is the heading before."""
    under = last is not None and last.last == candidate.first - 1
    following = frozenset(_following(layout, candidate, under=under))
    yield from following
    yield from _gap(layout, candidate, following, under=under)
    if _is_section_of_office(layout, candidate, following):
        yield "office-section"
    if layout.dense and _is_between_lists(layout, candidate):
        yield "between-lists"
    announced = not under and _is_announced(layout, candidate.first)
    if announced:
        yield "after-colon"
    if _is_item(layout, candidate):
        yield "item"
    if candidate.key in layout.repeated and bare(candidate.key) != layout.title:
        known = layout.words.is_title(candidate.key)
        if not known and (announced or following.isdisjoint(_BEFORE)):
            yield "repeated"


def _is_section_of_office(
    layout: Layout, candidate: Candidate, following: frozenset[str]
) -> bool:
    """Whether an office's name is set apart over text or a list, not over its contact lines."""
    return (
        layout.words.offices.match(candidate.key) is not None
        and (layout.dense or layout.lines[candidate.first].before > 0)
        and not following.isdisjoint({"before-text", "before-list"})
        and following.isdisjoint({"before-contact", "contact-block", "names-office"})
    )


def _is_between_lists(layout: Layout, candidate: Candidate) -> bool:
    """Whether the lines above and below are items of lists."""
    above, below = candidate.first - 1, candidate.last + 1
    if above < 0 or below >= len(layout.lines):
        return False
    return layout.kinds[above] == layout.kinds[below] == "bullet"


def _gap(
    layout: Layout, candidate: Candidate, following: frozenset[str], *, under: bool
) -> Iterator[str]:
    """The features of blank lines, of indent, and of the line right above."""
    first, end = layout.lines[candidate.first], layout.lines[candidate.last]
    if first.before:
        yield "alone" if end.after else "opens-block"
    elif under:
        near = layout.dense or candidate.key[-1] == "?"
        yield "close-under-heading" if near else "under-heading"
    else:
        yield from _inside(layout, candidate.first, following)
    wide, deep = 1, 3
    if end.blank > wide:
        yield "wide-gap"
    if first.before and form(candidate.key) in layout.siblings:
        yield "sibling"
    if first.indent > deep:
        yield "indent"
    if first.caption:
        yield "caption"
    if first.cut or end.cut:
        yield "cut"


def _inside(layout: Layout, at: int, following: frozenset[str]) -> Iterator[str]:
    """The features of a line with text right above it."""
    above, kind = layout.lines[at - 1], layout.kinds[at - 1]
    closes = (
        _CLOSED.search(above.key) is not None
        or kind in {"contact", "prose"}
        or (layout.dense and above.key[-1] == ":")
    )
    if not (closes and layout.dense):
        yield "inside"
    if closes and not following.isdisjoint(_BEFORE):
        yield "closes-text"
    if kind in {"date", "address"}:
        yield f"under-{kind}"


def _is_announced(layout: Layout, at: int) -> bool:
    """Whether the line above ends in a colon and is no label that was left empty."""
    return at > 0 and layout.lines[at - 1].key[-1] == ":" and layout.kinds[at - 1] != "label"


def _is_item(layout: Layout, candidate: Candidate) -> bool:
    """Whether it is numbered like the line above or below: an item of a list.

    A paragraph with a blank line between is no item but what a heading numbered `2.0` is over.
    """
    form = layout.words.numbering(candidate.key)
    if not form:
        return False
    first, end = layout.lines[candidate.first], layout.lines[candidate.last]
    return any(
        0 <= at < len(layout.lines)
        and layout.words.numbering(layout.lines[at].key) == form
        and not (gap and is_body(layout, at))
        for at, gap in ((candidate.first - 1, first.before), (candidate.last + 1, end.after))
    )


def _following(layout: Layout, candidate: Candidate, *, under: bool) -> Iterator[str]:
    """The features of the lines after it."""
    at = candidate.last + 1
    if at >= len(layout.lines):
        yield "at-end"
        return
    if goes_on(layout, candidate.last):
        yield "goes-on"
    kind, gap = layout.kinds[at], layout.lines[candidate.last].after
    if is_body(layout, at):
        yield "before-text"
    elif kind == "bullet" or (layout.dense and layout.words.numbered.match(layout.lines[at].key)):
        yield "before-list"
    elif kind == "date" and (under or not gap):
        yield "before-date"
    elif layout.dense and kind == "text" and is_body(layout, at + 1):
        yield "before-heading"
    yield from _contacts(layout, candidate, under=under)


def _contacts(layout: Layout, candidate: Candidate, *, under: bool) -> Iterator[str]:
    """Whether a contact block follows, whose first line is a name and no heading."""
    if layout.words.is_title(candidate.key):
        return
    first = layout.lines[candidate.first]
    if bare(candidate.key) == layout.title and (first.before or not under):
        return
    at, gap = candidate.last + 1, layout.lines[candidate.last].after
    numbered = layout.is_numbered(candidate)
    if layout.kinds[at] in {"contact", "address", "label"} and not is_body(layout, at):
        if layout.words.offices.match(candidate.key):
            yield "names-office"
        if not gap and not numbered:
            yield "before-contact"
        elif under and layout.kinds[at] == "address":
            yield "second-before-contact"
    if not gap and not numbered and _in_contact_block(layout, at):
        yield "contact-block"


def _in_contact_block(layout: Layout, at: int) -> bool:
    """Whether the block from `at` on is short and gives a contact."""
    most = 6
    for n in range(at, min(at + most, len(layout.lines))):
        if layout.kinds[n] in {"contact", "address"}:
            return n > at
        if layout.lines[n].after or layout.kinds[n] == "prose":
            return False
    return False


def is_body(layout: Layout, at: int) -> bool:
    """Whether the line `at` begins running text."""
    if at >= len(layout.lines):
        return False
    line, kind = layout.lines[at], layout.kinds[at]
    if kind in {"bullet", "address", "date", "dateline", "label"}:
        return False
    if line.cut:
        return True
    explained, full, spaces = 7, 70, 4
    if kind == "contact":
        return len(_LETTERS.findall(line.key)) >= explained
    if len(line.key) >= full or (line.key[-1] in ".:;" and line.key.count(" ") >= spaces):
        return True
    return _is_wrapped(layout, at) or (line.key[-1] == ":" and _is_before_list(layout, at))


def _is_before_list(layout: Layout, at: int) -> bool:
    return at + 1 < len(layout.lines) and layout.kinds[at + 1] == "bullet"


def _is_wrapped(layout: Layout, at: int) -> bool:
    """Whether a long line goes on in the next one in lower case."""
    line, long = layout.lines[at], 35
    if line.after or at + 1 >= len(layout.lines):
        return False
    return len(line.key) > long and layout.lines[at + 1].text[0].islower()


def goes_on(layout: Layout, at: int) -> bool:
    """Whether the line after `at` continues it."""
    if at + 1 >= len(layout.lines):
        return False
    line, following = layout.lines[at], layout.lines[at + 1]
    if line.after:
        return False
    if is_number_alone(line.key):
        return True
    if line.key[-1] in ".:;!?":
        return False
    if following.text[0].islower():
        return len(following.text) <= PROSE
    return layout.words.joins.fullmatch(line.key.rsplit(" ", 1)[-1]) is not None


def is_number_alone(key: str) -> bool:
    """Whether a line is nothing but a heading's number."""
    return _NUMBER_ALONE.fullmatch(key) is not None
