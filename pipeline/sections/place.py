"""What stands around a line of a dump: blank lines, the line above, the lines below."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pipeline.sections.contents import entry
from pipeline.sections.dense import between, is_news
from pipeline.sections.evidence import SIGNS, Candidate, Layout, bare, form, size_of
from pipeline.sections.kinds import kind_of
from pipeline.sections.lines import PROSE
from pipeline.sections.rows import is_cell, rows
from pipeline.sections.running import breaks_early, goes_on, is_body

_CLOSED = re.compile(r"[.!?][\"')\]]*$")
_BULLET = re.compile(r"^\W+")
#: Two or three capitalised words: a person's name, or a desk's.
_NAME = re.compile(r"[A-ZÀ-Þ][\w'-]+(?: [A-ZÀ-Þ]\.?)?(?: [A-ZÀ-Þ][\w'-]+){1,2}")
#: Three words or more, each with a capital: 'The Harbour District'.
_CAPITALS = re.compile(r"[A-Z][a-z]+(?: (?:(?:of|and|for|in|the|to) )?[A-Z][a-z]+){2,5}")
#: '2.0': what the paragraphs 2.1, 2.2 are under.
_OPENS = re.compile(r"\d{1,2}\.0 ")
_CONTACTS = frozenset({"before-contact", "contact-block", "names-office"})
#: So many lines in a block make an entry of a programme: its name, when and where.
_ENTRY = 3
#: What has more words than these may be a sentence without its stop.
_TITLE_WORDS = 6
#: So many lines stand at the head of the page.
_TOP = 2
_BEFORE = frozenset({"before-text", "before-list", "before-heading"})
_OVER = _BEFORE | {"over-dated-text", "over-heading"}


def place(layout: Layout, candidate: Candidate, last: Candidate | None) -> Iterator[str]:
    """The features of a candidate's surroundings; `last` is the heading before."""
    under = last is not None and last.last == candidate.first - 1
    following = frozenset(_following(layout, candidate, under=under))
    yield from following
    yield from _gap(layout, candidate, following, under=under)
    if _is_section_of_office(layout, candidate, following):
        yield "office-section"
    if layout.dense:
        yield from between(layout, candidate, announced=_is_announced(layout, candidate.first))
    yield from _by_page(layout, candidate, following)
    yield from rows(layout, candidate)
    if layout.width and breaks_early(layout, candidate.first, candidate.last):
        yield "breaks-early"
    if under and last is not None and _is_of_contacts(layout, last, candidate, following):
        yield "under-contacts"
    yield from _no_title(layout, candidate, following)
    if layout.dense and last is not None and "at-end" in following:
        yield from _cut_off(layout, candidate, last)
    if under and _is_description(layout, candidate):
        yield "described"
    announced = not under and _is_announced(layout, candidate.first)
    if announced:
        yield "after-colon"
    if (
        last is not None
        and candidate.key[-1] == ":"
        and _is_like(layout, candidate, last, following)
    ):
        yield "sibling"
    yield from _items(layout, candidate, following, announced=announced)
    yield from _again(layout, candidate, following, announced=announced)


def _items(
    layout: Layout, candidate: Candidate, following: frozenset[str], *, announced: bool
) -> Iterator[str]:
    """Whether it is an item of a list, and whether more are above and below."""
    listed = "before-list" in following and _is_between_signs(layout, candidate)
    if listed or _is_item(layout, candidate, announced=announced):
        yield "item"
        if _is_among_items(layout, candidate):
            yield "among-items"


def _is_like(
    layout: Layout, candidate: Candidate, last: Candidate, following: frozenset[str]
) -> bool:
    """Whether it opens and ends as the heading before does, in a colon, inside a block over a list.

    The list above is that heading's: 'For adults:', 'For children:'.
    """
    return (
        "before-list" in following
        and not layout.lines[candidate.first].before
        and layout.kinds[candidate.first - 1] == "bullet"
        and form(candidate.key) == form(last.key) != ""
    )


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
            or following.isdisjoint(_BEFORE | {"over-heading"})
        ):
            yield "repeated"
    elif announced and "at-end" in following and bare(candidate.key) == layout.title:
        yield "repeated"


def _no_title(layout: Layout, candidate: Candidate, following: frozenset[str]) -> Iterator[str]:
    """What the lines around say it is instead of a heading."""
    if (
        "0" <= candidate.key[-1] <= "9"
        and layout.words.seasons.fullmatch(candidate.key)
        and following.isdisjoint(_OVER)
    ):
        yield "issue-date"
    if (
        _is_between_labels(layout, candidate)
        or _is_answer(layout, candidate.first)
        or (candidate.text.isupper() and _goes_on_value(layout, candidate.first))
    ):
        yield "field-value"
    if _is_over_clauses(layout, candidate):
        yield "over-clauses"
    if _is_over_last(layout, candidate):
        yield "over-last"
    if _is_signature(layout, candidate):
        yield "signature"
    if _is_person(layout, candidate):
        yield "person"
    if _is_letterhead(layout, candidate):
        yield "letterhead"
    if (
        _is_over_number(layout, candidate)
        or _is_in_sheet(layout, candidate.last)
        or (
            _is_over_value(layout, candidate.last)
            and (
                _is_over_value(layout, candidate.last + 2)
                or _is_over_value(layout, candidate.first - 2)
            )
        )
    ):
        yield "over-value"
    if _is_among_fields(layout, candidate) or _is_among_contacts(layout, candidate):
        yield "label"


def _of_a_kind(layout: Layout, at: int) -> str:
    """What a line is that names a field, or heads what others of the page do, too; else ''."""
    if at in layout.sheet:
        return "sheet"
    if at in layout.fields:
        return "field"
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
    elif candidate.last + 1 in layout.fields:
        yield "over-field"
    elif following.isdisjoint(_OVER) and is_cell(layout, candidate):
        yield "cells"
    first, end = layout.lines[at], layout.lines[candidate.last]
    if first.before > end.after:
        entry_opens = following.isdisjoint(_CONTACTS) and _block_size(layout, at) >= _ENTRY
        opens = "before-text" in following or entry_opens
        if end.after in layout.series and opens:
            yield "series"
    elif end.after > first.before and first.before in layout.series:
        yield "ends-series"


def _listed(layout: Layout, at: int) -> Iterator[str]:
    """Whether it is an office of a directory, another's page, or of a list without bullets."""
    if at in layout.offices:
        yield "directory"
    if at in layout.sources:
        yield "source"
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


def _is_between_labels(layout: Layout, candidate: Candidate) -> bool:
    """Whether labels in capitals, each ending in a colon, stand above and below: it is a value."""
    above, below = candidate.first - 1, candidate.last + 1
    if above < 0 or below >= len(layout.lines) or candidate.text.isupper():
        return False
    labels = (layout.lines[above], layout.lines[below])
    return all(label.key[-1] == ":" and label.text.isupper() for label in labels)


def _is_answer(layout: Layout, at: int) -> bool:
    """Whether a label that asks ('Where:') stands right above: it is the answer."""
    above = layout.lines[at - 1]
    return (
        at > 0
        and not above.after
        and above.key[-1] in ":|"
        and layout.words.questions.fullmatch(above.key.rstrip(" :|")) is not None
    )


def _goes_on_value(layout: Layout, at: int) -> bool:
    """Whether the line right above is a label with its value in capitals, which goes on."""
    above = layout.lines[at - 1]
    _, _, value = above.text.partition(": ")
    return at > 0 and not above.after and value.isupper() and above.text[-1].isalnum()


def _is_over_clauses(layout: Layout, candidate: Candidate) -> bool:
    """Whether it tells what was done, and numbered lines in lower case say to what."""
    at, words = candidate.last + 1, layout.words
    if at >= len(layout.lines) or not words.deeds.search(candidate.key):
        return False
    line = layout.lines[at]
    number = words.numbered.match(line.key)
    return number is not None and line.text[number.end() :].lstrip()[:1].islower()


def _is_over_last(layout: Layout, candidate: Candidate) -> bool:
    """Whether it and the few lines to the page's end are short, each set apart, and title nothing.

    The page's own date may end it.
    """
    most, end = 4, len(layout.lines)
    while end > candidate.last + 1 and layout.kinds[end - 1] == "date":
        end -= 1
    below = range(candidate.last + 1, end)
    if not 0 < len(below) <= most or candidate.key[-1] in ":?!":
        return False
    return not layout.words.is_title(candidate.key) and all(_is_link(layout, at) for at in below)


def _is_link(layout: Layout, at: int) -> bool:
    """Whether a line set apart has no stop, digit or text of its own.

    What other lines of the page say, too ('Closed'), is no link, but what stands under each title.
    """
    line = layout.lines[at]
    return (
        layout.kinds[at] in {"text", "opener", "never"}
        and line.before > 0
        and line.key[-1] not in ".!?:;"
        and line.key not in layout.often
        and not any(map(str.isdigit, line.key))
        and not is_body(layout, at)
    )


def _is_signature(layout: Layout, candidate: Candidate) -> bool:
    """Whether a name stands over an office, or under a letter's closing over the last line."""
    above, at = candidate.first - 1, candidate.last + 1
    if above < 0 or at >= len(layout.lines):
        return False
    closes = layout.kinds[above] == "never" or layout.lines[above].key[-1] == ","
    key = layout.lines[at].key
    office = not layout.lines[at - 1].after and key[-1] != "." and layout.words.offices.match(key)
    ends = (closes and at + 1 == len(layout.lines) and not is_body(layout, at)) or office
    return bool(ends) and _NAME.fullmatch(candidate.text) is not None


def _is_person(layout: Layout, candidate: Candidate) -> bool:
    """Whether it names a person, or a role, beside the other."""
    if layout.dense:
        return _is_in_role(layout, candidate)
    if _NAME.fullmatch(candidate.text) is None:
        return False
    return _is_over_role(layout, candidate) or _is_over_names(layout, candidate.last)


def _is_in_role(layout: Layout, candidate: Candidate) -> bool:
    """Whether it is a person's name and the role is below, or the role and the name is above."""
    above, at = candidate.first - 1, candidate.last + 1
    names, roles = _NAME.fullmatch, layout.words.roles.match
    if at < len(layout.lines) and names(candidate.text) and roles(layout.lines[at].key):
        return True
    if above < 0 or candidate.key[-1] == ":":
        return False
    return names(layout.lines[above].text) is not None and roles(candidate.key) is not None


def _is_over_names(layout: Layout, at: int) -> bool:
    """Whether two more names follow in the block: a list of people."""
    below = layout.lines[at + 1 : at + 3]
    return len(below) > 1 and all(
        not line.before and _NAME.fullmatch(line.text) is not None for line in below
    )


def _is_over_role(layout: Layout, candidate: Candidate) -> bool:
    """Whether a name is in a block over the role and more short lines: how to reach the person."""
    at = candidate.last + 1
    if at + 1 >= len(layout.lines) or layout.lines[at - 1].after or layout.lines[at].after:
        return False
    return (
        layout.words.roles.match(layout.lines[at].key) is not None
        and not is_body(layout, at)
        and not is_body(layout, at + 1)
    )


def _is_of_contacts(
    layout: Layout, last: Candidate, candidate: Candidate, following: frozenset[str]
) -> bool:
    """Whether an office's name stands under 'Contact', and over no text."""
    office = layout.words.offices.match(candidate.key) is not None
    return office and layout.words.is_title(last.key) and following.isdisjoint(_BEFORE)


def _is_over_value(layout: Layout, at: int) -> bool:
    """Whether a line ends in a colon, and one line with digits right below is its block's last.

    An address is no value of the words that title one.
    """
    if not 0 <= at < len(layout.lines) - 1 or layout.lines[at].key[-1] != ":":
        return False
    if layout.kinds[at + 1] == "address" and layout.words.is_title(layout.lines[at].key):
        return False
    line = layout.lines[at + 1]
    digits = any(map(str.isdigit, line.key))
    return not layout.lines[at].after and line.after > 0 and digits and len(line.key) < PROSE


def _is_in_sheet(layout: Layout, at: int) -> bool:
    """Whether three lines that end in a colon, it among them, have one short line between them."""
    several, step, run = 3, 2, 1
    if layout.lines[at].key[-1] != ":":
        return False
    for way in (-step, step):
        n = at + way
        while 0 <= n < len(layout.lines) and _is_pair_of_lines(layout, min(n, n - way)):
            run += 1
            n += way
    return run >= several


def _is_pair_of_lines(layout: Layout, at: int) -> bool:
    """Whether a label's line is over a value's, and that over a label's."""
    if layout.lines[at].key[-1] != ":" or layout.lines[at + 2].key[-1] != ":":
        return False
    value = layout.lines[at + 1]
    plain = layout.kinds[at + 1] != "bullet" and not is_body(layout, at + 1)
    return plain and not layout.lines[at].after and value.key[-1] != ":"


def _is_over_number(layout: Layout, candidate: Candidate) -> bool:
    """Whether a line that ends in a colon, and is no known heading, stands over a bare number."""
    at = candidate.last + 1
    return (
        at < len(layout.lines)
        and candidate.key[-1] == ":"
        and layout.kinds[at] == "contact"
        and not any(map(str.isalpha, layout.lines[at].key))
        and not layout.words.is_title(candidate.key)
    )


def _is_among_fields(layout: Layout, candidate: Candidate) -> bool:
    """Whether a label without a colon and its value, each a line, stand above: it is one too."""
    label, value = candidate.first - 2, candidate.first - 1
    return (
        label >= 0
        and layout.kinds[label] == "label"
        and ":" not in layout.lines[label].key
        and not layout.lines[label].after
        and not layout.lines[candidate.last].after
        and not is_body(layout, value)
        and layout.words.is_title(candidate.key)
    )


def _is_among_contacts(layout: Layout, candidate: Candidate) -> bool:
    """Whether contact lines are right above and right below one that ends in a colon.

    It is a label without its value: 'Emergencies:' over a mailbox.
    """
    above, below = candidate.first - 1, candidate.last + 1
    return (
        candidate.key[-1] == ":"
        and not layout.lines[candidate.first].before
        and not layout.lines[candidate.last].after
        and above >= 0
        and below < len(layout.lines)
        and layout.kinds[above] == layout.kinds[below] == "contact"
    )


def _is_letterhead(layout: Layout, candidate: Candidate) -> bool:
    """Whether a word or two in capitals, its country, stand right under an office's name."""
    above = candidate.first - 1
    return (
        above >= 0
        and not layout.lines[above].after
        and candidate.text.isupper()
        and candidate.key.count(" ") <= 1
        and layout.words.offices.match(layout.lines[above].key) is not None
        and layout.kinds[above] == "text"
    )


def _is_section_of_office(layout: Layout, candidate: Candidate, following: frozenset[str]) -> bool:
    """Whether an office's name is set apart over text or a list, not over its contact lines."""
    return (
        layout.words.offices.match(candidate.key) is not None
        and (layout.dense or layout.lines[candidate.first].before > 0)
        and not following.isdisjoint({"before-text", "before-list"})
        and following.isdisjoint(_CONTACTS)
    )


def _gap(
    layout: Layout, candidate: Candidate, following: frozenset[str], *, under: bool
) -> Iterator[str]:
    """The features of blank lines, of indent, and of the line right above."""
    first, end = layout.lines[candidate.first], layout.lines[candidate.last]
    if first.before and end.after:
        yield "alone"
    elif first.before:
        if not _is_pair(layout, candidate):
            yield "opens-block"
    elif under:
        letter = len(layout.lines[candidate.first - 1].key) == 1
        of_item = layout.lines[candidate.first - 1].titled and not first.titled
        near = (
            (layout.dense and not of_item)
            or letter
            or candidate.key[-1] == "?"
            or _is_deeper(layout, candidate)
            or _is_announced_part(layout, candidate)
        )
        yield "close-under-heading" if near else "under-heading"
    else:
        yield from _inside(layout, candidate, following)
    wide = 1
    deep = layout.indent + (1 if layout.is_numbered(candidate) else 3)
    if first.before and end.blank > wide:
        yield "wide-gap"
    under_series = end.after > first.before and first.before in layout.series
    if first.before and not under_series and form(candidate.key) in layout.siblings:
        yield "sibling"
    if first.indent > deep and not _stands_in_block(layout, candidate):
        yield "indent"
    if (first.caption or end.caption) and not _is_past_caption(layout, candidate):
        yield "caption"
    if first.cut or end.cut:
        yield "cut"


def _stands_in_block(layout: Layout, candidate: Candidate) -> bool:
    """Whether an indented line is a headline of news, or is set apart over text as deep as it is.

    What is as deep because it goes on an item is that item's.
    """
    first, below = layout.lines[candidate.first], candidate.last + 1
    if is_in_dated_item(layout, candidate.first):
        return True
    return (
        first.before > 0
        and layout.lines[candidate.last].after > 0
        and below < len(layout.lines)
        and layout.lines[below].indent == first.indent
        and layout.kinds[below] == "prose"
        and not _goes_on_item(layout, candidate.first)
    )


def _goes_on_item(layout: Layout, at: int) -> bool:
    """Whether the nearest line above that stands less deep is an item, or none is near."""
    near, indent = 40, layout.lines[at].indent
    for above in range(at - 1, max(at - near, 0) - 1, -1):
        if layout.lines[above].indent < indent:
            return layout.kinds[above] == "bullet" or layout.lines[above].dashed
    return True


def _is_past_caption(layout: Layout, candidate: Candidate) -> bool:
    """Whether a number opens it, or a caption's line is above in a dump without blank lines."""
    at = candidate.first
    return layout.is_numbered(candidate) or (
        layout.dense and at > 0 and layout.lines[at - 1].caption
    )


def is_in_dated_item(layout: Layout, at: int) -> bool:
    """Whether a bullet right above holds nothing but a date: the line is a headline of news."""
    if not at or layout.kinds[at - 1] != "bullet":
        return False
    text = _BULLET.sub("", layout.lines[at - 1].key)
    return kind_of(replace(layout.lines[at - 1], text=text, key=text), layout.words) == "date"


def _is_pair(layout: Layout, candidate: Candidate) -> bool:
    """Whether it and a short line below, without a digit, are all of a block: two links."""
    below = candidate.last + 1
    return (
        candidate.key[-1] != ":"
        and below < len(layout.lines)
        and layout.kinds[below] in {"text", "opener"}
        and layout.lines[below].after > 0
        and not any(map(str.isdigit, layout.lines[below].key))
        and not is_body(layout, below)
    )


def _block_size(layout: Layout, at: int) -> int:
    """How many lines stand from `at` on without a blank line between them."""
    end = at
    while end + 1 < len(layout.lines) and not layout.lines[end].after:
        end += 1
    return end - at + 1


def _is_announced_part(layout: Layout, candidate: Candidate) -> bool:
    """Whether it ends in a colon, and a heading in capitals without one is right above."""
    above = layout.lines[candidate.first - 1]
    return candidate.key[-1] == ":" and above.text.isupper() and not candidate.text.isupper()


def _is_deeper(layout: Layout, candidate: Candidate) -> bool:
    """Whether it is numbered, and the heading right above in another form."""
    number = layout.words.numbering(candidate.key)
    above = layout.words.numbering(layout.lines[candidate.first - 1].key)
    return bool(number) and number != above


def _inside(layout: Layout, candidate: Candidate, following: frozenset[str]) -> Iterator[str]:
    """The features of a line with text right above it."""
    at = candidate.first
    above, kind = layout.lines[at - 1], layout.kinds[at - 1]
    closes = (
        (_CLOSED.search(above.key) is not None and kind not in {"hours", "date"})
        or kind in {"contact", "prose"}
        or (layout.dense and kind in {"label", "dateline", "opener"})
        or (layout.dense and above.key[-1] in ":|")
    )
    if not (closes and layout.dense):
        yield "inside"
    if closes and not following.isdisjoint(_BEFORE):
        yield "closes-text"
    elif layout.lines[at].after and not layout.dense:
        yield "ends-block"
    if kind == "address" and layout.lines[at].key[-1] != ":":
        yield "under-address"
    elif layout.words.is_title(candidate.key):
        return
    dated = {"date"} if layout.dense else {"date", "dateline", "hours"}
    if kind in dated and not (kind == "date" and is_news(layout, candidate)):
        yield "under-date"


def _is_announced(layout: Layout, at: int) -> bool:
    """Whether the line above ends in a colon and is no label that was left empty.

    Three blank lines part more than a colon joins.
    """
    far = 3
    if not at or layout.lines[at - 1].key[-1] != ":" or layout.lines[at].before >= far:
        return False
    return layout.kinds[at - 1] != "label"


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


def _is_item(layout: Layout, candidate: Candidate, *, announced: bool) -> bool:
    """Whether it is numbered like the line above or below: an item of a list.

    So is a line that goes on in lower case after its number, under a sentence with a colon.
    One paragraph with a blank line between is no item but what a heading numbered `2.0` is over.
    """
    sign = candidate.text[0]
    number = layout.words.numbering(candidate.key) or (sign if sign in SIGNS else "")
    if "0" <= sign <= "9" and _is_code(layout, candidate):
        return True
    if not number or _OPENS.match(candidate.key):
        return False
    if announced and number != sign and candidate.text[len(number) :].lstrip()[:1].islower():
        return True
    if number[0] == "a" and _goes_on_letters(layout, candidate, number):
        return True
    first, end = layout.lines[candidate.first], layout.lines[candidate.last]
    beside = _beside(layout, candidate, number)
    gaps = ((candidate.first - 1, first.before), (candidate.last + 1, end.after))
    if "." in number.rstrip(". ") and first.before and end.after:
        return all(beside)
    return all(beside) or any(
        like and not (gap and is_body(layout, at) and layout.lines[at].key[-1] != "?")
        for like, (at, gap) in zip(beside, gaps, strict=True)
    )


def _is_among_items(layout: Layout, candidate: Candidate) -> bool:
    """Whether lines numbered likewise are above and below: what is under it is the next item."""
    number = layout.words.numbering(candidate.key)
    return number != "" and all(_beside(layout, candidate, number))


def _beside(layout: Layout, candidate: Candidate, number: str) -> list[bool]:
    """Whether the line above opens with such a number or sign, and whether the one below does."""
    return [
        0 <= at < len(layout.lines) and _is_numbered_alike(layout, number, at)
        for at in (candidate.first - 1, candidate.last + 1)
    ]


def _is_numbered_alike(layout: Layout, number: str, at: int) -> bool:
    """Whether a number or a sign of the same form opens a line; 'I -' is a letter's, too."""
    other = layout.words.numbering(layout.lines[at].key).replace(" ", "")
    number = number.replace(" ", "")
    return other in {number, _AS_LETTER.sub("a", number)} or number in {
        _AS_LETTER.sub("a", other),
        layout.lines[at].text[0],
    }


def _is_between_signs(layout: Layout, candidate: Candidate) -> bool:
    """Whether the same bullet, alone in its line, stands right above and right below.

    The border of a cell right below is enough.
    """
    above, below = candidate.first - 1, candidate.last + 1
    if above < 0 or below >= len(layout.lines):
        return False
    if layout.lines[candidate.last].barred:
        return True
    sign = layout.lines[above].key
    return len(sign) == 1 and layout.kinds[above] == "bullet" and layout.lines[below].key == sign


#: A Roman number that may be a letter.
_AS_LETTER = re.compile(r"\bi\b")
#: '17 Police', '112 Emergency call'.
_CODED = re.compile(r"\d{2,3} [A-ZÀ-Þ]")


def _is_code(layout: Layout, candidate: Candidate) -> bool:
    """Whether a number and whose it is are in one line, and in the one above or below."""
    if not _CODED.match(candidate.text):
        return False
    beside = (candidate.first - 1, candidate.last + 1)
    return any(0 <= at < len(layout.lines) and _CODED.match(layout.lines[at].text) for at in beside)


def _goes_on_letters(layout: Layout, candidate: Candidate, number: str) -> bool:
    """Whether the letter before its own stands a few lines above, and goes on in lower case."""
    few, letter = 4, candidate.key[0]
    for at in range(candidate.first - 1, max(candidate.first - few, 0) - 1, -1):
        line = layout.lines[at]
        if line.key[0] == chr(ord(letter) - 1) and layout.words.numbering(line.key) == number:
            return line.text[len(number) :].lstrip()[:1].islower()
    return False


def _following(layout: Layout, candidate: Candidate, *, under: bool) -> Iterator[str]:
    """The features of the lines after it."""
    at = candidate.last + 1
    if at >= len(layout.lines):
        titles = candidate.key[-1] == ":" and not _is_announced(layout, candidate.first)
        yield "colon-at-end" if titles else "at-end"
        return
    if at + 1 == len(layout.lines) and layout.kinds[at] == "date":
        yield "at-end"
    small = layout.lines[at].before and layout.lines[at].text[0].islower()
    if goes_on(layout, candidate.last) or (small and _goes_on_apart(layout, candidate)):
        yield "goes-on"
    if candidate.key[-1] == "?" and layout.words.answers.fullmatch(layout.lines[at].key):
        yield "answered"
    yield from _below(layout, candidate, under=under)
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


def _goes_on_apart(layout: Layout, candidate: Candidate) -> bool:
    """Whether a line that no sign ends goes on in the next one, set apart: 'except on Sundays'."""
    at = candidate.last + 1
    line = layout.lines[at]
    return (
        candidate.key[-1].isalnum()
        and layout.kinds[at] in {"text", "prose"}
        and size_of(candidate.key) > _TITLE_WORDS
        and layout.words.continues.match(line.key) is not None
        and not layout.words.is_title(candidate.key)
    )


def _below(layout: Layout, candidate: Candidate, *, under: bool) -> Iterator[str]:
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
    elif gap and (_is_plainly_heading(layout, at) or _is_over_headline(layout, candidate)):
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
    return known and _NAME.fullmatch(candidate.text) is None


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


def _is_over_headline(layout: Layout, candidate: Candidate) -> bool:
    """Whether the first headline of a series follows, no nearer than what is above."""
    above, line = layout.lines[candidate.first], layout.lines[candidate.last + 1]
    return (
        above.before >= line.before > line.after
        and line.after in layout.series
        and layout.kinds[candidate.last + 1] == "text"
        and line.key[-1].isalnum()
        and is_body(layout, candidate.last + 2)
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
        elif layout.kinds[at] != "address" and _NAME.fullmatch(candidate.text):
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
