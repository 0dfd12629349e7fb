"""A sign of life: one file that says when the last run ended, and how.

A scheduler that has stopped sends no failure; only a file that grows old shows it.
"""

from __future__ import annotations

import json
from pathlib import Path

from pipeline import clock
from pipeline.operate import files


def beat(file: Path, *, verb: str, code: int) -> None:
    """Write `{"time", "verb", "exit"}`, in one step.

    Raises:
        StoreError: it cannot be written, or its folder does not exist.
    """
    said = {"time": clock.now(), "verb": verb, "exit": code}
    files.put(file, json.dumps(said).encode() + b"\n")
