"""The sections that one version has and the other lacks."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.bilingual.comparison import Disagreement, Said, Sections, Stretches
from pipeline.bilingual.places import Places
from pipeline.bilingual.sides import Side
from pipeline.model import Severity, Span

_LETTERS = 40


def aligned(places: Places) -> list[tuple[int | None, int | None]]:
    """Every part of both sides once, by number, in the order of the left side.

    A part that only the right side has follows the one that stands before it there.
    """
    order: list[tuple[int | None, int | None]] = [
        (i, places.pairs.get(i)) for i in range(len(places.left.parts))
    ]
    for j in range(len(places.right.parts)):
        if j not in places.back:
            before = next((n for n, (_, b) in enumerate(order) if b == j - 1), None)
            at = 0 if j == 0 else len(order) if before is None else before + 1
            order.insert(at, (None, j))
    return order


def headings(places: Places) -> list[Sections]:
    """The headings of the aligned parts; those that have none on either side are left out."""
    named = [(_name(places.left, i), _name(places.right, j)) for i, j in aligned(places)]
    return [pair for pair in named if any(pair)]


def stretches(places: Places) -> list[Stretches]:
    """The aligned parts as spans of the two pages."""
    return [
        (
            None if i is None else Span(places.left.parts[i].start, places.left.parts[i].end),
            None if j is None else Span(places.right.parts[j].start, places.right.parts[j].end),
        )
        for i, j in aligned(places)
    ]


def _name(side: Side, number: int | None) -> str | None:
    return None if number is None else side.parts[number].title or None


def missing(places: Places) -> tuple[set[int], set[int]]:
    """The parts of each side whose content has no counterpart, with what stands below them."""
    return _missing(places, left=True), _missing(places, left=False)


def _missing(places: Places, *, left: bool) -> set[int]:
    side, pairs = (places.left, places.pairs) if left else (places.right, places.back)
    found: set[int] = set()
    for number, part in enumerate(side.parts):
        joined = places.joined[0 if left else 1]
        if part.heading and number not in pairs and number not in joined and side.letters(number):
            found.add(number)
    return found


def lacking(places: Places, gone: tuple[set[int], set[int]]) -> Iterator[Disagreement]:
    """One disagreement a section that one side lacks; not for those below such a section."""
    for left, numbers in ((True, gone[0]), (False, gone[1])):
        side = places.left if left else places.right
        for number in sorted(numbers):
            if _below(side, number) in numbers:
                continue
            part = side.parts[number]
            assert part.heading is not None  # noqa: S101 - only headed parts are missing
            said = Said(part.title, part.heading, part.title)
            pair = (said, Said()) if left else (Said(), said)
            titles = (part.title, None) if left else (None, part.title)
            severity: Severity = "warning" if side.letters(number) >= _LETTERS else "note"
            language = places.languages[1 if left else 0]
            yield Disagreement(f"section-missing-in-{language}", "section", severity, *pair, titles)


def _below(side: Side, number: int) -> int:
    """The number of the part whose sub-section a part is, -1 where it is none."""
    level = side.parts[number].level
    return next((n for n in range(number - 1, -1, -1) if 0 < side.parts[n].level < level), -1)


def untranslated(places: Places) -> Iterator[Disagreement]:
    """Sections that are written in the other side's language: a note, as quotations are too."""
    for left, side in ((True, places.left), (False, places.right)):
        other = places.languages[1 if left else 0]
        for number, part in enumerate(side.parts):
            if part.heading and part.language == other and side.letters(number) >= _LETTERS:
                said = Said(part.title, part.heading, part.title)
                pair = (said, Said()) if left else (Said(), said)
                titles = (part.title, None) if left else (None, part.title)
                yield Disagreement("untranslated-section", "section", "note", *pair, titles)
