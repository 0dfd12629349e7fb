"""Where the time of the processor goes, stage by stage, while somebody asks.

    with stages.spent() as seconds:
        ...  # seconds: {"parse": 0.81, "dates": 0.32, ...}

A stage marks itself, as a decorator (`@stage("dates")`) or around a block (`with stage("json"):`).
What it spends inside another is its own: no second is counted twice. While nobody listens a mark
costs a look at one variable. Each thread hears itself alone. `reading` is what `read` does between
the stages that have names of their own.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ContextDecorator, contextmanager
from contextvars import ContextVar

Clock = Callable[[], float]


class _Meter:
    """What each stage spent; of those that are open, the clock runs for the innermost one."""

    __slots__ = ("_clock", "_open", "_since", "spent")

    def __init__(self, clock: Clock) -> None:
        self.spent: dict[str, float] = {}
        self._clock = clock
        self._open: list[str] = []
        self._since = clock()

    def enter(self, name: str) -> None:
        self._settle()
        self._open.append(name)
        self.spent.setdefault(name, 0.0)

    def leave(self) -> None:
        self._settle()
        self._open.pop()

    def _settle(self) -> None:
        now = self._clock()
        if self._open:
            self.spent[self._open[-1]] += now - self._since
        self._since = now


_listening: ContextVar[_Meter | None] = ContextVar("listening", default=None)


class stage(ContextDecorator):  # noqa: N801 - it reads as a statement
    """Marks a function or a block as a stage of this name."""

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        """A mark; it holds nothing of what runs under it, so that one serves all calls."""
        self._name = name

    def __enter__(self) -> None:
        """The stage begins."""
        meter = _listening.get()
        if meter is not None:
            meter.enter(self._name)

    def __exit__(self, *_: object) -> None:
        """It ends, well or not."""
        meter = _listening.get()
        if meter is not None:
            meter.leave()


@contextmanager
def spent(clock: Clock = time.thread_time) -> Iterator[Mapping[str, float]]:
    """Listens: what each stage spent so far, by the order of their first beginning.

    `clock` says how much is spent in all: seconds of the processor, or what else can be counted.
    The innermost listener hears, those around it do not.
    """
    meter = _Meter(clock)
    before = _listening.set(meter)
    try:
        yield meter.spent
    finally:
        _listening.reset(before)


def table(seconds: Mapping[str, float]) -> Iterator[str]:
    """A line for each stage, the costliest first: name, seconds, share of all."""
    whole = sum(seconds.values())
    for name, took in sorted(seconds.items(), key=lambda item: (-item[1], item[0])):
        yield f"{name:12}{took:9.2f} s{took / whole if whole else 0:7.1%}"
