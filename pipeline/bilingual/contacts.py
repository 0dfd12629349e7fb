"""The phones, faxes and mailboxes of two versions, by canonical value wherever they stand."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from pipeline import lexicon
from pipeline.bilingual.facts import Ledger
from pipeline.bilingual.places import Places, ranked
from pipeline.bilingual.sides import Fact, Side
from pipeline.bilingual.spelling import likeness
from pipeline.extract.phones import plans
from pipeline.model import Severity

#: Two values so alike are one value with a slip, wherever they stand.
_SLIP = 0.75
#: Facts with so many code points between them stand in one block.
_BLOCK = 240
#: A line with so many letters beside its fact is prose, not a line of a contact block.
_PROSE = 60
#: Digits that may be a number with at least one more than its significant ones.
_DIGITS = re.compile(r"[0-9][0-9 .()/-]{6,24}[0-9]")
_NOT_DIGIT = re.compile(r"\D")
_SIGNIFICANT = 7
_TOKENS = re.compile(r"[._-]")
NUMBERS = ("phone", "fax")


def compare_numbers(places: Places, gone: tuple[set[int], set[int]]) -> Ledger:
    """The ledger of phones and faxes. A number is one whatever its label."""
    ledger = Ledger.of(places, *NUMBERS)
    _agree(ledger)
    _settle(ledger, gone)
    return ledger


def compare_emails(places: Places, gone: tuple[set[int], set[int]]) -> Ledger:
    """The ledger of the mailboxes."""
    ledger = Ledger.of(places, "email")
    _agree(ledger)
    _settle(ledger, gone)
    return ledger


def _agree(ledger: Ledger) -> None:
    """Pair equal values: of one kind first, then in the same section."""
    places = ledger.places
    ways = [
        ((one.kind != other.kind, not places.together(one, other)), i, j)
        for i, one in ledger.left.items()
        for j, other in ledger.right.items()
        if one.value == other.value
    ]
    for i, j in ranked(ways).items():
        one, other = ledger.left[i], ledger.right[j]
        if one.kind != other.kind:
            ledger.report("label-differs", "note", one, other)
        ledger.agree(i, j)


def _settle(ledger: Ledger, gone: tuple[set[int], set[int]]) -> None:
    """What is left: told already, told differently in the same place, or not told at all."""
    places = ledger.places
    for i, fact, left in ledger.rest():
        mine, theirs = (places.left, places.right) if left else (places.right, places.left)
        if mine.part_at(fact.start) in gone[0 if left else 1] or _told(theirs, fact):
            ledger.drop(i, left=left)
    pairs = ranked(_ways(ledger))
    told = {ledger.left[i].value for i in pairs} | {ledger.right[j].value for j in pairs.values()}
    for i, j in pairs.items():
        one, other = ledger.left[i], ledger.right[j]
        kind = one.kind if one.kind == other.kind else "phone"
        if _by_language(places, one, other):
            ledger.differ(f"{kind}-by-language", "note", i, j)
        else:
            ledger.differ(f"{kind}-differs", _contradiction(one, other), i, j)
    for i, fact, left in ledger.rest():
        theirs = places.right if left else places.left
        if fact.value in told or _is_labelled(theirs, fact.kind):
            ledger.drop(i, left=left)
        else:
            ledger.lack(_omission(places, fact, left=left), i, left=left)


def _contradiction(one: Fact, other: Fact) -> Severity:
    """How bad it is that two values differ: an extension that one side lacks is an omission."""
    (number, _, extension), (same, _, another) = (f.value.partition(";") for f in (one, other))
    return "warning" if number == same and not (extension and another) else "error"


def _ways(ledger: Ledger) -> Iterator[tuple[tuple[float, ...], int, int]]:
    """Values that fill one place, or that are too alike for two: the likest of a kind first."""
    for i, one in ledger.left.items():
        for j, other in ledger.right.items():
            alike = likeness(one.value, other.value)
            same = one.kind == other.kind and _same_place(ledger.places, one, other)
            if same or alike >= _SLIP:
                yield (one.kind != other.kind, -alike, not same), i, j


def _omission(places: Places, fact: Fact, *, left: bool) -> Severity:
    """How bad it is that one side lacks a fact: in prose that the other lacks too, a note."""
    side = places.left if left else places.right
    line = side.lines_around(fact)
    if sum(c.isalpha() for c in side.text[line.start : line.end]) - len(fact) < _PROSE:
        return "warning"
    return "warning" if places.partners(fact, left=left) else "note"


def _told(side: Side, fact: Fact) -> bool:
    """Whether a side has the value, as a fact or only as characters that no rule read."""
    if any(f.value == fact.value for f in side.facts):
        return True
    if fact.kind == "email":
        return fact.value in side.key
    number = fact.value.partition(";")[0]
    if any(f.value.partition(";")[0] == number for f in side.facts):
        return False  # only the extension differs
    digits = _NOT_DIGIT.sub("", number)
    if len(digits) < _SIGNIFICANT:
        return re.search(rf"(?<!\d){digits}(?!\d)", side.key) is not None
    ending = _national(number)[-_SIGNIFICANT - 1 :]
    return len(ending) >= _SIGNIFICANT and any(run.endswith(ending) for run in _runs(side.key))


def _national(number: str) -> str:
    """The digits of a number as they are dialled in its country."""
    return plans.halves(number)[1] if number[0] == "+" else number


@functools.lru_cache(maxsize=4)
def _runs(text: str) -> tuple[str, ...]:
    """The digits of a text, as far as what parts them may be part of one number."""
    return tuple(_NOT_DIGIT.sub("", run) for run in _DIGITS.findall(text))


def _same_place(places: Places, one: Fact, other: Fact) -> bool:
    """Whether two facts fill one place: aligned sections, or blocks that share another fact."""
    if places.together(one, other):
        return True
    mine = {f.value for f in places.left.near(one, _BLOCK)}
    theirs = {f.value for f in places.right.near(other, _BLOCK)}
    return bool(mine & theirs)


def _by_language(places: Places, one: Fact, other: Fact) -> bool:
    """Whether two mailboxes are one office's for two languages: info-en@, info-fr@."""
    if one.kind != "email" or other.kind != "email":
        return False
    boxes = [set(_TOKENS.split(f.value.replace("@", "."))) for f in (one, other)]
    mine, theirs = boxes[0] - boxes[1], boxes[1] - boxes[0]
    if not (mine or theirs):
        return False
    words, (here, there) = places.words, places.languages
    marks = words.said("mailboxes", here), words.said("mailboxes", there)
    return all(
        w in marks[0] or any(words.meanings(w, here) & words.meanings(v, there) for v in theirs)
        for w in mine
    ) and all(
        v in marks[1] or any(words.meanings(w, here) & words.meanings(v, there) for w in mine)
        for v in theirs
    )


def _is_labelled(side: Side, kind: str) -> bool:
    """Whether a side has a label of the kind whose value was lost: unknown never contradicts."""
    pattern = _labels(kind)
    return any(pattern.fullmatch(line.strip()) for line in side.key.split("\n") if line)


@functools.cache
def _labels(kind: str) -> re.Pattern[str]:
    entries = lexicon.alternation(lexicon.every("contacts", f"labels.{kind}"))
    plain = rf"(?:{entries})\s*\.?\s*:?"
    if kind == "phone":  # a heading elsewhere, the label of a number with its colon
        urgent = lexicon.alternation(lexicon.every("contacts", "emergency.headings"))
        plain = rf"(?:{plain}|(?:{urgent})\s*:)"
    return re.compile(rf"\W{{0,4}}{plain}\s*[-.]?")
