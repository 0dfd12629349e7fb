"""Shards one after the other, in this process: where only an error can be survived."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from pipeline.engine import Done, Lost, R, Shard, T


class Serial:
    """The engine that needs nothing; a crash or a hang is the whole program's."""

    workers = 1

    def run(
        self, work: Callable[[Shard[T]], R], shards: Iterable[Shard[T]]
    ) -> Iterator[Done[T, R] | Lost[T]]:
        """Each shard's result, in the order of the shards."""
        for shard in shards:
            yield from _attempt(work, shard)


def _attempt(work: Callable[[Shard[T]], R], shard: Shard[T]) -> Iterator[Done[T, R] | Lost[T]]:
    try:
        done = Done(shard, work(shard))
    except Exception as error:  # noqa: BLE001 - whatever it is, it costs one thing at most
        if len(shard.items) == 1:
            yield Lost(shard, "raised", repr(error))
            return
        for half in shard.halves():
            yield from _attempt(work, half)
        return
    yield done
