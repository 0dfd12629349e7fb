"""What tells whether a page changed or only its reading: three readings, or the same paragraphs."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from pipeline.model import fold_spaces
from pipeline.review.change import Cause, Change, Side
from pipeline.review.diff.compare import compare
from pipeline.review.releases import Release

Key = tuple[str, str, str]
_BLANK = re.compile(r"\n[^\S\n]*\n\s*")


class Evidence(Protocol):
    """Says what caused a change."""

    def cause(self, change: Change) -> Cause:
        """Other bytes, other rules, or both."""


class SameBytes:
    """The bytes of a page and of all its versions are what they were."""

    @staticmethod
    def cause(_: Change) -> Cause:
        """Nothing but the rules is left."""
        return "rules"


@dataclass(frozen=True, slots=True)
class Readings:
    """From the old release to its bytes read by the rules of today, from there to the new release.

    What differs in the first step is done by the rules, by what was there before; what differs in
    the second one by the source, by what is there now. `made` are the things of the middle that the
    rules alone brought.
    """

    by_rules: Mapping[Key, Change]
    by_source: Mapping[Key, Change]
    made: frozenset[Key]

    @classmethod
    def of(cls, old: Release, today: Release, new: Release) -> Readings:
        """Three readings of the same pages."""
        rules, source = compare(old, today), compare(today, new)
        return cls(
            {_key(c, c.before): c for c in rules if c.before},
            {_key(c, c.after): c for c in source if c.after},
            frozenset(_key(c, c.after) for c in rules if c.after),
        )

    def cause(self, change: Change) -> Cause:
        """Which of the two steps brought it."""
        ruled = self.by_rules.get(_key(change, change.before)) if change.before else None
        sourced = self.by_source.get(_key(change, change.after)) if change.after else None
        if change.before and change.after:
            return "both" if ruled and sourced else "rules" if ruled else "source"
        if change.after:
            if sourced is None:
                return "rules"
            known = sourced.before and _key(sourced, sourced.before) in self.made
            return "both" if known else "source"
        if ruled is None:
            return "source"
        return "both" if ruled.after else "rules"


def _key(change: Change, side: Side) -> Key:
    """What a side is of: a page as a whole has several."""
    return change.subject, change.kind if change.subject == "page" else "", side.id


@dataclass(frozen=True, slots=True)
class _Text:
    """The paragraphs of a text, white space folded, and where each begins."""

    starts: tuple[int, ...]
    paragraphs: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> _Text:
        starts = (0, *(hit.end() for hit in _BLANK.finditer(text)))
        ends = (*starts[1:], len(text))
        spans = zip(starts, ends, strict=True)
        return cls(starts, tuple(fold_spaces(text[start:end]) for start, end in spans))

    def around(self, side: Side) -> str:
        """The paragraph in which something begins."""
        return self.paragraphs[bisect_right(self.starts, side.start) - 1]


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """The paragraphs of a page in the old release and in the new one.

    Where one stands on the other side unchanged, what is said of it changed by the rules.
    """

    old: _Text
    new: _Text
    both: frozenset[str]

    @classmethod
    def of(cls, old: str, new: str) -> Paragraphs:
        """The two texts of a page."""
        one, other = _Text.of(old), _Text.of(new)
        return cls(one, other, frozenset(one.paragraphs).intersection(other.paragraphs))

    def cause(self, change: Change) -> Cause:
        """By where it stands, or stood; what stands nowhere is the source's.

        So is a link: where it leads is no part of the text.
        """
        if change.subject == "link":
            return "source"
        sides = (self.old, change.before), (self.new, change.after)
        around = {text.around(side) for text, side in sides if side and side.end}
        return "rules" if around & self.both else "source"
