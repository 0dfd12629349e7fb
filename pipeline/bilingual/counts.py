"""The counts of two versions: the same number of the same things in the same statement."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from pipeline.bilingual.facts import Ledger
from pipeline.bilingual.places import Places, ranked
from pipeline.bilingual.sides import Fact, Side
from pipeline.bilingual.words import TRANSLATED, UNKNOWN
from pipeline.model import Span

#: From this likeness on, a sentence that lacks the number makes the statement without one.
_SAME_STATEMENT = 0.25
#: From this one on, the only numbers left of two sentences fill one slot.
_SAME_SLOT = 0.15
#: A number this large is no coincidence wherever it stands in a section.
_TELLING = 13
_NEAR = 0.05
_AHEAD = 40
_COLLECTIVE = re.compile(r"\b(?:dozens?|scores?|(?:douz|diz|quinz|vingt|trent|cent)aines?)\b")
_WORDS = re.compile(r"[a-z'-]+")


def compare_counts(places: Places, gone: tuple[set[int], set[int]]) -> Ledger:
    """The ledger of the counts; `gone` are the parts that have no counterpart at all."""
    ledger = Ledger.of(places, "count")
    for i, fact, left in ledger.rest():
        if not fact.number.is_integer():
            ledger.drop(i, left=left)  # decimals are measures
    _agree(ledger, together=True)
    _drop_told(ledger, _TELLING)
    _differ(ledger, near=False)
    _drop_told(ledger)
    _differ(ledger, near=True)
    _agree(ledger, together=False)
    _same_number(ledger)
    _repeated(ledger)
    for i, fact, left in ledger.rest():
        side = places.left if left else places.right
        if side.part_at(fact.start) in gone[0 if left else 1] or fact.number <= 1:
            ledger.drop(i, left=left)
        else:
            _loose(ledger, i, fact, left=left)
    _unclear(ledger)
    for i, fact, left in ledger.rest():
        _one_sided(ledger, i, fact, left=left)
    return ledger


def _agree(ledger: Ledger, *, together: bool) -> None:
    """Pair equal numbers, of nouns that may be translations, first in the same section."""
    places, ways = ledger.places, []
    for i, j, one, other in _equal(ledger):
        if places.together(one, other) != together:
            continue
        relation = places.relation(one, other)
        if relation >= (UNKNOWN if together else TRANSLATED):
            ways.append(((-relation, *_apart(places, one, other)), i, j))
    for i, j in ranked(ways).items():
        ledger.agree(i, j)


def _equal(ledger: Ledger) -> Iterator[tuple[int, int, Fact, Fact]]:
    """The pairs of counts with one number: the number of each in the ledger, then both."""
    told: dict[float, list[tuple[int, Fact]]] = {}
    for j, fact in ledger.right.items():
        told.setdefault(fact.number, []).append((j, fact))
    for i, one in ledger.left.items():
        for j, other in told.get(one.number, ()):
            yield i, j, one, other


def _same_number(ledger: Ledger) -> None:
    """Drop equal numbers in one statement, whatever the nouns: no lexicon knows all of them."""
    places = ledger.places
    ways = [
        ((-link,), i, j)
        for i, j, one, other in _equal(ledger)
        if (link := places.linked(one, other))
    ]
    for i, j in ranked(ways).items():
        ledger.agree(i, j)


def _apart(places: Places, one: Fact, other: Fact) -> tuple[float]:
    """How far two facts are from standing at the same height of their pages."""
    return (abs(one.start / len(places.left.text) - other.start / len(places.right.text)),)


def _differ(ledger: Ledger, *, near: bool) -> None:
    """Other numbers of nouns that translate each other, in sentences that say the same."""
    places, ways = ledger.places, []
    for i, one in ledger.left.items():
        for j, other in ledger.right.items():
            if one.number == other.number or not places.together(one, other):
                continue
            if places.relation(one, other) < TRANSLATED:
                continue
            link = places.linked(one, other, near=near)
            if link and not (
                _stands(places.right, one, places, other.start)
                and _stands(places.left, other, places, one.start)
            ):
                ways.append(((-link, *_apart(places, one, other)), i, j))
    for i, j in ranked(ways).items():
        vague = _vague(places, ledger.left[i], ledger.right[j])
        ledger.differ(
            "count-vague" if vague else "count-differs", "note" if vague else "error", i, j
        )


def _stands(side: Side, fact: Fact, places: Places, but: int) -> bool:
    """Whether another count of a side has a fact's number and a noun that may translate its own."""
    left = side is places.left
    return any(
        f.number == fact.number
        and f.start != but
        and (places.relation(f, fact) if left else places.relation(fact, f)) == TRANSLATED
        for f in side.kinds("count")
    )


def _vague(places: Places, one: Fact, other: Fact) -> bool:
    """Whether the two may be one number told loosely: a dozen, nearly 300 for 297."""
    loose = (
        bool(_COLLECTIVE.search(one.of(places.left.key))),
        bool(_COLLECTIVE.search(other.of(places.right.key))),
    )
    if all(loose):
        return True
    rough = bool(one.qualifier) or loose[0], bool(other.qualifier) or loose[1]
    near = abs(one.number - other.number) <= _NEAR * max(one.number, other.number)
    return near and rough[0] != rough[1] and (one if rough[0] else other).number % 10 == 0


def _repeated(ledger: Ledger) -> None:
    """Drop what the other side has somewhere: a fact need not be told as often."""
    places = ledger.places
    for i, fact, left in ledger.rest():
        side = places.right if left else places.left
        if _stands(side, fact, places, -1) or _stands_near(side, fact, places):
            ledger.drop(i, left=left)


def _stands_near(side: Side, fact: Fact, places: Places) -> bool:
    """Whether a count of the same section has the number, of a noun that may be the fact's."""
    left = side is places.left
    pairs = ((f, fact) if left else (fact, f) for f in side.kinds("count"))
    return any(
        one.number == other.number
        and places.together(one, other)
        and places.relation(one, other) >= UNKNOWN
        for one, other in pairs
    )


def _drop_told(ledger: Ledger, least: float = 0) -> None:
    """Drop counts from some number on that the other side tells without a counted noun.

    A small number may stand beside by chance: it is told only where no other one contradicts it.
    """
    for i, fact, left in ledger.rest():
        if fact.number >= least and _is_told(ledger, fact, left=left):
            ledger.drop(i, left=left)


def _is_told(ledger: Ledger, fact: Fact, *, left: bool) -> bool:
    """Whether the other side tells a count's number without a counted noun.

    Numbers of other counts do not tell it, unless they stand inside of them.
    """
    places = ledger.places
    side, mine = (places.right, places.left) if left else (places.left, places.right)
    here = mine.part_at(fact.start)
    there = (places.pairs if left else places.back).get(here)
    heads = {f.start for f in side.kinds("count")}
    told = [
        (number, n)
        for number in places.counterparts(here, left=left)
        if side.may_tell(side.parts[number], fact.number)
        for n in side.numbers(side.parts[number])
        if n.value == fact.number and n.start not in heads
    ]
    if not told:
        return False
    whole = any(number == there for number, _ in told)
    if whole and fact.number >= _TELLING:
        return True
    spans = [
        span for near in (False, True) for span, _ in places.partners(fact, left=left, near=near)
    ]
    return any(span.holds(n) for span in spans for _, n in told) or (whole and not spans)


def _loose(ledger: Ledger, i: int, fact: Fact, *, left: bool) -> None:
    """A count that differs from a number before a noun that translates its own."""
    places = ledger.places
    side, mine = (places.right, places.left) if left else (places.left, places.right)
    known = {f.start for f in side.kinds("count")}
    numbers = [
        n
        for span, _ in places.partners(fact, left=left)
        for n in side.numbers(span)
        if n.start not in known
    ]
    told = {n.value for n in mine.numbers(mine.lines_around(fact))} if numbers else ()
    for number in numbers:
        if number.value in told:
            continue
        noun = side.key[number.end : number.end + _AHEAD].split("\n")[0]
        head = " ".join(_WORDS.findall(noun)[:3])
        value = f"{number.value:g} {head}".strip()
        found = Fact(number.start, number.end, "count", value, number=float(number.value))
        pair = (fact, found) if left else (found, fact)
        if places.relation(*pair) == TRANSLATED:
            ledger.drop(i, left=left)
            ledger.report("count-differs", "error", *pair)
            return


def _unclear(ledger: Ledger) -> None:
    """The only numbers left in sentences that say the same, of nouns that no lexicon joins.

    Two that are left alone in their sections fill one slot, however little the sentences tell.
    """
    places = ledger.places
    ways = [
        (link, i, j)
        for i, one in ledger.left.items()
        for j, other in ledger.right.items()
        if places.together(one, other) and (link := places.linked(one, other))
    ]
    lonely = _lonely(ledger)
    for i, j in ranked(((-link,), i, j) for link, i, j in ways).items():
        alone = sum(a == i for _, a, _ in ways) == 1 and sum(b == j for _, _, b in ways) == 1
        link = max(link for link, a, b in ways if (a, b) == (i, j))
        strong = alone and (link >= _SAME_SLOT or (i, j) in lonely)
        ledger.differ("count-unclear", "warning" if strong else "note", i, j)


def _lonely(ledger: Ledger) -> set[tuple[int, int]]:
    """The pairs of counts that are each the only one left of their section."""
    left, right = ledger.places.left, ledger.places.right
    here = Counter(left.part_at(f.start) for f in ledger.left.values())
    there = Counter(right.part_at(f.start) for f in ledger.right.values())
    return {
        (i, j)
        for i, one in ledger.left.items()
        for j, other in ledger.right.items()
        if here[left.part_at(one.start)] == there[right.part_at(other.start)] == 1
    }


def _one_sided(ledger: Ledger, i: int, fact: Fact, *, left: bool) -> None:
    """A number where the other side makes the statement without one, or says nothing."""
    places = ledger.places
    partners = places.partners(fact, left=left)
    if _is_pointing(ledger, fact, [span for span, _ in partners], left=left):
        ledger.drop(i, left=left)
        return
    side = places.right if left else places.left
    headings = {part.heading for part in side.parts}
    same = any(score >= _SAME_STATEMENT and span not in headings for span, score in partners)
    vague = _COLLECTIVE.search(fact.of((places.left if left else places.right).key)) and any(
        _COLLECTIVE.search(span.of(side.key)) for span, _ in partners
    )
    ledger.lack("warning" if same and not vague else "note", i, left=left)


def _is_pointing(ledger: Ledger, fact: Fact, spans: list[Span], *, left: bool) -> bool:
    """Whether 'two' only points at what everybody knows of, or stands for 'both'."""
    if fact.number != 2:  # noqa: PLR2004 - two
        return False
    places = ledger.places
    mine, other = (places.left, places.right) if left else (places.right, places.left)
    before = _WORDS.findall(mine.key[max(fact.start - 12, 0) : fact.start])
    if before and before[-1] in places.words.said("definite", mine.language):
        return True
    both = places.words.said("both", other.language)
    return any(word in both for span in spans for word in _WORDS.findall(span.of(other.key)))
