r"""The page as a reader sees it: artifacts blanked, typography folded, every offset kept.

`Reading.text` and `Reading.key` are as long as `Page.text`, character for character, so what a
pattern finds in them is at the same place in the source.
"""

from __future__ import annotations

import bisect
import functools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from pipeline.model import TAKEN, Artifact, Markup, Page, Section, Span, mask
from pipeline.sources import Site

_TYPOGRAPHY = str.maketrans(
    {
        **dict.fromkeys(
            "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a", " "
        ),
        **dict.fromkeys("\u202f\u205f\u3000\t\v\f\r\u0085\u2028\u2029", " "),
        **dict.fromkeys("‘’‚‛′´`ʼ", "'"),
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‐‑‒–—―−﹣－─", "-"),
        **{chr(0xFF10 + d): str(d) for d in range(10)},
        "（": "(",
        "）": ")",
        "＋": "+",
        "＠": "@",
        "：": ":",
        "．": ".",
        "／": "/",
    }
)
_TYPOGRAPHY[ord("\t")] = "\t"  # a tab parts the cells of a table

#: Said twice, as a search for one of a set of characters is many times as fast as one for a run.
_NOT_LATIN = re.compile("([^\0-\xff][^\0-\xff]*)")


def _plain(char: str) -> str | None:
    """The unaccented lower-case letter of a Latin letter, or None where that is not one letter."""
    base = unicodedata.normalize("NFD", char)[0].lower()
    return base if len(base) == 1 else None


_CASE = {
    point: plain
    for point in range(0x41, 0x250)
    if chr(point).isalpha() and (plain := _plain(chr(point))) is not None and plain != chr(point)
}


@dataclass(frozen=True, slots=True)
class _Folding:
    """A table of characters and what each stands for, applied many times as fast as `translate`.

    Bytes are translated at once, and nearly all of a page is Latin-1: `latin` is the table of
    those characters. What stands between (`…`, `œ`) is short.
    """

    table: Mapping[int, str]
    latin: bytes

    @classmethod
    def of(cls, table: Mapping[int, str]) -> _Folding:
        """The folding of a table that maps Latin-1 into Latin-1."""
        return cls(table, "".join(map(chr, range(0x100))).translate(table).encode("latin-1"))

    def __call__(self, text: str) -> str:
        """The text with every character of the table replaced."""
        try:
            return self._fold_latin(text)
        except UnicodeEncodeError:
            pieces = _NOT_LATIN.split(text)
            pieces[::2] = map(self._fold_latin, pieces[::2])
            pieces[1::2] = (piece.translate(self.table) for piece in pieces[1::2])
            return "".join(pieces)

    def _fold_latin(self, text: str) -> str:
        return text.encode("latin-1").translate(self.latin).decode("latin-1")


_FOLD_TYPOGRAPHY, _FOLD_CASE = _Folding.of(_TYPOGRAPHY), _Folding.of(_CASE)


def fold_typography(text: str) -> str:
    """Spaces, apostrophes, quotes, dashes and wide digits as their plain forms, one for one.

    A tab stays: it parts the cells of a table.
    """
    return _FOLD_TYPOGRAPHY(text)


def fold(text: str) -> str:
    """`fold_typography`, then lower case without accents, one character for one: for look-ups."""
    return fold_case(fold_typography(text))


def fold_case(text: str) -> str:
    """Lower case without accents, one character for one."""
    return _FOLD_CASE(text)


@functools.lru_cache(maxsize=4)
def folded(text: str) -> tuple[str, str]:
    """A whole page, `fold_typography` and `fold`: rules and extractors both begin there."""
    plain = fold_typography(text)
    return plain, fold_case(plain)


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a text as spans, line ends left out."""

    spans: tuple[Span, ...]
    starts: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Lines:
        """Cut at line feeds only."""
        spans = []
        at = 0
        for line in text.split("\n"):
            spans.append(Span(at, at + len(line)))
            at += len(line) + 1
        return cls(tuple(spans), tuple(s.start for s in spans))

    def index(self, offset: int) -> int:
        """The number of the line that holds `offset`."""
        return bisect.bisect_right(self.starts, offset) - 1

    def at(self, offset: int) -> Span:
        """The line that holds `offset`."""
        return self.spans[self.index(offset)]

    def holding(self, text: str, *needles: str) -> list[int]:
        """The numbers of the lines in which `text`, which has these lines, holds a needle."""
        return sorted({number for needle in needles for number in self._holding(text, needle)})

    def _holding(self, text: str, needle: str) -> Iterator[int]:
        at = text.find(needle)
        while at >= 0:
            number = self.index(at)
            yield number
            at = text.find(needle, max(at + 1, self.spans[number].end))

    def __iter__(self) -> Iterator[Span]:
        return iter(self.spans)

    def __len__(self) -> int:
        return len(self.spans)


@functools.lru_cache(maxsize=4)
def _lines(text: str) -> Lines:
    return Lines.of(text)


@dataclass(frozen=True, slots=True)
class Reading:
    """A page, its site, and its text as a reader sees it.

    `text` is clean (artifacts are spaces) with typography folded; `key` is the same in lower
    case without accents; both have the length of `page.text`. What an earlier extractor took
    reads as `TAKEN`.
    """

    page: Page
    site: Site
    text: str
    key: str
    artifacts: tuple[Artifact, ...] = ()
    sections: tuple[Section, ...] = ()
    language: str = "und"
    taken: tuple[Span, ...] = field(default=(), repr=False)

    @classmethod
    def of(cls, page: Page, site: Site, artifacts: Iterable[Artifact] = ()) -> Reading:
        """The page without its artifacts."""
        artifacts = tuple(sorted(artifacts, key=lambda a: (a.start, a.end)))
        text, key = folded(page.text)
        return cls(page, site, mask(text, artifacts), mask(key, artifacts), artifacts)

    def without(self, spans: Iterable[Span]) -> Reading:
        """The same reading, where the characters of `spans` are taken."""
        spans = tuple(spans)
        if not spans:
            return self
        return replace(
            self,
            text=mask(self.text, spans, TAKEN),
            key=mask(self.key, spans, TAKEN),
            taken=self.taken + tuple(Span(s.start, s.end) for s in spans),
        )

    @property
    def lines(self) -> Lines:
        """The lines of the page's text."""
        return _lines(self.page.text)

    def section_at(self, offset: int) -> Section | None:
        """The section that holds `offset`."""
        index = bisect.bisect_right(self.sections, offset, key=lambda s: s.start) - 1
        return self.sections[index] if index >= 0 else None

    def language_at(self, offset: int) -> str:
        """The language of the section at `offset`, else the page's; `und` where neither says."""
        section = self.section_at(offset)
        if section is not None and section.language != "und":
            return section.language
        return self.language

    def markup(self, *tags: str) -> list[Markup]:
        """The elements with one of `tags`, in document order."""
        return self.page.elements(*tags)
