"""What a text must hold before a closer look pays: most words of the lexicon stand on no page.

To ask a set which words a page has is many times as fast as to try each of them, as a pattern,
at every place; and a word that is there is found by `str.find`.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator

_NOT_LETTERS = bytes(c if ord("a") <= c <= ord("z") else ord(" ") for c in range(0x100))


@functools.lru_cache(maxsize=4)
def words_of(key: str) -> frozenset[str]:
    """The runs of `a` to `z` in a folded text; every other character parts them."""
    letters = key.encode("latin-1", "replace").translate(_NOT_LETTERS)
    return frozenset(letters.decode("ascii").split())


def places_of(words: Iterable[str], key: str, start: int, end: int) -> Iterator[int]:
    """Where words of `a` to `z` stand in a part of a folded text, no letter of those beside them.

    Word by word, so not in text order.
    """
    for word in words:
        at = key.find(word, start, end)
        while at >= 0:
            after = at + len(word)
            if not ("a" <= key[after : after + 1] <= "z" or "a" <= key[at - 1 : at] <= "z"):
                yield at
            at = key.find(word, after, end)
