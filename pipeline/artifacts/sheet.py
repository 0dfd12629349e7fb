"""A page as the rules of context see it: its non-blank lines, and phrases that fill a line."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from pipeline.artifacts.compiled import words
from pipeline.model import Artifact, Page, Span, trim
from pipeline.reading import fold


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page, its folded text, its non-blank lines without the white space at their ends."""

    page: Page
    key: str
    lines: tuple[Span, ...]
    keys: tuple[str, ...]

    @classmethod
    def of(cls, page: Page) -> Sheet:
        """Cut at line feeds."""
        lines = []
        at = 0
        for line in page.text.split("\n"):
            span = trim(page.text, at, at + len(line))
            if span.end > span.start:
                lines.append(span)
            at += len(line) + 1
        key = fold(page.text)
        return cls(page, key, tuple(lines), tuple(line.of(key) for line in lines))

    def text_of(self, number: int) -> str:
        """The characters of a line."""
        return self.lines[number].of(self.page.text)

    def key_of(self, number: int) -> str:
        """The folded characters of a line."""
        return self.keys[number]

    def artifact(self, number: int, rule: str) -> Artifact:
        """A whole line as an artifact."""
        return Artifact(self.lines[number].start, self.lines[number].end, rule)

    def short(self, number: int, longest: int) -> str:
        """The folded characters of a line; '' where it is longer, or there is none."""
        if number >= len(self.keys):
            return ""
        key = self.keys[number]
        return key if len(key) <= longest else ""

    def gap_before(self, number: int) -> bool:
        """Whether a blank line stands before a line."""
        start = self.lines[number - 1].end if number else 0
        return self.page.text.count("\n", start, self.lines[number].start) > 1


@functools.cache
def whole(*names: str) -> re.Pattern[str]:
    """A folded line that is one of the words of `names`, its punctuation apart."""
    return re.compile(rf"\W{{0,4}}(?:{'|'.join(words(name) for name in names)})\W{{0,4}}")
