"""What a page is called by its own address: systems that manage pages make that of its title.

`/spip/Formalites-de-sejour`, `/services/412-opening-hours.html`: the words of the last part, in
their order, without signs, most without accents. A line near the top that says the same is the
title; where the text holds no title, the address names the page as the text spells those words.
A line that says what an earlier part of the address says names the part of the site.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline import lexicon
from pipeline.model import fold_spaces
from pipeline.reading import fold
from pipeline.urls import parts_of, path_names

_FILE = re.compile(r"\.(?:[sx]?html?|php\d?|aspx?|jspx?|cfm|do|pdf|docx?)$", re.IGNORECASE)
#: The number under which a system keeps a page, before or behind its name.
_NUMBER = re.compile(r"^\d{1,9}-(?=\D)|(?:[,.-]a?\d{3,9}|,\d{1,9})$")
_YEAR = re.compile(r"-(?:19|20)\d\d$")
#: The first page of a folder, which is called as the folder is.
_INDEX = re.compile(r"(?:index|default)(?:[_-][a-z]{2,3})?$", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
#: Letters and digits in one: a reference, an abbreviation with its number; an ordinal is none.
_CODE = re.compile(r"[a-z]+\d+[a-z0-9]*|\d+(?!(?:st|nd|rd|th|er|re|e|eme|h)$)[a-z]+[a-z0-9]*")
#: A name of several words has so many letters at least, one of a single word so many.
_SHORTEST, _SINGLE = 8, 6
_SEVERAL = 2
#: A name of more words is no title; its spelling is looked for in so many characters.
_MOST, _TEXT = 20, 50_000
#: What stands between two words that an address joins by a hyphen.
_BETWEEN = r"[\W_]{1,3}"
#: What ends before a word that opens a sentence, a line or an item.
_OPENS = re.compile(r"(?:^|[\n.!?:•|»\"(-])\s*$")


@dataclass(frozen=True, slots=True)
class Address:
    """How an address names its page: the words as it writes them, and folded.

    `above` are the letters of each of the names before, of the parts of the site, which the way
    that leads to the page may name, too.
    """

    said: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    above: frozenset[str] = frozenset()

    @property
    def names(self) -> bool:
        """Whether the words are a name by themselves: no script's, no reference, no sentence."""
        if len(self.words) > _MOST:
            return False
        if any(map(_CODE.fullmatch, self.words)) or not any(map(str.isalpha, self.words)):
            return False
        letters = sum(map(len, self.words))
        if len(self.words) > 1:
            return letters >= _SHORTEST
        return letters >= _SINGLE and self.words[0] not in _scripts()


NOWHERE = Address()


@functools.lru_cache(maxsize=64)
def address_of(url: str) -> Address:
    """The words of the last part of an address; none where a query says which page is meant."""
    parts = parts_of(url)
    steps = [_FILE.sub("", step) for step in path_names(parts)] if parts and not parts.query else []
    if len(steps) > 1 and _INDEX.fullmatch(steps[-1]):
        steps.pop()
    if not steps or "@" in steps[-1] or steps[-1].endswith("..."):
        return NOWHERE
    name = steps.pop()
    if _YEAR.search(name) is None:
        name = _NUMBER.sub("", name)
    said = tuple(_WORD.findall(name))
    return Address(said, tuple(map(fold, said)), names_of(steps))


def names_of(steps: Iterable[str]) -> frozenset[str]:
    """What `Address.above` holds of the steps of a way."""
    return frozenset(_letters(fold(step)) for step in steps)


def _letters(key: str) -> str:
    """The letters and digits alone: by these a name is one, however it is written."""
    return "".join(_WORD.findall(key))


@functools.lru_cache(maxsize=64)
def _telling(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words that tell a name: those that are no codes, where they are enough without them."""
    plain = tuple(word for word in words if _CODE.fullmatch(word) is None)
    return plain if len(plain) > _SEVERAL else words


@functools.cache
def _scripts() -> frozenset[str]:
    """Words that name a script, or a kind of page, and no page."""
    return frozenset(lexicon.every("pages", "headings.scripts"))


def is_named(key: str, address: Address) -> bool:
    """Whether a line says what the address says in several words, and little more.

    An address may be cut, and leave small words or signs out, but it keeps the order.
    """
    most, words = 2, _telling(address.words)
    if len(words) < _SEVERAL:
        return False
    said, name = _WORD.findall(key), "".join(words)
    letters = "".join(said)
    if not _SHORTEST <= len(name) <= len(letters) <= most * len(name):
        return False
    return letters.startswith(name) or _holds_in_order(said, words)


def is_all(key: str, address: Address) -> bool:
    """Whether a line says what the address says in several words, and nothing else."""
    if len(address.words) < _SEVERAL or address.words[-1] not in key:
        return False
    return _letters(key) == "".join(address.words)


def is_above(key: str, address: Address) -> bool:
    """Whether a line says what the address calls a part of the site that the page is in."""
    letters = _letters(key)
    return letters in address.above and letters not in "".join(address.words)


def _holds_in_order(said: Sequence[str], words: Sequence[str]) -> bool:
    rest = iter(said)
    return all(word in rest for word in words)


def spelled(address: Address, text: str, key: str) -> str:
    """The name as the text, of which `key` is the folded form, spells it; '' where it does not.

    The longest runs of words are looked for. A word that stands nowhere may have lost its accents,
    unless the address keeps them. Where the address has capitals, it knows them.
    """
    if not address.names:
        return ""
    text, key = text[:_TEXT], key[:_TEXT]
    parts: list[str] = []
    at, letters = 0, "".join(address.said)
    while at < len(address.words):
        run, end = _longest(address.words, at, text, key)
        if end - at < 2 and not letters.isascii():  # noqa: PLR2004 - a word alone
            run = address.said[at]
        if not run:
            return ""
        parts.append(run)
        at = end
    name = " ".join(parts)
    return name[:1].upper() + name[1:] if letters.islower() else _with_capitals(name, letters)


def _longest(words: Sequence[str], at: int, text: str, key: str) -> tuple[str, int]:
    """The longest run of words from one on that a text holds, as it spells it; where that ends."""
    for end in range(len(words), at, -1):
        run = _spelling(words[at:end], text, key, first=not at)
        if run:
            return run, end
    return "", at + 1


def _spelling(words: Sequence[str], text: str, key: str, *, first: bool) -> str:
    """How a text writes words that follow one another: `first` with the capital that opens a line.

    Elsewhere a capital is kept that the words have within a sentence, as a name has.
    """
    pattern = re.compile(rf"(?<!\w){_BETWEEN.join(words)}(?!\w)")
    places = [match.span() for match in pattern.finditer(key)]
    found = [fold_spaces(text[start:end]) for start, end in places]
    if first or not found:
        return next((said for said in found if said[0].isupper()), found[0] if found else "")
    within = (
        said
        for said, (start, _) in zip(found, places, strict=True)
        if _OPENS.search(text[max(start - 8, 0) : start]) is None
    )
    return next(within, found[0][0].lower() + found[0][1:])


def _with_capitals(name: str, letters: str) -> str:
    """A name whose letters are large and small as those of the address."""
    rest = iter(letters)
    return "".join(
        (char.upper() if next(rest, "").isupper() else char.lower()) if char.isalnum() else char
        for char in name
    )
