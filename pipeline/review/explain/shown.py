"""A page's text as a browser compares it when it looks for the words of a link, and the way back.

Case, accents and invisible characters do not count, a run of spaces is one space, a line is a
block: no words are found over its end.
"""

from __future__ import annotations

import bisect
import functools
import re
import unicodedata
from dataclasses import dataclass

from pipeline.model import Span, mask

BLOCK = "\n"
BLANK = " \n"
#: White space of which a browser shows a run as one space; a no-break space is none of it.
_COLLAPSED = " \t\n\r\f\v"
_RUN = re.compile(f"[{_COLLAPSED}]+")
#: Signs that stand inside words and numbers: `l'heure`, `1.5`, `a_b`.
_INNER = frozenset("'’.:·,;_")
#: They join what they stand between, and are seen.
_JOINERS = "\u200c\u200d"


@dataclass(frozen=True, slots=True)
class Shown:
    """A text folded, with the place in the text of each folded character."""

    text: str
    folded: str
    at: tuple[int, ...]

    def span(self, start: int, end: int) -> Span | None:
        """Characters of the text as folded ones, without blanks at the ends; None where none is."""
        first, last = bisect.bisect_left(self.at, start), bisect.bisect_left(self.at, end)
        while first < last and self.folded[first] in BLANK:
            first += 1
        while last > first and self.folded[last - 1] in BLANK:
            last -= 1
        return Span(first, last) if first < last else None

    def written(self, span: Span) -> str:
        """The words of folded characters as the page writes them, invisible signs left out."""
        end = self.at[span.end] if span.end < len(self.at) else len(self.text)
        seen = (c for c in self.text[self.at[span.start] : end] if not _is_unseen(c))
        return _RUN.sub(" ", "".join(seen)).strip(_COLLAPSED)


@functools.lru_cache(maxsize=4)
def shown(text: str, hidden: tuple[Span, ...] = ()) -> Shown:
    """A text as a browser compares it; what is hidden parts blocks."""
    return _shown(text, hidden)


def folded(words: str) -> str:
    """Words of a link as they are compared."""
    return _shown(words, ()).folded


def _shown(text: str, hidden: tuple[Span, ...]) -> Shown:
    folded, places = list[str](), list[int]()
    masked = mask(text, hidden, BLOCK)
    plain = {char: _plain(char) for char in set(masked)}
    in_run = False
    for place, char in enumerate(masked):
        if in_run and char in _COLLAPSED:
            folded[-1] = max(folded[-1], plain[char], key=BLANK.index)
            continue
        in_run = char in _COLLAPSED or (in_run and not plain[char])
        folded += plain[char]
        places += [place] * len(plain[char])
    return Shown(text, "".join(folded), tuple(places))


def _plain(char: str) -> str:
    """A character as it is compared: none, one, or several."""
    if char.isspace():
        return BLOCK if char == "\n" else " "
    parts = unicodedata.normalize("NFKD", char.casefold())
    return "".join(" " if c.isspace() else c for c in parts if not _is_ignored(c))


def _is_ignored(char: str) -> bool:
    return unicodedata.category(char) in {"Mn", "Me", "Cf", "Cc"}


def _is_unseen(char: str) -> bool:
    return unicodedata.category(char) in {"Cf", "Cc"} and not (char.isspace() or char in _JOINERS)


def is_boundary(text: str, at: int) -> bool:
    """Whether a word may begin or end there, by UAX 29; in doubt not.

    No break is between letters and digits, nor at a sign that stands between two of them.
    """
    before, after = text[at - 1 : at] if at else "", text[at : at + 1]
    if not before or not after or before.isspace() or after.isspace():
        return True
    if _is_joined(before) and _is_joined(after):
        return False
    if before.isalnum() and after in _INNER:
        return not text[at + 1 : at + 2].isalnum()
    if after.isalnum() and before in _INNER:
        return at == 1 or not text[at - 2].isalnum()
    return not (_is_picture(before) and _is_picture(after))


def _is_joined(char: str) -> bool:
    return char.isalnum() or char == "_"


def _is_picture(char: str) -> bool:
    """Whether a character may be one part of a flag, a family, a skin."""
    return unicodedata.category(char) in {"So", "Sk"}
