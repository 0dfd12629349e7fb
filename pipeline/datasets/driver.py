"""The driver of a dataset, whatever it is made of: hands out shards, and lets each count once."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic

from pipeline.datasets import layouts, parts
from pipeline.datasets.parts import Entry, Manifest
from pipeline.datasets.work import Task
from pipeline.engine import Engine, Lost, Shard, T, Watch
from pipeline.rules import rules_hash


@dataclass(frozen=True, slots=True)
class Driver(Generic[T]):
    """What becomes of shards: `work` reads one, `lose` tells of a thing that could not be read."""

    task: Task
    work: Callable[[Task, Shard[T]], Entry]
    lose: Callable[[Task, Lost[T]], Entry]

    def begin(self, inputs: Iterable[str]) -> tuple[str, Manifest | None]:
        """Take the place for a job, named by its hash; the manifest where it is finished there.

        `inputs` tell what is read, in its state of now; with the rules and the layout they are all
        that tells one dataset from another.

        Raises:
            StoreError: another dataset is there; a package that writes it is not installed.
        """
        layouts.BY_NAME[self.task.layout].insist_there()
        said = hashlib.sha256(f"{rules_hash(self.task.root)}{self.task.layout}".encode())
        for one in inputs:
            said.update(f"\0{one}".encode())
        job = f"sha256:{said.hexdigest()}"
        return job, parts.begin(self.task.out, job)

    def finish(
        self, job: str, shards: Callable[[], Iterable[Shard[T]]], engine: Engine, watch: Watch
    ) -> Manifest:
        """Work on what is left of the shards, which are asked for twice, and write the manifest.

        Raises:
            StoreError: the dataset cannot be written.
            Refused: an id stands twice.
        """
        out = self.task.out
        done = parts.entries(out)

        def left() -> Iterator[Shard[T]]:
            for shard in shards():
                yield from parts.unfinished(shard, done)

        watch.begin(sum(len(shard.items) for shard in left()))
        for ended in engine.run(functools.partial(self.work, self.task), left()):
            entry = self.lose(self.task, ended) if isinstance(ended, Lost) else ended.result
            number = len(ended.shard.items)
            watch.advance(number, min(entry.failures, number))
        together = layouts.BY_NAME[self.task.layout].finish(out, parts.counting(parts.entries(out)))
        return parts.finish(out, job, together)
