"""What stands below a line of a dump: text, a list, a date, another heading, a contact block."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.sections.evidence import NAME, Candidate, Layout, bare
from pipeline.sections.gaps import is_announced
from pipeline.sections.running import goes_on, is_body

#: So many lines stand at the head of the page.
_TOP = 2


def below(layout: Layout, candidate: Candidate, *, under: bool) -> Iterator[str]:
    """The features of the lines after it."""
    at = candidate.last + 1
    if at >= len(layout.lines):
        titles = candidate.key[-1] == ":" and not is_announced(layout, candidate.first)
        yield "colon-at-end" if titles else "at-end"
        return
    if at + 1 == len(layout.lines) and layout.kinds[at] == "date":
        yield "at-end"
    if goes_on(layout, candidate.last):
        yield "goes-on"
    if candidate.key[-1] == "?" and layout.words.answers.fullmatch(layout.lines[at].key):
        yield "answered"
    yield from _line_below(layout, candidate, under=under)
    yield from _contacts(layout, candidate, under=under)


def _greets(layout: Layout, at: int) -> bool:
    """Whether a line addresses the listeners of a speech, or who reads a letter."""
    line = layout.lines[at]
    return line.key[-1] in ",!" and layout.words.salutations.match(line.key) is not None


def _names_person(layout: Layout, at: int) -> bool:
    """Whether a line begins with how a person is called: 'Mme Marais, de Nantes'."""
    found = layout.words.courtesies.match(layout.lines[at].key)
    return found is not None and layout.lines[at].text[found.end() :][:1].isupper()


def _opens_list(layout: Layout, at: int) -> bool:
    """Whether words say that a list follows ('Bring the following'), with no colon."""
    return layout.words.announcing.search(layout.lines[at].key) is not None


def _line_below(layout: Layout, candidate: Candidate, *, under: bool) -> Iterator[str]:
    """What the line right below is: text, a list, a date, another heading."""
    at = candidate.last + 1
    kind, gap = layout.kinds[at], layout.lines[candidate.last].after
    if is_body(layout, at) or (kind == "opener" and _greets(layout, at)):
        yield "before-text"
    elif kind == "bullet" or (layout.dense and layout.words.numbered.match(layout.lines[at].key)):
        yield "announces" if kind == "bullet" and _opens_list(layout, at - 1) else "before-list"
    elif layout.dense and kind == "table" and layout.lines[at].key[-1] == "|":
        yield "before-table"
    elif layout.dense and kind == "opener" and _names_person(layout, at):
        yield "before-person"
    elif _heads_event(layout, candidate):
        yield "over-dated-text"
    elif kind == "date" and _is_of_date(layout, candidate, under=under, gap=gap):
        yield "before-date"
    elif _is_over_dated(layout, at, under=under) and (gap or kind == "dateline"):
        yield "over-dated-text"
    elif layout.dense and kind == "text" and _is_over_head(layout, candidate):
        yield "before-heading"
    elif gap and _is_plainly_heading(layout, at):
        yield "over-heading"


def _is_over_head(layout: Layout, candidate: Candidate) -> bool:
    """Whether the next line stands over text, or is a known heading over a list.

    A name above the latter may sign the text before it.
    """
    at = candidate.last + 1
    if is_body(layout, at + 1):
        return True
    listed = at + 1 < len(layout.lines) and layout.kinds[at + 1] == "bullet"
    known = listed and layout.words.is_title(layout.lines[at].key)
    return known and NAME.fullmatch(candidate.text) is None


def _is_over_dated(layout: Layout, at: int, *, under: bool) -> bool:
    """Whether a date and text follow, and it stands apart or in a dump without blank lines."""
    apart = layout.lines[at - 1].after > 0 or layout.dense
    dated = apart and not under and layout.kinds[at] in {"date", "dateline"}
    return dated and is_body(layout, at + 1)


def _heads_event(layout: Layout, candidate: Candidate) -> bool:
    """Whether it opens a block of a programme: its date below, then hours, a place, and text."""
    several, most, at = 2, 4, candidate.last + 1
    if layout.dates < several or not layout.lines[candidate.first].before:
        return False
    if layout.kinds[at] != "date" or layout.lines[candidate.last].after:
        return False
    for below in range(at + 1, min(at + 1 + most, len(layout.lines))):
        if is_body(layout, below):
            return below > at + 1 or layout.lines[at].after > 0
        if layout.kinds[below] not in {"hours", "date", "text"}:
            return False
    return False


def _is_of_date(layout: Layout, candidate: Candidate, *, under: bool, gap: int) -> bool:
    """Whether a line above a date belongs to it: at the head of the page, or under a heading.

    A question does not, nor does the title that is said again.
    """
    if candidate.key[-1] == "?" or bare(candidate.key) == layout.title:
        return False
    return under or (not gap and candidate.first < _TOP)


def _is_plainly_heading(layout: Layout, at: int) -> bool:
    """Whether a line is a question, numbered or a known heading, with text or a list below."""
    key, words = layout.lines[at].key, layout.words
    asks = key[-1] == "?" and words.questions.match(key) is not None
    below = at + 1
    return (asks or words.is_title(key) or words.numbered.match(key) is not None) and (
        is_body(layout, below) or (below < len(layout.lines) and layout.kinds[below] == "bullet")
    )


def _contacts(layout: Layout, candidate: Candidate, *, under: bool) -> Iterator[str]:
    """Whether a contact block follows, whose first line is a name and no heading."""
    if layout.words.is_title(candidate.key):
        return
    first = layout.lines[candidate.first]
    at, gap = candidate.last + 1, layout.lines[candidate.last].after
    again = bare(candidate.key) == layout.title
    if again and (first.before or not under):
        if _is_over_own_address(layout, candidate):
            yield "names-office"
        return
    numbered = layout.is_numbered(candidate)
    if layout.kinds[at] in {"contact", "address", "label"} and not is_body(layout, at):
        if layout.words.offices.match(candidate.key) or _is_under_office(layout, candidate, at):
            yield "names-office"
        if not gap and not numbered and candidate.key[-1] != "?":
            yield "before-contact"
        elif layout.kinds[at] != "address" and NAME.fullmatch(candidate.text):
            yield "name-before-contact"
        elif under and layout.kinds[at] == "address":
            yield "second-before-contact"
    asks = candidate.key[-1] == "?"
    if not gap and not numbered and not asks and _in_contact_block(layout, at):
        yield "contact-block"


def _is_under_office(layout: Layout, candidate: Candidate, at: int) -> bool:
    """Whether an office's name is set apart above, and its address below: it is a desk's name."""
    above = candidate.first - 1
    return (
        above >= 0
        and layout.lines[at].before > 0
        and layout.kinds[at] != "label"
        and layout.kinds[above] == "text"
        and bare(layout.lines[above].key) != layout.title
        and layout.words.offices.match(layout.lines[above].key) is not None
    )


def _is_over_own_address(layout: Layout, candidate: Candidate) -> bool:
    """Whether the title's office is named again further down, right above its address."""
    at = candidate.last + 1
    return (
        candidate.first > 0
        and (layout.kinds[at] == "address" or _in_contact_block(layout, at))
        and not layout.lines[candidate.last].after
        and bare(layout.lines[candidate.first - 1].key) != layout.title
    )


def _in_contact_block(layout: Layout, at: int) -> bool:
    """Whether the block from `at` on is short and gives a contact, not in a list."""
    most = 6
    if layout.kinds[at] == "bullet":
        return False
    for n in range(at, min(at + most, len(layout.lines))):
        if layout.kinds[n] in {"contact", "address"}:
            return n > at
        if layout.lines[n].after or is_body(layout, n):
            return False
    return False
