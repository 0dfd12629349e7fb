"""Work in shards, on whatever runs them: this process, a pool of processes, a cluster.

A `Shard` is a few things to work on, named; an engine runs one function over many of them and
tells, as each ends, what became of it: `Done`, or `Lost` where the work on one thing raised, killed
or hung its worker. What is lost is always a single thing: a shard of several is halved until the
culprit is alone, so that one bad page costs itself and no other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, Literal, Protocol, TypeVar

T = TypeVar("T")
R = TypeVar("R")

#: The work on it raised; its worker died (a native crash, too much memory); it took too long.
Fate = Literal["raised", "crashed", "hung"]


@dataclass(frozen=True, slots=True)
class Shard(Generic[T]):
    """Things to work on together; `key` is the shard's alone, and a file name may hold it."""

    key: str
    items: tuple[T, ...]

    def halves(self) -> tuple[Shard[T], Shard[T]]:
        """Two shards that hold what this one of at least two things holds, in its order."""
        middle = len(self.items) // 2
        first, second = self.items[:middle], self.items[middle:]
        return Shard(f"{self.key}.0", first), Shard(f"{self.key}.1", second)


@dataclass(frozen=True, slots=True)
class Done(Generic[T, R]):
    """A shard, or a half of one, that was worked on, and what the work gave."""

    shard: Shard[T]
    result: R


@dataclass(frozen=True, slots=True)
class Lost(Generic[T]):
    """A shard of one thing that cannot be worked on; `said` is the error's own words, or none."""

    shard: Shard[T]
    fate: Fate
    said: str = ""

    @property
    def item(self) -> T:
        """The one thing."""
        return self.shard.items[0]


class Engine(Protocol):
    """Runs a function over shards.

    `work` and what it takes and gives must pickle where the engine has processes. The results come
    as they are ready, in any order; each thing of each shard is in exactly one of them.
    """

    @property
    def workers(self) -> int:
        """How many shards are worked on at once."""
        ...

    def run(
        self, work: Callable[[Shard[T]], R], shards: Iterable[Shard[T]]
    ) -> Iterator[Done[T, R] | Lost[T]]:
        """What became of each shard; `shards` is asked for more as there is room."""
        ...


class Watch(Protocol):
    """Whoever looks on while a verb works: a bar, a log, nobody."""

    def begin(self, total: int) -> None:
        """There are so many things to do, beside those that were told before."""

    def advance(self, done: int, failed: int = 0) -> None:
        """So many more are done with; `failed` of them could not be done."""


class _Unwatched:
    def begin(self, total: int) -> None:
        """Nobody looks on."""

    def advance(self, done: int, failed: int = 0) -> None:
        """Nobody looks on."""


UNWATCHED: Watch = _Unwatched()


def cut(items: Iterable[T], size: int, prefix: str = "") -> Iterator[Shard[T]]:
    """Shards of at most `size` things each, in order, numbered behind a prefix."""
    held: list[T] = []
    number = 0
    for item in items:
        held.append(item)
        if len(held) == size:
            yield Shard(f"{prefix}{number:06}", tuple(held))
            number, held = number + 1, []
    if held:
        yield Shard(f"{prefix}{number:06}", tuple(held))
