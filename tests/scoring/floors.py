"""The floors: what was reached once is not lost again unseen."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterator
from pathlib import Path

from tests.scoring.measures import Sheet

FILE = Path(__file__).parent / "floors.toml"
HEAD = """\
# What the pipeline reached on the gold pages, rounded down. Written by
# `python -m tests.scoring --write-floors`; tests/test_scores.py fails below them.
# Lowering one needs its reason in the commit.
"""

Floors = dict[str, dict[str, dict[str, float]]]


def read(file: Path = FILE) -> Floors:
    return tomllib.loads(file.read_text(encoding="utf-8"))


def write(sheets: list[Sheet], file: Path = FILE) -> None:
    """Set every floor to what is reached now, rounded down to three decimals."""
    lines = [HEAD.rstrip()]
    for sheet in sheets:
        lines.append(f"\n[{sheet.name}]")
        for name, figures in sheet.figures().items():
            values = ", ".join(f"{key} = {down(value):.3f}" for key, value in figures.items())
            lines.append(f"{name} = {{ {values} }}")
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def down(value: float) -> float:
    """Rounded down to three decimals; what only binary fractions take away is given back."""
    return math.floor(value * 1000 + 1e-9) / 1000


def below(sheets: list[Sheet], floors: Floors) -> Iterator[str]:
    """Every figure that is below its floor, and every one that has none or is not measured."""
    for sheet in sheets:
        figures = sheet.figures()
        held = floors.get(sheet.name, {})
        for name in held.keys() | figures.keys():
            for key in held.get(name, {}).keys() | figures.get(name, {}).keys():
                where = f"{sheet.name} {name} {key}"
                floor, value = held.get(name, {}).get(key), figures.get(name, {}).get(key)
                if floor is None or value is None:
                    yield f"{where}: {'no floor' if floor is None else 'not measured'}"
                elif value < floor:
                    yield f"{where}: {value:.4f} is below {floor:.3f}"
