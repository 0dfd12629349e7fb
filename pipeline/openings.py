r"""With which letters what a pattern matches can begin: a set of them answers before the pattern.

An alternation of a hundred phrases is tried phrase by phrase at each line, and nearly always in
vain. A look-up of a line's first letters in a set costs as much as one phrase.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")

#: So many characters are compared, from the first letter or digit on.
SIZE = 5
_SIZES = range(1, SIZE + 1)

#: What an open group may begin with, and whether it consumes characters.
_GROUP = re.compile(
    r"\((?:\?(?P<around><?[=!])|\?(?P<flags>[aimsx]+)\)|\?(?:P<\w+>|[aimsx-]*:)|(?!\?))"
)
_TIMES = re.compile(r"(?:(?P<sign>[?*+])|\{(?P<least>\d+)(?P<open>,(?P<most>\d*))?\})[?+]?")
_CLASS = re.compile(r"\[(?P<negated>\^?)(?P<members>\]?(?:\\.|[^\]\\])*)\]", re.DOTALL)
_MEMBER = re.compile(
    r"(?P<first>\\(?:x..|u.{4}|U.{8}|.)|.)(?:-(?P<last>\\(?:x..|u.{4}|U.{8}|.)|.))?", re.DOTALL
)
#: What may hold a bracket or a bar that is none of the pattern's own, and those.
_STRUCTURE = re.compile(rf"\\.|{_CLASS.pattern}|[()|]", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:x(..)|u(.{4})|U(.{8}))")
_CONTROLS = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "v": "\v"}
_WORD = re.compile(r"\w")
_DIGITS = "0123456789"
_MANY = 64
_MEMO = 4096


def head(text: str) -> str:
    """The first characters of a text from its first letter or digit on; '' where it has none."""
    if text[:1].isalnum():
        return text[:SIZE]
    first = _WORD.search(text)
    return text[first.start() : first.start() + SIZE] if first else ""


def openings(pattern: str) -> frozenset[str] | None:
    """Beginnings of the heads (`head`) of all that `pattern` matches from a text's start on.

    A beginning is shorter than a head where anything may follow; '' stands for a text without
    any letter or digit. None where nothing can be said.
    """
    try:
        reader = _Reader(pattern)
        rest = reader.alternatives({""})
    except _AnythingError:
        return None
    return None if "" in rest or reader.at < len(pattern) else frozenset(reader.done | rest)


def begins(opening: str, beginnings: frozenset[str]) -> bool:
    """Whether a head begins with one of `beginnings`."""
    return (  # asked some thousand times a page: a loop over the lengths takes six times as long
        opening in beginnings
        or opening[:4] in beginnings
        or opening[:3] in beginnings
        or opening[:2] in beginnings
        or opening[:1] in beginnings
    )


def opener(beginnings: frozenset[str] | None) -> Callable[[str], bool]:
    """Whether what has this head may begin so, memoised: `begins`; True where nothing is known."""
    if beginnings is None:
        return lambda _: True
    return functools.lru_cache(maxsize=_MEMO)(functools.partial(begins, beginnings=beginnings))


def index(
    things: Iterable[tuple[frozenset[str] | None, T]],
) -> Callable[[str], tuple[T, ...]]:
    """From a head to the things, in their order, that may begin so; None: that may begin anyhow.

    It looks once for each length of a beginning, however many things there are.
    """
    kept: list[T] = []
    anyhow: list[int] = []
    by_beginning: dict[str, list[int]] = {}
    for number, (beginnings, thing) in enumerate(things):
        kept.append(thing)
        if beginnings is None:
            anyhow.append(number)
        for beginning in beginnings or ():
            by_beginning.setdefault(beginning, []).append(number)

    @functools.lru_cache(maxsize=_MEMO)
    def opened_by(opening: str) -> tuple[T, ...]:
        found = {n for size in _SIZES for n in by_beginning.get(opening[:size], ())}
        return tuple(kept[number] for number in sorted(found.union(anyhow)))

    return opened_by


class _AnythingError(Exception):
    """A text may begin with anything."""


class _Reader:
    """Reads a pattern as far as its openings reach. `done` are those that nothing is added to."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0
        self.done: set[str] = set()

    def alternatives(self, before: set[str]) -> set[str]:
        """What may go on after any of the branches up to the end of a group."""
        after = self._sequence(before)
        while self.pattern.startswith("|", self.at):
            self.at += 1
            after |= self._sequence(before)
        return after

    def _sequence(self, before: set[str]) -> set[str]:
        opened = set(before)
        while self.at < len(self.pattern) and self.pattern[self.at] not in "|)":
            if not opened:
                self._skip()
                break
            once = self._atom(opened)
            least, most = self._times()
            if most > 1:
                self.done |= once - opened - {""}
                once &= opened | {""}
            opened = once if least else once | opened
        return opened

    def _skip(self) -> None:
        """Go to the end of the branch."""
        depth = 0
        for found in _STRUCTURE.finditer(self.pattern, self.at):
            self.at = found.start()
            if depth == 0 and found[0] in {"|", ")"}:
                return
            depth += (found[0] == "(") - (found[0] == ")")
        self.at = len(self.pattern)

    def _times(self) -> tuple[int, int]:
        """How often at least and at most what was just read is there."""
        times = _TIMES.match(self.pattern, self.at)
        if times is None:
            return 1, 1
        self.at = times.end()
        if times["sign"]:
            return int(times["sign"] == "+"), 1 if times["sign"] == "?" else 2
        least = int(times["least"])
        return least, int(times["most"] or least + 2) if times["open"] else least

    def _atom(self, opened: set[str]) -> set[str]:
        """What may go on after one character, class or group."""
        sign = self.pattern[self.at]
        if sign == "(":
            return self._group(opened)
        if sign == "[":
            return self._class(opened)
        if sign == "\\":
            return self._escape(opened)
        self.at += 1
        if sign == "^":
            return opened
        if sign == "$":
            self.done |= opened
            return set()
        return self._anything(opened) if sign == "." else self._add(opened, sign)

    def _group(self, opened: set[str]) -> set[str]:
        group = _GROUP.match(self.pattern, self.at)
        if group is None:
            raise _AnythingError
        self.at = group.end()
        if group["flags"]:
            return opened
        if group["around"]:
            while not self.pattern.startswith(")", self.at):
                self._skip()
                self.at += self.pattern.startswith("|", self.at)
            self.at += 1
            return opened
        after = self.alternatives(opened)
        self.at += 1
        return after

    def _escape(self, opened: set[str]) -> set[str]:
        member = _MEMBER.match(self.pattern, self.at)
        escaped = member["first"] if member else ""
        self.at += len(escaped)
        if escaped in {r"\b", r"\B", r"\A"}:
            return opened
        if escaped == r"\Z":
            self.done |= opened
            return set()
        return self._members(opened, [(escaped, None)])

    def _class(self, opened: set[str]) -> set[str]:
        found = _CLASS.match(self.pattern, self.at)
        if found is None:
            raise _AnythingError
        self.at = found.end()
        if found["negated"]:
            return self._anything(opened)
        members = _MEMBER.finditer(found["members"])
        return self._members(opened, [(m["first"], m["last"]) for m in members])

    def _members(self, opened: set[str], members: list[tuple[str, str | None]]) -> set[str]:
        """What may go on after one character of a class."""
        after: set[str] = set()
        for first, last in members:
            if first in {r"\W", r"\s"}:
                self.done |= opened - {""}
                after |= opened & {""}
            elif first == r"\d":
                after |= self._add(opened, _DIGITS)
            elif first[0] == "\\" and first[1:] not in _CONTROLS and first[1:].isalnum():
                code = _ESCAPE.fullmatch(first)
                if code is None:
                    return self._anything(opened)
                after |= self._range(opened, first, last)
            else:
                after |= self._range(opened, first, last)
        return after

    def _range(self, opened: set[str], first: str, last: str | None) -> set[str]:
        low = _character(first)
        high = _character(last) if last else low
        signs = "".join(map(chr, range(ord(low), ord(high) + 1)))
        if len(signs) > _MANY:
            self.done |= opened - {""}
            opened = opened & {""}
            signs = "".join(_WORD.findall(signs)) + " "
        return self._add(opened, signs) if len(signs) <= _MANY else self._anything(opened)

    def _anything(self, opened: set[str]) -> set[str]:
        if "" in opened:
            raise _AnythingError
        self.done |= opened
        return set()

    def _add(self, opened: set[str], signs: str) -> set[str]:
        """Each opening with each of the characters; one that is full is done."""
        longer = {
            opening + sign if opening or _WORD.match(sign) else ""
            for opening in opened
            for sign in signs
        }
        full = {opening for opening in longer if len(opening) == SIZE}
        self.done |= full
        return longer - full


def _character(member: str) -> str:
    code = _ESCAPE.fullmatch(member)
    if code:
        return chr(int(code[1] or code[2] or code[3], 16))
    return _CONTROLS.get(member[1:], member[1:]) if member[0] == "\\" else member
