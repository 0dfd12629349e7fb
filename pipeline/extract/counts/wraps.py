"""Line ends inside sentences, past which a number counts what opens the next line."""

from __future__ import annotations

import functools
import re

from pipeline import lexicon
from pipeline.reading import Reading

_LONG = re.compile(r"\n(?<=[^\n]{40}\n)(?<![.:;!?]\n)(?=[a-zß-öø-ÿ])")
#: A number at the end of a narrow column's line, over a name that a sentence goes on after.
_NARROW = re.compile(r"[0-9]\n(?=[^\W\d_a-zß-öø-ÿ][a-zß-öø-ÿ]+ [a-zß-öø-ÿ])")
_LAST_WORDS = re.compile(r"[^\W\d_]{2,} ([^\W\d_]+) [0-9]{1,3}(?:[,. ][0-9]{3})*\n")
_REACH = 40


def unwrapped(reading: Reading) -> tuple[str, str]:
    """The text and its folded form with a space for each line end inside a sentence.

    The text alone tells small letters, before which a dump wraps. Before a capital a line goes on
    where a number behind a function word ends it: `to 19` over `Irish poets`.
    """
    text, key = reading.text, reading.key
    places = [wrap.start() for wrap in _LONG.finditer(text)]
    places += [m.end() - 1 for m in _NARROW.finditer(text) if _is_open(key, m.end())]
    return _spaced(text, places), _spaced(key, places)


def _is_open(key: str, end: int) -> bool:
    """Whether a function word, and a word before it, stand before the number of a line's end.

    `page 3 of 19` is whole.
    """
    line = max(key.rfind("\n", 0, end - 1) + 1, end - _REACH)
    last = _LAST_WORDS.search(key, line, end)
    return last is not None and last[1] in _open_words()


@functools.cache
def _open_words() -> frozenset[str]:
    tables = (lexicon.words("counts", language) for language in ("en", "fr"))
    return frozenset(word for table in tables for word in table["goes_on"])


def _spaced(text: str, places: list[int]) -> str:
    """The text with a space at each of some places."""
    if not places:
        return text
    parts, last = [], 0
    for at in sorted(places):
        parts.append(text[last:at])
        last = at + 1
    return " ".join([*parts, text[last:]])
