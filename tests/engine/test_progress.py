"""What is told while workers work: on terminals, in logs, to nobody."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
import termios
from collections.abc import Iterator
from itertools import count

import pytest

from pipeline import messages
from pipeline.cli import engines, progress
from pipeline.errors import PipelineError
from tests.conftest import CHECKOUT

#: Three things, one of them bad, by whoever is asked to work.
VERB = """
import sys
import click
from pipeline.cli.engines import engine_options, workforce
from pipeline.cli.options import lang_option, say, start_log
from pipeline.engine import Lost, cut
from tests.engine import works

@click.command()
@engine_options
@lang_option
@click.option("--quiet", is_flag=True)
@click.option("--thing", default="raise")
def verb(workers, dask, profile, quiet, thing):
    start_log("text", quiet=quiet, verbose=False)
    with workforce(workers, dask, profile=profile, quiet=quiet) as force:
        force.watch.begin(3)
        for outcome in force.engine.run(works.double, cut([1, 2, thing], 1)):
            force.watch.advance(1, failed=isinstance(outcome, Lost))
            say("one more")
        print(type(force.engine).__name__, force.engine.workers)

if __name__ == "__main__":
    verb()
"""


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    yield
    messages.speak(messages.PUBLISHED)


def run(*options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", VERB, *options],
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )


def told(*options: str) -> list[str]:
    lines = run(*options).stderr.splitlines()
    return [line for line in lines if line != "rectoverso: one more"]


def test_a_short_run_says_one_sentence_at_its_end() -> None:
    (line,) = told("--workers", "1")
    assert re.fullmatch(
        r"rectoverso: 3 pages in [\d.]+ s, [\d.]+ pages/s, 1 failed, 1 worker", line
    )


def test_it_says_so_in_french() -> None:
    (line,) = told("--workers", "2", "--lang", "fr")
    assert re.fullmatch(
        r"rectoverso: 3 pages en [\d.]+ s, [\d.]+ pages/s, 1 en échec, 2 processus", line
    )


def test_nothing_is_said_when_quiet() -> None:
    assert told("--quiet", "--profile") == []


def test_workers_are_as_many_as_there_are_cores() -> None:
    assert engines.cores() == len(os.sched_getaffinity(0))
    wanted = f"Pool {engines.cores()}" if engines.cores() > 1 else "Serial 1"
    assert run("--quiet").stdout.strip() == wanted
    assert run("--quiet", "--workers", "1").stdout.strip() == "Serial 1"


def test_a_profile_follows_the_summary() -> None:
    assert [line[:30] for line in told("--workers", "1", "--profile")[1:]] == [
        "rectoverso: seconds of the pro"
    ]


def test_a_cluster_of_our_own_says_nothing_of_its_own() -> None:
    done = run("--workers", "2", "--dask", "local", "--thing", "kill")
    assert done.stdout == "Foreign 2\n"
    lines = [line for line in done.stderr.splitlines() if line != "rectoverso: one more"]
    assert len(lines) == 1
    assert lines[0].startswith("rectoverso: 3 pages")


def test_a_scheduler_that_is_not_there_is_an_error() -> None:
    with (
        pytest.raises(PipelineError, match=r"no worker can work: tcp://127\.0\.0\.1:port"),
        engines.workforce(2, "tcp://127.0.0.1:port"),
    ):
        pass


def test_dask_that_is_not_installed_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    monkeypatch.delitem(sys.modules, "pipeline.engine.cluster", raising=False)
    with (
        pytest.raises(PipelineError, match=r"pip install rectoverso\[cluster\]"),
        engines.workforce(2, "local"),
    ):
        pass


def test_a_terminal_has_a_bar_that_steps_aside() -> None:
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 80))
    done = subprocess.Popen(
        [sys.executable, "-c", VERB, "--workers", "1"],
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
        stdout=subprocess.DEVNULL,
        stderr=theirs,
    )
    os.close(theirs)
    seen = "".join(heard(ours))
    assert done.wait(timeout=60) == 0
    assert "0% |" in seen
    shown = [line.rpartition("\r")[2] for line in seen.split("\r\n")]
    assert shown[:3] == ["rectoverso: one more"] * 3  # no line holds a rest of the bar
    assert shown[3].startswith("rectoverso: 3 pages")


def heard(terminal: int) -> Iterator[str]:
    """What is written to a terminal until nobody holds it any more."""
    while True:
        try:
            part = os.read(terminal, 4096)
        except OSError:
            break
        if not part:
            break
        yield part.decode()
    os.close(terminal)


def test_a_log_has_a_line_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(progress, "say", said.append)
    seconds = count()
    lines = progress.Lines(clock=lambda: float(next(seconds)))
    lines.begin(1000)
    for _ in range(100):
        lines.advance(2, failed=0)
    assert len(said) == 2  # a look at the clock is a second here: two or more for each step
    assert re.fullmatch(r"\d+ of 1000 pages, [\d.]+ pages/s, \d+:\d\d left", said[0])


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        *((0, "0.0 s"), (4.24, "4.2 s"), (59.94, "59.9 s")),
        *((60, "1:00"), (725.4, "12:05"), (3599.6, "1:00:00"), (90061, "25:01:01")),
    ],
)
def test_a_duration_is_shown_as_clocks_do(seconds: float, shown: str) -> None:
    assert progress.duration(seconds) == shown


def test_what_is_told_later_adds_to_the_whole() -> None:
    seconds = count()
    tally = progress.Tally(clock=lambda: float(next(seconds)))
    tally.begin(5)
    tally.begin(5)
    tally.advance(4, failed=1)
    assert (tally.total, tally.done, tally.failed) == (10, 4, 1)
    assert "1 failed" in tally.sentence()
