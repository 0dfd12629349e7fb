"""Trials: pairs compared, changed, compared again."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.bilingual.compare import compare
from pipeline.bilingual.comparison import Comparison, Disagreement, Said
from pipeline.bilingual.sides import Side
from tests.mutations.kinds import FACT_KINDS, KINDS, SECTION, Change, removed_section
from tests.mutations.pairs import LANGUAGES, Written, pairs

_EN_FR = ("en", "fr")


@dataclass
class Result:
    """What trials of one kind gave: how many changes, found, and findings beside them."""

    tried: int = 0
    found: int = 0
    beside: int = 0
    missed: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.found / self.tried if self.tried else 0.0


@dataclass(frozen=True)
class Case:
    """A pair, read and compared as it is."""

    name: str
    sides: tuple[Written, Written]
    plain: Comparison


def cases(tests: Path) -> list[Case]:
    """The pairs that are twins."""
    out = []
    for name, one, other in pairs(tests):
        plain = compare(one.side, other.side, _EN_FR)
        if plain.twins and one.text != other.text:
            out.append(Case(name, (one, other), plain))
    return out


def trials(cases_: list[Case], number: int, seed: int) -> dict[str, Result]:
    """`number` changes, spread evenly over the kinds, drawn from a seed."""
    rng = random.Random(seed)  # noqa: S311 - reproducible, not secret
    results = {kind: Result() for kind in KINDS}
    for n in range(number):
        kind = KINDS[n % len(KINDS)]
        for _ in range(200):
            case = rng.choice(cases_)
            at = rng.randrange(2)
            change = _change(rng, kind, case, at)
            if change is not None:
                _try(results[kind], case, at, change)
                break
    return results


def _change(rng: random.Random, kind: str, case: Case, at: int) -> Change | None:
    side = replace(case.sides[at].side, language=LANGUAGES[at])
    if kind == SECTION:
        return removed_section(rng, side, _paired(case.plain, at))
    facts = [
        (a.left, a.right)[at]
        for a in case.plain.agreements
        if a.left.kind == a.right.kind and (a.kind != "date" or a.left.value == a.right.value)
    ]
    rng.shuffle(facts)
    for fact in facts:
        change = FACT_KINDS[kind](rng, side, fact)
        if change is not None:
            return change
    return None


def _paired(plain: Comparison, at: int) -> set[str]:
    """The headings that have a counterpart which tells no other section too."""
    around = (plain.sections[max(n - 1, 0) : n + 2] for n in range(len(plain.sections)))
    return {
        str(pair[at])
        for pair, near in zip(plain.sections, around, strict=True)
        if not any(None in other for other in near)
    }


def _try(result: Result, case: Case, at: int, change: Change) -> None:
    changed = Written(change.text, case.sides[at].country)
    sides = [written.side for written in case.sides]
    sides[at] = changed.side
    found = compare(sides[0], sides[1], _EN_FR)
    new = list(_new(found, case.plain))
    right = [d for d in new if _is_it(d, at, change, changed.side)]
    result.tried += 1
    result.found += bool(right)
    result.beside += len(new) - len(right)
    if not right or len(new) > len(right):
        said = "; ".join(f"{d.code} {d.left.value} | {d.right.value}" for d in new)
        what = "missed" if not right else "beside"
        result.missed.append(
            f"{what} {case.name}.{LANGUAGES[at]} {change.subject} {change.old!r}"
            f" -> {change.number} said: {said or 'nothing'}"
        )


def _new(found: Comparison, plain: Comparison) -> Iterator[Disagreement]:
    known = Counter(map(_key, plain.disagreements))
    for d in found.disagreements:
        if d.severity != "note" and not known[_key(d)]:
            yield d


def _key(d: Disagreement) -> tuple[str, str | None, str | None]:
    return d.kind, d.left.value, d.right.value


def _is_it(d: Disagreement, at: int, change: Change, side: Side) -> bool:
    """Whether a disagreement is what the change made: its kind, its old and its new value."""
    if d.kind != change.subject:
        return False
    mine, other = (d.left, d.right) if at == 0 else (d.right, d.left)
    if change.subject == "count":
        old = float(change.old.partition(" ")[0])
        still = any(f.kind == "count" and f.number == old for f in side.facts)
        return _number(mine) == change.number and (
            _number(other) == old or (still and other.value is None)
        )
    if change.subject == "section":
        return mine.value is None
    if other.value is None:
        return any(f.value == change.old for f in side.facts)
    return True


def _number(said: Said) -> float | None:
    return float(said.value.partition(" ")[0]) if said.value else None
