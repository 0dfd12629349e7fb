"""What comparing two versions of a page gives: a verdict, aligned sections, facts that differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.bilingual.sides import Fact
from pipeline.model import Severity, Span

Subject = Literal["phone", "fax", "email", "date", "count", "address", "section", "stale", "twins"]
#: The headings of an aligned pair; None where one side has no counterpart, '' before any heading.
Sections = tuple[str | None, str | None]
#: The same with what they are headings of: spans of the left page and of the right one.
Stretches = tuple[Span | None, Span | None]


@dataclass(frozen=True, slots=True)
class Said:
    """One side of a disagreement: the value, where it stands, and the passage around it.

    `span` counts in that side's own page. A side that says nothing has no value, and the passage
    where it should stand, if that is known.
    """

    value: str | None = None
    span: Span | None = None
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two versions of a page that tell their readers different things.

    `code` names it (`count-differs`, `phone-missing-in-fr`). A `note` is something on which
    sensible people differ; an `error` is a contradiction, a `warning` an omission.
    """

    code: str
    kind: Subject
    severity: Severity
    left: Said
    right: Said
    sections: Sections = (None, None)


@dataclass(frozen=True, slots=True)
class Agreement:
    """A fact that both sides tell, and the sections that tell it."""

    kind: str
    left: Fact
    right: Fact
    sections: Sections = (None, None)


Reason = Literal["other-office", "other-days", "other-numbers", "no-counterpart", "other-text"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether two pages are versions of one text, and what that is judged by.

    `against` are the reasons why they are not, none where they are. `shared` of all `told` numbers
    are on both sides; `covered` percent of the text has a counterpart.
    """

    against: tuple[Reason, ...] = ()
    shared: int = 0
    told: int = 0
    covered: int = 100

    @property
    def twins(self) -> bool:
        """Whether the two are versions of one text."""
        return not self.against


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that two versions of a page say together. Without twins, nothing is compared."""

    verdict: Verdict
    sections: Sequence[Sections] = ()
    disagreements: Sequence[Disagreement] = ()
    agreements: Sequence[Agreement] = ()
    stretches: Sequence[Stretches] = ()

    @property
    def twins(self) -> bool:
        """Whether the two are versions of one text."""
        return self.verdict.twins
