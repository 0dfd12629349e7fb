"""Where the time of all workers goes: each measures its shards and tells it with the result."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Generic

from pipeline import stages
from pipeline.engine import Done, Engine, Lost, R, Shard, T


@dataclass(frozen=True, slots=True)
class Measured(Generic[R]):
    """What the work gave, and the processor's seconds that each stage of it took."""

    result: R
    seconds: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Timed(Generic[T, R]):
    """A function over shards that also tells its stages."""

    func: Callable[
        [Shard[T]], R
    ]  # named as `functools.partial` names it: where the work is at home

    def __call__(self, shard: Shard[T]) -> Measured[R]:
        """The result with the seconds of `pipeline/stages.py`."""
        with stages.spent() as seconds:
            result = self.func(shard)
        return Measured(result, dict(seconds))


@dataclass(slots=True)
class Profiled:
    """An engine that adds up where its workers spent their time; what it gives is the same."""

    engine: Engine
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def workers(self) -> int:
        """As many as the engine has."""
        return self.engine.workers

    def run(
        self, work: Callable[[Shard[T]], R], shards: Iterable[Shard[T]]
    ) -> Iterator[Done[T, R] | Lost[T]]:
        """What became of each shard, as the engine tells it."""
        for outcome in self.engine.run(Timed(work), shards):
            if isinstance(outcome, Lost):
                yield outcome
            else:
                self.add(outcome.result.seconds)
                yield Done(outcome.shard, outcome.result.result)

    def add(self, seconds: Mapping[str, float]) -> None:
        """Seconds that were spent elsewhere, such as by the driver."""
        for stage, took in seconds.items():
            self.seconds[stage] = self.seconds.get(stage, 0.0) + took
