"""The rules of `sites/*.toml`, compiled: by where a line stands and by how it opens."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pipeline import lexicon
from pipeline.openings import index, openings
from pipeline.reading import fold
from pipeline.sources import ArtifactRule

_SET = re.compile(r"(\[[^^\]](?:\\.|[^\]\\])*\])\+?")
_CHARACTERS = "".join(map(chr, range(0x10000)))


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of a site, compiled. `find` looks at the beginning of a line where that will do.

    `opens` are the beginnings of the folded lines that it may find something in, if they are known.
    """

    rank: int
    name: str
    pattern: re.Pattern[str]
    find: Callable[[str], re.Match[str] | None]
    folded: bool
    where: str
    needs: tuple[str, ...]
    unless: re.Pattern[str] | None
    opens: frozenset[str] | None

    @classmethod
    def of(cls, rank: int, rule: ArtifactRule) -> Rule:
        """Compile a rule with its words; `rank` is its place among the rules of its site."""
        source = rule.pattern.replace("{words}", words(rule.words) if rule.words else "")
        pattern = re.compile(source)
        first = source.removeprefix("(?i)").startswith("^")
        beginnings = openings(source) if first else None
        return cls(
            rank,
            rule.name,
            pattern,
            pattern.match if first else pattern.search,
            bool(rule.words),
            rule.where,
            rule.needs or _members(source),
            re.compile(rule.unless, re.MULTILINE) if rule.unless else None,
            None if beginnings is None else frozenset(map(fold, beginnings)),
        )

    def finds(self, line: str, key: str) -> bool:
        """Whether it finds something in a line, which holds something that it needs."""
        for needle in self.needs:
            if needle in key:
                break
        else:
            if self.needs:
                return False
        return self.find(key if self.folded else line) is not None


def _members(pattern: str) -> tuple[str, ...]:
    """What a pattern of nothing but one set of characters needs: one of them."""
    found = _SET.fullmatch(pattern)
    return tuple(map(fold, re.findall(found[1], _CHARACTERS))) if found else ()


@functools.cache
def words(name: str) -> str:
    """The words of one name, as an alternation."""
    return lexicon.alternation(list(entries(name)))


@functools.cache
def entries(name: str) -> tuple[str, ...]:
    """The words of one name: the tables `artifacts` of all languages, `frames` of some more."""
    others = lexicon.shared("frames").get(name, {}).values()
    return (*lexicon.every("pages", f"artifacts.{name}"), *itertools.chain.from_iterable(others))


class Place:
    """The rules for lines at one place of a page, in their order."""

    def __init__(self, rules: Iterable[Rule], *where: str) -> None:
        """Of all rules those for these lines."""
        self.rules = tuple(rule for rule in rules if rule.where in where)
        #: Those that a line's opening tells nothing of.
        self.unopened = tuple(rule for rule in self.rules if rule.opens is None)
        self.needles = tuple(dict.fromkeys(n for rule in self.unopened for n in rule.needs))
        #: By a line's head: the rules that it speaks for, and those that it does not speak against.
        self.opened_by = index((r.opens, r) for r in self.rules if r.opens is not None)
        self.asked_of = index((r.opens, r) for r in self.rules)


class Rules:
    """The rules of a site by the places of their lines."""

    def __init__(self, rules: Iterable[ArtifactRule]) -> None:
        """Compile them."""
        compiled = [Rule.of(rank, rule) for rank, rule in enumerate(rules)]
        self.anywhere = Place(compiled, "anywhere")
        self.title = Place(compiled, "title-line")
        self.first = Place(compiled, "first-lines", "edges")
        self.last = Place(compiled, "last-lines", "edges")


class _Same:
    """The rules of a site, told from others by being the same: hashing them all takes long."""

    def __init__(self, rules: tuple[ArtifactRule, ...]) -> None:
        self.rules = rules

    def __hash__(self) -> int:
        return id(self.rules)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.rules is other.rules


@functools.lru_cache(maxsize=32)
def _compiled_once(same: _Same) -> Rules:
    return Rules(same.rules)


def compiled(rules: tuple[ArtifactRule, ...]) -> Rules:
    """The rules of a site, compiled once."""
    return _compiled_once(_Same(rules))
