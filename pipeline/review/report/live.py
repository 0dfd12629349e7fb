"""What leads to a fact on the live page, where its own characters do not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from pipeline.model import Span, fold_spaces
from pipeline.records import EntityRecord, FindingRecord, PageRecord
from pipeline.review.explain.fragments import DIRECTIVE, fragment
from pipeline.review.explain.rules import rules


@dataclass(frozen=True, slots=True)
class Live:
    """A page as the web shows it: its text, and the characters in it that nobody sees there."""

    text: str
    hidden: Sequence[Span]

    @classmethod
    def of(cls, record: PageRecord, text: str) -> Live:
        """The live page of a record."""
        unseen = {name for name, rule in rules().items() if not rule.seen}
        return cls(text, [Span(a.start, a.end) for a in record.artifacts if a.rule in unseen])

    def way(self, found: EntityRecord | FindingRecord) -> str | bool | None:
        """What leads to the characters of a fact or finding, where they themselves do not.

        False where nothing does.
        """
        if found.start == found.end:
            return None
        told = fragment(self.text, found.start, found.end, self.hidden).removeprefix(DIRECTIVE)
        by_quote = quote(fold_spaces(found.text).strip(), safe="").replace("-", "%2D")
        return None if told == by_quote else told or False
