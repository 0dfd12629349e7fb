"""A page as a short string of symbols, one for each word, number or sign; the grammar reads that.

| symbol | stands for |
| --- | --- |
| `d` `z` `Y` `#` | 1 to 31 in one or two digits; other two digits; 1000 to 2199; other digits |
| `M` `m` | a month's name; a month's word that has other uses, or is short |
| `u` `T` `r` | `first`, `premier`; `twenty`; what makes a number an ordinal |
| `w` `o` `i` `h` `t` `&` | weekday; of; in; the, on; to; and, or |
| `n` `j` `k` `y` | a number word; `day`; `month`; `year` |
| `x` `*` | another word; another sign |

A space, a line end and `,.-/'():` stand for themselves.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from dataclasses import dataclass

from pipeline.extract.dates.named import named
from pipeline.extract.dates.pieces import cuts, pieces, unwrapped
from pipeline.extract.dates.spelled import merge
from pipeline.extract.dates.stretches import stretches
from pipeline.extract.dates.words import Words, words
from pipeline.reading import Reading

WORDS = frozenset("MmuTrwoihjkytnx&")


@dataclass(frozen=True, slots=True)
class Scan:
    """The tokens of a page, their offsets (one more at the end), and their symbols.

    Only of the parts in which a date may stand (`stretches`); a line end parts two of them.
    """

    source: str
    text: str
    tokens: list[str]
    starts: list[int]
    symbols: str
    words: Words

    @classmethod
    def of(cls, reading: Reading) -> Scan:
        """The tokens of the folded text, each with its class."""
        language = reading.language if reading.language != "und" else reading.page.language
        table = words(language)
        key = unwrapped(reading.key, reading.text)
        places = cuts(key, reading.text, table.glued, table.dated)
        tokens, starts = list[str](), list[int]()
        for start, end in stretches(key, table, places):
            part = pieces(key, start, end, places)
            tokens += [*part, "\n"]
            starts += itertools.accumulate(map(len, part), initial=start)
        symbols = "".join(map(table.classes.__getitem__, tokens))
        if "n" in symbols or "T" in symbols:
            symbols = merge(tokens, starts, symbols, table)
        symbols = named(key, tokens, starts, symbols, table)
        return cls(reading.page.text, reading.text, tokens, starts, symbols, table)

    def word_before(self, index: int) -> str:
        """The last word before a token on its line, over spaces, brackets and quotes only."""
        at = self.index_before(index)
        return self.tokens[at] if at >= 0 else ""

    def index_before(self, index: int) -> int:
        """The index of that word; -1 where there is none."""
        at = index - 1
        while at >= 0 and self.symbols[at] in " ('*-" and index - at < 6:  # noqa: PLR2004 - signs
            at -= 1
        return at if at >= 0 and self.symbols[at] in WORDS else -1

    def asking_word(self, index: int) -> str:
        """The last word before a token, past articles, weekdays and the word for a month.

        `between` the Monday 3rd, `entre` les mois de mai et juin.
        """
        at = self.index_before(index)
        if at > 0 and self.symbols[at] == "o" and self.symbols[self.index_before(at)] == "k":
            at = self.index_before(at)
        while at > 0 and self.symbols[at] in "hwk" and self.index_before(at) >= 0:
            at = self.index_before(at)
        return self.tokens[at] if at >= 0 else ""

    def word_at(self, index: int) -> str:
        """The token at an index, '' past the end."""
        return self.tokens[index] if index < len(self.tokens) else ""

    def word_after(self, index: int) -> str:
        """The word that follows a token after one space; '' where something else does."""
        if self.symbols[index : index + 1] == " " and self.symbols[index + 1 : index + 2] in WORDS:
            return self.tokens[index + 1]
        return ""

    def is_capital(self, index: int) -> bool:
        """Whether a token starts with a capital in the text."""
        return self.text[self.starts[index]].isupper()

    def index_at(self, offset: int) -> int:
        """The index of the token that starts at an offset."""
        return bisect_left(self.starts, offset)


def capital_follows(scan: Scan, index: int) -> bool:
    """Whether a name, a word of no class of ours, follows after one space."""
    if not scan.word_after(index) or scan.symbols[index + 1] != "x":
        return False
    return scan.is_capital(index + 1)
