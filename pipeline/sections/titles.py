"""The title's line of a dump: the first of the page that is no part of its frame."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from pipeline.sections.banners import heads_notice, is_over_twice_said, is_passed_over, may_be
from pipeline.sections.evidence import (
    Candidate,
    Layout,
    bare,
    closes_sentence,
    starts_like_heading,
    tokens,
)
from pipeline.sections.lines import PROSE, Line
from pipeline.sections.named import NOWHERE, Address, is_above, is_all, is_named
from pipeline.sections.running import is_body

#: The day, or more about it, in brackets that a headline ends in, before its stop.
_ENDS_IN_DAY = re.compile(r"\((?:\d{1,2}[./-]\d{1,2}[./-]|[^()]{2,60}\b)\d{4}\b[^()]{0,30}\)\.$")
#: The date that ends the title of a speech, or of a day.
_ENDS_IN_DATE = re.compile(r"\b(?:19|20)\d\d\.?$")


def title_at(
    layout: Layout, called: Collection[str] = (), address: Address = NOWHERE
) -> Candidate | None:
    """The title: the first line after banner, dates, menus, masthead; None where that is none.

    One near the top that says the page's name, as it is `called` elsewhere, is the title, however
    it ends, and so is one that says the words of its `address`.
    """
    top = 4
    for at, line in enumerate(layout.lines[:top] if called else ()):
        if line.text in called and layout.kinds[at] != "never":
            return Candidate(at, at, line.text, line.key)
    named = _in_address(layout, address)
    if named is not None:
        return named
    found = _found(layout, address)
    if found is not None and address.names and _is_over_details(layout, found, address):
        return None
    return found or _date_at_top(layout.lines, layout)


def _in_address(layout: Layout, address: Address) -> Candidate | None:
    """The first line near the top that the address names, and no entry of a menu.

    One that says it all may stand below a block of its own, an office's address.
    """
    top, farthest = 10, 25
    for at, line in enumerate(layout.lines[:farthest] if address.words else ()):
        named = is_named(line.key, address) if at < top else is_all(line.key, address)
        if layout.kinds[at] not in {"bullet", "menu"} and named:
            kicker = layout.kinds[at] == "never" and is_over_twice_said(layout, at)
            return None if kicker else _broken(layout, at)
    return None


def _is_over_details(layout: Layout, title: Candidate, address: Address) -> bool:
    """Whether a short line that the address does not name stands right over details.

    Over contact lines it names a person or an office; over short lines, the first field of a sheet.
    """
    few, sheet, short = 4, 3, 60
    if layout.lines[title.last].after or len(tokens(title.key)) > few:
        return False
    if not set(tokens(title.key)).isdisjoint(address.words):
        return False
    below = layout.lines[title.last + 1 : title.last + 1 + sheet]
    listed = len(below) == sheet and all(
        len(line.key) < short and not line.before and line.key[-1].isalnum() for line in below
    )
    return listed or layout.kinds[title.last + 1] in {"contact", "label"}


def _date_at_top(lines: Sequence[Line], layout: Layout) -> Candidate | None:
    """The page's first line where it is nothing but a date, and the title of what is under it."""
    few = 3
    if len(lines) < few or layout.kinds[0] != "date" or not lines[0].after:
        return None
    return Candidate(0, 0, lines[0].text, lines[0].key)


def _found(layout: Layout, address: Address) -> Candidate | None:
    lines, farthest = layout.lines, 4
    name = _after_broken_name(layout) or _after_menu(layout)
    at = name or _after_letterhead(layout) or _after_trail(lines, _after_banner(lines))
    while at < len(lines) and (is_passed_over(layout, at) or _is_part(layout, at, address)):
        at += 1
    passed = sum(kind != "bullet" for kind in layout.kinds[name:at])
    if at + 1 >= len(lines) or (passed > farthest and not lines[at].chrome):
        return None
    line = lines[at]
    if _names_speech(layout, at):
        return Candidate(at, at, line.text, line.key)
    if not _titles_page(layout, at):
        return None
    return _broken(layout, at)


def _is_part(layout: Layout, at: int, address: Address) -> bool:
    """Whether a line names the part of the site that the page is in, over what may be its title."""
    below = at + 1
    return (
        is_above(layout.lines[at].key, address)
        and below + 1 < len(layout.lines)
        and not is_body(layout, below)
        and layout.kinds[below] == "text"
    )


def _broken(layout: Layout, at: int) -> Candidate:
    """The title whose first line is this, with the lines that it goes on in."""
    lines = layout.lines
    wrapped = at + 1 < len(lines) and _is_wrapped_title(layout, at)
    last = at + 1 if wrapped else _last_broken(layout, at)
    part = lines[at : last + 1]
    return Candidate(at, last, " ".join(p.text for p in part), " ".join(p.key for p in part))


def _last_broken(layout: Layout, at: int) -> int:
    """The last line of a title that is broken after articles and prepositions ('Session of')."""
    most, longest, last = 2, 40, at
    while last - at < most and last + 2 < len(layout.lines) and not layout.lines[last].after:
        line, word = layout.lines[last], layout.lines[last].key.rsplit(" ", 1)[-1]
        if len(line.key) > longest or layout.words.joins.fullmatch(word) is None:
            break
        last += 1
    return last


def _titles_page(layout: Layout, at: int) -> bool:
    """Whether a line looks like a title, and no paragraph begins with it."""
    line = layout.lines[at]
    released = line.before > 0 and {"never", "date"} <= {*layout.kinds[:at]}
    return (
        may_be(layout, at)
        and _is_likely(layout, line, first=at == 0, released=released)
        and not _is_wrapped_text(layout.lines, at)
    )


def _names_speech(layout: Layout, at: int) -> bool:
    """Whether a line set apart says whose speech follows, on what, and ends in its date."""
    line, longest = layout.lines[at], 400
    return (
        line.after > 0
        and len(line.key) <= longest
        and _ENDS_IN_DATE.search(line.key) is not None
        and layout.words.speeches.match(line.key) is not None
    )


def _after_letterhead(layout: Layout) -> int:
    """Past an office's name and the kind of a document, over a headline and its date; else 0."""
    top, few = 5, 4
    kinds, lines = layout.kinds, layout.lines
    for at in range(1, min(top, len(lines) - 2)):
        headline = kinds[at] == "never" and kinds[at + 1] in {"text", "prose"}
        if headline and kinds[at + 2] in {"date", "dateline"}:
            office = layout.words.offices.match(lines[0].key) is not None
            return at + 1 if office and len(lines[at + 1].key.split()) >= few else 0
    return 0


def _is_wrapped_title(layout: Layout, at: int) -> bool:
    """Whether a short title goes on in lower case in the next line, and ends there.

    It ends where a line is set apart, or, in a dump without blank lines, where text begins.
    """
    short, (line, below) = 70, layout.lines[at : at + 2]
    return (
        not line.after
        and (below.after > 0 or _ends_above_text(layout, at + 1))
        and below.text[0].islower()
        and max(len(line.key), len(below.key)) <= short
        and below.key[-1] not in ".:;,"
    )


def _ends_above_text(layout: Layout, at: int) -> bool:
    """Whether text begins below, in a dump without blank lines, and no date ends the line."""
    return (
        layout.dense
        and is_body(layout, at + 1)
        and starts_like_heading(layout.lines[at + 1].text)
        and _ENDS_IN_DATE.search(layout.lines[at].key) is None
    )


def _is_wrapped_text(lines: Sequence[Line], at: int) -> bool:
    """Whether a line is the first of a paragraph that is wrapped over long lines, or over many."""
    long, many, below = 70, 4, lines[at + 1 : at + 5]
    if lines[at].after or not below[0].text[0].islower():
        return False
    if len(lines[at].key) > long and len(below[0].key) > long:
        return True
    held = all(line.text[0].islower() and not line.before for line in below)
    return len(below) == many and held


def notice_above(layout: Layout, title: int) -> Line | None:
    """The heading of an archive's notice, two lines above the title; None without one."""
    at = title - 2
    return layout.lines[at] if heads_notice(layout, at) else None


def _after_broken_name(layout: Layout) -> int:
    """Past the block in capitals that opens the page, where it is a body's name in pieces; or 0."""
    most, lines = 4, layout.lines
    if not lines or not lines[0].text.isupper():
        return 0
    past = 1
    while past < len(lines) and not lines[past].before:
        past += 1
    name = " ".join(line.key for line in lines[:past])
    return past if 1 < past <= most and layout.words.bodies.fullmatch(name) else 0


def _after_menu(layout: Layout) -> int:
    """Past a first line and its list, where that names one line alone: the next, set apart; or 0.

    The list is the menu of the site's part that the page is in; one of contents names more lines.
    """
    lines, past = layout.lines, 1
    while past < len(lines) and layout.kinds[past] == "bullet":
        past += 1
    if past == 1 or past >= len(lines) or not lines[past].before:
        return 0
    names = {bare(line.key) for line in lines[1:past]}
    said = [bare(line.key) for line in lines[past:] if bare(line.key) in names]
    return past if said == [bare(lines[past].key)] else 0


def _is_likely(layout: Layout, line: Line, *, first: bool, released: bool) -> bool:
    """Whether a line opens and ends as a title does; only the page's first may be in lower case.

    The headline of a release, under its kind and date, may be a longer sentence, and so may one
    behind which the page's other languages stand.
    """
    sentence = 110 if released or line.switched else 70
    if line.key[-1] in ",;:-":
        return False
    if closes_sentence(line.text) and not (line.after and _ENDS_IN_DAY.search(line.key)):
        says = layout.words.pronouns.match(line.key) is not None
        if says or len(line.key) > sentence or not line.after:
            return False
    return starts_like_heading(line.text) or (first and line.after > 0)


def _after_banner(lines: Sequence[Line]) -> int:
    """Past the lines that stand before a menu: three lines of artifacts or more, near the top.

    A sentence among them is text, and the menu one of its page; so is what stands between a title
    and the title that is said again.
    """
    menu, top = 3, 8
    for at in range(min(len(lines), top) - 1, 0, -1):
        again = bare(lines[at].key) == bare(lines[at - 1].key)
        if lines[at].chrome >= menu and not again and not any(map(_is_said, lines[:at])):
            return _after_rest(lines, at)
    return 0


def _is_said(line: Line) -> bool:
    """Whether a line is long, or a sentence of more than a few words."""
    few = 6
    return len(line.text) >= PROSE or (closes_sentence(line.text) and len(line.key.split()) > few)


def _after_trail(lines: Sequence[Line], start: int) -> int:
    """Past a trail of pages near the top, which ends in the words of the title set apart below."""
    top, shortest = 4, 8
    at = start
    while at + 1 < min(top, len(lines)) and not lines[at].after:
        at += 1
    if at + 1 >= len(lines):
        return start
    trail, name = lines[at].key, lines[at + 1].key
    parted = at > start or any(sign in trail for sign in ">|»›")
    ends = parted and trail.endswith(f" {name}") and len(name) >= shortest
    return at + 1 if ends else start


def _after_rest(lines: Sequence[Line], at: int) -> int:
    """Past short lines that a long menu goes on with, up to the first that is set apart."""
    menu, long, entry = 4, 8, 40
    rest = at
    if lines[at].chrome >= long and lines[at].before - lines[at].chrome < menu:
        while rest + 1 < len(lines) and not lines[rest].after and len(lines[rest].key) < entry:
            rest += 1
    few = 2
    return rest + 1 if rest - at >= few and rest + 1 < len(lines) else at
