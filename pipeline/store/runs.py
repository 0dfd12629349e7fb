"""The run that is under way, or the last one: `raw/run.toml`.

A visit carries the number of its run. Where a run was killed, the next one takes its number, and
asks only for the pages whose visits do not carry it.
"""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from pipeline import clock
from pipeline.errors import PageError
from pipeline.store import toml
from pipeline.store.snapshots import FOLDER
from pipeline.store.visits import Visit

#: An older run is not gone on with: the pages that it saw may have changed.
MOST_HOURS = 12


class Run(BaseModel):
    """A run by its number: when it began, and whether it came to its end."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    number: int = Field(ge=1)
    started: str
    finished: bool = False

    def made(self, visit: Visit) -> bool:
        """Whether a visit is of this run."""
        return visit.run == self.number and visit.visited >= self.started


def _file(root: Path) -> Path:
    return root / FOLDER / "run.toml"


def begin(root: Path) -> Run:
    """A new run, or the killed one, which this one goes on with.

    Raises:
        OSError: it cannot be written.
    """
    try:
        last = toml.read(_file(root), Run)
    except PageError:  # nothing depends on it but what a killed run had done
        last = None
    now = clock.now()
    if last and not last.finished and clock.hours_between(last.started, now) < MOST_HOURS:
        return last
    run = Run(number=last.number + 1 if last else 1, started=now)
    _write(root, run)
    return run


def finish(root: Path, run: Run) -> None:
    """The run is over.

    Raises:
        OSError: it cannot be written.
    """
    _write(root, run.model_copy(update={"finished": True}))


def _write(root: Path, run: Run) -> None:
    toml.write(_file(root), toml.dump(run))
