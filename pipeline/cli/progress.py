"""How far a verb has come: a bar on terminals, now and then a line in logs, and a last sentence."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pipeline.cli.options import say
from pipeline.messages import tell

if TYPE_CHECKING:
    from tqdm import tqdm

#: Seconds until the first line in a log, and from there to each next one.
FIRST, NEXT = 10.0, 60.0
_BAR = "{percentage:3.0f}% |{bar}| {desc}"


@dataclass(slots=True)
class Tally:
    """What was done so far; shows nothing."""

    clock: Callable[[], float] = time.monotonic
    total: int = 0
    done: int = 0
    failed: int = 0
    began: float | None = None

    def begin(self, total: int) -> None:
        """There is so much to do, beside what was told before."""
        self.began = self.clock() if self.began is None else self.began
        self.total += total

    def advance(self, done: int, failed: int = 0) -> None:
        """So many pages are done with."""
        self.done += done
        self.failed += failed

    def end(self) -> None:
        """Nothing more comes."""

    @property
    def took(self) -> float:
        """Seconds since it began."""
        return 0.0 if self.began is None else self.clock() - self.began

    @property
    def rate(self) -> float:
        """Pages a second, over all that was done."""
        return self.done / max(self.took, 1e-3)

    def sentence(self) -> str:
        """How far it is."""
        left = (self.total - self.done) / self.rate if self.done else None
        return tell(
            "progress",
            done=self.done,
            total=self.total,
            rate=_figure(self.rate),
            failed=self.failed,
            left="" if left is None else duration(left),
        )

    def summary(self, workers: int) -> str:
        """What was done, and how fast."""
        return tell(
            "worked",
            done=self.done,
            took=duration(self.took),
            rate=_figure(self.rate),
            failed=self.failed,
            workers=workers,
        )


@dataclass(slots=True)
class Lines(Tally):
    """A line in the log after some seconds, and then every minute; a short run says nothing."""

    due: float = FIRST

    def advance(self, done: int, failed: int = 0) -> None:
        """So many pages are done with."""
        Tally.advance(self, done, failed)
        if self.took >= self.due:
            self.due = self.took + NEXT
            say(self.sentence())


@dataclass(slots=True)
class Bar(Tally):
    """A bar on the terminal; it steps aside for what is logged, and is gone at the end."""

    shown: tqdm[Any] | None = None
    aside: _Aside | None = field(default=None)

    def begin(self, total: int) -> None:
        """There is so much to do, beside what was told before."""
        Tally.begin(self, total)
        if self.shown is None and total:
            from tqdm import tqdm

            tqdm.monitor_interval = 0  # no thread of its own
            self.shown = tqdm(
                total=self.total, file=sys.stderr, leave=False, bar_format=_BAR, dynamic_ncols=True
            )
            self.aside = _Aside(self.shown)
        elif self.shown is not None:
            self.shown.total = self.total

    def advance(self, done: int, failed: int = 0) -> None:
        """So many pages are done with."""
        Tally.advance(self, done, failed)
        if self.shown is not None:
            self.shown.set_description_str(self.sentence(), refresh=False)
            self.shown.update(done)

    def end(self) -> None:
        """The terminal as it was."""
        if self.aside is not None:
            self.aside.end()
        if self.shown is not None:
            self.shown.close()


class _Aside(logging.Filter):
    """Takes the bar away before a line is logged; the next step draws it anew."""

    def __init__(self, bar: tqdm[Any]) -> None:
        super().__init__()
        self._bar = bar
        self._handlers = logging.getLogger().handlers[:]
        for handler in self._handlers:
            handler.addFilter(self)

    def filter(self, record: logging.LogRecord) -> bool:  # noqa: ARG002 - logging's own signature
        self._bar.clear()
        return True

    def end(self) -> None:
        for handler in self._handlers:
            handler.removeFilter(self)


@contextmanager
def watching(*, quiet: bool) -> Iterator[Tally]:
    """Whoever looks on, as it suits what stderr is."""
    tally = Tally() if quiet else Bar() if sys.stderr.isatty() else Lines()
    try:
        yield tally
    finally:
        tally.end()


def _figure(number: float) -> str:
    return f"{number:.0f}" if number >= 10 else f"{number:.1f}"  # noqa: PLR2004 - two digits


def duration(seconds: float) -> str:
    """`4.2 s`, `12:05`, `3:00:00`: as clocks show it from a minute on."""
    minute = 60
    if seconds < minute:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), minute)
    hours, minutes = divmod(minutes, minute)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
