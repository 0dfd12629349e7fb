"""What comparing the facts of one kind gives, and what the kinds share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

from pipeline.bilingual.comparison import Agreement, Disagreement, Said, Subject
from pipeline.bilingual.places import Places
from pipeline.bilingual.sides import Fact
from pipeline.model import Severity


@dataclass
class Ledger:
    """The facts of one kind that are not yet accounted for, and what was found of the others."""

    places: Places
    left: dict[int, Fact]
    right: dict[int, Fact]
    agreements: list[Agreement] = field(default_factory=list)
    disagreements: list[Disagreement] = field(default_factory=list)

    @classmethod
    def of(cls, places: Places, *kinds: str) -> Ledger:
        """All facts of these kinds."""
        left, right = places.left.kinds(*kinds), places.right.kinds(*kinds)
        return cls(places, dict(enumerate(left)), dict(enumerate(right)))

    def agree(self, i: int, j: int) -> None:
        """Two facts are the same."""
        left, right = self.left.pop(i), self.right.pop(j)
        sections = self.places.sections(left, right)
        self.agreements.append(Agreement(left.kind, left, right, sections))

    def differ(self, code: str, severity: Severity, i: int, j: int) -> None:
        """Two facts contradict each other."""
        left, right = self.left.pop(i), self.right.pop(j)
        self.report(code, severity, left, right)

    def lack(self, severity: Severity, i: int, *, left: bool) -> None:
        """The other side does not tell a fact."""
        fact = (self.left if left else self.right).pop(i)
        other = self.places.languages[1 if left else 0]
        code = f"{fact.kind}-missing-in-{other}"
        if left:
            self.report(code, severity, fact, None)
        else:
            self.report(code, severity, None, fact)

    def report(
        self,
        code: str,
        severity: Severity,
        left: Fact | None,
        right: Fact | None,
        said: tuple[Said, Said] | None = None,
    ) -> None:
        """Add a disagreement; the same pair of values is told once."""
        known = left or right
        assert known is not None  # noqa: S101 - one side has a fact, or there is nothing to tell
        mine, theirs = said or (
            self.places.said(left, right, left=True),
            self.places.said(right, left, left=False),
        )
        if any(
            (d.code, d.left.value, d.right.value) == (code, mine.value, theirs.value)
            for d in self.disagreements
        ):
            return
        mixed = left and right and left.kind != right.kind  # a number that is a fax on one side
        kind = cast(Subject, "phone" if mixed else known.kind)
        sections = self.places.sections(left, right)
        self.disagreements.append(Disagreement(code, kind, severity, mine, theirs, sections))

    def drop(self, i: int, *, left: bool) -> None:
        """A fact needs no counterpart."""
        del (self.left if left else self.right)[i]

    def rest(self) -> Sequence[tuple[int, Fact, bool]]:
        """What is not accounted for: its number, the fact, whether it is of the left side."""
        return [(i, f, True) for i, f in self.left.items()] + [
            (j, f, False) for j, f in self.right.items()
        ]
