"""The rules of `sites/*.toml` at work: line by line, position-aware, until nothing is left.

A rule sees one line at a time, with what earlier rules took already blank. Lines that are
nothing but artifacts do not count as the first or last lines of a page's content, so that a
cleaned page gives no further artifacts.
"""

from __future__ import annotations

import bisect
import functools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from pipeline import lexicon
from pipeline.model import Artifact, Span, mask, trim
from pipeline.sources import ArtifactRule

#: How many lines of content are a page's first and last ones.
EDGE = 8
#: How often a line is looked at again after something was taken from it.
ROUNDS = 4

#: What an artifact never holds: a mailbox, seven digits with a telephone number's punctuation.
_CONTACT = re.compile(r"@|(?<![\d-])(?!\d{4}-\d\d-\d\d(?!\d))(?:\d[ ().\u00a0-]{0,2}){6}\d")


@dataclass(frozen=True, slots=True)
class _Rule:
    """A rule of a site, compiled. `find` looks at the beginning of a line where that will do."""

    name: str
    pattern: re.Pattern[str]
    find: Callable[[str], re.Match[str] | None]
    folded: bool
    where: str
    needs: tuple[str, ...]
    unless: re.Pattern[str] | None

    @classmethod
    def of(cls, rule: ArtifactRule) -> _Rule:
        """Compile a rule with its words."""
        source = rule.pattern.replace("{words}", words(rule.words) if rule.words else "")
        pattern = re.compile(source)
        first = source.removeprefix("(?i)").startswith("^")
        return cls(
            rule.name,
            pattern,
            pattern.match if first else pattern.search,
            bool(rule.words),
            rule.where,
            rule.needs,
            re.compile(rule.unless, re.MULTILINE) if rule.unless else None,
        )


@functools.cache
def words(name: str) -> str:
    """The words of one name in the tables `artifacts` of all languages, as an alternation."""
    return lexicon.alternation(lexicon.every("pages", f"artifacts.{name}"))


@functools.lru_cache(maxsize=32)
def _compiled(rules: tuple[ArtifactRule, ...]) -> tuple[tuple[_Rule, ...], frozenset[str]]:
    """The rules compiled, and all that any of them needs."""
    compiled = tuple(map(_Rule.of, rules))
    return compiled, frozenset(needed for rule in compiled for needed in rule.needs)


def find_by_rules(
    text: str,
    key: str,
    rules: tuple[ArtifactRule, ...],
    taken: Sequence[Span] = (),
    titles: Iterable[int] = (),
) -> list[Artifact]:
    """What the rules take from `text` besides `taken`.

    `key` is the text folded, `titles` are the offsets of title lines.
    """
    compiled, needles = _compiled(rules)
    there = {needle for needle in needles if needle in key}
    useful = tuple(rule for rule in compiled if not rule.needs or not there.isdisjoint(rule.needs))
    return _Search(text, key, useful, taken).run(frozenset(titles))


class _Search:
    """One text under one set of rules."""

    def __init__(
        self, text: str, key: str, rules: tuple[_Rule, ...], taken: Sequence[Span]
    ) -> None:
        """Cut the text into lines, without what is taken already."""
        self.text = text
        self.lines = mask(text, taken).split("\n")
        self.keys = mask(key, taken).split("\n")
        self.starts = list(accumulate((len(line) + 1 for line in self.lines), initial=0))[:-1]
        self.rules = rules
        self.off: dict[str, bool] = {}
        self.found: list[Artifact] = []

    def run(self, titles: frozenset[int]) -> list[Artifact]:
        """Everywhere first, then the lines of titles, then the page's two ends."""
        anywhere = self._at("anywhere")
        for number in range(len(self.lines)):
            self._look(number, anywhere)
        title = self._at("title-line")
        for offset in titles:
            self._look(bisect.bisect_right(self.starts, offset) - 1, title)
        forwards = range(len(self.lines))
        self._edge(forwards, self._at("first-lines", "edges"), title)
        self._edge(reversed(forwards), self._at("last-lines", "edges"), ())
        return self.found

    def _at(self, *places: str) -> tuple[_Rule, ...]:
        return tuple(rule for rule in self.rules if rule.where in places)

    def _edge(self, numbers: Iterable[int], rules: Sequence[_Rule], first: Sequence[_Rule]) -> None:
        """Look at lines until enough of them held content."""
        seen = 0
        for number in numbers:
            if not self.lines[number].strip():
                continue
            self._look(number, rules)
            if self.lines[number].strip() and seen == 0 and self._look(number, first):
                self._look(number, self._at("anywhere"))  # the line begins anew
            seen += bool(self.lines[number].strip())
            if seen == EDGE:
                return

    def _look(self, number: int, rules: Sequence[_Rule]) -> bool:
        """Take from one line what rules take, again until nothing changes; whether any took."""
        taken = False
        if not self.lines[number] or self.lines[number].isspace():
            return taken
        for _ in range(ROUNDS):
            changed = False
            for rule in rules:
                if self._may_hold(number, rule):
                    changed |= self._take(number, rule)
            taken |= changed
            if not changed or self.lines[number].isspace():
                break
        return taken

    def _may_hold(self, number: int, rule: _Rule) -> bool:
        """Whether a rule finds something; one of many words is looked for where it is needed."""
        if not rule.folded:
            return rule.find(self.lines[number]) is not None
        key = self.keys[number]
        for needle in rule.needs:
            if needle in key:
                break
        else:
            if rule.needs:
                return False
        return rule.find(key) is not None

    def _take(self, number: int, rule: _Rule) -> bool:
        """Take from one line what a rule finds in it; whether anything may be taken."""
        line, start = self.lines[number], self.starts[number]
        matches = rule.pattern.finditer(self.keys[number] if rule.folded else line)
        spans = [span for match in matches for span in _taken(match, line)]
        if not spans or self._is_off(rule):
            return False
        self.found += (Artifact(start + s.start, start + s.end, rule.name) for s in spans)
        self.lines[number] = mask(line, spans)
        self.keys[number] = mask(self.keys[number], spans)
        return True

    def _is_off(self, rule: _Rule) -> bool:
        """Whether the page's text is about what the rule looks for."""
        if rule.unless is None:
            return False
        source = rule.unless.pattern
        if source not in self.off:
            self.off[source] = rule.unless.search(self.text) is not None
        return self.off[source]


def _taken(match: re.Match[str], line: str) -> Iterator[Span]:
    """The named groups of a match, else all of it, white space and contact values left out."""
    spans = [match.span(name) for name in match.re.groupindex] or [match.span()]
    for start, end in spans:
        span = trim(line, start, end) if start >= 0 else Span(0, 0)
        if span.end > span.start and not _CONTACT.search(line, span.start, span.end):
            yield span
