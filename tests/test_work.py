"""The work that pages are, in calls, stays what it was: faster or slower is a change to review."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests import work
from tests.conftest import CHECKOUT


def counted(seed: str) -> work.Figures:
    """Counted in a process of its own, which nothing else has warmed."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.work"],
        cwd=CHECKOUT,
        env=os.environ | {"PYTHONHASHSEED": seed},
        capture_output=True,
        check=True,
    )
    found: work.Figures = json.loads(done.stdout)
    return found


def test_pages_are_as_much_work_as_before() -> None:
    figures = work.committed()
    if figures is None:
        pytest.skip(f"no figures of Python {work.VERSION}: make work writes them")
    assert not work.apart(figures, counted("0"))


def test_the_order_of_sets_makes_no_work() -> None:
    assert not work.apart(counted("0"), counted("1"))


def test_more_and_less_are_told() -> None:
    figures = {"html": {"parse": 1000, "dates": 1000, "counts": 1000, "json": 10}}
    found = {"html": {"parse": 1051, "dates": 949, "counts": 1050, "json": 20}}
    assert work.apart(figures, found) == [
        "html, dates: 1,000 calls before, 949 now: less work, lower the figure: make work",
        "html, parse: 1,000 calls before, 1,051 now: more work",
    ]
