"""Lanes: a worker or several behind one executor, and the shards that are under way there.

A lane of one worker knows what it died of: the first shard that was not done. A lane of many does
not; there whatever was under way is tried again, and a single thing is lost only where it was
under way alone.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, wait
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol

from pipeline.engine import Done, Fate, Lost, R, Shard, T
from pipeline.engine.attempt import Patience, Raised, attempt, ready
from pipeline.engine.docket import Docket, Trial

#: So often in a row workers may die before they have begun.
STARTS = 3


class WorkersError(RuntimeError):
    """Workers cannot start, or cannot be reached; no shard is to blame."""


class Crew(Protocol):
    """Who works in a lane."""

    def submit(self, call: Callable[..., Any], /, *arguments: Any) -> Future[Any]:
        """Let a worker call this, after what was submitted before.

        Raises:
            BrokenExecutor: the crew is no more.
        """
        ...

    def dismiss(self) -> None:
        """End it now, whatever it is doing; it may be dismissed, or dead, already."""
        ...


@dataclass(frozen=True, slots=True)
class Terms:
    """How lanes work: shards under way in each, what they may take, what tells of a death."""

    room: int
    patience: Patience | None  # None: this crew cannot be ended
    single: bool  # one worker, which takes its shards in their order
    deaths: tuple[type[BaseException], ...] = (BrokenExecutor,)


@dataclass(slots=True, eq=False)
class _Job(Generic[T]):
    trial: Trial[T]
    future: Future[Any]
    since: float
    ended: float = 0.0

    def end(self, _: Future[Any]) -> None:
        self.ended = time.monotonic()

    def took(self, since: float) -> float:
        """The seconds that a worker had for it, which did others until `since`."""
        self.ended = self.ended or time.monotonic()  # it is told of its end a little later
        return self.ended - max(self.since, since)


@dataclass(slots=True)
class Lane(Generic[T, R]):
    """Shards under way with one crew; a crew that dies is followed by another."""

    recruit: Callable[[], Crew]
    terms: Terms
    work: Callable[[Shard[T]], R]
    docket: Docket[T]
    jobs: list[_Job[T]] = field(default_factory=list)
    _crew: Crew | None = None
    _probe: Future[Any] | None = None
    _starts: int = 0
    _ended: float = 0.0

    def fill(self, upto: int) -> None:
        """Take shards until so many are under way, or none is left."""
        while len(self.jobs) < min(upto, self.terms.room):
            if not self.terms.single and self.jobs and self.jobs[0].trial.last:
                return  # it is alone here, and stays so
            trial = self.docket.next()
            if trial is None:
                return
            if trial.last and self.jobs and not self.terms.single:
                self.docket.back(trial)  # until the others are done
                return
            if not self._submit(trial):
                self.docket.back(trial)
                return

    def _submit(self, trial: Trial[T]) -> bool:
        """Whether it is under way; where not, `settle` is to see first to what was."""
        seconds = self._allowed(trial)
        while True:
            try:
                crew = self._crew or self._start()
                future = crew.submit(attempt, self.work, trial.shard, seconds)
            except BrokenExecutor as error:
                if self.jobs:
                    return False
                self._count_start(error)  # it died with nothing to do
                self.dismiss()
                continue
            job = _Job(trial, future, time.monotonic())
            future.add_done_callback(job.end)
            self.jobs.append(job)
            return True

    def _start(self) -> Crew:
        self._crew = self.recruit()
        self._probe = self._crew.submit(ready)
        return self._crew

    def _ask(self) -> None:
        """Ask anew whether workers begin: one died with the answer, and the crew goes on."""
        with suppress(BrokenExecutor):  # that is seen at what is submitted next
            self._probe = self._crew.submit(ready) if self._crew else None

    def settle(self) -> Iterator[Done[T, R] | Lost[T]]:
        """What became of the shards that are done with.

        Raises:
            WorkersError: workers do not even begin, or are gone for good.
        """
        ended = [job for job in self.jobs if job.future.done()]
        if not ended:
            return
        if any(job.future.cancelled() for job in ended):
            raise WorkersError("the workers are gone")  # with whoever sent them shards
        broken = any(isinstance(job.future.exception(), BrokenExecutor) for job in ended)
        if broken:  # then all that is under way ends
            wait(job.future for job in self.jobs)
            ended = self.jobs
        self.jobs = [job for job in self.jobs if job not in ended]
        begun = self._has_begun()
        if broken:
            self.dismiss()
        elif not begun:  # others are under way there still
            self._ask()
        for job in ended:
            yield from self._outcome(job, innocent=not begun)
            begun = begun and not (broken and self.terms.single and self._killed(job))

    def _outcome(self, job: _Job[T], *, innocent: bool) -> Iterator[Done[T, R] | Lost[T]]:
        fate = self._fate(job)
        self._ended = max(self._ended, job.ended)
        result = None if job.future.exception() else job.future.result()
        if self._killed(job):
            if innocent:
                self.docket.back(job.trial)
            else:
                yield from self.docket.died(job.trial, fate)
        elif error := job.future.exception():
            yield from self.docket.raised(job.trial, repr(error))
        elif isinstance(result, Raised):
            yield from self.docket.raised(job.trial, result.said)
        else:
            self._starts = 0
            yield Done(job.trial.shard, job.future.result())

    def _killed(self, job: _Job[T]) -> bool:
        return isinstance(job.future.exception(), self.terms.deaths)

    def _fate(self, job: _Job[T]) -> Fate:
        """Hung where it died when its time was over: of this its worker makes sure."""
        seconds = self._allowed(job.trial)
        took = job.took(since=self._ended)
        return "crashed" if seconds is None or took < seconds else "hung"

    def _allowed(self, trial: Trial[T]) -> float | None:
        patience = self.terms.patience
        return patience.allows(trial.shard, last=trial.last) if patience else None

    def _has_begun(self) -> bool:
        """Whether the crew could work at all, where it has died."""
        error = self._probe.exception() if self._probe and self._probe.done() else None
        if error is not None:
            if not isinstance(error, self.terms.deaths):
                raise WorkersError(f"workers cannot start: {error!r}") from error
            self._count_start(error)
        return error is None

    def _count_start(self, error: BaseException) -> None:
        self._starts += 1
        if self._starts >= STARTS:
            raise WorkersError(f"workers cannot start: {error!r}") from error

    def dismiss(self) -> None:
        """End the crew; what it has under way will not be known."""
        if self._crew:
            self._crew.dismiss()
        self._crew = self._probe = None


def drive(lanes: Sequence[Lane[T, R]]) -> Iterator[Done[T, R] | Lost[T]]:
    """Work through the docket that the lanes share; the crews stay, for their owner to dismiss."""
    while True:
        for upto in range(1, max(lane.terms.room for lane in lanes) + 1):
            for lane in lanes:  # one for each before a second for any
                lane.fill(upto)
        under_way = [job.future for lane in lanes for job in lane.jobs]
        if not under_way:
            return
        wait(under_way, return_when=FIRST_COMPLETED)
        for lane in lanes:
            yield from lane.settle()
