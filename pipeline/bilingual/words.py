"""The words that two languages share, from `lexicon/_pairs/<one>-<other>.toml`.

A word means the entries of that file that hold it; two words translate each other where they
mean one entry, or are written alike.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from importlib import resources
from typing import Any, TypeVar

from pipeline.bilingual.spelling import distance
from pipeline.errors import PageError, SourceError

Memo = TypeVar("Memo")
Relation = int
#: Two nouns translate each other; one is unknown; both are known, and count different things.
TRANSLATED, UNKNOWN, OTHER = 2, 1, 0
_COGNATE = 5
_SHORTEST = 4
#: Two words are cognate where at most this share of their letters differs.
_CHANGED = 0.26
_WORD = re.compile(r"[a-z][a-z-]+")
_NOTHING: frozenset[str] = frozenset()
_FOLDER = resources.files("pipeline") / "lexicon" / "_pairs"


class Words:
    """The lexicon of two languages, which may stand in either order."""

    def __init__(self, name: str, table: Mapping[str, Any]) -> None:
        """Index the entries of the file of this name."""
        first, second = name.split("-")
        self.languages = (first, second)
        self._plurals: Mapping[str, Mapping[str, str]] = table.get("plurals", {})
        self.lists: Mapping[str, Mapping[str, list[str]]] = {
            key: table.get(key, {}) for key in ("both", "definite", "mailboxes", "relative")
        }
        self.boilerplate: tuple[str, ...] = tuple(table.get("boilerplate", {}).get("phrases", ()))
        meanings: dict[str, dict[str, set[str]]] = {first: {}, second: {}}
        for noun, translations in table["nouns"].items():
            meanings[first].setdefault(noun, set()).add(noun)
            for other in translations.split():
                meanings[second].setdefault(other, set()).add(noun)
        self._meanings = {
            language: {word: frozenset(ids) for word, ids in words.items()}
            for language, words in meanings.items()
        }
        self._memos: dict[str, Any] = {}
        self._memo: dict[tuple[str, str], frozenset[str]] = {}

    def memo(self, language: str, made: Callable[[Words, str], Memo]) -> Memo:
        """What those who look for anchors remember of the words of a language."""
        if language not in self._memos:
            self._memos[language] = made(self, language)
        memo: Memo = self._memos[language]
        return memo

    def meanings(self, word: str, language: str) -> frozenset[str]:
        """The entries that a folded word means, in whatever form it stands; none if unknown."""
        known = self._memo.get((word, language))
        if known is None:
            known = self._memo[word, language] = self._look_up(word, language)
        return known

    def _look_up(self, word: str, language: str) -> frozenset[str]:
        table = self._meanings[language]
        for form in self._forms(word, language):
            if form in table:
                return table[form]
        return _NOTHING

    def _forms(self, word: str, language: str) -> Iterator[str]:
        """The word, and what it may be the plural or the feminine of."""
        yield word
        irregular = self._plurals.get(language, {}).get(word)
        if irregular:
            yield irregular
        if word.endswith("ies"):
            yield word[:-3] + "y"
        if word.endswith("aux"):
            yield word[:-3] + "al"
            yield word[:-1]
        if word.endswith(("s", "x", "e")):
            yield word[:-1]
        if word.endswith("es"):
            yield word[:-2]

    def said(self, key: str, language: str) -> frozenset[str]:
        """A list of words of one language."""
        return frozenset(self.lists[key].get(language, ()))

    def relation(self, left: str, right: str, languages: tuple[str, str]) -> Relation:
        """What two folded nouns, or a noun and a phrase, have to do with each other."""
        one, other = _WORD.findall(left), _WORD.findall(right)
        mine = [self.meanings(word, languages[0]) for word in one]
        theirs = [self.meanings(word, languages[1]) for word in other]
        if frozenset().union(*mine) & frozenset().union(*theirs):
            return TRANSLATED
        if any(_are_cognate(w, v) for w in one for v in other):
            return TRANSLATED
        return OTHER if any(mine) and any(theirs) else UNKNOWN


def pairs() -> list[tuple[str, str]]:
    """The languages that lexicons join, two by two."""
    names = sorted(file.name.removesuffix(".toml") for file in _FOLDER.iterdir())
    return [(first, second) for first, _, second in (name.partition("-") for name in names)]


def joined(first: str, second: str) -> bool:
    """Whether a lexicon joins two languages."""
    return (_FOLDER / f"{'-'.join(sorted((first, second)))}.toml").is_file()


def _are_cognate(one: str, other: str) -> bool:
    """Whether two words are written nearly alike: provinces, practice/pratique, circle/cercle."""
    short, long = sorted((one, other), key=len)
    if len(short) < _SHORTEST or one[0] != other[0]:
        return False
    return one[:_COGNATE] == other[:_COGNATE] or (
        len(long) <= len(short) + 2 and distance(one, other) <= len(long) * _CHANGED
    )


@functools.cache
def load(first: str, second: str) -> Words:
    """The lexicon of two languages.

    Raises:
        PageError: there is none for this pair; which there are.
        SourceError: it cannot be read.
    """
    name = "-".join(sorted((first, second)))
    file = _FOLDER / f"{name}.toml"
    if not file.is_file():
        there = ", ".join(sorted(f.name.removesuffix(".toml") for f in _FOLDER.iterdir()))
        raise PageError(f"no lexicon for {first} and {second} (there are: {there})")
    try:
        return Words(name, tomllib.loads(file.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, KeyError) as error:
        raise SourceError(f"lexicon/_pairs/{name}.toml: {error}") from error
