"""Whether a line of a dump is an item of a list, by its number and those above and below."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.sections.evidence import SIGNS, Candidate, Layout
from pipeline.sections.running import is_body

#: '2.0': what the paragraphs 2.1, 2.2 are under.
_OPENS = re.compile(r"\d{1,2}\.0 ")
#: A Roman number that may be a letter.
_AS_LETTER = re.compile(r"\bi\b")
#: '17 Police', '112 Emergency call'.
_CODED = re.compile(r"\d{2,3} [A-ZÀ-Þ]")


def items(
    layout: Layout, candidate: Candidate, following: frozenset[str], *, announced: bool
) -> Iterator[str]:
    """Whether it is an item of a list, and whether more are above and below."""
    listed = "before-list" in following and _is_between_signs(layout, candidate)
    if listed or _is_item(layout, candidate, announced=announced):
        yield "item"
        if _is_among_items(layout, candidate):
            yield "among-items"


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


def _is_code(layout: Layout, candidate: Candidate) -> bool:
    """Whether a number and whose it is are in one line, and in the one above or below."""
    if not _CODED.match(candidate.text):
        return False
    beside = (candidate.first - 1, candidate.last + 1)
    return any(0 <= at < len(layout.lines) and _CODED.match(layout.lines[at].text) for at in beside)
