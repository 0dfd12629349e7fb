"""Which of the old things is which of the new ones: pass after pass, the surest evidence first."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")


class Pairing(Generic[T]):
    """Two lists of things in their order, and the pairs that were made of them so far."""

    def __init__(self, old: Iterable[T], new: Iterable[T]) -> None:
        """Nothing is paired yet."""
        self.all_old, self.all_new = tuple(old), tuple(new)
        self.old, self.new = list(self.all_old), list(self.all_new)
        self.pairs: list[tuple[T, T]] = []

    def by(self, key: Callable[[T], Hashable | None]) -> list[tuple[T, T]]:
        """Pair what has the same key on both sides, in order; the new pairs. None pairs nothing.

        Linear: each thing is looked at once. Things are told apart by their identity.
        """
        waiting: defaultdict[Hashable, deque[T]] = defaultdict(deque)
        for thing in self.new:
            if (name := key(thing)) is not None:
                waiting[name].append(thing)
        made = [
            (thing, mates.popleft()) for thing in self.old if (mates := waiting.get(key(thing)))
        ]
        self.take(made)
        return made

    def by_unique(self, key: Callable[[T], Hashable | None]) -> None:
        """As `by`, where no other thing of its side has the same key."""
        known = [Counter(map(key, things)) for things in (self.old, self.new)]
        twice = {name for counts in known for name, number in counts.items() if number > 1}
        self.by(lambda thing: None if (name := key(thing)) in twice else name)

    def take(self, made: Sequence[tuple[T, T]]) -> None:
        """Let these be pairs."""
        taken = {id(thing) for pair in made for thing in pair}
        self.old = [thing for thing in self.old if id(thing) not in taken]
        self.new = [thing for thing in self.new if id(thing) not in taken]
        self.pairs += made

    def pair_anew(self, made: Sequence[tuple[T, T]]) -> None:
        """Let these be pairs of things that were paired otherwise, all with each other."""
        parted = {id(thing) for pair in made for thing in pair}
        self.pairs = [pair for pair in self.pairs if id(pair[0]) not in parted]
        self.pairs += made
