"""The words of each language, from `lexicon/<language>/<topic>.toml`: data, not code.

A topic is what one room reads: `dates`, `numerals`, `counts`, `contacts`, `addresses`, `pages`.
What two languages have to do with each other stands in `_pairs/`, see `pipeline.bilingual.words`.
Words stand folded (lower case, no accents, see `reading.fold`), as patterns look for them.
"""

from __future__ import annotations

import functools
import itertools
import re
import tomllib
from importlib import resources
from typing import Any

from pipeline.errors import SourceError

Table = dict[str, Any]

#: What of a pattern need not stand in its matches as it is written: a group that holds no other; a
#: class, an escape, what may be missing or repeated, a sign of the language of patterns.
_GROUP = re.compile(r"\([^()]*\)[?*+]?")
_SOFT = re.compile(r"\[[^\]]*\][?*+]?|\\.[?*+]?|.?\{[^}]*\}|.[?*]|[.^$+]")
_HARD = frozenset("()|")


@functools.cache
def languages() -> tuple[str, ...]:
    """The languages that have a folder of words, sorted."""
    root = resources.files("pipeline") / "lexicon"
    return tuple(
        sorted(d.name for d in root.iterdir() if d.is_dir() and not d.name.startswith("_"))
    )


@functools.cache
def words(topic: str, language: str) -> Table:
    """One topic in one language; empty where the language has no such file."""
    return _table(f"{language}/{topic}.toml")


@functools.cache
def shared(name: str) -> Table:
    """What belongs to no one language: `countries`, `places`, `postal`, `frames`."""
    return _table(f"{name}.toml")


def _table(path: str) -> Table:
    file = resources.files("pipeline") / "lexicon" / path
    if not file.is_file():
        return {}
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise SourceError(f"lexicon/{path}: {error}") from error


def every(topic: str, *keys: str) -> list[str]:
    """The words under `keys` (dots go deeper) of a topic in all languages, without repeats."""
    found: dict[str, None] = {}
    for language, key in itertools.product(languages(), keys):
        table: Any = words(topic, language)
        for part in key.split("."):
            table = table.get(part, {}) if isinstance(table, dict) else {}
        for word in table or ():
            found[word] = None
    return list(found)


def alternation(entries: list[str]) -> str:
    """A regular expression for any of `entries` (patterns, not literals), longest first."""
    return "|".join(sorted(entries, key=lambda e: (-len(e), e)))


def core(entry: str) -> str:
    """The longest literal that every match of an entry holds, '' where none can be told.

    To look for a literal first is many times as fast as to look for the pattern.
    """
    bare, groups = entry, 1
    while groups:
        bare, groups = _GROUP.subn("\n", bare)
    if _HARD.intersection(bare):
        return ""
    return max(_SOFT.sub("\n", bare).split("\n"), key=len)
