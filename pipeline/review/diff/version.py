"""A page as one of the two releases has it: its record, its text, the places of its facts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.model import TAKEN, Span, fold_spaces, mask
from pipeline.records import EntityRecord, PageRecord, SectionRecord

#: How many characters before and behind a fact tell what it is the fact of.
_NEAR = 60
_FACTS = re.compile(f"{TAKEN}+")


class Place(NamedTuple):
    """What stands around a fact in its line, other facts blanked."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Version:
    """`clean` is the text with artifacts blanked, `plain` that with facts taken out as well.

    Both character for character.
    """

    record: PageRecord
    text: str
    clean: str
    plain: str
    titles: Mapping[str, str]

    def title(self, section: str | None) -> str:
        """The heading of a section by its id, '' for none."""
        return self.titles.get(section or "", "")

    @classmethod
    def of(cls, record: PageRecord, text: str) -> Version:
        """A page, with its text."""
        clean = mask(text, [Span(a.start, a.end) for a in record.artifacts])
        taken = [Span(e.start, e.end) for e in record.entities]
        titles = {section.id: section.title for section in record.sections}
        return cls(record, text, clean, mask(clean, taken, TAKEN), titles)

    def place(self, fact: EntityRecord) -> Place:
        """Where a fact stands."""
        head, tail = max(0, fact.start - _NEAR), fact.end + _NEAR
        start = self.plain.rfind("\n", head, fact.start) + 1 or head
        end = self.plain.find("\n", fact.end, tail)
        after = self.plain[fact.end : end if end >= 0 else tail]
        return Place(_shown(self.plain[start : fact.start]), _shown(after))

    def lines(self, section: SectionRecord) -> Iterator[tuple[str, Span]]:
        """The lines below a heading, white space folded and facts blanked, with their spans."""
        at = section.heading.end if section.heading else section.start
        for line in self.plain[at : section.end].splitlines(keepends=True):
            if folded := _shown(line):
                yield folded, Span(at, at + len(line))
            at += len(line)


def _shown(plain: str) -> str:
    return fold_spaces(_FACTS.sub(TAKEN, plain))


class Homes:
    """The sections of two versions under common names: a renamed section is still the same."""

    def __init__(self, same: Mapping[str, str]) -> None:
        """`same` leads from the id of an old section to that of the new one."""
        self._same = same
        self._both = frozenset(same.values())

    def of_old(self, section: str | None) -> str:
        """The name of an old section, '' for none."""
        return self._same.get(section, _gone(section)) if section else ""

    @staticmethod
    def of_new(section: str | None) -> str:
        """The name of a new section, '' for none."""
        return section or ""

    def is_on_both_sides(self, home: str) -> bool:
        """Whether the section is neither new nor gone."""
        return home in self._both


def _gone(section: str) -> str:
    """The name of a section that the new version has no more; it may have another of its id."""
    return f"gone {section}"
