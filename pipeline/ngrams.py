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
import tomllib
from collections.abc import Callable, Mapping
from importlib import resources
from itertools import chain
from pathlib import Path

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
_MEMO = 50_000


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
    file = resources.files("pipeline") / "lexicon" / "countries.toml"
    try:
        table: Mapping[str, list[str]] = tomllib.loads(file.read_text(encoding="utf-8"))["official"]
    except (tomllib.TOMLDecodeError, KeyError) as error:
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
        shares = _piece_shares(languages)
        flat = [*chain.from_iterable(map(shares.__getitem__, text[:ENOUGH].split()))]
        width = 1 + len(languages)
        letters, *sums = [sum(flat[column::width]) for column in range(width)]
        return cls(dict(zip(languages, sums, strict=True)) if any(sums) else {}, int(letters))

    def ahead(self, code: str) -> float:
        """How far a language is ahead of the best other one; negative if behind."""
        if code not in self._sums:
            return 0.0
        others = [value for other, value in self._sums.items() if other != code]
        return self._sums[code] - max(others, default=self._sums[code])


@functools.lru_cache(maxsize=64)
def _logarithms(languages: tuple[str, ...]) -> Mapping[str, tuple[float, ...]]:
    """Of each sequence that any candidate knows, the logarithm of its probability in each."""
    profiles = [profile(code) for code in languages]
    return {
        gram: tuple(math.log(_FLOOR + p.get(gram, 0.0)) for p in profiles)
        for gram in set().union(*profiles) - {" "}
    }


class _Shares(dict[str, tuple[float, ...]]):
    """The letters of what stands between spaces, and its words' share in each candidate.

    A text is cut at spaces many times as fast as into words, and pages repeat their pieces: each
    is worked out once, and all are forgotten when there are too many. To keep the order of their
    use, as a cache does, would take longer than to look them up.
    """

    def __init__(self, languages: tuple[str, ...]) -> None:
        super().__init__()
        self._share = _word_shares(languages)
        self._nothing = (0.0,) * len(languages)

    def __missing__(self, piece: str) -> tuple[float, ...]:
        words: list[str] = WORD.findall(piece)
        if len(words) == 1:
            found = (len(words[0]), *self._share(words[0]))
        else:
            sums = map(sum, zip(*map(self._share, words), strict=True)) if words else self._nothing
            found = (sum(map(len, words)), *sums)
        if len(self) >= _MEMO:
            self.clear()
        self[piece] = found
        return found


@functools.lru_cache(maxsize=64)
def _piece_shares(languages: tuple[str, ...]) -> _Shares:
    """The shares of pieces in these languages."""
    return _Shares(languages)


@functools.lru_cache(maxsize=64)
def _word_shares(languages: tuple[str, ...]) -> Callable[[str], tuple[float, ...]]:
    """A function from a word to the logarithm of its probability in each candidate, memoised."""
    from langdetect.utils.ngram import NGram  # noqa: PLC0415 - costs time that other verbs lack

    known = _logarithms(languages).get
    nothing = (0.0,) * len(languages)
    plain = functools.lru_cache(maxsize=4096)(NGram.normalize)

    @functools.lru_cache(maxsize=_MEMO)
    def share(word: str) -> tuple[float, ...]:
        if len(word) > 1 and word.isupper():
            if len(word) < _ACRONYM:
                return nothing
            word = word.lower()
        word = word[:_LONGEST]
        padded = f" {word if word.isascii() else ''.join(map(plain, word))} "
        last = len(padded) - 1
        grams = [*padded[1:last]]
        grams += [padded[at : at + 2] for at in range(last)]
        grams += [padded[at : at + 3] for at in range(last - 1)]
        found = [logs for gram in grams if (logs := known(gram))]
        return tuple(map(sum, zip(*found, strict=True))) if found else nothing

    return share
