"""What is to be worked on next, and what becomes of that which killed its worker.

A worker can die by accident (too little memory for a moment, somebody's `kill -9`), so a shard that
it dies of is tried again, whole. Where it dies again the shard is halved, and so on until one thing
is left. That one is lost where it kills twice more, by itself: what was beside it before may have
been the cause. An error is no accident: such a shard is halved at once.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Generic

from pipeline.engine import Fate, Lost, Shard, T


@dataclass(frozen=True, slots=True)
class Trial(Generic[T]):
    """A shard to try, and how often a worker died of it.

    For several things, or of what it is a half of; one thing begins with none.
    """

    shard: Shard[T]
    deaths: int = 0

    @property
    def last(self) -> bool:
        """Whether it is lost where its worker dies once more; so nobody else may be the cause."""
        return self.deaths > 0 and len(self.shard.items) <= 1


class Docket(Generic[T]):
    """First what is to be tried again, then new shards; these are asked for one by one."""

    def __init__(self, shards: Iterable[Shard[T]]) -> None:
        """Nothing is asked for yet."""
        self._again: deque[Trial[T]] = deque()
        self._new = iter(shards)

    def next(self) -> Trial[T] | None:
        """What to try next, None where nothing is left for now."""
        if self._again:
            return self._again.popleft()
        shard = next(self._new, None)
        return None if shard is None else Trial(shard)

    def back(self, *trials: Trial[T]) -> None:
        """Try these again as if they had never been tried, before all others, in this order."""
        self._again.extendleft(reversed(trials))

    def raised(self, trial: Trial[T], said: str) -> Iterator[Lost[T]]:
        """The work raised: one thing is lost, several are tried as halves."""
        if len(trial.shard.items) <= 1:
            yield Lost(trial.shard, "raised", said)
        else:
            self._halve(trial, trial.deaths)

    def died(self, trial: Trial[T], fate: Fate) -> Iterator[Lost[T]]:
        """A worker died of it, or may have."""
        if trial.last:
            yield Lost(trial.shard, fate)
        elif trial.deaths:
            self._halve(trial, trial.deaths + 1)
        else:
            self.back(Trial(trial.shard, 1))

    def _halve(self, trial: Trial[T], deaths: int) -> None:
        halves = trial.shard.halves()
        self.back(*(Trial(half, deaths if len(half.items) > 1 else 0) for half in halves))
