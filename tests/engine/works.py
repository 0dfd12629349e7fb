"""What workers are given in the tests: most things double, some take their worker with them."""

from __future__ import annotations

import ctypes
import gc
import os
import signal
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NoReturn

from pipeline.engine import Done, Engine, Lost, Shard

Thing = int | str
Outcome = Done[Thing, list[int]] | Lost[Thing]


def double(shard: Shard[Thing]) -> list[int]:
    """Twice each number; a word is done to the worker that meets it."""
    return [2 * item if isinstance(item, int) else AILMENTS[item]() for item in shard.items]


def _kill() -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("still here")


def _segfault() -> NoReturn:
    ctypes.string_at(0)
    raise AssertionError("still here")


def _loop() -> NoReturn:
    while True:
        pass


def _hold() -> NoReturn:
    """A hang that lets nothing else of Python run in its process."""
    ctypes.PyDLL(None).sleep(3600)
    raise AssertionError("still here")


def _raise() -> NoReturn:
    raise Unpicklable("no", "way")


class Unpicklable(Exception):  # noqa: N818 - its name says what it is
    """Made of two things and told as one, which is what unpickling trips over."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(first + second)


AILMENTS = {"kill": _kill, "segfault": _segfault, "loop": _loop, "hold": _hold, "raise": _raise}


def unpicklable(shard: Shard[Thing]) -> object:
    """What cannot be sent, where a 13 is among the things."""
    return (lambda: shard) if 13 in shard.items else len(shard.items)


def accident(shard: Shard[tuple[int, str]]) -> list[int]:
    """The first to come to 13 is killed; who comes later finds the mark and goes on."""
    for number, mark in shard.items:
        if number == 13 and not Path(mark).exists():
            Path(mark).touch()
            _kill()
    return [2 * number for number, _ in shard.items]


def slow(shard: Shard[tuple[int, str]]) -> None:
    """Leaves its process id, then takes for ever."""
    for number, folder in shard.items:
        (Path(folder) / f"{number}.{os.getpid()}").touch()
    time.sleep(3600)


def slow_at_first(shard: Shard[str]) -> None:
    """Takes for ever where no mark is yet, and a little more than a second where one is."""
    for mark in shard.items:
        seconds = 1.2 if Path(mark).exists() else 3600
        Path(mark).touch()
        time.sleep(seconds)


def summary(outcomes: Iterable[Outcome]) -> tuple[list[int], list[tuple[Thing, str]]]:
    """All that was doubled, and what was lost how; every shard has what it should have."""
    doubled: list[int] = []
    lost: list[tuple[Thing, str]] = []
    for outcome in outcomes:
        if isinstance(outcome, Lost):
            lost.append((outcome.item, outcome.fate))
        else:
            assert outcome.result == [2 * int(item) for item in outcome.shard.items]
            doubled += outcome.result
    return sorted(doubled), sorted(lost, key=str)


def die(*_: object) -> NoReturn:
    """A worker that ends before it has begun."""
    os._exit(1)


def slow_but_first(shard: Shard[tuple[int, str]]) -> None:
    """The first thing is soon done, each in a process of its own; the others take for ever."""
    for number, folder in shard.items:
        (Path(folder) / f"{number}.{os.getpid()}").touch()
        if number:
            time.sleep(3600)


def collects_after(_: Shard[int]) -> int:
    """How many new objects the worker makes before its collector looks through them."""
    return gc.get_threshold()[0]


def insist_asked_as_there_is_room(engine: Engine) -> None:
    """Of a thousand shards no more are asked for than were done and fit under way."""
    asked: list[int] = []

    def shards() -> Iterator[Shard[Thing]]:
        for number in range(1000):
            asked.append(number)
            yield Shard(str(number), (number,))

    outcomes = engine.run(double, shards())
    for count in range(1, 20):
        next(outcomes)
        assert len(asked) <= count + 2 * engine.workers
    outcomes.close()  # type: ignore[attr-defined]  # every engine's is a generator
