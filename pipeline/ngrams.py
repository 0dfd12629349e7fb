"""How probable each of a few languages makes a text: langdetect's own profiles, summed.

langdetect draws n-grams at random until it is sure, among all the languages that it knows. Here
every word counts, only the candidates are compared, and a word's share is computed once: always
the same answer, some hundred times faster. A profile holds the relative frequencies of the
sequences of one to three letters in a language's Wikipedia.
"""

from __future__ import annotations

import functools
import importlib.util
import json
import math
import re
from collections.abc import Mapping
from operator import add
from pathlib import Path

from pipeline import lexicon
from pipeline.errors import SourceError
from pipeline.model import Page

UNKNOWN = "und"
WORD = re.compile(r"[^\W\d_]+")

#: Of a text, so many characters are enough to tell.
ENOUGH = 20_000
#: Always candidates where the source declares no language.
_COMMON = ("en", "fr")
#: Where langdetect's name of a profile differs from the code of the language.
_PROFILES = {"zh": "zh-cn"}
#: langdetect's own smoothing: alpha over its base frequency.
_FLOOR = 0.5 / 10_000
#: A word in capitals with fewer letters is an acronym, the same in every language.
_ACRONYM = 4
_LONGEST = 40
_MEMO = 20_000
#: Logarithms are whole numbers of this part of one, in fields of so many bits: those of ENOUGH
#: letters, each the end of three sequences, do not fill one.
_NAT, _FIELD = 1 << 16, 40
_MOST = (1 << _FIELD) - 1
#: What often stands around a word and is no letter.
_AROUND = ".,;:!?()[]\"'«»“”‘’–-"


def primary(tag: str) -> str:
    """The language of a tag without its region: `en` of `en-CA`; '' where it is no tag."""
    code = tag.strip().replace("_", "-").partition("-")[0].lower()
    return code if 2 <= len(code) <= 3 and code.isalpha() and code.isascii() else ""  # noqa: PLR2004 - BCP 47


def candidates(page: Page, *more: str) -> tuple[str, ...]:
    """The languages that a page's text is compared with, sorted: one alone tells nothing."""
    given = page.languages
    if len(given) < 2:  # noqa: PLR2004 - see above
        given = (*given, *official_languages(page.country), *_COMMON)
    codes = (primary(code) for code in (*given, *page.alternates, *more))
    return tuple(sorted({code for code in codes if code and profile(code)}))


@functools.cache
def _countries() -> Mapping[str, list[str]]:
    try:
        table: Mapping[str, list[str]] = lexicon.shared("countries")["official"]
    except KeyError as error:
        raise SourceError(f"lexicon/countries.toml: {error}") from error
    return table


def official_languages(country: str) -> tuple[str, ...]:
    """The languages of a country's institutions beside English and French."""
    return tuple(_countries().get(country, ()))


@functools.cache
def profile(code: str) -> Mapping[str, float]:
    """The relative frequency of each sequence of one to three letters; empty if unknown."""
    spec = importlib.util.find_spec("langdetect")
    folder = Path(spec.origin or "").parent / "profiles" if spec else Path()
    file = folder / _PROFILES.get(code, code)
    if not code.isalpha() or not file.is_file():
        return {}
    table = json.loads(file.read_text(encoding="utf-8"))
    totals: list[int] = table["n_words"]
    return {gram: count / totals[len(gram) - 1] for gram, count in table["freq"].items()}


class Scores:
    """How probable each candidate makes a text: summed logarithms, the higher the better."""

    def __init__(self, sums: Mapping[str, float], letters: int = 0) -> None:
        """Rank the sums; of equal ones the first by code. `letters` is the evidence's size."""
        self._sums = sums
        self.letters = letters
        ranked = sorted(sums, key=lambda code: (-sums[code], code))
        self.best = ranked[0] if ranked else UNKNOWN
        self.margin = sums[ranked[0]] - sums[ranked[1]] if len(ranked) > 1 else float(len(ranked))

    @classmethod
    def of(cls, text: str, languages: tuple[str, ...]) -> Scores:
        """The scores of a text; nothing for one without letters of the candidates."""
        pieces = text[:ENOUGH].split()
        whole = sum(map(_worths(languages).__getitem__, pieces))
        *sums, letters = [whole >> _FIELD * place & _MOST for place in range(len(languages) + 1)]
        if not any(sums):
            return cls({})
        return cls({code: said / _NAT for code, said in zip(languages, sums, strict=True)}, letters)

    def ahead(self, code: str) -> float:
        """How far a language is ahead of the best other one; negative if behind."""
        if code not in self._sums:
            return 0.0
        others = [value for other, value in self._sums.items() if other != code]
        return self._sums[code] - max(others, default=self._sums[code])


class _Worths(dict[str, int]):
    """What each piece of a text, from space to space, is worth; pages repeat their pieces.

    One number holds what the piece says for each language, over what a language would that knows
    none of it, then how many letters it has: a field of bits each, so that one addition adds all.
    A text is cut at spaces many times as fast as into words. All pieces are forgotten when there
    are too many: to keep the order of their use, as a cache does, would take longer than to look
    them up.
    """

    def __init__(self, languages: tuple[str, ...]) -> None:
        super().__init__()
        self._steps = _Steps(languages)
        self._letters = _FIELD * len(languages)

    def __missing__(self, piece: str) -> int:
        if len(self) >= _MEMO:
            self.clear()
        bare = piece.strip(_AROUND)
        words = (bare,) if bare.isalpha() else WORD.findall(piece)
        worth = sum(map(len, words)) << self._letters
        for word in words:
            if (letters := _letters(word)) is not None:
                pairs = [*map(add, letters, letters[1:])]
                steps = map(add, pairs, letters[2:])
                worth += sum(map(self._steps.__getitem__, steps), self._steps.known(pairs[-1], 0))
        self[piece] = worth
        return worth


class _Steps(dict[str, int]):
    """What each three letters say together with the sequences that end before the last of them.

    So all of a word's sequences but its last pair are looked up at a third of the price.
    """

    def __init__(self, languages: tuple[str, ...]) -> None:
        super().__init__()
        known: dict[str, int] = {}
        for place, code in enumerate(languages):
            for gram, said in _said(code).items():
                known[gram] = known.get(gram, 0) + (said << _FIELD * place)
        self.known = known.get

    def __missing__(self, step: str) -> int:
        if len(self) >= _MEMO:
            self.clear()
        known = self.known
        worth = known(step, 0) + known(step[:2], 0) + known(step[1], 0)
        self[step] = worth
        return worth


@functools.cache
def _said(code: str) -> Mapping[str, int]:
    """What each sequence of letters says for a language."""
    shares = profile(code).items()
    return {gram: round(_NAT * math.log1p(s / _FLOOR)) for gram, s in shares if gram != " "}


@functools.lru_cache(maxsize=16)
def _worths(languages: tuple[str, ...]) -> _Worths:
    """The worths of pieces in these languages."""
    return _Worths(languages)


def _letters(word: str) -> str | None:
    """The letters of a word as the profiles have them, spaces around; None for an acronym."""
    if len(word) > 1 and word.isupper():
        if len(word) < _ACRONYM:
            return None
        word = word.lower()
    word = word[:_LONGEST]
    return f" {word if word.isascii() else ''.join(map(_plain, word))} "


@functools.lru_cache(maxsize=4096)
def _plain(letter: str) -> str:
    """A letter as the profiles have it."""
    from langdetect.utils.ngram import NGram  # noqa: PLC0415 - costs time that other verbs lack

    return str(NGram.normalize(letter))
