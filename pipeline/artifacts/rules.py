"""The rules of `sites/*.toml` at work: line by line, position-aware, until nothing is left.

A rule sees one line at a time, with what earlier rules took already blank. Lines that are
nothing but artifacts do not count as the first or last lines of a page's content, so that a
cleaned page gives no further artifacts.

Of some fifty rules nearly none finds anything in a line. So a rule is not asked of each line: one
that knows how a line begins that it takes from (`openings`) is looked up by the line's first
letters, the others by what they need, which is searched in the whole page at once.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from pipeline.artifacts.compiled import Place, Rule, Rules, compiled
from pipeline.model import Artifact, Span, mask, trim
from pipeline.openings import head
from pipeline.sources import ArtifactRule

#: How many lines of content are a page's first and last ones.
EDGE = 8
#: How often a line is looked at again after something was taken from it.
ROUNDS = 4

#: What an artifact never holds: a mailbox, seven digits with a telephone number's punctuation.
_CONTACT = re.compile(r"@|(?<![\d-])(?!\d{4}-\d\d-\d\d(?!\d))(?:\d[ ().\u00a0-]{0,2}){6}\d")


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
    return _Search(text, key, compiled(rules), taken).run(frozenset(titles)) if rules else []


class _Search:
    """One text under one set of rules."""

    def __init__(self, text: str, key: str, rules: Rules, taken: Sequence[Span]) -> None:
        """Cut the text into lines, without what is taken already."""
        self.text = text
        self.key = mask(key, taken)
        self.lines = mask(text, taken).split("\n")
        self.keys = self.key.split("\n")
        self.starts = list(accumulate((len(line) + 1 for line in self.lines), initial=0))[:-1]
        self.rules = rules
        self.off: dict[str, bool] = {}
        self.found: list[Artifact] = []

    def run(self, titles: frozenset[int]) -> list[Artifact]:
        """Everywhere first, then the lines of titles, then the page's two ends."""
        for number in sorted(self._suspects()):
            self._look(number, self.rules.anywhere)
        for offset in titles:
            self._look(bisect.bisect_right(self.starts, offset) - 1, self.rules.title)
        forwards = range(len(self.lines))
        self._edge(forwards, self.rules.first, self.rules.title)
        self._edge(reversed(forwards), self.rules.last, None)
        return self.found

    def _suspects(self) -> set[int]:
        """The numbers of the lines in which a rule for any line finds something."""
        lines, keys, anywhere = self.lines, self.keys, self.rules.anywhere
        suspects = {
            number
            for number, key in enumerate(keys)
            if key
            for rule in anywhere.opened_by(head(key))
            if rule.finds(lines[number], key)
        }
        held = {n: list(self._holding(n)) for n in anywhere.needles if n in self.key}
        for rule in anywhere.unopened:
            numbers = {number for needle in rule.needs if needle in held for number in held[needle]}
            if not rule.needs:
                numbers = set(range(len(lines)))
            suspects |= {n for n in numbers - suspects if rule.finds(lines[n], keys[n])}
        return suspects

    def _holding(self, needle: str) -> Iterator[int]:
        """The numbers of the lines whose folded text holds `needle`."""
        at = self.key.find(needle)
        while at >= 0:
            number = bisect.bisect_right(self.starts, at) - 1
            yield number
            at = self.key.find(needle, self.starts[number] + len(self.keys[number]))

    def _edge(self, numbers: Iterable[int], rules: Place, first: Place | None) -> None:
        """Look at lines until enough of them held content."""
        seen = 0
        for number in numbers:
            if not self.lines[number].strip():
                continue
            self._look(number, rules)
            if first and seen == 0 and self.lines[number].strip() and self._look(number, first):
                self._look(number, self.rules.anywhere)  # the line begins anew
            seen += bool(self.lines[number].strip())
            if seen == EDGE:
                return

    def _look(self, number: int, place: Place) -> bool:
        """Take from one line what rules take, again until nothing changes; whether any took."""
        if not self.lines[number] or self.lines[number].isspace():
            return False
        for time in range(ROUNDS):
            if not self._look_once(number, place):
                return time > 0
            if self.lines[number].isspace():
                break
        return True

    def _look_once(self, number: int, place: Place) -> bool:
        """Ask each rule once; whether any took. What one takes changes how the line opens."""
        taken = False
        rules = iter(place.asked_of(head(self.keys[number])))
        while rule := next(rules, None):
            if rule.finds(self.lines[number], self.keys[number]) and self._take(number, rule):
                taken, rank = True, rule.rank
                asked = place.asked_of(head(self.keys[number]))
                rules = iter([later for later in asked if later.rank > rank])
        return taken

    def _take(self, number: int, rule: Rule) -> bool:
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

    def _is_off(self, rule: Rule) -> bool:
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
