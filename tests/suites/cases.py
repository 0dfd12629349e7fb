"""What a suite's reader gives: cases to run, and why others were dropped."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from pipeline.model import Span


@dataclass(frozen=True, slots=True)
class Wanted(Span):
    """What a suite wants found. `values` are the readings it accepts, empty where it says none."""

    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """A text, what the suite wants in it, and the spans on which it and we do not compare.

    `vouched` says that the suite answers for the rest of the text: what is found there is wrong.
    A suite that looks for one thing only (days, not ranges) cannot.
    """

    where: str
    text: str
    wanted: tuple[Wanted, ...]
    passed_over: tuple[Span, ...] = ()
    country: str = ""
    site: str = "any"
    vouched: bool = True


@dataclass(slots=True)
class Suite:
    """The cases of one suite in one language, for one kind of fact.

    A suite without `ranges` has two dates where we have one range.
    """

    name: str
    kind: str
    language: str
    cases: list[Case] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)
    seen: set[tuple[str, tuple[Wanted, ...], str]] = field(default_factory=set, repr=False)
    ranges: bool = True

    def add(self, case: Case) -> None:
        """Keep a case, unless another file of the suite said the same before."""
        key = (case.text, case.wanted, case.country)
        if key in self.seen:
            self.dropped["said before"] += 1
            return
        self.seen.add(key)
        self.cases.append(case)
