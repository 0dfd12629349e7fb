"""A page as the rules of context see it: its non-blank lines, and phrases that fill a line.

What many rules ask of each line (its characters, how it opens, what is blank above) is worked out
once a page. A rule that looks for a phrase asks for the lines that it fills, and gets nearly
always none, for the price of a look-up.
"""

from __future__ import annotations

import bisect
import functools
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from pipeline.artifacts.compiled import words
from pipeline.model import Artifact, Page
from pipeline.openings import head, opener, openings
from pipeline.reading import folded


class Phrases:
    """Phrases, which are asked only where what a folded line begins with may be one."""

    def __init__(self, pattern: str, *, whole: bool = False) -> None:
        """Compile them; with `whole`, they are to match all of a line."""
        self.pattern = re.compile(pattern)
        self.opens = opener(openings(f"(?:{pattern})$" if whole else pattern))

    def match(self, key: str) -> re.Match[str] | None:
        """The phrase that a folded line begins with."""
        return self.pattern.match(key) if self.opens(head(key)) else None

    def fullmatch(self, key: str) -> re.Match[str] | None:
        """The phrase that is all of a folded line."""
        return self.pattern.fullmatch(key) if self.opens(head(key)) else None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page, its folded text, its non-blank lines without the white space at their ends.

    Of each line: its characters, the same folded, where it starts in the text, its number among
    all lines. `opening` gives the numbers of the lines with each head.
    """

    page: Page
    key: str
    texts: tuple[str, ...]
    keys: tuple[str, ...]
    starts: tuple[int, ...]
    rows: tuple[int, ...]
    opening: Mapping[str, list[int]] = field(repr=False)

    @classmethod
    def of(cls, page: Page) -> Sheet:
        """Cut at line feeds."""
        key = folded(page.text)[1]
        texts: list[str] = []
        keys, starts, rows = [], [], []
        opening: dict[str, list[int]] = {}
        at = 0
        for row, line in enumerate(page.text.split("\n")):
            text = line.strip()
            if text:
                start = at + line.index(text[0]) if line[0] != text[0] else at
                line_key = key[start : start + len(text)]
                opening.setdefault(head(line_key), []).append(len(texts))
                texts.append(text)
                keys.append(line_key)
                starts.append(start)
                rows.append(row)
            at += len(line) + 1
        return cls(page, key, tuple(texts), tuple(keys), tuple(starts), tuple(rows), opening)

    def __len__(self) -> int:
        return len(self.keys)

    def artifact(self, number: int, rule: str) -> Artifact:
        """A whole line as an artifact."""
        start = self.starts[number]
        return Artifact(start, start + len(self.keys[number]), rule)

    def short(self, number: int, longest: int) -> str:
        """The folded characters of a line; '' where it is longer, or there is none."""
        if number >= len(self.keys):
            return ""
        key = self.keys[number]
        return key if len(key) <= longest else ""

    def gap_before(self, number: int) -> bool:
        """Whether a blank line stands before a line."""
        return self.rows[number] - (self.rows[number - 1] if number else 0) > 1

    def beginning(self, signs: str) -> list[int]:
        """The numbers of the lines whose folded characters begin with one of `signs`."""
        return [number for number, key in enumerate(self.keys) if key[0] in signs]

    def ending(self, signs: str) -> list[int]:
        """The numbers of the lines whose folded characters end in one of `signs`."""
        return [number for number, key in enumerate(self.keys) if key[-1] in signs]

    def filled(self, phrases: Phrases, longest: int) -> list[int]:
        """The numbers of the lines, no longer than `longest`, that `phrases` fill."""
        fullmatch = phrases.pattern.fullmatch
        return sorted(
            number
            for opening in filter(phrases.opens, self.opening)
            for number in self.opening[opening]
            if len(self.keys[number]) <= longest and fullmatch(self.keys[number])
        )

    def holding(self, *needles: str) -> list[int]:
        """The numbers of the lines whose folded characters hold one of `needles`."""
        return sorted({number for needle in needles for number in self._holding(needle)})

    def _holding(self, needle: str) -> Iterator[int]:
        at = self.key.find(needle)
        while at >= 0:
            number = bisect.bisect_right(self.starts, at) - 1
            yield number
            at = self.key.find(needle, max(at + 1, self.starts[number] + len(self.keys[number])))


#: A rule: what it takes from a page.
Find = Callable[[Sheet], Iterator[Artifact]]


def of_dumps(find: Find) -> Find:
    """A rule for pages without elements: those of a page say what it would tell from lines."""

    @functools.wraps(find)
    def asked(sheet: Sheet) -> Iterator[Artifact]:
        return iter(()) if sheet.page.markup else find(sheet)

    return asked


@functools.cache
def begin(name: str) -> Phrases:
    """One of the words of `name` at the start of a folded line, and no more of its last word."""
    return Phrases(rf"(?:{words(name)})(?!\w)")


@functools.cache
def whole(*names: str) -> Phrases:
    """A folded line that is one of the words of `names`, its punctuation apart."""
    alternatives = "|".join(words(name) for name in names)
    return Phrases(rf"\W{{0,4}}(?:{alternatives})\W{{0,4}}", whole=True)
