"""Who works for a verb: its options, the engine that they ask for, and what is told of the work."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import say, together
from pipeline.errors import PipelineError
from pipeline.messages import tell

if TYPE_CHECKING:
    from pipeline.engine import Engine, Watch
    from pipeline.engine.profile import Profiled


def cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


engine_options = together(
    click.option("--profile", is_flag=True, help="Say which stage took how long, at the end."),
    click.option(
        "--dask",
        metavar="ADDRESS|local",
        help="Let a Dask cluster work, by its scheduler's address; 'local' makes one here.",
    ),
    click.option(
        "--workers",
        type=click.IntRange(min=1),
        default=cores,
        show_default="the cores there are",
        metavar="N",
        help="How many processes read pages; 1 reads them in this one.",
    ),
)


@dataclass(frozen=True, slots=True)
class Force:
    """An engine, and whoever looks on while it works."""

    engine: Engine
    watch: Watch


@contextmanager
def workforce(
    workers: int, dask: str | None = None, *, profile: bool = False, quiet: bool = False
) -> Iterator[Force]:
    """Workers for the block; where it ends well, a sentence says what they did.

    Raises:
        PipelineError: they cannot be had.
    """
    from pipeline import stages
    from pipeline.cli.progress import watching
    from pipeline.engine.lanes import WorkersError
    from pipeline.engine.profile import Profiled

    try:
        with _engine(workers, dask) as engine, watching(quiet=quiet) as tally:
            if profile:
                profiled = Profiled(engine)
                with stages.spent() as seconds:
                    yield Force(profiled, tally)
                profiled.add(seconds)
            else:
                yield Force(engine, tally)
    except WorkersError as error:
        raise PipelineError(tell("workers-fail", error=error)) from error
    if tally.total:
        say(tally.summary(engine.workers))
    if profile:
        _say_profile(profiled)


@contextmanager
def _engine(workers: int, dask: str | None) -> Iterator[Engine]:
    if dask:
        with _cluster(dask, workers) as engine:
            yield engine
    elif workers == 1:
        from pipeline.engine.serial import Serial

        yield Serial()
    else:
        from pipeline.engine.pool import Pool

        pool = Pool(workers)
        try:
            yield pool
        finally:
            pool.close()  # also where whoever asked for results stopped asking


def _cluster(address: str, workers: int) -> AbstractContextManager[Engine]:
    try:
        from pipeline.engine.cluster import cluster
    except ImportError as error:
        raise PipelineError(tell("cluster-missing", error=error)) from error
    return cluster(address, workers)


def _say_profile(profiled: Profiled) -> None:
    from pipeline import stages

    say(tell("profile"))
    for line in stages.table(profiled.seconds):
        say(line)
